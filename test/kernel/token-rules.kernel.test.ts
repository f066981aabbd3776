/** The rules that look for words and paths of the language, on Linux 7.3.4 and on two real changes; where a figure is not what a grep gives, why. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { NO_CACHE } from '../../src/app/ports/source-tree.ts';
import { ALL_REPLACEMENTS } from '../../src/app/review/replacements.ts';
import { policyOf } from '../../src/app/settings/policy-of-settings.ts';
import { runReview } from '../../src/cli/review-command.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import type { Finding } from '../../src/finding/finding.ts';
import { openRepository } from '../../src/git/repository.ts';
import { workTree } from '../../src/git/work-tree.ts';
import { includedLints } from '../../src/kernel/included-lints.ts';
import { NO_FACTS, REPLACEMENTS, type TreeFacts } from '../../src/kernel/tree-facts.ts';
import { ruleLinks } from '../../src/report/markdown/rule-links.ts';
import { auditFile } from '../../src/review/audit.ts';
import { UNGUARDED } from '../../src/review/guard.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { isFailure } from '../../src/text/failure.ts';
import { callOf } from '../support/call-of.ts';
import { folderOf, HISTORY, rustFiles, type Tree } from './trees.ts';

const IDS = [
  'raw-c-entry',
  'send-sync-impl',
  'static-mut',
  'transmute',
  'inline-asm',
  'core-atomic',
  'core-ffi-type',
  'handwritten-byte-impl',
  'raw-binding-parameter',
];
const OWN = RULES.filter(({ id }) => IDS.includes(id));

/** How many findings in code, by rule, layer and severity. */
function tally(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule, layer, severity, inDocExample } of findings) {
    if (inDocExample || !IDS.includes(rule)) continue;
    const key = `${rule}: ${layer} ${severity}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

function places(findings: readonly Finding[], rule: string): string[] {
  return findings.filter((each) => each.rule === rule && !each.inDocExample).map(({ path, line }) => `${path}:${line}`);
}

function standingIn(tree: Tree): Finding[] {
  const files = rustFiles(tree);
  const included = new Map(
    [...files].flatMap(([path, text]) => includedLints(path, text)).map(({ path, lints }) => [path, lints] as const),
  );
  const facts: TreeFacts = {
    ...NO_FACTS,
    replacements: new Set(
      ALL_REPLACEMENTS.filter((each) =>
        REPLACEMENTS[each].files.some((path) => existsSync(join(folderOf(tree), path))),
      ),
    ),
    includedUnder: (path) => included.get(path) ?? [],
  };
  const policy = policyOf(DEFAULT_SETTINGS);
  return [...files].flatMap(([path, text]) => auditFile(path, text, OWN, policy, facts).findings);
}

const STANDING = standingIn('v7.3.4');

test('the standing findings of 7.3.4', () => {
  expect(tally(STANDING)).toEqual({
    // 25 in code, and 9 that macros write: what `module!` and `#[export]` become, the tables of device ids, and the
    // intrinsics. Not among them: kasan_test_rust.rs, a test. An `allow(warnings)` around a module hides no rule without a lint.
    // extern blocks; then what is exported by hand, and 2 by `#[export]`
    'raw-c-entry: leaf warning': 4,
    'raw-c-entry: leaf info': 17,
    'raw-c-entry: abstraction info': 13,
    // with their SAFETY comments
    'send-sync-impl: leaf info': 7,
    'send-sync-impl: abstraction info': 211,
    'static-mut: leaf warning': 1,
    'static-mut: abstraction info': 5,
    // the one of Binder argues with `repr(transparent)`
    'transmute: leaf info': 1,
    'transmute: abstraction info': 14,
    'inline-asm: abstraction info': 7,
    // six files; a grep for `core::ffi::c_` finds 12 of 13 places: drm/gem/shmem.rs has `use core::{` and `ffi::c_void` on two lines
    'core-ffi-type: abstraction warning': 6,
    'handwritten-byte-impl: leaf info': 65,
  });
});

