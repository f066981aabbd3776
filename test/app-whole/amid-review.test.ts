/** What comes amid a review, or where nobody waits for it: the check has to show what is so afterwards. */
import { SHOWN_AFTER } from '../../src/app/check/show-progress.ts';
import { BLOCK, JUSTIFIED, type Opened, SETTINGS, useApp } from './support.ts';

const bed = useApp('linux/amid');
const { open, concluded, amid } = bed;

/** Of the next two calls of a route the first one waits for the second. */
function meetAt(route: string): void {
  const second = new Promise<void>((resolve) => {
    bed.hub.before(route, () => second);
    bed.hub.before(route, resolve);
  });
}

function conclusions(head: string): readonly (string | null)[] {
  return bed.repo.runs(head).map(({ conclusion }) => conclusion);
}

/** A commit upon another one, which nobody has pushed yet. */
function next(head: string, text = JUSTIFIED): string {
  return bed.repo.commit({ files: { 'drivers/a.rs': text }, parents: [head] });
}

async function push(number: number, head: string): Promise<void> {
  bed.repo.push(number, head);
  await bed.hub.deliverAll();
}

/** Webhooks lead to jobs in their order: after another pull request was reviewed, what came before has begun. */
async function another(): Promise<void> {
  const head = bed.repo.commit({ files: { 'drivers/other.rs': BLOCK }, parents: [bed.repo.tip()] });
  bed.repo.openPullRequest({ head });
  await bed.hub.deliverAll();
  await concluded(head);
}

/** A pull request that GitHub has, and that the App has not heard of. */
function unheard(settings?: string, labels: readonly string[] = []): Opened {
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [bed.base(settings)] });
  const { number } = bed.repo.openPullRequest({ head, author: 'ada', labels });
  return { head, number };
}

async function lose(): Promise<void> {
  await bed.hub.deliverAll({ isLost: () => true });
}

test('a push amid a review: the old run ends as superseded, the new head gets its own', async () => {
  const { head, number } = unheard();
  const second = next(head);
  // GitHub's answer is held back until the review that waits for it was given up
  amid(async () => {
    await push(number, second);
    await bed.hub.until(() => conclusions(head).includes('cancelled'));
  });
  await bed.hub.deliverAll();
  await concluded(second);
  expect(bed.repo.runs(head)).toMatchObject([
    { conclusion: 'cancelled', title: `Superseded by ${second.slice(0, 12)}` },
  ]);
  expect(conclusions(second)).toEqual(['success']);
});

test('a push that only the last look at the head tells of', async () => {
  const { head, number } = unheard();
  const second = next(head);
  amid(() => bed.repo.push(number, second));
  await bed.hub.deliverAll();
  await concluded(head);
  expect(conclusions(head)).toEqual(['cancelled']);
  await concluded(second);
  expect(conclusions(second)).toEqual(['success']);
});

test('a push back to a head whose review was cut short reviews it', async () => {
  const { head: first, number } = await open({ 'drivers/a.rs': JUSTIFIED });
  await concluded(first);
  const head = next(first, BLOCK);
  const third = next(head);
  amid(() => bed.repo.push(number, third));
  await push(number, head);
  await concluded(third);
  expect(conclusions(head)).toEqual(['cancelled']);
  await push(number, head);
  expect(await concluded(head, 2)).toMatchObject({ conclusion: 'neutral' });
});

test('a push back to a head that was audited keeps its run', async () => {
  const { number, head } = await open({ 'drivers/a.rs': BLOCK });
  const first = await concluded(head);
  const comment = () => bed.repo.comments(number)[0]?.body ?? '';
  await bed.hub.until(() => comment().includes(head.slice(0, 12)));
  const changed = next(head);
  await push(number, changed);
  await concluded(changed);
  await bed.hub.until(() => comment().includes(changed.slice(0, 12)));
  await push(number, head);
  await bed.hub.until(() => comment().includes(head.slice(0, 12)));
  expect(bed.repo.runs(head).map(({ id }) => id)).toEqual([first?.id]);
});

test('another base branch is another review', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK }, 'gate: advisory');
  expect(await concluded(head)).toMatchObject({ conclusion: 'neutral' });
  bed.repo.commit({ branch: 'strict', files: { [SETTINGS]: 'gate: strict' } });
  bed.repo.setBase(number, 'strict');
  await bed.hub.deliverAll();
  expect(await concluded(head, 2)).toMatchObject({ conclusion: 'failure' });
});

test('another title or text is no reason for a review', async () => {
  const { head, number } = unheard();
  await lose();
  bed.repo.edit(number, { title: 'Another title', body: 'Another text.' });
  await bed.hub.deliverAll();
  await another();
  expect(bed.repo.runs(head)).toEqual([]);
});

test('the label that skips does nothing in the hands of the author', async () => {
  const { head, number } = unheard('{ gate: enforce, skip-label: no-audit }');
  await lose();
  bed.repo.label(number, 'no-audit', 'ada');
  await bed.hub.deliverAll();
  expect(await concluded(head)).toMatchObject({ conclusion: 'failure' });
});

