/** A suppression that a change brings weighs as much as what it hides; what the base suppresses weighs nothing. */
import type { Severity } from '../../src/finding/finding.ts';
import { reviewSeries } from '../../src/review/compare-series.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';

const LINT = 'clippy::undocumented_unsafe_blocks';
const BLOCK = 'fn id() -> u32 {\n    unsafe { ID }\n}\n';
const GROUND = { base: null, head: null, basis: 'tree', notes: [] } as const;

/** The texts of one file from the base to the end, one patch between two of them; what counts at the end. */
function counted(texts: readonly (string | null)[], path = 'rust/kernel/ring.rs') {
  const patches = texts.slice(1).map((after, index) => {
    const before = texts[index] ?? null;
    const step = {
      kind: 'whole' as const,
      pathBefore: before === null ? null : path,
      pathAfter: path,
      before,
      after,
      isCopy: false,
    };
    return { id: String(index), subject: null, steps: [step], rustFiles: 1, unread: [] };
  });
  const { findings } = reviewSeries(patches, GROUND, RULES, DEFAULT_POLICY);
  return findings.filter(({ suppressed }) => suppressed === null);
}

function severity(texts: readonly (string | null)[], path?: string): Severity | undefined {
  return counted(texts, path).find(({ rule }) => rule === 'suppressed-safety-lint')?.severity;
}

test.each([
  ['allow, in an abstraction', `#![allow(${LINT})]\n${BLOCK}`],
  ['a group of lints', `#![allow(warnings)]\n${BLOCK}`],
  ['expect', `#[expect(${LINT})]\n${BLOCK}`],
  ['around a module', `#[allow(${LINT})]\nmod ring {\n${BLOCK}}\n`],
  ['in a condition', `#![cfg_attr(all(), allow(${LINT}))]\n${BLOCK}`],
])('%s over new unsafe code is an error', (_, text) => {
  expect(severity([null, text])).toBe('error');
  expect(severity(['//! Ring.\n', text])).toBe('error');
});

test('over safe code it is as before', () => {
  expect(severity([null, `#![allow(${LINT})]\nfn id() {}\n`])).toBe('warning');
  expect(severity([null, `#[expect(${LINT})]\nfn id() {}\n`])).toBe('info');
});

test('the attribute in one patch, and the code in the next', () => {
  const first = `#![allow(${LINT})]\n`;
  expect(severity(['//! Ring.\n', first, `${first}${BLOCK}`])).toBe('error');
});

test('what the base suppresses is suppressed', () => {
  const base = `#![allow(${LINT})]\n`;
  expect(counted([base, `${base}${BLOCK}`]).map(({ rule }) => rule)).toEqual(['new-unsafe']);
});

test('an attribute that goes from old code to new code is a new one', () => {
  const attribute = `#[allow(${LINT})]\n`;
  const old = 'fn old() -> u32 {\n    0\n}\n';
  const now = `${old}${attribute}${BLOCK}`;
  expect(severity([`${attribute}${old}`, now])).toBe('error');
});

test('it says what it hides', () => {
  const [finding] = counted([null, `#![allow(${LINT})]\n${BLOCK}`], 'drivers/ring.rs').filter(
    ({ rule }) => rule === 'suppressed-safety-lint',
  );
  expect(finding?.message).toContain('it hides `undocumented-unsafe` in code that this patch changes');
});

test.each([
  [
    'on an expression beside one of the base',
    (of: string) => `fn f() {\n    #[allow(${LINT})]\n    unsafe { ${of} };\n`,
  ],
  [
    'on a second impl of the same type',
    (of: string) => `#[allow(${LINT})]\nimpl A {\n    fn f() {\n        unsafe { ${of} }\n`,
  ],
])('%s it is a new one', (_, part) => {
  const of = (name: string): string => `${part(name)}${part(name).startsWith('#') ? '    }\n' : ''}}\n`;
  const base = of('a()');
  expect(severity([base, base + of('b()').replace('fn f', 'fn g')])).toBe('error');
});

test('on an expression of the same function it is a new one', () => {
  const line = (name: string): string => `    #[allow(${LINT})]\n    unsafe { ${name}() };\n`;
  expect(severity([`fn f() {\n${line('a')}}\n`, `fn f() {\n${line('a')}${line('b')}}\n`])).toBe('error');
});

test('where unsafe functions need no blocks any more, it weighs as much as a block without a comment', () => {
  const text = '/// # Safety\n///\n/// `p` is valid.\npub unsafe fn f(p: *const u8) -> u8 {\n    *p\n}\n';
  expect(severity([null, `#![allow(unsafe_op_in_unsafe_fn)]\n${text}`])).toBe('error');
  expect(severity([null, `#[allow(rust_2024_compatibility)]\n${text}`])).toBe('error');
  expect(severity([null, `#[allow(unsafe_op_in_unsafe_fn)]\nfn g() {}\n${text}`])).toBe('warning');
});
