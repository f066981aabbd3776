/** The head of a site: what is marked of it. */
import { readRust } from '../../src/rust/file.ts';
import { headOf } from '../../src/rust/head.ts';

function headsOf(text: string): readonly string[] {
  const file = readRust(text);
  return file.sites.map((site) => {
    const { start, end } = headOf(file, site);
    return text.slice(start, end);
  });
}

test.each<[string, string, readonly string[]]>([
  ['a block with its brace', 'fn f() { unsafe { g() } }', ['unsafe {']],
  ['a block whose brace is on another line', 'fn f() {\n unsafe\n {\n g() } }', ['unsafe']],
  ['an impl', 'unsafe impl<T: Send> Send for Ring<T> {}', ['unsafe impl<T: Send> Send for Ring<T>']],
  ['an impl of several lines', 'unsafe impl Send\n  for Ring {}', ['unsafe impl Send']],
  ['a function', 'pub unsafe fn f(a: [u8; 4]) -> u8 { 0 }', ['unsafe fn f(a: [u8; 4]) -> u8']],
  ['a function without a body', 'trait T { unsafe fn f(&self); }', ['unsafe fn f(&self)']],
  ['parameters of several lines', 'unsafe fn f(\n  a: u8,\n) {}', ['unsafe fn f(']],
  ['a trait', 'unsafe trait T: Sized { }', ['unsafe trait T: Sized']],
  ['an extern block', 'extern "C" { fn f(); }', ['extern "C"']],
  ['what ends with the text', 'unsafe fn f(', ['unsafe fn f(']],
])('%s', (_, text, heads) => {
  expect(headsOf(text)).toEqual(heads);
});
