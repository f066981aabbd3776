/** The label that skips: it counts by the hand of whoever set it last, whatever became of the deliveries. */
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

/** The newest run, after a look at the pull request as it is now. */
async function looked({ number, head }: Opened) {
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

test('set again on a draft by somebody who may not: nobody has it from before', async () => {
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

test('set by somebody who may not, with a push right behind it', async () => {
  const opened = await failing();
  bed.repo.label(opened.number, LABEL, 'max');
  await looked(opened);
  bed.repo.unlabel(opened.number, LABEL, 'max');
  const reviewed = await looked(opened);
  const head = bed.repo.commit({ files: { 'drivers/a.rs': `${BLOCK}// more\n` }, parents: [opened.head] });
  // both come while a re-run is under way: they are one job
  bed.hub.before('POST /repos/{}/{}/check-runs', () =>
    bed.hub.before('POST /graphql', async () => {
      bed.repo.label(opened.number, LABEL, 'tom');
      bed.repo.push(opened.number, head);
      await bed.hub.deliverAll();
    }),
  );
  bed.repo.rerequest(reviewed?.id ?? 0, 'ada');
  await bed.hub.deliverAll();
  expect(await concluded(head)).toMatchObject({ conclusion: 'failure' });
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
