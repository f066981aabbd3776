/** Text from a pull request, made inert: what each escape is for. */
import { cell, code, inert, prose } from '../../../src/report/markdown/markdown-escape.ts';

const Z = '\u200b';

test.each([
  ['a mention', '@torvalds', `@${Z}torvalds`],
  ['a reference', '#12 GH-7', `#${Z}12 GH-${Z}7`],
  ['a link', 'https://e.org www.e.org', `https:${Z}//e.org www${Z}.e.org`],
  ['a command', '/audit full', `/${Z}audit full`],
  ['a path that begins like a command', 'drivers/audit.rs', 'drivers/audit.rs'],
  ['a borrow', '&self, &mut x', '&self, &mut x'],
  ['an entity by its number', '&#64;x &#x40;x', `&${Z}#${Z}64;x &${Z}#x40;x`],
  ['an entity by its name', '&commat;x &num;1', `&${Z}commat;x &${Z}num;1`],
  ['what turns text around', 'a\u202eb\nc', 'a\\u{202e}b\\u{a}c'],
])('%s: %s', (_, text, expected) => {
  expect(inert(text)).toBe(expected);
  expect(code(text)).toBe(`\`${expected}\``);
});

test.each([
  ['# ring', '\\# ring'],
  ['> ring', '&gt; ring'],
  ['- ring', '\\- ring'],
  ['=== ring', '\\=== ring'],
  ['1) ring', '1\\) ring'],
  [':--', '\\:--'],
  [': ring', ': ring'],
  ['/audit', `/${Z}audit`],
])('at the start of a line: %s', (text, expected) => {
  expect(prose(text)).toBe(expected);
});

test.each([
  ['a|b', 'a\\|b'],
  ['a\\|b', 'a\\\\\\|b'],
  ['`a|b`', '\\`a\\|b\\`'],
  ['ring\\', 'ring\\\\'],
])('in a cell: %s', (text, expected) => {
  expect(cell(text)).toBe(expected);
});

test('foreign text has at most 200 characters', () => {
  expect(inert('ring'.repeat(100))).toHaveLength(200);
  expect(inert('ring'.repeat(100), 9)).toBe('ringring…');
  expect(code('ring'.repeat(100))).toHaveLength(202);
  expect(cell('ring'.repeat(100))).toHaveLength(200);
});
