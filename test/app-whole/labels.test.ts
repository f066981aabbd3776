/** The label that skips: it counts by the hand of whoever set it last, for the head at which that was, whatever became of the deliveries. */
import { BLOCK, type Opened, useApp } from './support.ts';

const bed = useApp('linux/labels');
const { concluded } = bed;
const LABEL = 'no-audit';
const SETTINGS = `gate: enforce\nskip-label: ${LABEL}\n`;
const SKIPPED = { title: 'Skipped by a label', conclusion: 'success' };

/** A pull request that fails; `max` may write, `tom` may only set labels. */
async function failing(settings = SETTINGS): Promise<Opened> {
  bed.repo.setRole('max', 'write');
  bed.repo.setRole('tom', 'triage');
  const opened = await bed.open({ 'drivers/a.rs': BLOCK }, settings);
  expect(await concluded(opened.head)).toMatchObject({ conclusion: 'failure' });
  await bed.done(opened.number);
  return opened;
}

let others = 0;

/** The newest run, after a look that began when all deliveries were in: the label's own may come behind others that cause a look. */
async function looked({ number, head }: Opened) {
  await bed.hub.deliverAll();
  others += 1;
  bed.repo.label(number, `other-${others}`, 'tom');
  await bed.looked(number);
  return bed.repo.runs(head).at(-1);
}

test('for those who may; without it the review comes back', async () => {
  const opened = await failing();
  bed.repo.label(opened.number, LABEL, 'max');
  const skipped = await looked(opened);
  expect(skipped).toMatchObject(SKIPPED);
  expect(skipped?.summary).toContain('`max`');
  bed.repo.unlabel(opened.number, LABEL, 'max');
  expect(await looked(opened)).toMatchObject({ conclusion: 'failure' });
});

test('another label leaves the words as they are', async () => {
  const opened = await failing();
  bed.repo.label(opened.number, LABEL, 'max');
  await looked(opened);
  bed.repo.label(opened.number, 'bug', 'tom');
  expect(await looked(opened)).toMatchObject(SKIPPED);
  expect(bed.repo.runs(opened.head)).toHaveLength(2);
});

test('set again on a draft by a person who may not: none has it from before', async () => {
  const opened = await failing(`${SETTINGS}drafts: skip\n`);
  bed.repo.label(opened.number, LABEL, 'max');
  await looked(opened);
  bed.repo.unlabel(opened.number, LABEL, 'max');
  await looked(opened);
  bed.repo.draft(opened.number);
  await looked(opened);
  bed.repo.label(opened.number, LABEL, 'tom');
  await looked(opened);
  bed.repo.ready(opened.number);
  expect(await looked(opened)).toMatchObject({ conclusion: 'failure' });
});

test('set by a person who may not, with a push right behind it', async () => {
  const opened = await failing();
  bed.repo.label(opened.number, LABEL, 'max');
  await looked(opened);
  bed.repo.unlabel(opened.number, LABEL, 'max');
  const reviewed = await looked(opened);
  const head = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [opened.head] });
  // both come while a re-run is under way: they are one job
  bed.amid(async () => {
    bed.repo.label(opened.number, LABEL, 'tom');
    bed.repo.push(opened.number, head);
    await bed.hub.deliverAll();
  });
  bed.repo.rerequest(reviewed?.id ?? 0, 'ada');
  await bed.hub.deliverAll();
  expect(await concluded(head)).toMatchObject({ conclusion: 'failure' });
});

