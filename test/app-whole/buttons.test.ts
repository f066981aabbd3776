/** The buttons of a check: GitHub's own, which run it again, and ours. */
import { BLOCK, type Opened, SETTINGS, useApp } from './support.ts';

const bed = useApp('linux/buttons');
const { open, concluded } = bed;

/** From a fork, for which GitHub's payloads name no pull request. */
async function openFromFork(): Promise<Opened> {
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [bed.base()] });
  const { number, event } = bed.repo.openPullRequest({ head, from: bed.repo.fork('eve') });
  expect(event.payload).toMatchObject({ pull_request: { head: { repo: { fork: true } } } });
  await bed.hub.deliverAll();
  return { head, number };
}

const OPENERS = [
  ['here', () => open({ 'drivers/a.rs': BLOCK })],
  ['from a fork', openFromFork],
] as const;

describe.each(OPENERS)('of a pull request %s', (_, opened) => {
  test('Re-run of the check makes a new run', async () => {
    const { head } = await opened();
    const first = await concluded(head);
    bed.repo.rerequest(first?.id ?? 0);
    await bed.hub.deliverAll();
    expect(await concluded(head, 2)).toMatchObject({ conclusion: 'neutral', annotations: first?.annotations });
  });

  test('Re-run of all checks makes a new run', async () => {
    const { head } = await opened();
    await concluded(head);
    bed.repo.rerequestSuite(head);
    await bed.hub.deliverAll();
    expect(await concluded(head, 2)).toMatchObject({ conclusion: 'neutral' });
    expect(bed.repo.runs(head)).toHaveLength(2);
  });

  test('Re-run after a push reviews what is there now', async () => {
    const { head, number } = await opened();
    const first = await concluded(head);
    const second = bed.repo.commit({ files: { 'fs/b.c': 'int b;\n' }, parents: [head] });
    bed.repo.push(number, second);
    await bed.hub.deliverAll();
    await concluded(second);
    bed.repo.rerequest(first?.id ?? 0);
    await bed.hub.deliverAll();
    await concluded(second, 2);
    expect(bed.repo.runs(head)).toHaveLength(1);
  });
});

test('the payloads for a fork name no pull request', async () => {
  const { head } = await openFromFork();
  const run = await concluded(head);
  expect(bed.repo.rerequest(run?.id ?? 0).payload).toMatchObject({ check_run: { pull_requests: [] } });
  expect(bed.repo.rerequestSuite(head).payload).toMatchObject({ check_suite: { pull_requests: [] } });
  await bed.hub.deliverAll();
  await concluded(head, 2);
});

test('Re-run of the check of the settings', async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK, [SETTINGS]: 'gate: of-my-own\n' });
  await concluded(head, 2);
  const settings = bed.repo.runs(head).find(({ name }) => name.endsWith('config'));
  bed.repo.rerequest(settings?.id ?? 0);
  await bed.hub.deliverAll();
  await concluded(head, 3);
  expect(bed.repo.runs(head).filter(({ name }) => name === 'kernel-rust-audit')).toHaveLength(2);
});

test("a suite without a pull request: nothing is shown on a branch's commit", async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  const commit = bed.repo.commit({ files: { 'drivers/b.rs': BLOCK }, branch: 'topic' });
  bed.repo.rerequestSuite(commit);
  bed.repo.rerequestSuite(head);
  await bed.hub.deliverAll();
  await concluded(head, 2);
  expect(bed.repo.runs(commit)).toEqual([]);
});

test.each([
  ['the author', 'ada'],
  ['somebody who may triage', 'tri'],
  ['somebody who may write', 'max'],
])('Re-audit, pressed by %s, reviews again', async (_, who) => {
  const { head } = await open({ 'drivers/a.rs': BLOCK });
  bed.repo.setRole('tri', 'triage');
  bed.repo.setRole('max', 'write');
  const run = await concluded(head);
  bed.repo.press(run?.id ?? 0, 'reaudit', who);
  await bed.hub.deliverAll();
  expect(await concluded(head, 2)).toMatchObject({ conclusion: 'neutral' });
});

test.each(['reaudit', 'full-report'])('%s, pressed by a stranger, does nothing', async (button) => {
  const { head, number } = await open({ 'drivers/a.rs': BLOCK });
  const run = await concluded(head);
  await bed.done(number);
  bed.repo.press(run?.id ?? 0, button, 'stranger');
  await bed.hub.deliverAll();
  await bed.ended('action');
  // what the press asked for would come before this
  const later = await open({ 'drivers/c.rs': BLOCK });
  await bed.done(later.number);
  expect(bed.repo.runs(head)).toHaveLength(1);
  expect(bed.repo.comments(number)).toHaveLength(1);
});

test('a press that is delivered twice is one press', async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK });
  const run = await concluded(head);
  bed.repo.press(run?.id ?? 0, 'reaudit', 'ada');
  await bed.hub.deliverAll({ times: 2 });
  await concluded(head, 2);
  const later = await open({ 'drivers/c.rs': BLOCK });
  await concluded(later.head);
  expect(bed.repo.runs(head)).toHaveLength(2);
});

test("another App's run with our name is no button of ours", async () => {
  const { head } = await open({ 'drivers/a.rs': BLOCK });
  await concluded(head);
  bed.repo.rerequest(bed.repo.foreignRun(head, 'other-check').id);
  await bed.hub.deliverAll();
  const later = await open({ 'drivers/c.rs': BLOCK });
  await concluded(later.head);
  expect(bed.repo.runs(head)).toHaveLength(1);
});
