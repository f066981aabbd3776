/** Words and lines, against plain definitions of them. */
import fc from 'fast-check';
import { newlines, wordsIn } from '../../../src/kernel/census/count-words.ts';

const pieces = fc.array(
  fc.constantFrom(
    'unsafe',
    'un',
    'safe',
    '_',
    '9',
    ' ',
    '\n',
    '\r\n',
    '-',
    '(',
    'é',
    '\u{1f980}',
    '\u{10400}',
    'x',
    '.',
    'r#',
  ),
  { maxLength: 40 },
);

test('a word is what no letter, digit or underscore touches', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      expect(wordsIn(text, 'unsafe')).toBe(text.match(/(?<![\p{L}\p{N}_])unsafe(?![\p{L}\p{N}_])/gu)?.length ?? 0);
    }),
  );
});

test('a line is a line break', () => {
  fc.assert(
    fc.property(pieces, (parts) => {
      const text = parts.join('');
      expect(newlines(text)).toBe(text.split('\n').length - 1);
    }),
  );
});
