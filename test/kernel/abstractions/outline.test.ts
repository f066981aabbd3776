/** Items from tokens alone: names, owners, visibility; and any text gives a value soon. */
import fc from 'fast-check';
import { evidenceOf } from '../../../src/kernel/abstractions/evidence.ts';
import { answerTo, makeIndex } from '../../../src/kernel/abstractions/index.ts';
import { type Outline, outlinesOf } from '../../../src/kernel/abstractions/outline.ts';
import { lex } from '../../../src/rust/lexer.ts';

function show({ kind, name, trait, visibility, isUnsafe, isCallback, isTest, parent }: Outline): string {
  const marks = [isUnsafe ? 'unsafe' : '', isCallback ? 'callback' : '', isTest ? 'test' : ''].filter(
    (mark) => mark !== '',
  );
  const owner = parent === undefined ? '' : ` in ${parent.name}`;
  return [visibility, ...marks, kind, name].join(' ') + (trait === '' ? '' : ` of ${trait}`) + owner;
}

function outline(text: string): string[] {
  return outlinesOf(lex(text)).map(show);
}

test.each([
  ['pub(crate) unsafe fn ring(a: fn(u8) -> u8) {}', ['restricted unsafe fn ring']],
  ['#[doc(hidden)] pub fn ring() {}', ['restricted fn ring']],
  ['unsafe extern "C" fn ring(ptr: *const u8);', ['private unsafe callback fn ring']],
  ['pub struct Ring<T>(*const T);', ['public struct Ring']],
  ['pub const fn size() -> usize { const N: usize = 1; N }', ['public fn size']],
  ['fn f() { let type_ = 1; let x: impl Fn() = || {}; }', ['private fn f']],
  ['impl<T: Into<u8>> Ring<T> where T: Copy { const N: u8 = 1; }', ['private impl Ring', 'private const N in Ring']],
  ['unsafe impl<T> crate::Backend<T> for super::Ring<T> {}', ['private unsafe impl Ring of Backend']],
  ['pub trait Queue { fn push(&self); }', ['public trait Queue', 'private fn push in Queue']],
  ['#[kunit_tests(ring)] mod tests { fn f() {} }', ['private test mod tests', 'private test fn f in tests']],
  [
    '#[macro_export] macro_rules! ring { () => { fn $name() {} }; }',
    ['public macro_rules ring', 'private fn $name in ring'],
  ],
  ['pub type Ring = Lock<u8>; static mut COUNT: u8 = 0;', ['public type Ring', 'private static COUNT']],
])('%s', (text, expected) => {
  expect(outline(text)).toEqual(expected);
});

const WORDS = [
  'fn',
  'impl',
  'struct',
  'use',
  'mod',
  'const',
  'macro_rules',
  'bindings',
  'pub',
  'ring',
  'for',
  'type',
  '$ring',
];
const MARKS = [
  '::',
  '{',
  '}',
  '(',
  ')',
  '<',
  '>',
  ';',
  ',',
  '!',
  '=',
  '=>',
  '*',
  '#',
  '[',
  ']',
  ' as ',
  '"',
  '//',
  '\n',
];

test('any text gives evidence, and the same evidence again', () => {
  const code = fc.array(fc.constantFrom(...WORDS, ...MARKS), { maxLength: 60 }).map((parts) => parts.join(' '));
  fc.assert(
    fc.property(code, (text) => {
      const file = evidenceOf('rust/kernel/ring.rs', lex(text));
      expect(evidenceOf('rust/kernel/ring.rs', lex(text))).toEqual(file);
      for (const { symbol } of file.evidence) expect(answerTo(makeIndex([file]), symbol).kind).not.toBe('none');
    }),
    { numRuns: 2000 },
  );
});

/** Work counted in tokens looked at: twice the text may take twice the looks and not four times. */
test.each([
  ['functions without a body', 'fn ring '],
  ['open impls', 'impl Ring { '],
  ['open modules with mentions', 'mod a { bindings::ring_new(); '],
  ['constants without an end', 'const RING: u8 = bindings::RING + '],
  ['open use trees', 'use bindings::{ '],
  ['nested use trees', 'use crate::{bindings::{ring, '],
  ['calls of one helper', 'impl Ring { fn ring() { bindings::ring_new(); Self::ring() } } '],
  ['macros with slots', 'macro_rules! m { ($x:ident) => { bindings::$x }; } m!(ring, ring); '],
  ['one macro with many calls', 'm!(ring); '],
  ['imported names', 'use bindings::ring; ring; '],
  ['attributes', '#[doc(hidden)] pub '],
])('hostile: %s', (_name, part) => {
  const looks = (times: number) => {
    const tokens = lex(`macro_rules! m { ($x:ident) => { bindings::$x }; } ${part.repeat(times)}`);
    let count = 0;
    const kind = tokens.kind.bind(tokens);
    tokens.kind = (index) => {
      count += 1;
      return kind(index);
    };
    evidenceOf('rust/kernel/ring.rs', tokens);
    return count;
  };
  expect(looks(800)).toBeLessThan(2.5 * looks(400));
});
