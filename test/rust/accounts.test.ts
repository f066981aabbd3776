/** The law of accounts: every `unsafe` keyword is a site, has a named exemption, or is lost and said to be. */
import fc from 'fast-check';
import { type RustFile, readRust } from '../../src/rust/file.ts';
import { troubleInAccounts } from '../support/accounts.ts';
import { holds } from '../support/holds.ts';
import { type OddRust, oddRust, type Written } from '../support/odd-rust.ts';
import { items, writeRust } from '../support/random-rust.ts';

/** The account of each keyword in order; a site by its kind. */
function accountsOf(file: RustFile): string[] {
  const isKeyword = (offset: number): boolean => file.text.startsWith('unsafe', offset);
  const all = [
    ...file.sites.flatMap(({ keyword, kind }) =>
      isKeyword(keyword.start) ? [{ offset: keyword.start, name: kind as string }] : [],
    ),
    ...file.exempt.map(({ offset, why }) => ({ offset, name: why as string })),
    ...file.lost.map(({ offset }) => ({ offset, name: 'lost' })),
  ];
  return all.sort((a, b) => a.offset - b.offset).map(({ name }) => name);
}

/** Each keyword has exactly one account. */
function obeysTheLaw(file: RustFile): void {
  expect(troubleInAccounts(file)).toBeNull();
}

test.each<[string, string, readonly string[]]>([
  ['a function pointer', 'fn f(g: unsafe fn(u8), h: Option<unsafe extern "C" fn()>) {}', ['type', 'type']],
  ['an unsafe binder', "fn f(g: unsafe<'a> &'a u8) {}", ['type']],
  ['a matcher', 'macro_rules! m { (unsafe { $e:expr }) => { $e }; }', ['matcher']],
  ['a matcher in a body', 'macro_rules! m { () => { macro_rules! n { (unsafe {}) => {} } }; }', ['matcher']],
  ['a metavariable', 'macro_rules! m { ($unsafe:tt) => { $unsafe { a } }; }', ['matcher', 'metavariable']],
  ['a static of an extern block', 'unsafe extern "C" { unsafe static A: u8; }', ['extern', 'static']],
  ['an unsafe field', 'struct A { unsafe a: u8 }\nstruct B(unsafe u8);', ['field', 'field']],
  // another macro may have the name of this one
  ['what stringify drops', 'fn f() { stringify!(unsafe { a }); }', ['lost']],
  ['what a macro of the file drops', 'macro_rules! p { ($($t:tt)*) => {} }\nfn f() { p!(unsafe { *a }); }', ['lost']],
  ['a kernel of one’s own', 'mod kernel {}\nkernel::sync::global_lock! { unsafe(a) static A: u8 = 0; }', ['lost']],
  ['a syn of one’s own', 'mod syn {}\nuse syn::Token;\nfn f() -> Token![unsafe] {}', ['lost']],
  ['a syn by another name', 'use crate::a as syn;\nuse syn::X;\nfn f() { emit! { unsafe fn # a() {} } }', ['lost']],
  ['a lock of the kernel', 'kernel::sync::global_lock! { unsafe(uninit) static A: Mutex<u8> = 0; }', ['syntax']],
  ['a token of syn', 'use syn::{Ident, Token};\nfn f() -> Token![unsafe] {}', ['syntax']],
  ['a quoted function', 'use quote::quote;\nfn f() { quote! { unsafe fn #name() {} } }', ['quoted']],
  ['cfg_attr', '#[cfg_attr(all(), unsafe(no_mangle))] fn f() {}', ['attribute']],
  ['a body of the call', 'macro_rules! m { ($a:block) => { unsafe $a }; }', ['block']],
  ['pasted names', 'macro_rules! m { ($a:ident) => { unsafe fn [<a_ $a>]() {} }; }', ['fn']],
  // nothing of these is known, and so they are not passed over
  ['the word alone', 'u!(unsafe);', ['lost']],
  ['the word before a type', 'u!(unsafe fn(*p));', ['lost']],
  ['brackets of a macro', 'macro_rules! u { ($k:tt) => { $k { a } }; }\nfn f() { u!(unsafe); }', ['lost']],
  [
    'a block of two hands',
    'macro_rules! u { ($k:tt { $a:expr }) => { $k { $a } }; }\nfn f() { u!(unsafe { *p }); }',
    ['lost'],
  ],
  ['a dollar that no metavariable has', 'u! { $ unsafe { *p } }', ['lost']],
  ['a lock of one’s own', 'global_lock! { unsafe(uninit) static A: Mutex<u8> = 0; }', ['lost']],
  ['a token of one’s own', 'fn f() -> Token![unsafe] {}', ['lost']],
  ['a metavariable that nothing declares', 'macro_rules! m { ($d:tt) => { n! { $unsafe { a } } }; }', ['lost']],
  ['an attribute with a block', '#[a(unsafe { *p })] fn f() {}', ['block']],
  ['a static', 'unsafe static A: u8 = 0;', ['lost']],
  ['the end', 'fn f() { a(); unsafe', ['lost']],
])('%s', (_, text, expected) => {
  expect(accountsOf(readRust(text))).toEqual(expected);
});