test('a label that means nothing does not hide the webhook before it', async () => {
  const { head, number } = unheard();
  bed.repo.label(number, 'rust', 'ada');
  await bed.hub.deliverAll({ order: 'as-sent' });
  expect(await concluded(head)).toMatchObject({ conclusion: 'neutral' });
});

test('two on one head that are reviewed at the same time: the newest check shows the worst all the same', async () => {
  const base = bed.base('gate: enforce\n');
  bed.repo.commit({ branch: 'next', files: { [SETTINGS]: 'gate: advisory\n' } });
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [base] });
  // of two persons: one person's jobs hold only half of the slots
  bed.repo.openPullRequest({ head, author: 'ada' });
  bed.repo.openPullRequest({ head, author: 'max', base: 'next', branch: 'same' });
  bed.hub.latency = (route) => (route === 'POST /graphql' ? 2 * SHOWN_AFTER : 0);
  await bed.hub.deliverAll();
  await bed.hub.until(() => bed.repo.runs(head).length === 2);
  bed.hub.latency = 0;
  meetAt('GET /repos/{}/{}/pulls/{}');
  await bed.hub.until(() => {
    const runs = bed.repo.runs(head);
    return runs.length > 2 && runs.every(({ status }) => status === 'completed');
  });
  expect(conclusions(head).at(-1)).toBe('failure');
});

test('settings that changed in the base only are not checked in the pull request', async () => {
  const before = bed.base('gate: advisory\n');
  bed.repo.commit({ branch: 'main', files: { [SETTINGS]: 'gate: enforce\n' } });
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [before] });
  bed.repo.openPullRequest({ head });
  await bed.hub.deliverAll();
  expect(await concluded(head)).toMatchObject({ name: 'kernel-rust-audit', conclusion: 'failure' });
  expect(bed.repo.runs(head)).toHaveLength(1);
});

test('back to a draft leaves the check as it is', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  bed.repo.draft(number);
  await bed.hub.deliverAll();
  await another();
  expect(conclusions(head)).toEqual(['neutral']);
});

test('a draft now, and drafts are left alone: the run that was under way ends', async () => {
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [bed.base('drafts: skip\n')] });
  let number = 0;
  amid(async () => {
    bed.repo.draft(number);
    await push(number, next(head));
    await bed.hub.until(() => conclusions(head).includes('cancelled'));
  });
  number = bed.repo.openPullRequest({ head, author: 'ada' }).number;
  await bed.hub.deliverAll();
  expect(await concluded(head)).toMatchObject({ title: 'Draft', conclusion: 'cancelled' });
});

test('a merge group that is destroyed amid its audit ends as cancelled', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  bed.repo.commit({ files: { 'fs/b.c': 'int b;\n' }, branch: 'main' });
  const { group } = bed.repo.enqueue(number);
  // after the settings come the files
  amid(() =>
    bed.hub.before('POST /graphql', async () => {
      bed.repo.destroyMergeGroup(group);
      await bed.hub.deliverAll();
      await bed.hub.until(() => conclusions(group.head).includes('cancelled'));
    }),
  );
  await bed.hub.deliverAll();
  await concluded(group.head);
  expect(bed.repo.runs(group.head)).toMatchObject([{ conclusion: 'cancelled', title: 'Merge group removed' }]);
});

test('closed amid a review: the run ends as closed', async () => {
  const { head, number } = unheard();
  amid(async () => {
    bed.repo.close(number);
    await bed.hub.deliverAll();
    await bed.hub.until(() => conclusions(head).includes('cancelled'));
  });
  await bed.hub.deliverAll();
  await concluded(head);
  expect(bed.repo.runs(head)).toMatchObject([{ conclusion: 'cancelled', title: 'Closed' }]);
});

test('closed before its review begins: nothing is shown', async () => {
  const { head, number } = unheard();
  bed.repo.close(number);
  await bed.hub.deliverAll();
  await another();
  expect(bed.repo.runs(head)).toEqual([]);
});

test('opened again after it was closed amid its review: it is reviewed', async () => {
  const { head, number } = unheard();
  amid(() => bed.repo.close(number));
  await bed.hub.deliverAll();
  await concluded(head);
  bed.repo.reopen(number);
  await bed.hub.deliverAll();
  expect(await concluded(head, 2)).toMatchObject({ conclusion: 'neutral' });
});

test('opened again after it was reviewed: the check is there already', async () => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  bed.repo.close(number);
  bed.repo.reopen(number);
  await bed.hub.deliverAll();
  await another();
  expect(conclusions(head)).toEqual(['neutral']);
});

test('webhooks in the wrong order, and each twice, come to the same', async () => {
  const { head, number } = unheard();
  const second = next(head);
  bed.repo.push(number, second);
  await bed.hub.deliverAll({ order: 'reversed', times: 2 });
  await concluded(second);
  await another();
  expect(conclusions(second)).toEqual(['success']);
  expect(bed.repo.runs().every(({ status }) => status === 'completed')).toBe(true);
});
