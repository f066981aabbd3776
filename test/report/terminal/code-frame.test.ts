/** Code frames: the caret stands below its word, whatever stands before it. */
import { codeFrame } from '../../../src/report/terminal/code-frame.ts';
import { pageOf } from '../../../src/report/terminal/page.ts';
import { finding, frame } from '../samples.ts';

const page = pageOf({ colour: false });

/** The code that the carets of a frame stand below. */
function pointedAt(source: string, column: number, endColumn = column + 8): string {
  const lines = codeFrame(finding({ line: 7, column, endColumn, frame: frame(7, source) }), page);
  const at = lines.findIndex((line) => line.includes('^'));
  const [carets = '', above = ''] = [lines[at], lines[at - 1]];
  return above.slice(carets.indexOf('^'), carets.lastIndexOf('^') + 1);
}

test.each([
  ['spaces', '    unsafe { ring.head() }', 5],
  ['tabs', '\t\tunsafe { ring.head() }', 3],
  ['characters that are shown by their numbers', '\u202e\u001b unsafe { ring.head() }', 4],
  ['half a character', '\ud83d unsafe { ring.head() }', 3],
])('behind %s', (_, source, column) => {
  expect(pointedAt(source, column)).toBe('unsafe {');
});

test('all of the code is marked, whatever it is', () => {
  expect(pointedAt('unsafe impl Send for Ring {}', 1, 26)).toBe('unsafe impl Send for Ring');
  expect(pointedAt('    // SAFETY: TODO', 5, 20)).toBe('// SAFETY: TODO');
  // as wide as what is shown for it
  expect(pointedAt('a\tb;', 1, 4)).toBe('a    b');
});

test('a combining character takes no column', () => {
  const [, , , carets] = codeFrame(finding({ line: 7, column: 4, frame: frame(7, 'e\u0301 unsafe {}') }), page);
  expect(carets).toBe('  |   ^^^^^^^^');
});

test('wide characters take two columns', () => {
  const source = '    /* 環 */ unsafe {}';
  const [, , line, carets] = codeFrame(finding({ line: 7, column: 13, frame: frame(7, source) }), page);
  expect(line).toBe('7 |     /* 環 */ unsafe {}');
  expect(carets).toBe('  |              ^^^^^^^^');
});

test('code of several lines has a rail, which ends below its last character', () => {
  const source = 'a\n    // SAFETY: One.\n    // Two.\nb';
  const place = { line: 8, column: 5, endLine: 9, endColumn: 12 };
  expect(codeFrame(finding({ ...place, frame: frame(7, source) }), page).slice(1)).toEqual([
    '   |',
    ' 7 |   a',
    ' 8 | /     // SAFETY: One.',
    ' 9 | |     // Two.',
    '   | |___________^',
    '10 |   b',
    '   |',
  ]);
});

test('a long line is entered near the place', () => {
  const source = `${'let ring = head; '.repeat(5_000)}unsafe { ring() };${' tail();'.repeat(5_000)}`;
  expect(pointedAt(source, 17 * 5_000 + 1)).toBe('unsafe {');
});

test('a long line is cut around what is marked', () => {
  const source = '        let head = unsafe { ring_head(self.ptr, self.flags) }?;';
  const place = { line: 7, column: 20, endColumn: 28, frame: frame(7, source) };
  expect(codeFrame(finding(place), pageOf({ colour: false, width: 40 })).slice(2, 4)).toEqual([
    '7 |         let head = unsafe { ring_he…',
    '  |                    ^^^^^^^^',
  ]);
  expect(codeFrame(finding(place), pageOf({ colour: false, width: 28 })).slice(2, 4)).toEqual([
    '7 | … let head = unsafe { r…',
    '  |              ^^^^^^^^',
  ]);
});

test('a column behind the end of its line, and no frame at all', () => {
  expect(codeFrame(finding({ line: 7, column: 99, frame: frame(7, 'ring') }), page)).toEqual([
    ' --> drivers/net/phy/ring.rs:7:99',
    '  |',
    '7 | ring',
    '  |     ^',
    '  |',
  ]);
  expect(codeFrame(finding({ line: 7, column: 1 }), page)).toEqual(['  --> drivers/net/phy/ring.rs:7:1']);
});
