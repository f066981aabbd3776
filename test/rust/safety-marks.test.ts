import { markAbove, markInside } from '../../src/rust/safety-marks.ts';
import { LineTable } from '../../src/text/lines.ts';

/** The line of the mark that belongs to the last line of a text. */
const lineOfMark = (text: string, from = 1): number | undefined => {
  const lines = new LineTable(text);
  return markAbove(lines, from, lines.last)?.line;
};

test.each<[string, string, number | undefined]>([
  ['a line comment', '// SAFETY: a\ncode', 1],
  ['in any case, anywhere in the comment', '// not the Safety: of it\ncode', 1],
  ['without the colon', '// SAFETY of it\ncode', undefined],
  ['behind blank lines and attributes', '// SAFETY: a\n\n#[inline]\n#![x] // [y]\ncode', 1],
  ['above an attribute of several lines', '// SAFETY: a\n#[a(\n  b)]\ncode', undefined],
  ['in the middle of a run', '// a\n// SAFETY: b\n// c\ncode', 2],
  ['behind code', 'a(); // SAFETY: a\ncode', 1],
  ["behind code, not at the comment's start", 'a(); // see SAFETY: a\ncode', undefined],
  ['in a string behind code', 'let a = "// SAFETY: a";\ncode', 1],
  ['a block comment', '/* SAFETY: a */\ncode', 1],
  ['a block comment over lines', '/*\n * SAFETY: a\n */\ncode', 2],
  ['a block comment with code behind it', '/* a\n SAFETY: a */ b();\ncode', undefined],
  ['a block comment above a line comment', '/*\n SAFETY: a\n */\n// b\ncode', undefined],
  ['in a fence of documentation', '/// ```\n/// // SAFETY: a\n/// ```\ncode', undefined],
  ['behind a fence of documentation', '/// ```\n/// ```\n/// SAFETY: a\ncode', 3],
  ['with other code between', '// SAFETY: a\nb();\ncode', undefined],
  ['with carriage returns', '// SAFETY: a\r\n\r\n#[b]\r\ncode', 1],
])('%s', (_, text, line) => {
  expect(lineOfMark(text)).toBe(line);
});

test('lines above the first one are not searched', () => {
  expect(lineOfMark('// SAFETY: a\ncode', 2)).toBeUndefined();
});

test('inside a block the comment comes first and begins with the mark', () => {
  const found = [
    '{ // SAFETY: a',
    '{\n  /* safety: a */',
    '{ // a SAFETY: b',
    '{ /// SAFETY: a',
    '{ a; // SAFETY: b',
  ].map((text) => markInside(text, 1) !== undefined);
  expect(found).toEqual([true, true, false, false, false]);
});
