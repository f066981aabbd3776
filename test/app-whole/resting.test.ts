/** Pull requests that are pushed to without end, and commands without end: they wait, others do not, and the checks say so. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FREE_LOOKS } from '../../src/app/limits/cool-down.ts';
import { BLOCK, JUSTIFIED, useApp } from './support.ts';

const FIRST_REST = 10_000;
const bed = useApp('linux/resting', {}, { KRA_COOL_DOWN_MS: String(FIRST_REST) });

/** Calls that an answer to a command takes; a sweep may look at the pull request meanwhile. */
function callsOfAnswersAfter(from: number): number {
  return bed.hub.requests.slice(from).filter(({ route }) => /reactions|comments|permission/.test(route)).length;
}

/** Pushes one head more, and delivers all that GitHub says of it. */
async function push(number: number, index: number, text = `// ${index}\n${BLOCK}`): Promise<string> {
  const head = bed.repo.commit({ files: { 'drivers/a.rs': text }, parents: [bed.repo.pull(number).head] });
  bed.repo.push(number, head);
  await bed.hub.deliverAll();
  return head;
}

/** Looks that need no rest, up to the last one. @param author each test has its own: one in 30 s of an author says that it waits */
async function openAndPush(author: string): Promise<number> {
  const head = bed.repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [bed.base('gate: enforce\n')] });
  const { number } = bed.repo.openPullRequest({ head, author });
  await bed.hub.deliverAll();
  await bed.concluded(head);
  for (let index = 1; index < FREE_LOOKS; index += 1) await bed.concluded(await push(number, index));
  return number;
}

async function rests(number: number, times: number): Promise<void> {
  const lines = () => bed.app.lines.filter((line) => line.includes(`pr/${bed.repo.id}/${number}"`));
  while (lines().filter((line) => line.includes('"outcome":"resting"')).length < times) await sleep(20);
}

test('a push too many waits: its check is open and says so; the last head of the rest gets its right verdict', async () => {
  const number = await openAndPush('dan');
  const sixth = await push(number, 6);
  await bed.hub.until(() => bed.repo.runs(sixth).length === 1);
  expect(bed.repo.runs(sixth)[0]).toMatchObject({
    status: 'in_progress',
    conclusion: null,
    title: expect.stringMatching(/^Waiting until \d\d:\d\d UTC$/),
    summary: expect.stringContaining('changed often within a short time'),
  });
  await rests(number, 1);
  const from = bed.hub.requests.length;
  let last = sixth;
  for (let index = 7; index < 17; index += 1) last = await push(number, index);
  await rests(number, 2);
  const [next] = [await push(number, 17, JUSTIFIED)];
  const meanwhile = bed.hub.requests.slice(from).filter(({ route }) => route.includes('/check-runs')).length;
  expect(meanwhile).toBeLessThanOrEqual(8);
  expect(await bed.concluded(next)).toMatchObject({ conclusion: 'success' });
  expect(bed.repo.runs(last).every(({ conclusion }) => conclusion === null)).toBe(true);
  expect(bed.repo.runs(sixth).map(({ conclusion }) => conclusion)).toEqual(['cancelled']);
  expect(bed.repo.runs().filter(({ status }) => status !== 'completed')).toEqual([]);
});

test('a waiting head that stays has one run: the review goes on in the one that waited', async () => {
  const number = await openAndPush('eve');
  const head = await push(number, 6);
  await bed.hub.until(() => bed.repo.runs(head).length === 1);
  const [waiting] = bed.repo.runs(head);
  await bed.concluded(head);
  expect(bed.repo.runs(head)).toMatchObject([
    {
      id: waiting?.id,
      externalId: expect.not.stringContaining('resting'),
      conclusion: 'failure',
      title: '1 error in 1 of 1 Rust file',
    },
  ]);
});

test('who may write has it reviewed at once, and the author has not', async () => {
  const number = await openAndPush('ada');
  bed.repo.setRole('max', 'write');
  // each rest is twice as long as the one before
  const head = await push(number, 6);
  await bed.hub.until(() => bed.repo.runs(head).length === 1);
  expect(await bed.say(number, 'max', '/audit')).toEqual(['eyes', 'rocket']);
  expect(await bed.concluded(head)).toMatchObject({ conclusion: 'failure' });
  expect(bed.repo.runs(head)).toHaveLength(1);
  const other = await push(number, 7);
  await rests(number, 2);
  expect(await bed.say(number, 'ada', '/audit')).toEqual(['eyes', 'rocket']);
  await rests(number, 3);
  expect(bed.repo.runs(other).every(({ status }) => status !== 'completed')).toBe(true);
});

test("another author's pull request is reviewed meanwhile", async () => {
  const number = await openAndPush('fay');
  for (let index = 6; index < 9; index += 1) await push(number, index);
  await rests(number, 1);
  const head = bed.repo.commit({ files: { 'drivers/b.rs': BLOCK }, parents: [bed.repo.tip()] });
  bed.repo.openPullRequest({ head, author: 'bob' });
  await bed.hub.deliverAll();
  expect(await bed.concluded(head)).toMatchObject({ conclusion: 'failure' });
});

test('a reader who comments without end is answered five times, and then costs nothing', async () => {
  const { number, head } = await bed.open({ 'drivers/a.rs': BLOCK });
  await bed.concluded(head);
  await bed.done(number);
  bed.repo.setRole('rea', 'read');
  for (let index = 0; index < 5; index += 1) expect(await bed.say(number, 'rea', '/audit')).toEqual(['eyes', '-1']);
  const replies = () => bed.repo.comments(number).filter(({ isByApp, body }) => isByApp && body.includes(':reply:'));
  expect(replies()).toHaveLength(5);
  expect(replies().at(-1)?.body).toContain('Your further commands are ignored');
  const from = bed.hub.requests.length;
  for (let index = 0; index < 20; index += 1) bed.repo.comment(number, 'rea', '/audit');
  await bed.hub.deliverAll();
  const unheard = () =>
    bed.app.lines.filter((line) => line.includes(`comment/${bed.repo.id}/`) && line.includes('"unheard"'));
  while (unheard().length < 20) await sleep(20);
  expect(callsOfAnswersAfter(from)).toBeLessThanOrEqual(2);
  // the author is heard
  expect(await bed.say(number, 'ada', '/audit')).toEqual(['eyes', 'rocket']);
});
