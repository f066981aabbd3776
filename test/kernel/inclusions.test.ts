import fc from 'fast-check';
import { inclusionsIn, mayInclude } from '../../src/kernel/inclusions.ts';
import { lex } from '../../src/rust/lexer.ts';
import { holds } from '../support/holds.ts';

const pathsIn = (text: string): (string | null)[] =>
  inclusionsIn('drivers/ring/ring.rs', lex(text)).map(({ paths }) => paths.join(' ') || null);

test.each<[string, string, readonly (string | null)[]]>([
  ['include!', 'include!("parts.inc");', ['drivers/ring/parts.inc']],
  ['other brackets, other folders', 'core::include! { "../a/./b.rs" , }', ['drivers/a/b.rs']],
  ['a comment in between', 'include /* a */ ! /* b */ ( /* c */ r"b.rs")', ['drivers/ring/b.rs']],
  ['joined literals', 'include!(concat!("pa", "rts.", "inc"));', ['drivers/ring/parts.inc']],
  ['another name', 'use core::include as inc;\ninc!("b.inc");', ['drivers/ring/b.inc']],
  ['#[path]', '#[path = "hidden.txt"]\nmod hidden;', ['drivers/ring/hidden.txt']],
  ['#[path] under a condition', '#[cfg_attr(all(), path = "c.inc")] mod c;', ['drivers/ring/c.inc']],
  [
    '#[path] in an inline module',
    'mod a { #[path = "c.inc"] mod c; }',
    ['drivers/ring/a/c.inc drivers/ring/ring/a/c.inc'],
  ],
  ['a name that the text does not say', 'include!(concat!(env!("HOME"), "a"));', [null]],
  ['escapes', 'include!("\\x61.inc");', [null]],
  ['a name that a macro gets', 'macro_rules! m { ($a:literal) => { include!($a); } }', [null]],
  ['text, data, comments and strings', '// include!("a")\nlet a = include_str!("b"); let c = "include!(d)";', []],
  ['a matcher', 'macro_rules! m { (include!("a")) => {} }', []],
  ['a variable', 'let path = "a"; f(path = "b"); #[doc(path = "c")] struct A;', []],
])('%s', (_, text, expected) => {
  expect(pathsIn(text)).toEqual(expected);
});

test('what the build makes is known as such', () => {
  const text = 'include!(concat!(env!("OBJTREE"), "/rust/kernel/made.rs"));';
  expect(inclusionsIn('rust/kernel/bug.rs', lex(text))).toEqual([{ offset: 0, paths: [], isBuilt: true }]);
});

describe('a text that may bring in files, before its tokens are read', () => {
  test.each([
    ['// to include it', false],
    ['    /// See include/linux/ring.h.\nfn a() {}', false],
    ['// path\n// include', false],
    ['// include\n#[path = "b.rs"] mod b;', true],
    ['include!("a");', true],
    ['x(include)', true],
    // a literal or a comment from above ends in the line
    ['"\n// "; include!("a");', true],
    ['/*\n// */ include!("a");', true],
    ['r#"\n// "#; include!("a");', true],
    // only a line feed ends a comment, but who knows what an editor shows
    ['// a\r include!("a");', true],
    ['fn a() {} // include', true],
  ])('%j: %p', (text, expected) => expect(mayInclude(text)).toBe(expected));

  test('what it says no to brings in nothing', () =>
    holds(
      2000,
      fc.property(fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }), (pieces) => {
        const text = pieces.join('');
        if (mayInclude(text)) return;
        // the reading itself asks first: with an attribute of its own, which is left out, it has to look
        const [first, ...others] = inclusionsIn('a/b.rs', lex(`#[path = "own.rs"] mod own;\n${text}`));
        expect([first?.paths, others]).toEqual([['a/own.rs'], []]);
      }),
    ));
});

const PIECES = [
  '// ',
  '/// ',
  '/*',
  '*/',
  '"',
  'r#"',
  '"#',
  "'",
  '\n',
  '\r',
  ' ',
  'include!("c");',
  '#[path = "d"]',
  'mod d;',
  'x!(include)',
  'c"',
  '\\',
];
