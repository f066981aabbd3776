/** Several pull requests have one head, and GitHub shows one check for it. */
import { BLOCK, JUSTIFIED, SETTINGS, useApp } from './support.ts';

const bed = useApp('linux/shared');
const { concluded, looked } = bed;

const newest = (head: string) => bed.repo.runs(head).at(-1);

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
  await bed.done(first.number);
  await bed.done(second.number);
  expect(both).toMatchObject({ conclusion: 'failure' });
  expect(both?.summary).toContain(`Pull request ${first.number}`);
  return { head, first: first.number, second: second.number };
}

test('the check is the worst of both, until that one is closed, and again when it is opened again', async () => {
  const { head, first } = await openTwo('gate: enforce\n', 'gate: advisory\n');
  bed.repo.close(first);
  await looked(first);
  expect(await concluded(head, 3)).toMatchObject({ conclusion: 'neutral' });
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

test('one that is opened again is not hidden by the check of one that is closed', async () => {
  const { head, first, second } = await openTwo('gate: enforce\n', 'gate: advisory\n');
  bed.repo.close(first);
  await looked(first, second);
  expect(newest(head)).toMatchObject({ conclusion: 'neutral' });
  bed.repo.close(second);
  await looked(second);
  bed.repo.reopen(first);
  await looked(first);
  expect(newest(head)).toMatchObject({ conclusion: 'failure' });
});

test('nor one that was pushed away and back, with settings that cannot be used', async () => {
  const root = bed.base();
  const base = bed.repo.commit({ branch: 'main', files: { [SETTINGS]: 'gate: [\n' }, parents: [root] });
  bed.repo.branch('next', root);
  const head = bed.repo.commit({ files: { 'drivers/c.rs': BLOCK }, parents: [base] });
  const { number } = bed.repo.openPullRequest({ head, author: 'ada' });
  await looked(number);
  const second = bed.repo.openPullRequest({ head, base: 'next', branch: 'same', author: 'ada' }).number;
  await looked(second);
  expect(newest(head)).toMatchObject({ conclusion: 'failure' });
  bed.repo.push(number, bed.repo.commit({ files: { 'drivers/d.c': 'int d;\n' }, parents: [base] }));
  await looked(number, second);
  expect(newest(head)?.conclusion).not.toBe('failure');
  bed.repo.close(second);
  await looked(second);
  bed.repo.push(number, head);
  await looked(number);
  expect(newest(head)).toMatchObject({ conclusion: 'failure' });
});

test('one that is paused goes away and comes back: the head is not as good as the other', async () => {
  const { head, first, second } = await openTwo('gate: enforce\n', 'gate: advisory\n');
  await bed.say(first, 'max', '/audit pause');
  bed.repo.push(first, bed.repo.commit({ files: { 'drivers/a.rs': JUSTIFIED }, parents: [head] }));
  await looked(first, second);
  expect(newest(head)).toMatchObject({ conclusion: 'neutral' });
  bed.repo.push(first, head);
  await looked(first, second);
  expect(newest(head)).toMatchObject({ conclusion: 'action_required' });
});

test('one that is paused is not audited because of the other', async () => {
  const base = bed.base('gate: enforce\n');
  bed.repo.setRole('max', 'maintain');
  bed.repo.branch('next', base);
  const empty = bed.repo.commit({ files: { 'drivers/b.c': 'int b;\n' }, parents: [base] });
  const paused = bed.repo.openPullRequest({ head: empty, author: 'ada' }).number;
  await looked(paused);
  await bed.say(paused, 'max', '/audit pause');
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [empty] });
  bed.repo.push(paused, head);
  await looked(paused);
  const second = bed.repo.openPullRequest({ head, base: 'next', branch: 'same', author: 'ada' }).number;
  await looked(second, paused);
  expect(newest(head)).toMatchObject({ title: 'Paused', conclusion: 'failure' });
  expect(bed.repo.comments(paused).filter(({ body }) => body.includes(head.slice(0, 12)))).toEqual([]);
});

test('one that is closed amid its first review leaves the check of the other', async () => {
  const base = bed.base('gate: enforce\n');
  bed.repo.branch('next', base);
  const head = bed.repo.commit({ files: { 'drivers/a.rs': JUSTIFIED }, parents: [base] });
  const other = bed.repo.openPullRequest({ head, base: 'next', author: 'ada' }).number;
  await looked(other);
  let number = 0;
  bed.amid(async () => {
    bed.repo.close(number);
    await bed.hub.deliverAll();
  });
  number = bed.repo.openPullRequest({ head, branch: 'same', author: 'ada' }).number;
  await looked(other);
  expect(bed.repo.runs(head).map(({ conclusion }) => conclusion)).toEqual(['success', 'cancelled', 'success']);
});

test('one that is pushed away amid its review, and skipped there, leaves no success behind', async () => {
  const base = bed.base('gate: enforce\nskip-label: no-audit\n');
  bed.repo.setRole('max', 'maintain');
  bed.repo.branch('next', base);
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [base] });
  const other = bed.repo.openPullRequest({ head, base: 'next', author: 'ada' }).number;
  await looked(other);
  const away = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [head] });
  let number = 0;
  bed.amid(async () => {
    bed.repo.push(number, away);
    bed.repo.label(number, 'no-audit', 'max');
    await bed.hub.deliverAll();
    await bed.hub.until(() => bed.repo.runs(head).some(({ conclusion }) => conclusion === 'cancelled'));
  });
  number = bed.repo.openPullRequest({ head, branch: 'same', author: 'ada' }).number;
  await looked(other);
  expect(await concluded(away)).toMatchObject({ title: 'Skipped by a label' });
  expect(newest(head)).toMatchObject({ conclusion: 'failure' });
});
