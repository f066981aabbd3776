/** Words in code: what counts as a call, what as an import, and where it stands. */
import fc from 'fast-check';
import { lex } from '../../src/rust/lexer.ts';
import { isInMatcher, itemsAround } from '../../src/rust/macros.ts';
import { functionUses, itemAround, localNames, macroCalls } from '../../src/rust/token-queries.ts';
import { holds } from '../support/holds.ts';
import { items, writeRust } from '../support/random-rust.ts';

const uses = (code: string): number => functionUses(lex(code), ['transmute']).length;

test.each([
  'transmute(a)',
  'transmute::<A, B>(a)',
  'mem::transmute /* a */ (b)',
  '::core::mem::transmute(a)',
  'a.map(mem::transmute)',
  'f(mem::transmute, a)',
  'let f = mem::transmute;',
  'Slot { read: mem::transmute, size: 1 }',
  'impl Slot { fn transmute(self) -> Self { transmute(self) } }',
])('a use: %s', (code) => expect(uses(code)).toBe(1));

test.each([
  'a.transmute(b)',
  'Slot::transmute(a)',
  '<Slot as Reread>::transmute(a)',
  'transmute!(a)',
  'use core::mem::transmute;',
  'pub use core::{mem::{self, transmute}, ptr};',
  'use core::{cell::Cell, mem::transmute, ptr};',
  'use kernel::transmute::AsBytes;',
  'fn transmute(a: u8) -> u8 { a } fn f() { transmute(1) }',
  'let transmute = 1;',
])('no use: %s', (code) => expect(uses(code)).toBe(0));

test.each([
  ['use core::mem::transmute as reread;', ['transmute', 'reread']],
  ['use core::{mem::{size_of, transmute as a}, mem::transmute as b};', ['transmute', 'a', 'b']],
  ['use core::mem::transmute as _;', ['transmute']],
  ['transmute(a) as u8', ['transmute']],
])('the names that %s gives', (code, names) => expect(localNames(lex(code), ['transmute'])).toEqual(names));

test.each([
  ['asm!("a")', 1],
  ['asm ! ["a"]', 1],
  ['asm! { $($t)* }', 1],
  ['asm != 1', 0],
  ['asm!', 0],
])('calls in %s: %i', (code, count) => expect(macroCalls(lex(code), ['asm'])).toHaveLength(count));

test.each([
  ['macro_rules! m { (HERE $a:ident) => { $a }; }', true],
  ['macro_rules! m { ($a:ident) => { HERE }; }', false],
  ['macro_rules! m { ($a:ident) => { $a }; ($(HERE),*) => {}; }', true],
  ['macro_rules! m { ($a:ident) => { match $a { (HERE) => {} } }; }', false],
  ['match a { (HERE) => {} }', false],
])('%s', (code, wanted) => {
  const tokens = lex(code);
  expect(isInMatcher(tokens, tokens.allOf('HERE')[0] as number)).toBe(wanted);
});

test('the item around a token is the one that a walk from the token finds', async () => {
  await holds(
    100,
    fc.property(items(), fc.nat(3), (all, layout) => {
      const tokens = lex(writeRust(all, layout));
      for (let at = 0; at < tokens.count; at += 1)
        expect(itemAround(tokens, at)?.path).toBe(itemsAround(tokens, at, -1, undefined).at(-1)?.path);
    }),
  );
});

const many = (piece: string, times: number): string => piece.repeat(times);

/** Each takes minutes where a token's way out is walked for each token again. */
test.each([
  ['nested braces', many('mod a { b ', 100_000) + many('}', 100_000)],
  ['nested parentheses', `mod a { ${many('(b ', 100_000)}${many(')', 100_000)} }`],
  ['many blocks below a long head', `mod a ${many('b ', 100_000)}{ ${many('{ b }', 100_000)} }`],
])('%s are walked once', (_, code) => {
  const tokens = lex(code);
  const around = new Set(tokens.allOf('b').map((at) => itemAround(tokens, at)?.name));
  expect(around).toContain('a');
});
