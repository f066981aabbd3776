/** Rules that ask for what newer kernels have speak where the tree has it, once for each file. */
import type { Finding } from '../../src/finding/finding.ts';
import { reviewOf } from '../support/review-files.ts';
import { writePatch } from '../support/write-patch.ts';

const RING = 'drivers/ring/ring.rs';
const FFI = { 'rust/ffi.rs': 'pub type c_int = i32;\n' };
const ATOMIC = { 'rust/kernel/sync/atomic.rs': '//! Atomics.\n' };
const start = 'fn start(ring: core::ffi::c_int) {}\n';
const stop = 'fn stop(ring: core::ffi::c_int, size: core::ffi::c_ulong) {}\n';
const count = 'static COUNT: core::sync::atomic::AtomicU32 = zero();\n';

async function said(
  before: Readonly<Record<string, string>>,
  ring: string,
  isKnown = true,
): Promise<readonly string[]> {
  const patch = writePatch(before, { ...before, [RING]: ring });
  const { findings } = await reviewOf({ 'a.patch': patch }, isKnown ? before : null);
  return findings.filter(({ rule }) => rule.startsWith('core-')).map(inShort);
}

const inShort = ({ severity, rule, line, related }: Finding) =>
  [severity, rule, line, ...related.map((place) => place.line)].join(' ');

test.each([
  ['a tree that has the types', FFI, start, ['warning core-ffi-type 1']],
  ['one that has no types of its own', ATOMIC, start, []],
  ['a tree that has the atomics', ATOMIC, count, ['warning core-atomic 1']],
  [
    'one that has the folder alone',
    { 'rust/kernel/sync/atomic/mod.rs': '//! Atomics.\n' },
    count,
    ['warning core-atomic 1'],
  ],
  ['one without atomics', FFI, count, []],
  ['both', { ...FFI, ...ATOMIC }, start + count, ['warning core-ffi-type 1', 'warning core-atomic 2']],
])('%s', async (_, tree, ring, wanted) => {
  expect(await said(tree, ring)).toEqual(wanted);
});

test('where only hunks are at hand it is a note', async () => {
  expect(await said({}, start + count, false)).toEqual(['info core-ffi-type 1', 'info core-atomic 2']);
});

test('a place in a file that had one before is found, and names no old one', async () => {
  expect(await said({ ...FFI, [RING]: start }, start + stop)).toEqual(['warning core-ffi-type 2 2']);
  expect(await said({ ...FFI, [RING]: start }, `\n\n${start}`)).toEqual([]);
});

test('patches that bring the replacement and a use of what it replaces', async () => {
  const first = { ...FFI, ...ATOMIC };
  const patches = {
    '1.patch': writePatch(FFI, first),
    '2.patch': writePatch(first, { ...first, [RING]: count }),
  };
  const { findings } = await reviewOf(patches, FFI);
  expect(findings.filter(({ rule }) => rule === 'core-atomic').map(inShort)).toEqual(['warning core-atomic 1']);
});

test('two patches with a place each: one finding that the first one brought', async () => {
  const one = { ...FFI, [RING]: start };
  const two = { ...FFI, [RING]: start + stop };
  const { findings, patches } = await reviewOf(
    { '1.patch': writePatch(FFI, one), '2.patch': writePatch(one, two) },
    FFI,
  );
  expect(findings.filter(({ rule }) => rule === 'core-ffi-type')).toMatchObject([
    { introducedBy: patches[0]?.id, resolvedBy: null, related: [{ line: 2 }, { line: 2 }] },
  ]);
  expect(patches.map((patch) => patch.findings.map(inShort))).toEqual([
    ['warning core-ffi-type 1'],
    ['warning core-ffi-type 2 2'],
  ]);
});
