/** The audit of a whole tree in the guarded process: what is found here, whatever a file does to its reader. */
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { jest } from '@jest/globals';
import type { Analyst } from '../../src/app/analyst.ts';
import { auditTree } from '../../src/app/audit-tree.ts';
import { policyOf } from '../../src/app/policy.ts';
import { type Cache, NO_CACHE, type SourceTree } from '../../src/app/ports.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { makeAnalyst } from '../../src/pool/guarded.ts';
import { auditFile, factsOf } from '../../src/review/audit.ts';
import type { Audit } from '../../src/review/review.ts';
import { RULES_OF_FILES } from '../../src/rules/catalogue.ts';
import { failure, isFailure } from '../../src/text/failure.ts';
import { type Files, memoryTree } from '../support/memory-tree.ts';

jest.setTimeout(30_000);

const NEVER = new AbortController().signal;
const BLOCK = 'pub fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n';
const FILES: Files = {
  'rust/kernel/lib.rs': '//! The kernel crate.\npub mod ring;\n',
  'rust/kernel/ring.rs': `//! Rings.\n${BLOCK}`,
  'rust/bindings/bindings_helper.h': '#include <linux/ring.h>\n',
  'drivers/a.rs': BLOCK,
  'drivers/b.rs': 'fn b() {}\n',
};

let analyst: Analyst;

beforeEach(() => {
  analyst = makeAnalyst({
    script: fileURLToPath(new URL('../support/hostile-analyst.ts', import.meta.url)),
    execArgv: ['--import', fileURLToPath(new URL('../../bench/typescript.js', import.meta.url))],
    perFile: 2_000,
    memory: 500 * 1024 * 1024,
  });
});

afterEach(() => analyst.close());

const treeOf = (files: Files): SourceTree => ({ ...memoryTree(files), revision: 'f00d' });

async function audited(
  tree: SourceTree,
  { settings = DEFAULT_SETTINGS, cache = NO_CACHE }: { readonly settings?: Settings; readonly cache?: Cache } = {},
): Promise<Audit> {
  const audit = await analyst.audit(tree, settings, cache, NEVER);
  if (isFailure(audit)) throw new Error(audit.what);
  return audit;
}

/** The same without a process. */
async function auditedHere(tree: SourceTree): Promise<Audit> {
  const found = await tree.find('.rs');
  if (isFailure(found)) throw new Error(found.what);
  const policy = policyOf(DEFAULT_SETTINGS);
  return auditTree(
    { tree, found, scope: 'tree', includes: () => true },
    {
      auditor: async (jobs) =>
        jobs.map(({ path, text, known }) => auditFile(path, text, RULES_OF_FILES, policy, factsOf(known))),
      policy,
    },
  );
}

const placesOf = ({ findings }: Audit): readonly string[] =>
  findings.filter(({ rule }) => rule === 'undocumented-unsafe').map(({ path, line }) => `${path}:${line}`);

test('census and findings are those of an audit without a process', async () => {
  const tree = treeOf(FILES);
  const audit = await audited(tree);
  expect(audit).toEqual(await auditedHere(tree));
  expect(placesOf(audit)).toEqual(['drivers/a.rs:2', 'rust/kernel/ring.rs:3']);
  expect(audit).toMatchObject({ revision: 'f00d', complete: true, unread: [] });
});

test('a tree without Rust is empty, and complete', async () => {
  expect(await audited(treeOf({ 'fs/a.c': 'int a;\n' }))).toMatchObject({ complete: true, findings: [], unread: [] });
});

test('settings hold', async () => {
  const settings = { ...DEFAULT_SETTINGS, ignore: ['drivers/**'] };
  const shown = (await audited(treeOf(FILES), { settings })).findings.filter(({ suppressed }) => suppressed === null);
  expect(shown.map(({ path }) => path)).not.toContain('drivers/a.rs');
  expect(shown.map(({ path }) => path)).toContain('rust/kernel/ring.rs');
});

test.each([
  ['crash', 'the process crashed'],
  ['hang', 'it took longer than 2 s'],
])('a file that makes it %s is named, and everything else is audited', async (name, words) => {
  const audit = await audited(treeOf({ ...FILES, [`drivers/${name}.rs`]: BLOCK }));
  expect(placesOf(audit)).toEqual(['drivers/a.rs:2', 'rust/kernel/ring.rs:3']);
  expect(audit.complete).toBe(false);
  expect(audit.unread).toEqual([
    { path: `drivers/${name}.rs`, partial: false, reason: expect.stringContaining(words) },
  ]);
});

test('a file that cannot be had is named', async () => {
  const tree = treeOf(FILES);
  const reading = async (paths: readonly string[]) =>
    new Map([...(await tree.read(paths)), ...(paths.includes('drivers/b.rs') ? [LOST] : [])]);
  const audit = await audited({ ...tree, read: reading });
  expect(audit.complete).toBe(false);
  expect(audit.unread).toEqual([{ path: 'drivers/b.rs', partial: false, reason: 'a blob is missing' }]);
});

const LOST = ['drivers/b.rs', { kind: 'unreadable', reason: 'a blob is missing' }] as const;

test('a tree that cannot be listed is a failure in words; one that throws is the caller’s trouble', async () => {
  const unlisted = failure('f00d', 'the tree is too large', 'ask for less');
  expect(await analyst.audit({ ...treeOf({}), find: async () => unlisted }, DEFAULT_SETTINGS, NO_CACHE, NEVER)).toEqual(
    unlisted,
  );
  const broken = { ...treeOf({}), find: () => Promise.reject(new Error('no quota')) };
  await expect(analyst.audit(broken, DEFAULT_SETTINGS, NO_CACHE, NEVER)).rejects.toThrow('no quota');
  expect((await audited(treeOf(FILES))).complete).toBe(true);
});

test('the second time only what changed is computed, and other settings share nothing', async () => {
  const kept = new Map<string, unknown>();
  let puts = 0;
  const cache: Cache = {
    keyOf: (parts) => createHash('sha256').update(JSON.stringify(parts)).digest('hex'),
    get: async (key) => kept.get(key),
    put: async (key, value) => {
      puts += 1;
      kept.set(key, value);
    },
  };
  const first = await audited(treeOf(FILES), { cache });
  expect(puts).toBeGreaterThanOrEqual(4);
  puts = 0;
  expect(await audited(treeOf(FILES), { cache })).toEqual(first);
  expect(puts).toBe(0);
  const changed = await audited(treeOf({ ...FILES, 'drivers/b.rs': `\n${BLOCK}` }), { cache });
  expect(placesOf(changed)).toEqual(['drivers/a.rs:2', 'drivers/b.rs:3', 'rust/kernel/ring.rs:3']);
  expect(puts).toBe(1);
  const settings = { ...DEFAULT_SETTINGS, ignore: ['drivers/**'] };
  expect(await audited(treeOf(FILES), { cache, settings })).toEqual(await audited(treeOf(FILES), { settings }));
});

test('an abort ends it at once with its reason', async () => {
  const controller = new AbortController();
  const auditing = analyst.audit(treeOf({ 'drivers/hang.rs': BLOCK }), DEFAULT_SETTINGS, NO_CACHE, controller.signal);
  setImmediate(() => controller.abort(new Error('the App ends')));
  await expect(auditing).rejects.toThrow('the App ends');
});