describe('a push', () => {
  const EARLIER = (head: string) => `set at an earlier head, \`${head.slice(0, 12)}\`, and does not count`;

  /** A pull request that is skipped, and one commit more upon its head, which is not pushed. */
  async function skipped(settings = SETTINGS): Promise<Opened & { readonly next: string }> {
    const opened = await failing(settings);
    bed.repo.label(opened.number, LABEL, 'max');
    expect(await looked(opened)).toMatchObject(SKIPPED);
    const next = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [opened.head] });
    return { ...opened, next };
  }

  const isByApp = ({ isByApp: is }: { readonly isByApp: boolean }) => is;

  test('takes it off the verdict, and the check and the comment say so; set again it counts', async () => {
    const { number, head, next } = await skipped();
    bed.repo.push(number, next);
    const reviewed = await looked({ number, head: next });
    expect(reviewed).toMatchObject({ conclusion: 'failure' });
    expect(reviewed?.summary).toContain(EARLIER(head));
    expect(bed.repo.comments(number).find(isByApp)?.body).toContain(EARLIER(head));
    bed.repo.unlabel(number, LABEL, 'max');
    bed.repo.label(number, LABEL, 'max');
    expect(await looked({ number, head: next })).toMatchObject(SKIPPED);
  });

  test('back to the head at which it was set: there it counts, if it is the same setting', async () => {
    const { number, head, next } = await skipped();
    bed.repo.push(number, next);
    await looked({ number, head: next });
    bed.repo.push(number, head);
    expect(await looked({ number, head })).toMatchObject(SKIPPED);
    bed.repo.unlabel(number, LABEL, 'max');
    bed.repo.push(number, next);
    bed.repo.label(number, LABEL, 'max');
    expect(await looked({ number, head: next })).toMatchObject(SKIPPED);
    bed.repo.push(number, head);
    expect((await looked({ number, head }))?.summary).toContain(EARLIER(next));
  });

  test('that comes before the delivery of the label: the label was set at the head before', async () => {
    const opened = await failing();
    const next = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [opened.head] });
    const event = bed.repo.label(opened.number, LABEL, 'max');
    const pushed = bed.repo.push(opened.number, next);
    await bed.hub.deliver(pushed);
    expect(await concluded(next)).toMatchObject({ conclusion: 'failure' });
    await bed.hub.deliver(event);
    await bed.hub.deliver(event);
    expect(await looked({ number: opened.number, head: next })).toMatchObject({ conclusion: 'failure' });
  });

  test('while the pull request is closed: reopened, the label does not count', async () => {
    const { number, next } = await skipped();
    bed.repo.close(number);
    await bed.looked(number);
    bed.repo.push(number, next);
    bed.repo.reopen(number);
    const run = await looked({ number, head: next });
    expect(run).toMatchObject({ conclusion: 'failure' });
    expect(run?.summary).toContain('does not count');
  });

  test('of a draft', async () => {
    const { number, head, next } = await skipped(`${SETTINGS}drafts: skip\n`);
    bed.repo.draft(number);
    await bed.looked(number);
    bed.repo.push(number, next);
    await bed.looked(number);
    bed.repo.ready(number);
    const run = await looked({ number, head: next });
    expect(run).toMatchObject({ conclusion: 'failure' });
    expect(run?.summary).toContain(EARLIER(head));
  });

  test('into the queue: what was not audited is audited there as well', async () => {
    const { number, head, next } = await skipped();
    bed.repo.push(number, next);
    await looked({ number, head: next });
    const { group } = bed.repo.enqueue(number);
    await bed.hub.deliverAll();
    const run = await concluded(group.head);
    expect(run).toMatchObject({ conclusion: 'failure' });
    expect(run?.summary).toContain(EARLIER(head));
  });
});

test.each([
  ['a person who may only set labels', 'tom'],
  ['the author, who may only set labels', 'ada'],
])('%s: nothing is skipped, and that is said', async (_, person) => {
  const opened = await failing();
  bed.repo.setRole('ada', 'triage');
  bed.repo.label(opened.number, LABEL, person);
  expect(await looked(opened)).toMatchObject({ conclusion: 'failure' });
  const next = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [opened.head] });
  bed.repo.push(opened.number, next);
  const run = await looked({ ...opened, head: next });
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.summary).toContain(`\`${person}\` set it, but has no write permission`);
});

test('a label from before the App came: nothing is skipped, and the check says what to do', async () => {
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [bed.base(SETTINGS)] });
  bed.repo.setRole('max', 'write');
  const { number, event } = bed.repo.openPullRequest({ head, author: 'ada' });
  bed.repo.label(number, LABEL, 'max');
  await bed.hub.deliver(event);
  const run = await concluded(head);
  expect(run).toMatchObject({ conclusion: 'failure' });
  expect(run?.summary).toContain('the head at which it was set is unknown. Remove it and set it again');
  // the lost delivery, sent once more
  expect(await looked({ number, head })).toMatchObject(SKIPPED);
});

describe('while the App was suspended', () => {
  async function suspended(act: () => void): Promise<void> {
    bed.hub.installation('suspend');
    await bed.hub.deliverAll();
    act();
    await bed.hub.deliverAll({ isLost: () => true });
    bed.hub.installation('unsuspend');
    await bed.hub.deliverAll();
  }

  test('the label was taken off: the review comes back', async () => {
    const opened = await failing();
    bed.repo.label(opened.number, LABEL, 'max');
    expect(await looked(opened)).toMatchObject(SKIPPED);
    await suspended(() => bed.repo.unlabel(opened.number, LABEL, 'max'));
    expect(await looked(opened)).toMatchObject({ conclusion: 'failure' });
  });

  test('nothing changed: runs that come later are new ones all the same', async () => {
    const opened = await failing();
    bed.repo.label(opened.number, LABEL, 'max');
    await looked(opened);
    bed.repo.unlabel(opened.number, LABEL, 'max');
    await looked(opened);
    await suspended(() => {});
    bed.repo.label(opened.number, LABEL, 'max');
    expect(await looked(opened)).toMatchObject(SKIPPED);
    bed.repo.label(opened.number, 'bug', 'max');
    await looked(opened);
    bed.repo.unlabel(opened.number, LABEL, 'max');
    expect(await looked(opened)).toMatchObject({ conclusion: 'failure' });
  });
});
