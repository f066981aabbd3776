/** A hunk that takes a SAFETY comment away and does not show its code is not read as clean. */
import { reviewOf } from '../support/review-files.ts';
import { writePatch } from '../support/write-patch.ts';

const PATH = 'drivers/ring/ring.rs';
const LONG = Array.from({ length: 9 }, (_, line) => `    // line ${line} of a long argument\n`).join('');
const code = (first: string): string => `fn head() {\n    let a = 1;\n${first}${LONG}    unsafe { read() }\n}\n`;
const MARK = '    // SAFETY: the ring is live, for the reasons below.\n';

const reasonsOf = async (before: string, after: string): Promise<string[]> =>
  (await reviewOf({ 'a.patch': writePatch({ [PATH]: before }, { [PATH]: after }) }, null)).unread.map(
    ({ reason }) => reason,
  );

test('the comment goes, its block is below the hunk', async () => {
  expect(await reasonsOf(code(MARK), code('    // It is live.\n'))).toEqual([
    'line 3 (before): the hunk removes a SAFETY comment but does not show its code',
  ]);
});

test.each([
  ['the comment is changed', code(MARK), code('    // SAFETY: the ring is live.\n')],
  ['the block goes as well', `fn head() {\n${MARK}    unsafe { read() }\n}\n`, 'fn head() {\n}\n'],
])('nothing is said where %s', async (_, before, after) => {
  expect(await reasonsOf(before, after)).toEqual([]);
});
