/** What is built for tests alone, by its name or by its attributes. */
import { lex } from '../../src/rust/lexer.ts';
import { isTestCode, isTestFile } from '../../src/rust/test-code.ts';

test.each([
  ['drivers/ring/ring_test.rs', true],
  ['drivers/ring/ring_kunit.rs', true],
  ['drivers/ring/tests/ring.rs', true],
  ['mm/kasan/kasan_test_rust.rs', true],
  ['drivers/ring/ring.rs', false],
  ['drivers/test/ring.rs', false],
  ['drivers/ring/latest.rs', false],
  ['drivers/ring/ring_tester.rs', false],
  ['rust/kernel/kunit.rs', false],
])('%s: %s', (path, wanted) => expect(isTestFile(path)).toBe(wanted));

const isTest = (code: string): boolean => {
  const tokens = lex(code);
  return isTestCode(tokens, tokens.allOf('HERE')[0] as number);
};

test.each([
  '#![cfg(test)] HERE',
  '#![allow(dead_code)] #![cfg(test)] fn f() { HERE }',
  '#[cfg(test)] mod tests { fn f() { HERE } }',
  '#[cfg(test)] /** a */ #[inline] pub(crate) mod tests { fn f() { HERE } }',
  'mod tests { #![cfg(test)] HERE }',
  '#[test] fn f() { HERE }',
  '#[kunit_tests(ring)] mod tests { HERE }',
  '#[::kernel::macros::kunit_tests(ring)] mod tests { impl A { HERE } }',
  '#[cfg(all(test, CONFIG_RING))] fn f() { HERE }',
  '#[cfg(CONFIG_RING_KUNIT_TEST = "y")] fn f() { HERE }',
  '#[cfg(test)] HERE',
])('for tests: %s', (code) => expect(isTest(code)).toBe(true));

test.each([
  'HERE',
  '#[cfg(not(test))] fn f() { HERE }',
  '#[cfg(any(test, CONFIG_RING))] fn f() { HERE }',
  '#[cfg(CONFIG_RING)] fn f() { HERE }',
  '#[cfg(test)] mod tests {} fn f() { HERE }',
  '#[cfg(test)] use a; fn f() { HERE }',
  '#[doc = "test"] fn test() { HERE }',
  '#[tests::run] mod test { HERE }',
])('not for tests alone: %s', (code) => expect(isTest(code)).toBe(false));

test('many attributes over many places are read once', () => {
  const many = (piece: string, times: number): string => piece.repeat(times);
  const code = `#[cfg(all(${many('a, ', 50_000)}))] mod m { ${many('#[b] HERE; ', 50_000)} }`;
  const tokens = lex(code);
  expect(tokens.allOf('HERE').some((at) => isTestCode(tokens, at))).toBe(false);
});
