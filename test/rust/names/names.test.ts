/** What paths mean: each case is Rust with what its references mean. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lex } from '../../../src/rust/lexer.ts';
import { namesOf, referencesIn, type Wanted } from '../../../src/rust/names/names.ts';
import { BINDINGS, crateOf, told } from './told.ts';

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['an import of the module', 'use kernel::bindings;\nfn f() { bindings::clk_get(); }', ['1 import ', '2 use clk_get']],
  ['a full path', 'fn f() { kernel::bindings::clk_get() }', ['1 use clk_get']],
  ['an absolute path', 'fn f() { ::kernel::bindings::clk_get() }', ['1 use clk_get']],
  ['an absolute import', 'use ::kernel::bindings as c;\nfn f() { c::clk_get() }', ['1 import ', '2 use clk_get']],
  ['a renamed crate', 'use kernel as k;\nfn f() { k::bindings::clk_get() }', ['2 use clk_get']],
  ['an extern crate', 'extern crate kernel as k;\nfn f() { k::bindings::clk_get() }', ['2 use clk_get']],
  [
    'an alias of an alias',
    'use kernel as k;\nuse k::bindings as b;\nuse b::clk;\nfn f(c: *mut clk) {}',
    ['2 import ', '3 import clk', '4 use clk'],
  ],
  [
    'nested trees',
    'use kernel::{prelude::*, bindings::{self, clk, file as c_file}};\nfn f(a: &clk, b: *mut c_file) { bindings::fget(); }',
    ['1 import ', '1 import clk', '1 import file', '2 use clk', '2 use file', '2 use fget'],
  ],
  ['an import for nothing', 'use kernel::bindings::{clk as _};', ['1 import clk']],
  [
    'an import in a block counts there',
    'fn f() { use kernel::bindings; bindings::a(); }\nfn g() { bindings::b(); }',
    ['1 import ', '1 use a'],
  ],
  [
    'a block sees the module around',
    'use kernel::bindings;\nfn f() { use bindings::TWA as T; g(T) }',
    ['1 import ', '2 import TWA', '2 use TWA'],
  ],
  ['an inline module does not', 'use kernel::bindings;\nmod m { fn f() { bindings::a() } }', ['1 import ']],
  [
    'but by super',
    'use kernel::bindings;\nmod m { use super::bindings; fn f() { bindings::a(); super::bindings::b() } }',
    ['1 import ', '2 import ', '2 use a', '2 use b'],
  ],
  [
    'and by a glob of super',
    'use kernel::bindings;\nmod m { use super::*; fn f() { bindings::a() } }',
    ['1 import ', '2 use a'],
  ],
  [
    'a re-export of an inline module',
    'mod raw { pub(crate) use kernel::bindings; }\nfn f() { raw::bindings::a(); self::raw::bindings::b() }',
    ['1 reexport ', '2 use a', '2 use b'],
  ],
  [
    'a file that can be the crate’s root',
    'use kernel::bindings as own;\nfn f() { crate::own::a() }',
    ['1 import ', '2 use a'],
  ],
  [
    'a glob',
    'use kernel::bindings::*;\nfn f() { clk_get(POLLIN); }',
    ['1 glob ', '2 use clk_get globbed', '2 use POLLIN globbed'],
  ],
  [
    'a glob brings what is not declared',
    'use kernel::bindings::*;\nfn clk_get() {}\nfn f() { clk_get(); }',
    ['1 glob '],
  ],
  [
    'arguments and bodies of macros',
    'use kernel::bindings;\nmacro_rules! m { ($x:expr) => { bindings::a($x) }; }\nm!(bindings::b);',
    ['1 import ', '2 use a', '3 use b'],
  ],
  [
    'generics in between',
    'use kernel::bindings as b;\nfn f() { b::get::<u32>(1); <b::clk as Drop>::drop() }',
    ['1 import ', '2 use get', '2 use clk'],
  ],
  ['an item and its parts', 'fn f() { kernel::bindings::lru_status::LRU_SKIP }', ['1 use lru_status::LRU_SKIP']],
  [
    'raw pointers',
    'use kernel::bindings;\nfn f() { g(&raw const bindings::a, &raw mut bindings::b) }',
    ['1 import ', '2 use a', '2 use b'],
  ],
  ['raw names', 'use kernel::r#bindings;\nfn f() { r#bindings::r#type() }', ['1 import ', '2 use type']],
  [
    'captures are no imports',
    "use kernel::bindings;\nfn f() -> impl A + use<'a> { bindings::a() }",
    ['1 import ', '2 use a'],
  ],
  ['a module of that name', 'mod bindings { pub fn a() {} }\nfn f() { bindings::a() }', []],
  ['a module of that name in a file', 'mod bindings;\nfn f() { bindings::a() }', []],
  ['another module under that name', 'mod fw;\nuse fw as bindings;\nfn f() { bindings::a() }', []],
  [
    'a variable is no type',
    'use kernel::bindings::inode;\nfn f(inode: *mut inode) { g(inode) }',
    ['1 import inode', '2 use inode'],
  ],
  [
    'a variable by let',
    'use kernel::bindings::inode;\nfn f() { let inode = 1; g(inode); let b: inode = 1; }',
    ['1 import inode', '2 use inode'],
  ],
  [
    'fields, methods, labels',
    'use kernel::bindings::file;\nfn f() { a.file; a.file(); S { file: 1 }; }',
    ['1 import file'],
  ],
  [
    'comments, strings, documentation',
    '/// kernel::bindings::a\n// kernel::bindings::a\nconst S: &str = "kernel::bindings::a";',
    [],
  ],
  ['what only looks alike', 'fn f() { other::kernel::bindings::a(); kernel::bindings_of::b() }', []],
];

test.each(CASES)('%s', (_, text, expected) => {
  expect(told(text)).toEqual(expected);
});

test('names of the standard library are read in the same way', () => {
  const wanted: Wanted = [['core', 'ffi']];
  const text = 'use core::{ffi::{c_int, CStr}, fmt};\nfn f(a: c_int, b: core::ffi::c_void) {}';
  expect(told(text, undefined, wanted)).toEqual(['1 import c_int', '1 import CStr', '2 use c_int', '2 use c_void']);
});

test('re-exports in other files of the crate', () => {
  const files = {
    'drivers/ring/main.rs':
      'pub(crate) use kernel::bindings as c;\nmod queue;\nmod fw;\nmod glob { pub use super::c::*; }',
    'drivers/ring/queue.rs': 'use crate::c;\nuse super::c as d;\nmod slot;\nfn f() { c::a(); d::b(); crate::c::e() }',
    'drivers/ring/queue/slot.rs': 'use super::c;\nfn f() { c::a(); super::super::c::b(); crate::glob::e() }',
    'drivers/ring/fw/mod.rs': 'pub mod regs;\nuse regs as bindings;\nfn f() { bindings::a(); crate::bindings::b() }',
    'drivers/ring/fw/regs.rs': 'use super::bindings;\nfn f() { bindings::a() }',
  };
  const references = crateOf(files, 'drivers/ring/main.rs');
  expect(references('drivers/ring/queue.rs')).toEqual(['1 import ', '2 import ', '4 use a', '4 use b', '4 use e']);
  expect(references('drivers/ring/queue/slot.rs')).toEqual(['1 import ', '2 use a', '2 use b', '2 use e globbed']);
  expect(references('drivers/ring/fw/mod.rs')).toEqual([]);
  expect(references('drivers/ring/fw/regs.rs')).toEqual([]);
});

test('re-exports that lead in circles end', () => {
  const files = {
    'a/main.rs': 'mod x;\nmod y;\npub use x::*;\npub use y::c as bindings;',
    'a/x.rs': 'pub use crate::*;\npub use crate::y::*;\nfn f() { bindings::a() }',
    'a/y.rs': 'pub use crate::x::*;\npub use crate::x::c;\nfn f() { c::a() }',
  };
  const references = crateOf(files, 'a/main.rs');
  for (const path of Object.keys(files)) expect(references(path)).toEqual([]);
});

test('a name that is given to an import changes no meaning', () => {
  const name = fc
    .stringMatching(/^[a-z_]{3,9}$/)
    .filter(
      (word) =>
        !/^(?:fn|use|mod|let|kernel|bindings|self|super|crate|dyn|for|pub|ref|mut|impl|loop|move|else|enum|type|as|true|false|where|while|union|macros|alloc|core|std|uapi|ffi|syn|quote|async|await|break|const|match|static|struct|trait|unsafe|return|extern|continue)$/.test(
          word,
        ) && word !== '_'.repeat(word.length),
    );
  fc.assert(
    fc.property(name, fc.nat(2), (alias, at) => {
      const text = [
        `use kernel::bindings as ${alias};\nfn f() { ${alias}::clk_get() }`,
        `use kernel as ${alias};\nfn f() { ${alias}::bindings::clk_get() }`,
        `mod ${alias} { pub use kernel::bindings; }\nfn f() { ${alias}::bindings::clk_get() }`,
      ][at] as string;
      expect(told(text).at(-1)).toBe('2 use clk_get');
    }),
  );
});

test('a file in a module means the same', () => {
  for (const [, text, expected] of CASES) {
    if (/crate::|super::|mod bindings;|mod fw;/.test(text)) continue;
    expect(told(`mod m { ${text} }`)).toEqual(expected);
  }
});

const numbered = (count: number, write: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => write(at)).join('');

test.each([
  ['braces that never close', 'use kernel::{'.repeat(20_000)],
  ['modules in modules', 'mod a { '.repeat(20_000)],
  ['blocks in blocks', '{ use kernel::bindings; '.repeat(20_000)],
  ['imports of one another', Array.from({ length: 5_000 }, (_, at) => `use a${at + 1} as a${at};`).join('')],
  ['globs', `${'use super::*; use self::*; use crate::*;'.repeat(500)} fn f() { bindings::a() }`],
  ['segments', `fn f() { kernel::bindings${'::a'.repeat(50_000)} }`],
  ['patterns', 'let ( , '.repeat(50_000)],
  ['functions without end', 'fn a( b: '.repeat(20_000)],
  ['many leaves', `use kernel::bindings::{${'a,'.repeat(300_000)}};`],
  ['long prefixes of many leaves', `use ${'a::'.repeat(20_000)}{${'b,'.repeat(20_000)}};`],
  ['one name for many imports', `${'use x as b;'.repeat(20_000)} fn f() { ${'b::a();'.repeat(20_000)} }`],
  [
    'an import of an import of an import',
    `use kernel::bindings as a0;${numbered(20_000, (at) => `use a${at}::x as a${at + 1};`)}`,
  ],
  [
    'many items, many paths',
    `${numbered(20_000, (at) => `fn g${at}() {}`)} fn f() { ${'crate::x::y();'.repeat(20_000)} }`,
  ],
  [
    'modules that bring each other',
    `${numbered(3_000, (at) => `mod m${at} { pub use super::*; pub use super::m${at + 1}::*; }`)} fn f() { ${'m0::bindings::a();'.repeat(3_000)} }`,
  ],
  ['closed blocks in blocks', `use kernel::bindings as b; fn f() ${'{ b::a();'.repeat(20_000)}${'}'.repeat(20_000)}`],
  [
    'closed blocks, and many paths',
    `use kernel::bindings as b; ${'{'.repeat(20_000)}${'}'.repeat(20_000)} ${'b::a();'.repeat(20_000)}`,
  ],
  ['structs in structs', `use kernel::bindings::t; fn f() { ${'S { a: t, '.repeat(10_000)} ${'}'.repeat(10_000)} }`],
  ['macros in macros', `${'m! { use kernel::bindings as b;'.repeat(10_000)}${'}'.repeat(10_000)}`],
  [
    'variables of one name',
    `use kernel::bindings::t; fn f() { ${'let t = t(t); x(|t| t); match t { t => t };'.repeat(20_000)} }`,
  ],
  ['closures in closures', `use kernel::bindings::t; fn f() { ${'(|t| t '.repeat(10_000)}${')'.repeat(10_000)} }`],
  ['generics that never close', `use kernel::bindings::t; ${'fn f<t: a<'.repeat(20_000)}`],
])('hostile: %s', (_, text) => {
  const references = referencesIn(namesOf(lex(text), BINDINGS), BINDINGS);
  expect(Array.isArray(references)).toBe(true);
});
