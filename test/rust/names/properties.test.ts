/** What holds of names whatever they are called, wherever they stand, and however they came here. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { lex } from '../../../src/rust/lexer.ts';
import { type FileNames, namesOf, referencesIn } from '../../../src/rust/names/names.ts';
import { BINDINGS, told, toldOf } from './told.ts';

/** Imports that do not depend on one another, each with a use of what it brings. */
const PIECES: readonly (readonly [string, string])[] = [
  ['use kernel::bindings as b;', 'b::clk_get(b::POLLIN);'],
  ['use kernel::{self as k, prelude::*};', 'k::bindings::fput(1);'],
  ['use kernel::bindings::{inode, file as c_file};', 'let a: *mut inode = c_file::new();'],
  ['use kernel::bindings::{self as raw, clk};', 'raw::a(clk { b: 1 });'],
  ['extern crate kernel as outer;', 'outer::bindings::b();'],
  ['mod m { pub use kernel::bindings::dentry; }', 'm::dentry::c();'],
  ['use core::{ptr, mem as b2};', 'ptr::null(); b2::take();'],
  ['use fw as bindings;', 'bindings::own();'],
];

/** What a text uses of the bindings, in the order of the alphabet. */
function usedIn(text: string): string[] {
  return referencesIn(namesOf(lex(text), BINDINGS), BINDINGS)
    .filter(({ role }) => role === 'use')
    .map(({ path }) => path.join('::'))
    .sort();
}

const uses = PIECES.map(([, use]) => use).join(' ');
const imports = PIECES.map(([each]) => each);
const MEANT = usedIn(`${imports.join('\n')}\nfn f() { ${uses} }`);

test('the order of imports means nothing', () => {
  expect(MEANT).toHaveLength(9);
  fc.assert(
    fc.property(fc.shuffledSubarray(imports, { minLength: imports.length }), (shuffled) => {
      expect(usedIn(`${shuffled.join('\n')}\nfn f() { ${uses} }`)).toEqual(MEANT);
      expect(usedIn(`fn f() { ${uses} }\n${shuffled.join('\n')}`)).toEqual(MEANT);
    }),
  );
});

test('modules and blocks around it mean nothing, as long as the imports go along', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('mod m', 'fn g()', 'pub(crate) mod n', ''), { maxLength: 12 }), (around) => {
      const inner = `${imports.join('\n')}\nfn f() { ${uses} }`;
      const text = around.reduce(
        (held, head) => (head === '' ? `const A: () = { ${held} };` : `${head} { ${held} }`),
        inner,
      );
      expect(usedIn(text)).toEqual(MEANT);
    }),
  );
});

test('imports into a module mean the same through `super`, at any depth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), (depth) => {
      const climb = 'super::'.repeat(depth);
      const text = `use kernel::bindings as b;\n${'mod m { '.repeat(depth)}fn f() { ${climb}b::clk_get() }${' }'.repeat(depth)}`;
      expect(usedIn(text)).toEqual(['kernel::bindings::clk_get']);
    }),
  );
});

/** Pieces of Rust as they could come: whole or broken. */
const SCRAPS = [
  ...[
    'use ',
    'kernel',
    'bindings',
    '::',
    '{',
    '}',
    ';',
    ',',
    '*',
    ' as ',
    'b',
    'crate',
    'super',
    'self',
    'mod ',
    'fn ',
    'f',
    '(',
    ')',
  ],
  ...[
    '<',
    '>',
    '|',
    '=>',
    'let ',
    ' = ',
    'for ',
    ' in ',
    'match ',
    'impl ',
    'extern ',
    'crate ',
    '"C"',
    '!',
    '#',
    '[',
    ']',
    '$',
    '.',
    '&',
    '\n',
  ],
  ...[
    'constructor',
    '__proto__',
    'pub ',
    'macro_rules! ',
    'use kernel::bindings as b;',
    'b::clk_get()',
    '// b\n',
    "'a ",
  ],
];

test('any text gives a value, the same from a copy of the data, and within the text', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SCRAPS), { maxLength: 60 }), (scraps) => {
      const text = scraps.join('');
      const names = namesOf(lex(text), BINDINGS);
      const direct = told(text);
      expect(toldOf(text, structuredClone(names))).toEqual(direct);
      expect(toldOf(text, JSON.parse(JSON.stringify(names)) as FileNames)).toEqual(direct);
      for (const { span } of referencesIn(names, BINDINGS)) {
        expect(span.start).toBeLessThan(span.end);
        expect(span.end).toBeLessThanOrEqual(text.length);
      }
    }),
    { numRuns: 1000 },
  );
});