test('the attributes and extern blocks that are C entries in leaf code', () => {
  const leaf = STANDING.filter(({ layer }) => layer === 'leaf');
  const counts = new Map<string, number>();
  for (const place of places(leaf, 'raw-c-entry')) {
    const path = place.replace(/:\d+$/, '');
    counts.set(path, (counts.get(path) ?? 0) + 1);
  }
  expect(Object.fromEntries(counts)).toEqual({
    'drivers/android/binder/debug.rs': 1,
    'drivers/android/binder/page_range.rs': 3,
    'drivers/android/binder/process.rs': 1,
    'drivers/android/binder/rust_binder_main.rs': 11,
    'drivers/android/binder/stats.rs': 1,
    'drivers/android/binder/thread.rs': 2,
    'drivers/gpu/drm/drm_panic_qr.rs': 2,
  });
});

test.each([
  ['static-mut', ['drivers/gpu/nova-core/nova_core.rs:31']],
  ['transmute', ['drivers/android/binder/allocation.rs:311']],
  ['inline-asm', []],
])('%s in leaf code', (rule, wanted) => {
  const leaf = STANDING.filter(({ layer }) => layer === 'leaf');
  expect(places(leaf, rule)).toEqual(wanted);
});

/** Every word of the text, by a way of counting that knows nothing of tokens. */
test.each([
  ['static-mut', /^(?!\s*\/\/).*(?<!')\bstatic mut\b/],
  ['inline-asm', /^(?!\s*\/\/).*\basm!\(|^(?!\s*\/\/).*\bglobal_asm!\(/],
  ['send-sync-impl', /^(?!\s*\/\/)\s*unsafe impl.*\b(?:Send|Sync) for\b/],
])('%s stands where the lines of the text say', (rule, line) => {
  const byLines: string[] = [];
  const skipped =
    /^(?:tools|scripts)\/|^rust\/(?:syn|quote|proc-macro2|zerocopy|zerocopy-derive|alloc|pin-init\/examples)\//;
  for (const [path, text] of rustFiles('v7.3.4')) {
    if (skipped.test(path)) continue;
    for (const [index, each] of text.split('\n').entries()) if (line.test(each)) byLines.push(`${path}:${index + 1}`);
  }
  expect(places(STANDING, rule)).toEqual(expect.arrayContaining(byLines));
  expect(byLines.length).toBeGreaterThan(0);
});

async function reviewOf(range: string): Promise<readonly Finding[]> {
  const call = callOf('review', '--format', 'json', range, '--repo', HISTORY);
  const services = {
    openRepository,
    workTree,
    cache: NO_CACHE,
    guard: UNGUARDED,
    makeAuditor: () => async () => [],
    tool: { name: 'kernel-rust-audit', version: '0' },
    rules: ruleLinks(null),
    pullRequest: () => Promise.reject(new Error('no pull request is asked for')),
    today: '2026-01-01',
  };
  const outcome = await runReview(call, services, { colour: false });
  if (isFailure(outcome)) throw new Error(JSON.stringify(outcome));
  return (JSON.parse(outcome.text) as { findings: readonly Finding[] }).findings;
}

test('7.2.6 to 7.2.13 brings none', async () => {
  expect(tally(await reviewOf('v7.2.6..v7.2.13'))).toEqual({});
});

test('7.2.13 to 7.3.4: what is new', async () => {
  const findings = await reviewOf('v7.2.13..v7.3.4');
  expect(tally(findings)).toEqual({
    // Binder's debug.rs, and a table of device ids that a macro writes; the block of `module!` moved into another item
    'raw-c-entry: leaf info': 1,
    'raw-c-entry: abstraction info': 1,
    // 36 are not in 7.2.13 under their path and head; that of `ThisModule` came from another file
    'send-sync-impl: abstraction info': 35,
    'transmute: abstraction info': 6,
    'core-ffi-type: abstraction warning': 1,
    'handwritten-byte-impl: leaf info': 4,
  });
  expect(places(findings, 'core-ffi-type')).toEqual(['rust/kernel/drm/gem/shmem.rs:49']);
  expect(places(findings, 'handwritten-byte-impl').every((place) => place.includes('nova-core/fsp.rs'))).toBe(true);
});
