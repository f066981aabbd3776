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
