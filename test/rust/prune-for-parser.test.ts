import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lex } from '../../src/rust/lexer.ts';
import { joined, stretchesOf } from '../../src/rust/prune-for-parser.ts';

const shortened = (text: string, points: readonly number[]) => joined(text, stretchesOf(lex(text), points));
const shortOf = (text: string, ...points: number[]) => shortened(text, points).text.replace(/\s+/g, ' ');

const CODE = `
//! Counts.
use kernel::{clk::Clk, prelude::*};

/// A ring.
struct Ring { /* first */ head: u32, tail: u32 }

impl Ring {
    const fn new() -> Self { Self { head: 0, tail: 0 } }
    extern "C" fn poll(&self) -> u32 { if self.head > 0 { 1 } else { unsafe { go() } } }
}
`;

test('comments go, and so does what stands in braces without a point; items stay', () => {
  expect(shortOf(CODE)).toBe(
    ' use kernel::{ }; struct Ring { } impl Ring { const fn new() -> Self { } extern "C" fn poll(&self) -> u32 { } } ',
  );
});

test('all braces around a point stay, those beside it are emptied', () => {
  expect(shortOf(CODE, CODE.indexOf('unsafe'))).toContain(
    'fn poll(&self) -> u32 { if self.head > 0 { } else { unsafe { } } }',
  );
});

test('what a macro is called with, and a body among tokens that never close', () => {
  expect(shortOf('module! { type: Ring, name: "ring" }\nfn f() { a')).toBe('module! { } fn f() { a');
});

test('every character that stays tells where it stood', () => {
  const pieces = [
    'fn f() {',
    '}',
    'impl A {',
    'unsafe {',
    ';',
    '// x\n',
    '/* y */',
    'a',
    '"{"',
    "'b'",
    ' ',
    'mod m {',
    '\n',
  ];
  const texts = fc.array(fc.constantFrom(...pieces)).map((parts) => parts.join(''));
  fc.assert(
    fc.property(texts, fc.array(fc.nat(60)), (text, points) => {
      const { text: short, origin } = shortened(
        text,
        points.sort((a, b) => a - b),
      );
      const whole = lex(text);
      const kept = lex(short);
      let last = -1;
      for (let at = 0; at < kept.count; at += 1) {
        const start = origin(kept.start(at));
        expect(start).toBeGreaterThan(last);
        expect(text.slice(start, origin(kept.end(at) - 1) + 1)).toBe(kept.at(at));
        expect(whole.start(whole.from(start))).toBe(start);
        last = start;
      }
    }),
    { numRuns: 500 },
  );
});
