/** Work of which only a few pieces are under way at a time. */
import { fewAtOnce } from '../../../src/app/review/few-at-once.ts';

test('results are in their order, and no more than the most are under way', async () => {
  let underWay = 0;
  let most = 0;
  const results = await fewAtOnce([5, 1, 4, 2, 3, 0], 2, async (each) => {
    underWay += 1;
    most = Math.max(most, underWay);
    for (let turn = 0; turn < each; turn += 1) await Promise.resolve();
    underWay -= 1;
    return each * 10;
  });
  expect(results).toEqual([50, 10, 40, 20, 30, 0]);
  expect(most).toBe(2);
  expect(await fewAtOnce([], 2, async () => 1)).toEqual([]);
});

test('what fails is thrown, and nothing is begun after it', async () => {
  const begun: number[] = [];
  const working = fewAtOnce([0, 1, 2, 3, 4, 5], 2, async (each) => {
    begun.push(each);
    if (each === 1) throw new Error('refused');
    await new Promise((resolve) => setImmediate(resolve));
  });
  await expect(working).rejects.toThrow('refused');
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(begun).toEqual([0, 1]);
});