test.each([
  [
    'that a macro of another module has',
    'mod a { macro_rules! p { ($($t:tt)*) => {} } }\nfn f() { p!(unsafe { *a }); }',
  ],
  ['that is imported', 'macro_rules! p { ($($t:tt)*) => {} }\nuse crate::b::p;\nfn f() { p!(unsafe { *a }); }'],
  ['that comes later', 'fn f() { p!(unsafe { *a }); }\nmacro_rules! p { ($($t:tt)*) => {} }'],
])('an argument of a macro by a name %s is what its tokens say', (_, text) => {
  expect(accountsOf(readRust(text))).toEqual(['block']);
});

test('a site made from the tokens reaches as far as its own braces', () => {
  const { sites } = readRust('#[a(unsafe { *p })] fn f() {}');
  expect(sites.map(({ code }) => code)).toEqual(['unsafe{*p}']);
});

test('blocks that the syntax tree lost are made from the tokens, with their comments', () => {
  // this is no Rust, and what stands around the blocks is an error to any parser
  const text = 'fn f() {\n  match a ) ( {\n    // SAFETY: a\n    1 => unsafe { b },\n    _ => unsafe { c },\n  }\n}\n';
  const { sites, lost } = readRust(text);
  expect(lost).toEqual([]);
  expect(sites.map(({ kind, item, justification }) => [kind, item?.name, justification?.text])).toEqual([
    ['block', 'f', 'a'],
    ['block', 'f', undefined],
  ]);
});

const KINDS: Readonly<Record<Written, string>> = {
  block: 'block',
  fn: 'fn',
  impl: 'impl',
  trait: 'trait',
  extern: 'extern',
  attribute: 'attribute',
  type: 'type',
  static: 'static',
  matcher: 'matcher',
};

test('whatever nests in whatever, each keyword is what it was written as', async () => {
  await holds(
    300,
    fc.property(oddRust(), ({ text, written }: OddRust) => {
      const file = readRust(text);
      obeysTheLaw(file);
      const expected = written.map((kind) => KINDS[kind]).sort();
      // an argument may be dropped by a macro of the file; a type among the tokens of a macro is that macro's affair
      const found = accountsOf(file).sort();
      const isMacro = (name: string) => ['lost', 'type', 'block'].includes(name);
      if (/!\(|!\[|macro_rules/.test(text)) {
        expect(found.filter((name) => !isMacro(name))).toEqual(expected.filter((name) => !isMacro(name)));
        expect(found).toHaveLength(expected.length);
      } else expect(found).toEqual(expected);
    }),
  );
});

test('the law holds for files with something odd in their middle', async () => {
  const pieces = [
    'unsafe',
    'unsafe {',
    '}',
    '{',
    '"',
    "'",
    '/*',
    'macro_rules! m {',
    '$',
    '#[',
    'r#"',
    '|a,|',
    '\u00a0',
  ];
  const nonsense = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 }).map((all) => all.join(' '));
  const texts = fc.oneof(
    items().map(writeRust),
    oddRust().map(({ text }) => text),
  );
  await holds(
    400,
    fc.property(texts, nonsense, fc.double({ min: 0, max: 1, noNaN: true }), (text, what, where) => {
      const at = Math.floor(text.length * where);
      obeysTheLaw(readRust(text.slice(0, at) + what + text.slice(at)));
    }),
  );
});
