/** Several pull requests have one head, and GitHub shows one check for it. */
import { jest } from '@jest/globals';
import { BLOCK, JUSTIFIED, SETTINGS, useApp } from './support.ts';

jest.setTimeout(30_000);

const bed = useApp('linux/shared');
const { concluded } = bed;

/** One into `main` and one into `next`, where other settings may hold. */
async function openTwo(settings: string, settingsOfNext = settings) {
  const base = bed.base(settings);
  bed.repo.setRole('max', 'maintain');
  bed.repo.commit({ branch: 'next', files: { [SETTINGS]: settingsOfNext } });
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [base] });
  const first = bed.repo.openPullRequest({ head, author: 'ada' });
  await bed.hub.deliverAll();
  expect(await concluded(head)).toMatchObject({ conclusion: 'failure' });
  const second = bed.repo.openPullRequest({ head, base: 'next', branch: 'same', author: 'ada' });
  await bed.hub.deliverAll();
  const both = await concluded(head, 2);
  expect(both).toMatchObject({ conclusion: 'failure' });
  expect(both?.summary).toContain(`Pull request ${first.number}`);
  return { head, first: first.number, second: second.number };
}

test('the check is the worst of both, until that one is closed, and again when it is opened again', async () => {
  const { head, first } = await openTwo('gate: enforce\n', 'gate: advisory\n');
  bed.repo.close(first);
  await bed.hub.deliverAll();
  expect(await concluded(head, 3)).toMatchObject({ conclusion: 'neutral' });
  await bed.done(first, 2);
  bed.repo.reopen(first);
  await bed.hub.deliverAll();
  // its own run is there and still says the same, but it is not the newest one
  expect(await concluded(head, 4)).toMatchObject({ conclusion: 'failure' });
});

test('a push takes one of them away: the other is judged without it', async () => {
  const { head, first } = await openTwo('gate: enforce\n', 'gate: advisory\n');
  bed.repo.push(first, bed.repo.commit({ files: { 'drivers/a.rs': JUSTIFIED }, parents: [head] }));
  await bed.hub.deliverAll();
  expect(await concluded(head, 3)).toMatchObject({ conclusion: 'neutral' });
});

test('a label lets one of them pass: the check is that of the other', async () => {
  const { head, first, second } = await openTwo('gate: enforce\nskip-label: no-audit\n');
  bed.repo.label(second, 'no-audit', 'max');
  await bed.hub.deliverAll();
  const labelled = await concluded(head, 3);
  expect(labelled).toMatchObject({ title: 'Skipped by a label', conclusion: 'failure' });
  expect(labelled?.summary).toContain(`Pull request ${first}`);
  bed.repo.close(first);
  await bed.hub.deliverAll();
  expect(await concluded(head, 4)).toMatchObject({ title: 'Skipped by a label', conclusion: 'success' });
});

test('one that is paused holds up the head that it shares, until it leaves', async () => {
  const base = bed.base('gate: enforce\n');
  bed.repo.setRole('max', 'maintain');
  bed.repo.commit({ branch: 'next', files: { [SETTINGS]: 'gate: enforce\n' } });
  const empty = bed.repo.commit({ files: { 'drivers/b.c': 'int b;\n' }, parents: [base] });
  const paused = bed.repo.openPullRequest({ head: empty, author: 'ada' });
  await bed.hub.deliverAll();
  await concluded(empty);
  await bed.say(paused.number, 'max', '/audit pause');
  const head = bed.repo.commit({ files: { 'drivers/c.c': 'int c;\n' }, parents: [empty] });
  bed.repo.push(paused.number, head);
  await bed.hub.deliverAll();
  expect(await concluded(head)).toMatchObject({ title: 'Paused', conclusion: 'action_required' });
  bed.repo.openPullRequest({ head, base: 'next', branch: 'same', author: 'ada' });
  await bed.hub.deliverAll();
  expect(await concluded(head, 2)).toMatchObject({ conclusion: 'action_required' });
  bed.repo.close(paused.number);
  await bed.hub.deliverAll();
  expect(await concluded(head, 3)).toMatchObject({ conclusion: 'success' });
});
