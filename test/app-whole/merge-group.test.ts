/** What a merge queue is about to merge. */
import { BLOCK, fingerprintOf, JUSTIFIED, useApp } from './support.ts';

const bed = useApp('linux/queue');
const { open, concluded, say } = bed;

test('a merge group gets a conclusion of its own', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK }, 'gate: enforce\n');
  await concluded(head);
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  expect(await concluded(group.head)).toMatchObject({ conclusion: 'failure' });
});

test('a merge group that is the pull request to the byte is not read again', async () => {
  const { head, number } = await open({ 'drivers/a.rs': JUSTIFIED }, 'gate: enforce\n');
  await concluded(head);
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  expect(await concluded(group.head)).toMatchObject({
    conclusion: 'success',
    title: `Audited as pull request ${number}`,
  });
});

test('a merge group on a base that moved is audited, and what was accepted holds', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK }, 'gate: enforce\n');
  await concluded(head);
  bed.repo.setRole('max', 'write');
  expect(
    await say(number, 'max', `/audit accept ${fingerprintOf(await concluded(head))} checked by hand`),
  ).toHaveLength(2);
  expect(await concluded(head, 2)).toMatchObject({ conclusion: 'success' });
  bed.repo.commit({ files: { 'fs/b.c': 'int b;\n' }, branch: 'main' });
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  const run = await concluded(group.head);
  expect(run?.title).not.toContain('Audited as');
  expect(run).toMatchObject({ conclusion: 'success' });
});

test('a group is what its pull request is: neutral stays neutral', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK }, 'gate: advisory\n');
  expect(await concluded(head)).toMatchObject({ conclusion: 'neutral' });
  await bed.done(number);
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  expect(await concluded(group.head)).toMatchObject({ conclusion: 'neutral' });
});

test.each(['Re-run', 'Re-run all'])('%s of a group audits it again', async (button) => {
  const { head, number } = await open({ 'drivers/a.rs': JUSTIFIED }, 'gate: enforce\n');
  await concluded(head);
  await bed.done(number);
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  const run = await concluded(group.head);
  if (button === 'Re-run') bed.repo.rerequest(run?.id ?? 0, 'ada');
  else bed.repo.rerequestSuite(group.head, 'ada');
  await bed.hub.deliverAll();
  expect(await concluded(group.head, 2)).toMatchObject({ conclusion: 'success' });
});

test('the label that lets a pull request pass holds in the queue as well', async () => {
  bed.repo.setRole('max', 'write');
  const { head, number } = await open({ 'drivers/a.rs': BLOCK }, 'gate: enforce\nskip-label: no-audit\n');
  expect(await concluded(head)).toMatchObject({ conclusion: 'failure' });
  bed.repo.label(number, 'no-audit', 'max');
  await bed.hub.deliverAll();
  expect(await concluded(head, 2)).toMatchObject({ conclusion: 'success' });
  const { group } = bed.repo.enqueue(number);
  await bed.hub.deliverAll();
  expect(await concluded(group.head)).toMatchObject({ title: 'Skipped by a label', conclusion: 'success' });
});
