/** An audit that is remembered: it is the fresh one, to the byte, whatever changed in the tree meanwhile. */
import fc from 'fast-check';
import { type AuditJob, type AuditSubject, auditTree } from '../../../src/app/audit/audit-tree.ts';
import { auditorOfMany, cachedAuditor } from '../../../src/app/audit/cached-auditor.ts';
import { rememberedAudit } from '../../../src/app/audit/remembered-audit.ts';
import { type Cache, cacheKey } from '../../../src/app/ports/source-tree.ts';
import { policyOf } from '../../../src/app/settings/policy-of-settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { renderAuditJson } from '../../../src/report/machine/json.ts';
import { auditFile, factsOf } from '../../../src/review/audit.ts';
import type { Audit } from '../../../src/review/review.ts';
import { RULES_OF_FILES } from '../../../src/rules/catalogue.ts';
import { isFailure } from '../../../src/text/failure.ts';
import { holds } from '../../support/holds.ts';
import { type Files, memoryTree } from '../../support/memory-tree.ts';

const POLICY = policyOf(DEFAULT_SETTINGS);
const TOOL = { name: 'kernel-rust-audit', version: '0.0.0' };

/** What an audit asks a tree for: Rust files, C files that open C to Rust, headers, what is included. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'rust/kernel/lib.rs': [
    '//! The kernel crate.\npub mod ring;\n',
    '//! The kernel crate.\npub mod ring;\npub mod io;\n',
  ],
  'rust/kernel/ring.rs': [
    '//! C header: [`include/linux/ring.h`](srctree/include/linux/ring.h)\npub fn start() {\n    // SAFETY: It takes no pointer.\n    unsafe { bindings::ring_start() };\n}\n',
    'pub fn start() {\n    unsafe { bindings::ring_start() };\n}\n',
  ],
  'drivers/ring/ring.rs': [
    'use kernel::bindings;\nfn f() {\n    unsafe { bindings::ring_start() };\n}\n',
    '#[allow(clippy::undocumented_unsafe_blocks)]\nmod parts {\n    include!("parts.inc");\n}\n',
  ],
  'drivers/ring/parts.inc': ['unsafe fn g() {}\n', 'fn g() {}\n'],
  'drivers/ring/ring.h': ['#define RING 1\n', '#define RING 2\nint ring_start(void);\n'],
  'include/linux/ring.h': ['int ring_start(void);\n', 'int ring_stop(void);\n'],
  'rust/helpers/ring.c': ['void rust_helper_ring_start(void) {}\n', 'void rust_helper_ring_stop(void) {}\n'],
  'rust/bindings/bindings_helper.h': ['#include <linux/ring.h>\n', ''],
};
const ALL = Object.fromEntries(Object.entries(TEXTS).map(([path, [text = '']]) => [path, text]));

function memoryCache(): Cache & { readonly puts: string[] } {
  const kept = new Map<string, string>();
  const puts: string[] = [];
  return {
    puts,
    keyOf: (parts) => cacheKey(parts),
    get: async (key) => JSON.parse(kept.get(key) ?? 'null') ?? undefined,
    put: async (key, value) => {
      puts.push(key);
      kept.set(key, JSON.stringify(value));
    },
  };
}

const auditHere = (jobs: readonly AuditJob[]) =>
  jobs.map(({ path, text, known }) => auditFile(path, text, RULES_OF_FILES, POLICY, factsOf(known)));

async function subjectOf(files: Files): Promise<AuditSubject> {
  const tree = memoryTree(files);
  const found = await tree.find('.rs');
  if (isFailure(found)) throw new Error(found.what);
  return { tree, found, scope: 'tree', includes: () => true };
}

/** Gives the audit, and how many files were audited for it. */
async function auditOf(files: Files, cache: Cache, about = 'settings') {
  let count = 0;
  const auditor = async (jobs: readonly AuditJob[]) => {
    count += jobs.length;
    return auditHere(jobs);
  };
  const audit = await rememberedAudit(await subjectOf(files), cache, [about], (asked) =>
    auditTree(asked, { auditor: cachedAuditor(auditor, cache, [about]), policy: POLICY, cache }),
  );
  return { audit, count };
}

