/** The task `audit` in the process that reads hostile text: what a tree's audit gives, and what stops a file of it. */

import { auditTree } from '../../src/app/audit/audit-tree.ts';
import { type Cache, NO_CACHE, type SourceTree } from '../../src/app/ports/source-tree.ts';
import type { Analyst } from '../../src/app/review/analyst-port.ts';
import { policyOf } from '../../src/app/settings/policy-of-settings.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { makeAnalyst } from '../../src/pool/guarded.ts';
import { makeAuditor } from '../../src/pool/pool.ts';
import { UNSHIELDED } from '../../src/pool/start.ts';
import { renderAuditJson } from '../../src/report/machine/json.ts';
import type { Audit } from '../../src/review/review.ts';
import { type Failure, failure, isFailure } from '../../src/text/failure.ts';
import { HOSTILE, OWNER } from '../support/hostile.ts';
import { memoryTree } from '../support/memory-tree.ts';

const UNSAFE = 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
const FILES = {
  'rust/kernel/lib.rs': '//! The kernel crate.\npub mod io;\n',
  'rust/kernel/io.rs': UNSAFE,
  'drivers/a/first.rs': UNSAFE,
  'drivers/a/second.rs': 'use kernel::bindings;\nfn stop() -> u32 {\n    bindings::RING_STOP\n}\n',
  'drivers/a/other.c': 'int a;\n',
};
const NEVER = new AbortController().signal;
const TOOL = { name: 'test', version: '0' };
const LIMIT = { perFile: 10_000, together: 60_000, quick: 0, remedy: '' };

let analyst: Analyst;

beforeEach(() => {
  analyst = makeAnalyst({
    program: HOSTILE,
    start: UNSHIELDED,
    perFile: 5_000,
    memory: 500 * 1024 * 1024,
  });
});

afterEach(() => analyst.close());

function treeOf(files: Readonly<Record<string, string>>): SourceTree {
  return { ...memoryTree(files), revision: 'c0ffee' };
}

function auditOf(tree: SourceTree, cache: Cache = NO_CACHE, signal = NEVER): Promise<Audit | Failure> {
  return analyst.audit(OWNER, tree, DEFAULT_SETTINGS, cache, signal);
}

async function soundAuditOf(files: Readonly<Record<string, string>>, cache?: Cache): Promise<Audit> {
  const audit = await auditOf(treeOf(files), cache);
  if (isFailure(audit)) throw new Error(audit.what);
  return audit;
}

function undocumentedIn({ findings }: Audit): readonly string[] {
  return findings.flatMap(({ rule, path }) => (rule === 'undocumented-unsafe' ? [path] : []));
}

/** One that keeps plain data, as the stores do, and counts. */
function countingCache() {
  const kept = new Map<string, string>();
  const calls = { hits: 0, misses: 0 };
  const cache: Cache = {
    keyOf: (parts) => JSON.stringify(parts),
    get: async (key) => {
      const known = kept.get(key);
      calls[known === undefined ? 'misses' : 'hits'] += 1;
      return known === undefined ? undefined : JSON.parse(known);
    },
    put: async (key, value) => void kept.set(key, JSON.stringify(value)),
  };
  return { cache, calls };
}

test('it is what the command line makes of the same tree, to the byte', async () => {
  const tree = treeOf(FILES);
  const found = await tree.find('.rs');
  if (isFailure(found)) throw new Error(found.what);
  const here = await auditTree(
    { tree, found, scope: 'tree', includes: () => true },
    {
      auditor: makeAuditor(DEFAULT_SETTINGS, true, LIMIT, { program: 'none is needed' }),
      policy: policyOf(DEFAULT_SETTINGS),
    },
  );
  const there = await soundAuditOf(FILES);
  expect(undocumentedIn(there)).toEqual(['drivers/a/first.rs', 'rust/kernel/io.rs']);
  expect(renderAuditJson(there, { tool: TOOL })).toBe(renderAuditJson(here, { tool: TOOL }));
});

