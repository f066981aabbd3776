/** A keyword without an account: it makes a review incomplete where the patch brought it, and is named in any case. */
import { reviewChange, reviewOf } from '../support/review-files.ts';
import { writePatch } from '../support/write-patch.ts';

const PATH = 'drivers/ring/ring.rs';
const LONE = 'u!(unsafe);\n';

test('one that the patch brings makes the review incomplete', async () => {
  const { complete, unread } = await reviewChange({ [PATH]: '//! a\n' }, { [PATH]: `//! a\n${LONE}` });
  expect(complete).toBe(false);
  expect(unread).toEqual([
    { path: PATH, reason: 'line 2: an `unsafe` among the tokens of `u!`', partial: true, keywords: 1 },
  ]);
});

test('one that was there before is named and leaves the review complete', async () => {
  const { complete, unread } = await reviewChange({ [PATH]: LONE }, { [PATH]: `// more\n${LONE}` });
  expect(complete).toBe(true);
  expect(unread).toMatchObject([{ partial: true, keywords: 0 }]);
});

test('one more of the same makes it incomplete, and is counted', async () => {
  const { complete, unread } = await reviewChange({ [PATH]: LONE }, { [PATH]: `${LONE}${LONE}${LONE}` });
  expect(complete).toBe(false);
  expect(unread[0]).toMatchObject({
    reason: 'line 1: an `unsafe` among the tokens of `u!`, and 2 more like it',
    keywords: 2,
  });
});

test('one that was changed makes it incomplete', async () => {
  const { complete } = await reviewChange({ [PATH]: LONE }, { [PATH]: 'u!(unsafe, *p);\n' });
  expect(complete).toBe(false);
});

test('one that only a hunk shows makes it incomplete as well', async () => {
  const lines = '// a line that stays\n'.repeat(9);
  const patch = writePatch({ [PATH]: lines }, { [PATH]: `${lines}${LONE}` });
  const { complete } = await reviewOf({ 'a.patch': patch }, null);
  expect(complete).toBe(false);
});
