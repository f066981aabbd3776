/** What no webhook told of is found all the same, soon after the App has started. */
import { BLOCK, type Opened, useApp } from './support.ts';

const bed = useApp('linux/sweeps');
const { open, concluded } = bed;

function unheard(): Opened {
  const head = bed.repo.commit({ files: { 'drivers/b.rs': BLOCK }, parents: [bed.repo.tip()] });
  const { number } = bed.repo.openPullRequest({ head });
  return { head, number };
}

test('deliveries that failed are asked for again, and a pull request without any is found', async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  const failed = unheard();
  await bed.hub.deliverAll({ isLost: () => true });
  const silent = bed.repo.commit({ files: { 'drivers/c.rs': BLOCK }, parents: [bed.repo.tip()] });
  bed.repo.openPullRequest({ head: silent });
  expect(await concluded(failed.head)).toMatchObject({ conclusion: 'neutral' });
  // the other sweep may have found it first
  await bed.hub.until(() => bed.hub.deliveries.some(({ isRedelivery, status }) => isRedelivery && status === 202));
  expect(await concluded(silent)).toMatchObject({ conclusion: 'neutral' });
  expect(bed.repo.runs(head)).toHaveLength(1);
});
