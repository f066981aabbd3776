/** Code frames: the caret stands below its word, whatever stands before it. */
import { codeFrame } from '../../src/report/frame.ts';
import { painter } from '../../src/report/paint.ts';
import { finding, frame } from './samples.ts';

const paint = painter(false);

/** The word that the carets of a frame stand below. */
function pointedAt(source: string, column: number): string {
  const lines = codeFrame(finding({ line: 7, column, frame: frame(7, source) }), paint);
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
  expect(pointedAt(source, column)).toBe('unsafe');
});

test('a combining character takes no column', () => {
  const [, , , carets] = codeFrame(finding({ line: 7, column: 4, frame: frame(7, 'e\u0301 unsafe {}') }), paint);
  expect(carets).toBe('  |   ^^^^^^');
});

test('wide characters take two columns', () => {
  const source = '    /* 環 */ unsafe {}';
  const [, , line, carets] = codeFrame(finding({ line: 7, column: 13, frame: frame(7, source) }), paint);
  expect(line).toBe('7 |     /* 環 */ unsafe {}');
  expect(carets).toBe('  |              ^^^^^^');
});

test('a long line is entered near the place', () => {
  const source = `${'let ring = head; '.repeat(5_000)}unsafe { ring() };${' tail();'.repeat(5_000)}`;
  expect(pointedAt(source, 17 * 5_000 + 1)).toBe('unsafe');
  for (const line of codeFrame(finding({ line: 7, column: 17 * 5_000 + 1, frame: frame(7, source) }), paint)) {
    expect(line.length).toBeLessThan(160);
  }
});

test('a column behind the end of its line, and no frame at all', () => {
  expect(codeFrame(finding({ line: 7, column: 99, frame: frame(7, 'ring') }), paint)).toEqual([
    ' --> drivers/net/phy/ring.rs:7:99',
    '  |',
    '7 | ring',
    '  |     ^',
    '  |',
  ]);
  expect(codeFrame(finding({ line: 7, column: 1 }), paint)).toEqual(['  --> drivers/net/phy/ring.rs:7:1']);
});
