/** Names that mean something else where they stand: variables, parameters, fields, declarations, conditions of compilation. */
import { expect, test } from '@jest/globals';
import { told } from './told.ts';

const FILE = 'use kernel::bindings::file;\n';

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a loop’s variable', `${FILE}fn f() { for file in files { put(file) } }`, []],
  ['a closure’s parameter', `${FILE}fn f() { each(|file| put(file)); all(move |_, (file, at)| file) }`, []],
  ['a closure’s parameter outside of it', `${FILE}fn f() { (each(|file| put(file)), put(file)) }`, ['2 use file']],
  ['an arm’s variable', `${FILE}fn f() { match x { Some(file) => put(file), None => put(file) } }`, ['2 use file']],
  ['a condition’s variable', `${FILE}fn f() { if let Some(file) = x { put(file) } put(file) }`, ['2 use file']],
  ['a variable of `let ... else`', `${FILE}fn f() { let Some(file) = x else { return }; put(file) }`, []],
  ['what a variable is made of', `${FILE}fn f() { let file = file(1); put(file) }`, ['2 use file']],
  ['a variable before it is declared', `${FILE}fn f() { put(file); let file = 1; }`, ['2 use file']],
  ['a parameter behind an array', `${FILE}fn f(a: [u8; 4], file: u8) { put(file) }`, []],
  ['a parameter of another function', `${FILE}fn f(file: u8) {}\nfn g() { put(file) }`, ['3 use file']],
  [
    'a type of a variable’s name',
    `${FILE}fn f(file: &mut file, b: Option<&file>, c: Pair<u8, file>, d: fn(file) -> u8) { put(file) }`,
    ['2 use file', '2 use file', '2 use file', '2 use file'],
  ],
  ['a field’s value', `${FILE}fn f(file: *mut file) -> Held { Held { held: file } }`, ['2 use file']],
  ['a field’s type', `${FILE}struct Held { held: file, file: u8 }`, ['2 use file']],
  ['a generic parameter', `${FILE}fn f<file: Clone>(a: file) -> file { file::new() }`, []],
  [
    'a generic parameter of an impl',
    `${FILE}impl<file> Held<file> { fn f(a: file) {} }\ntype T = file;`,
    ['3 use file'],
  ],
  ['a constant among generic parameters', `${FILE}fn f<const file: usize>() -> [u8; file] {}`, []],
  ['a variant', `${FILE}enum Kind { file, Pipe(file) }`, ['2 use file']],
  ['a condition of compilation', `${FILE}#[cfg(any(file, b))]\nfn f() {}`, []],
  ['a metavariable', `${FILE}macro_rules! m { ($file:expr) => { put($file, file) } }`, ['2 use file']],
  ['a field of an initialiser macro', `${FILE}fn f() { init!(Held { file <- new(), b: file }) }`, ['2 use file']],
  ['a bound', `${FILE}fn f() where file: Clone {}`, ['2 use file']],
  ['a comparison', `${FILE}fn f() { if file != 1 && a < file {} }`, ['2 use file', '2 use file']],
  ['a method of that name is none', `${FILE}impl Held { fn file(&self) { file(self.file) } }`, ['2 use file']],
  [
    'an associated type of that name is none',
    `${FILE}impl Of for Held { type file = u8; fn f(a: *mut file) {} }`,
    ['2 use file'],
  ],
  ['a method of a trait', `${FILE}trait Held { fn file(&self) { file(1) } }`, ['2 use file']],
  ['an impl for an array', `${FILE}impl Of for [u8; 4] { fn file() { file(1) } }`, ['2 use file']],
];

test.each(CASES)('%s', (_, text, expected) => {
  expect(told(text)).toEqual(['1 import file', ...expected]);
});

test('constants in patterns are compared with', () => {
  const text =
    'use kernel::bindings::POLLIN;\nfn f() { match x { POLLIN => 1, Some(POLLIN) => 2 }; if let Some(POLLIN) = x {} }';
  expect(told(text)).toEqual(['1 import POLLIN', '2 use POLLIN', '2 use POLLIN', '2 use POLLIN']);
});

test('a C function that the file declares itself is not the one that a glob brings', () => {
  expect(told('use kernel::bindings::*;\nextern "C" { fn ring_get(); }\nfn f() { ring_get() }')).toEqual(['1 glob ']);
});

test('where conditions of compilation choose, the kernel’s count', () => {
  const imports = '#[cfg(A)] use fw as bindings;\n#[cfg(not(A))] use kernel::bindings;\nfn f() { bindings::a() }';
  expect(told(imports)).toEqual(['2 import ', '3 use a']);
  const modules =
    '#[cfg(A)] mod raw { pub use kernel::bindings; }\n#[cfg(not(A))] mod raw {}\nfn f() { raw::bindings::a() }';
  expect(told(modules)).toEqual(['1 reexport ', '3 use a']);
});

test('what a glob of a file that is not at hand could bring is uncertain; crates are what they are', () => {
  const wanted = [['bindings'], ['kernel', 'bindings']];
  const certain = (text: string) => told(text, undefined, wanted).map((each) => !each.endsWith('uncertain'));
  expect(certain('fn f() { bindings::a::b() }')).toEqual([true]);
  expect(certain('use super::*;\nfn f() { bindings::a::b() }')).toEqual([false]);
  expect(certain('use kernel::prelude::*;\nfn f() { bindings::a::b() }')).toEqual([true]);
  expect(certain('use super::*;\nfn f() { kernel::bindings::a() }')).toEqual([true]);
});