test.each([
  ['drivers/a/crash.rs', 'the process crashed'],
  ['drivers/a/hang.rs', 'it took longer than 5 s'],
])('%s is named as not read, the others are audited', async (hostile, words) => {
  const audit = await soundAuditOf({ ...FILES, [hostile]: UNSAFE });
  expect(undocumentedIn(audit)).toEqual(['drivers/a/first.rs', 'rust/kernel/io.rs']);
  expect(audit.complete).toBe(false);
  expect(audit.unread).toEqual([{ path: hostile, partial: false, reason: expect.stringContaining(words) }]);
});

test('after too many stopped files the audit ends incomplete, with every file named', async () => {
  const hostile = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`drivers/a/crash${index}.rs`, UNSAFE]));
  const files = { ...FILES, ...hostile };
  const audit = await soundAuditOf(files);
  expect(audit.complete).toBe(false);
  const rust = Object.keys(files).filter((path) => path.endsWith('.rs'));
  expect(audit.unread.map(({ path }) => path).sort()).toEqual(rust.sort());
});

test('a second audit of the same tree takes every file from the cache, and is the same', async () => {
  const { cache, calls } = countingCache();
  const first = await soundAuditOf(FILES, cache);
  const missed = calls.misses;
  expect(missed).toBeGreaterThan(0);
  expect(await soundAuditOf(FILES, cache)).toEqual(first);
  expect(calls.misses).toBe(missed);
});

test('only what changed is read again', async () => {
  const { cache, calls } = countingCache();
  await soundAuditOf(FILES, cache);
  const missed = calls.misses;
  const changed = await soundAuditOf({ ...FILES, 'drivers/a/first.rs': 'fn first() {}\n' }, cache);
  expect(undocumentedIn(changed)).toEqual(['rust/kernel/io.rs']);
  expect(calls.misses - missed).toBeLessThan(missed);
});

test('a tree that cannot be listed is a failure in words, not a crash', async () => {
  const words = failure('c0ffee', 'has too many files', 'name a folder');
  expect(await auditOf({ ...treeOf(FILES), find: async () => words })).toEqual(words);
});

test('trouble with fetching is the caller’s', async () => {
  const broken = { ...treeOf(FILES), read: () => Promise.reject(new Error('no quota')) };
  await expect(auditOf(broken)).rejects.toThrow('no quota');
});

test('an abort ends the audit with its reason, and the next one has a process again', async () => {
  const controller = new AbortController();
  const auditing = auditOf(treeOf({ 'drivers/a/hang.rs': UNSAFE }), NO_CACHE, controller.signal);
  setImmediate(() => controller.abort(new Error('a newer head came')));
  await expect(auditing).rejects.toThrow('a newer head came');
  expect(undocumentedIn(await soundAuditOf(FILES))).toHaveLength(2);
});

test('a file that cannot be had is named', async () => {
  const tree = treeOf(FILES);
  const lost = new Map([['drivers/a/first.rs', { kind: 'unreadable', reason: 'a blob is missing' } as const]]);
  const read: SourceTree['read'] = async (paths) =>
    new Map([...(await tree.read(paths))].map(([path, file]) => [path, lost.get(path) ?? file]));
  const audit = await auditOf({ ...tree, read });
  expect(audit).toMatchObject({
    complete: false,
    unread: [{ path: 'drivers/a/first.rs', partial: false, reason: 'a blob is missing' }],
  });
});

test('settings hold, and share nothing of the cache with others', async () => {
  const { cache } = countingCache();
  const settings: Settings = { ...DEFAULT_SETTINGS, ignore: ['drivers/**'] };
  const usual = await auditOf(treeOf(FILES), cache);
  const ignoring = await analyst.audit(OWNER, treeOf(FILES), settings, cache, NEVER);
  expect(ignoring).not.toEqual(usual);
  expect(ignoring).toEqual(await analyst.audit(OWNER, treeOf(FILES), settings, NO_CACHE, NEVER));
});
