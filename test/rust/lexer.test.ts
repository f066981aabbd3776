import fc from 'fast-check';
import { lex, TokenKind } from '../../src/rust/lexer.ts';

const textsOf = (text: string): string[] => {
  const tokens = lex(text);
  return Array.from({ length: tokens.count }, (_, index) => tokens.at(index));
};

test.each([
  ["'a' 'b: loop", ["'a'", "'b", ':', 'loop']],
  ['r#type r#"a"#"b"', ['r#type', 'r#"a"#', '"b"']],
  ['b"x" b\'x\' c"y" br##"a"#"##', ['b"x"', "b'x'", 'c"y"', 'br##"a"#"##']],
  ['/* a /* b */ c */ d // e', ['/* a /* b */ c */', 'd', '// e']],
  ['1.5..2 3.max(4)', ['1.5', '.', '.', '2', '3', '.', 'max', '(', '4', ')']],
  ["'\\'' '\\u{61}'", ["'\\''", "'\\u{61}'"]],
  // a raw lifetime holds no keyword
  ["'r#unsafe: loop", ["'r#unsafe", ':', 'loop']],
  // the compiler passes over the first line of a script, whatever quotes it holds
  ['#!/usr/bin/env rust "\nunsafe', ['unsafe']],
  ["\ufeff#!/bin/x '\nunsafe", ['unsafe']],
  ['#![allow(a)]\nunsafe', ['#', '!', '[', 'allow', '(', 'a', ')', ']', 'unsafe']],
  ['#! /* a */\n // b\n [allow(a)] unsafe', ['#', '!', '/* a */', '// b', '[', 'allow', '(', 'a', ')', ']', 'unsafe']],
  // characters that no word may hold part words
  ['a\u00a0unsafe\u200b{', ['a', '\u00a0', 'unsafe', '\u200b', '{']],
  ['\u{1f980}unsafe', ['\u{1f980}', 'unsafe']],
  // letters of other scripts are parts of words
  ['gr\u00f6\u00dfe unsafe\u0301x \u5927', ['gr\u00f6\u00dfe', 'unsafe\u0301x', '\u5927']],
])('%s', (text, expected) => {
  expect(textsOf(text)).toEqual(expected);
});

test('any text gives tokens that cover it, in order and without overlap', () => {
  const pieces = fc.constantFrom(
    '"',
    "'",
    'r#"',
    '"#',
    '/*',
    '*/',
    '//',
    '\n',
    '\\',
    '{',
    ')',
    'unsafe',
    '\u200e',
    '\ufeff',
    '\ud800',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const tokens = lex(text);
      let end = 0;
      for (let index = 0; index < tokens.count; index += 1) {
        // between two tokens stands white space, and a byte order mark at the start
        expect(text.slice(end, tokens.start(index))).toMatch(/^\ufeff?[\s\x85\u200e\u200f\u2028\u2029]*$/);
        expect(tokens.end(index)).toBeGreaterThan(tokens.start(index));
        end = tokens.end(index);
      }
      expect(text.slice(end)).toMatch(/^\ufeff?[\s\x85\u200e\u200f\u2028\u2029]*$/);
    }),
  );
});

test('brackets find their partners, and strays have none', () => {
  const tokens = lex('a(b[c]) } {');
  expect([1, 3, 5, 6, 7, 8].map((index) => tokens.partner(index))).toEqual([6, 5, 3, 1, -1, -1]);
  expect(tokens.enclosing(4)).toBe(3);
  expect(tokens.kind(0)).toBe(TokenKind.word);
});

test.each([
  ['let a\u00a0= 1;', ['U+00A0']],
  ['a\u200b b\u00a0', ['U+200B', 'U+00A0']],
  ['\ufeffa \ufeff', ['U+FEFF']],
  ['a ` \\ \0', ['U+0060', 'U+005C', 'U+0000']],
  ['\u{1f980}', ['U+1F980']],
  // in comments and literals everything goes
  ['// \u00a0 `\n"\u00a0 \u{1f980}" /* ` */ \u2028 a', []],
])('characters that rustc refuses in %j', (text, expected) => {
  const refused = lex(text).refused.map((offset) => text.codePointAt(offset) ?? 0);
  expect(refused.map((code) => `U+${code.toString(16).toUpperCase().padStart(4, '0')}`)).toEqual(expected);
});

test.each([
  ['a /* b', 2],
  ['a /* b /* c */', 2],
  ['"a\\"', 0],
  ['f(r##"a"#)', 2],
  ["b'\\x", undefined],
  ['"a" /* b */ r#"c"#', undefined],
])('what has no end in %j', (text, expected) => {
  expect(lex(text).unended).toBe(expected);
});