const fresh = async (files: Files): Promise<Audit> =>
  auditTree(await subjectOf(files), { auditor: async (jobs) => auditHere(jobs), policy: POLICY });
const json = (audit: Audit): string => renderAuditJson(audit, { tool: TOOL });

test('of the same tree nothing is audited again, and the report is the same', async () => {
  const cache = memoryCache();
  const first = await auditOf(ALL, cache);
  expect(first.count).toBe(3);
  const puts = cache.puts.length;
  const second = await auditOf({ ...ALL }, cache);
  expect([second.count, cache.puts.length]).toEqual([0, puts]);
  expect(json(second.audit)).toBe(json(first.audit));
  // other settings are another audit
  expect((await auditOf(ALL, cache, 'others')).count).toBe(3);
});

test.each(Object.keys(TEXTS))('a change of %s is seen', async (path) => {
  const cache = memoryCache();
  await auditOf(ALL, cache);
  const changed = { ...ALL, [path]: TEXTS[path]?.[1] ?? '' };
  expect(json((await auditOf(changed, cache)).audit)).toBe(json(await fresh(changed)));
});

const state = fc.record(
  Object.fromEntries(
    Object.entries(TEXTS).map(([path, texts]) => [path, fc.option(fc.constantFrom(...texts), { nil: null })]),
  ),
);

test('after any changes, files that come and go among them', () =>
  holds(
    60,
    fc.asyncProperty(fc.array(state, { minLength: 2, maxLength: 4 }), async (states) => {
      const cache = memoryCache();
      for (const each of states) {
        const files = Object.fromEntries(Object.entries(each).filter(([, text]) => text !== null)) as Files;
        expect(json((await auditOf(files, cache)).audit)).toBe(json(await fresh(files)));
      }
    }),
  ));

test('an audit that is incomplete is made again', async () => {
  const cache = memoryCache();
  const subject = await subjectOf(ALL);
  const unread = [{ path: 'a.rs', reason: 'it took longer than 5 s', partial: false }];
  const made: Audit = { ...(await fresh(ALL)), complete: false, unread };
  let times = 0;
  const make = async () => {
    times += 1;
    return made;
  };
  await rememberedAudit(subject, cache, [], make);
  await rememberedAudit(subject, cache, [], make);
  expect(times).toBe(2);
});

describe('the audits of files', () => {
  test('of two trees: what both have is audited once', async () => {
    const asked: string[][] = [];
    const auditor = auditorOfMany(async (jobs) => {
      asked.push(jobs.map(({ path }) => path));
      return auditHere(jobs);
    });
    const other = { ...ALL, 'drivers/ring/ring.rs': 'fn f() {}\n' };
    const both = [];
    for (const files of [ALL, other]) both.push(await auditTree(await subjectOf(files), { auditor, policy: POLICY }));
    expect(both.map(json)).toEqual([json(await fresh(ALL)), json(await fresh(other))]);
    expect(asked).toEqual([
      ['drivers/ring/ring.rs', 'rust/kernel/lib.rs', 'rust/kernel/ring.rs'],
      ['drivers/ring/ring.rs'],
    ]);
  });

  test('are kept for many trees; what was not used for longest makes room', async () => {
    const cache = memoryCache();
    const counts: number[] = [];
    const auditor = cachedAuditor(
      async (jobs) => {
        counts.push(jobs.length);
        // one takes a third of the room
        return jobs.map((job) => ({ ...auditHere([job])[0], padding: 'x'.repeat(5_500_000) }) as never);
      },
      cache,
      [],
    );
    const jobOf = (path: string): AuditJob => ({
      path,
      text: 'fn a() {}\n',
      known: { replacements: [], includedUnder: [] },
    });
    const audited = async (...paths: readonly string[]) => {
      await auditor(paths.map(jobOf), () => {});
      return counts.at(-1);
    };
    expect(await audited('a.rs', 'b.rs')).toBe(2);
    expect(await audited('a.rs', 'c.rs')).toBe(1);
    // three fit: with a fourth, b goes, which was used first
    expect(await audited('c.rs', 'd.rs')).toBe(1);
    expect(await audited('a.rs')).toBe(0);
    expect(await audited('b.rs')).toBe(1);
  });
});
