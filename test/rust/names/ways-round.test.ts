/** Ways round: every spelling in which Rust lets code reach the bindings, within one file. */
import { expect, test } from '@jest/globals';
import type { Wanted } from '../../../src/rust/names/names.ts';
import { told } from './told.ts';

const CASES: readonly (readonly [string, string, readonly string[]])[] = [
  ['a glob of the crate', 'use kernel::*;\nfn f() { bindings::a() }', ['2 use a']],
  ['a glob of the crate’s alias', 'use kernel as k;\nuse k::*;\nfn f() { bindings::a() }', ['3 use a']],
  [
    'a glob, and what stands in a type',
    'use kernel::bindings::*;\nfn f() { lru::SKIP }',
    ['1 glob ', '2 use lru::SKIP globbed'],
  ],
  [
    'a glob, and a struct',
    'use kernel::bindings::*;\nfn f() { let a = ring { b: 1 }; }',
    ['1 glob ', '2 use ring globbed'],
  ],
  [
    'a glob of a module with a glob',
    'mod m { pub use kernel::bindings::*; }\nuse m::*;\nfn f() { ring_get() }',
    ['1 glob ', '3 use ring_get globbed'],
  ],
  [
    'an alias by a glob',
    'mod m { pub use kernel::bindings as b; }\nuse m::*;\nfn f() { b::a() }',
    ['1 reexport ', '3 use a'],
  ],
  [
    'an alias by a glob of super',
    'use kernel::bindings as b;\nmod m { use super::*; fn f() { b::a() } }',
    ['1 import ', '2 use a'],
  ],
  ['braces around everything', 'use {kernel::bindings as b, core::ptr};\nfn f() { b::a() }', ['1 import ', '2 use a']],
  [
    'absolute braces',
    'use ::{kernel::{bindings::{self as b, c}}};\nfn f() { b::a() }',
    ['1 import ', '1 import c', '2 use a'],
  ],
  [
    'lines and comments in between',
    'fn f() { kernel:: // a\n /* b */ bindings\n    ::ring_get() }',
    ['1 use ring_get'],
  ],
  ['behind generics', 'impl<T> ::kernel::bindings::Ring for Held<T> {}', ['1 use Ring']],
  ['qualified', 'fn f() { <kernel::bindings::a as T>::f(); <::kernel::bindings::b>::g() }', ['1 use a', '1 use b']],
  [
    'raw pointers to it',
    'use kernel::bindings;\nfn f() { &raw const bindings::a; &raw mut bindings::b }',
    ['1 import ', '2 use a', '2 use b'],
  ],
  [
    'an import that a macro makes',
    'macro_rules! m { () => { use kernel::bindings as b; } }\nm!();\nfn f() { b::a() }',
    ['1 import ', '3 use a'],
  ],
  [
    'an import that a macro is given',
    'items! { use kernel::bindings as b; }\nfn f() { b::a() }',
    ['1 import ', '2 use a'],
  ],
  [
    'an import under a macro’s condition',
    'cfg_if! { if #[cfg(A)] { use kernel::bindings as b; } else { use fw as b; } }\nfn f() { b::a() }',
    ['1 import ', '2 use a'],
  ],
  [
    'the file’s own name for itself',
    'extern crate self as me;\npub use kernel::bindings as b;\nfn f() { me::b::a() }',
    ['2 reexport ', '3 use a'],
  ],
  [
    'the macro’s crate',
    'pub mod m { pub use kernel::bindings::a; }\nmacro_rules! x { () => { $crate::m::a() } }',
    ['1 reexport a', '2 use a'],
  ],
  [
    'a module in a function',
    'fn f() { mod m { pub use kernel::bindings as b; } m::b::a() }',
    ['1 reexport ', '1 use a'],
  ],
  [
    'self and super together',
    'use kernel::bindings as b;\nmod m { mod n { fn f() { self::super::super::b::a() } } }',
    ['1 import ', '2 use a'],
  ],
  [
    'past a module called kernel',
    'mod kernel;\nfn f() { kernel::bindings::a(); ::kernel::bindings::b() }',
    ['2 use b'],
  ],
  [
    'past a variable of that name',
    'use kernel::bindings;\nfn f() { let bindings = 1; bindings::a() }',
    ['1 import ', '2 use a'],
  ],
  ['a use tree that never closes', 'use kernel::{\nfn f() { kernel::bindings::a() }', ['2 use a']],
  [
    'names of JavaScript’s objects',
    'mod m {}\nfn f() { self::constructor::a(); m::__proto__::b(); crate::toString::c(); kernel::bindings::valueOf() }',
    ['2 use valueOf'],
  ],
];

test.each(CASES)('%s', (_, text, expected) => {
  expect(told(text)).toEqual(expected);
});

test('what a macro puts behind the path', () => {
  const wanted: Wanted = [['bindings']];
  const text = 'macro_rules! m { ($x:ident) => { bindings::$x + bindings::$x::A } }';
  expect(told(text, undefined, wanted)).toEqual(['1 use ', '1 use ']);
  expect(told('use kernel::bindings as b;\nmacro_rules! m { ($x:ident) => { b::$x } }')).toEqual([
    '1 import ',
    '2 use ',
  ]);
});

test('a glob on the way to another wanted module', () => {
  const wanted: Wanted = [['core', 'sync', 'atomic']];
  expect(told('use core::sync::*;\nfn f() { atomic::fence() }', undefined, wanted)).toEqual(['2 use atomic::fence']);
});

test('inside the kernel crate all three spellings are found', () => {
  const wanted: Wanted = [['kernel', 'bindings'], ['bindings'], ['crate', 'bindings']];
  const text = 'use crate::bindings;\nfn f() { bindings::a(); crate::bindings::b() }\nfn g() { ::bindings::c() }';
  expect(told(text, undefined, wanted)).toEqual(['1 import ', '2 use a', '2 use b', '3 use ']);
  expect(told('use crate::*;\nfn f() { bindings::a() }', undefined, wanted)).toEqual(['2 use a']);
});

test('a crate’s name that the file gives to something else', () => {
  expect(told('use kernel as core;\nuse core::bindings::a;\nfn f() { a() }')).toEqual(['2 import a', '3 use a']);
  expect(told('mod core { pub use kernel::bindings::a; }\nfn f() { core::a() }')).toEqual(['1 reexport a', '2 use a']);
});
