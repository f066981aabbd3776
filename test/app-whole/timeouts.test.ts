/** A review that takes longer than it may: of pull requests and of merge groups it ends the same way, and trouble of the settings is said. */
import { BLOCK, useApp } from './support.ts';

const bed = useApp('linux/timeouts', {}, { KRA_DEADLINE_SECONDS: '1' });
const TOLD = { conclusion: 'timed_out', title: 'Timed out after 1 second' };

/** Reading the texts takes much longer than the review may, also on a busy machine; the other calls are answered at once. */
beforeEach(() => {
  bed.hub.latency = (route) => (route === 'POST /graphql' ? 4_000 : 0);
});
afterEach(() => {
  bed.hub.latency = 0;
});

test.each(['gate: enforce\n', 'gate: advisory\n'])('pull request and merge group, with %p', async (settings) => {
  const { head, number } = await bed.open({ 'drivers/a.rs': BLOCK }, settings);
  const run = await bed.concluded(head);
  expect(run).toMatchObject(TOLD);
  expect(run?.summary).toContain('No result was kept. `Re-audit` tries again.');
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  const ofGroup = await bed.concluded(group.head);
  expect(ofGroup).toMatchObject(TOLD);
  expect(ofGroup?.summary).toContain('No result was kept. A re-run of the check tries again.');
  expect(bed.repo.runs(group.head)).toHaveLength(1);
});

test('settings of the base that are broken are named as in a review', async () => {
  const { head, number } = await bed.open({ 'drivers/a.rs': BLOCK }, 'gate: sometimes\n');
  const broken = 'The settings of the base branch have mistakes';
  const run = await bed.concluded(head);
  expect(run).toMatchObject(TOLD);
  expect(run?.summary).toContain(broken);
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  const ofGroup = await bed.concluded(group.head);
  expect(ofGroup).toMatchObject(TOLD);
  expect(ofGroup?.summary).toContain(broken);
});
