import { readRust } from '../../src/rust/file.ts';

const pathsOf = (text: string): string[] => readRust(`// unsafe\n${text}`).items.map(({ path }) => path);

test.each([
  ['mod a { impl Foo for Bar { fn baz() {} } }', ['a', 'a::impl Foo for Bar', 'a::impl Foo for Bar::baz']],
  ['impl<T: Into<u8>> Foo<T> where T: Copy { fn b() {} }', ['impl Foo<T>', 'impl Foo<T>::b']],
  ['unsafe impl<T, const N: usize> A<[T; N]> for B {}', ['impl A<[T;N]>for B']],
  ['impl Foo { pub const unsafe fn a() { unsafe fn b() {} } }', ['impl Foo', 'impl Foo::a', 'impl Foo::a::b']],
  ['unsafe extern "C" { pub safe fn a(); }', ['extern', 'extern::a']],
  ['pub(in crate::a) static mut X: u8 = 1;', ['X']],
  ['macro_rules! m { () => {} } m! {}', ['m!', 'm!']],
])('%s', (text, expected) => {
  expect(pathsOf(text)).toEqual(expected);
});
