/** An author whose share of the hour is used up opens yet another pull request: it waits as pushes do, and others do not. */
import type { RunState } from '../support/fake-github/index.ts';
import { BLOCK, type Opened, useApp } from './support.ts';

const BUDGET = 50;
const bed = useApp('linux/budget', {}, { KRA_CALLS_PER_AUTHOR: String(BUDGET) });

/** A pull request with a head of its own, and its webhooks delivered. */
async function open(author: string, name: string): Promise<Opened> {
  const files = { [`drivers/${name}.rs`]: BLOCK };
  const head = bed.repo.commit({ files, parents: [bed.repo.tip()] });
  const { number } = bed.repo.openPullRequest({ head, author });
  await bed.hub.deliverAll();
  return { head, number };
}

/** A run of a head that is at an end, or waits. */
async function settled(head: string): Promise<RunState | undefined> {
  const isSettled = ({ status, title }: RunState) =>
    status === 'completed' || title?.startsWith('Waiting until') === true;
  await bed.hub.until(() => bed.repo.runs(head).some(isSettled));
  return bed.repo.runs(head).find(isSettled);
}

test('the first look waits until enough of the hour is over, the check says so, and a writer has it done at once', async () => {
  bed.base('gate: enforce\n');
  const runs: (RunState | undefined)[] = [];
  let last: Opened;
  let callsBefore: number;
  do {
    callsBefore = bed.hub.requests.length;
    last = await open('ada', `a${runs.length}`);
    runs.push(await settled(last.head));
    await bed.over(last.number, runs.at(-1)?.status === 'completed' ? 'done' : 'resting');
  } while (runs.length < 12 && runs.at(-1)?.status === 'completed');
  const { head, number } = last;
  expect(runs.length).toBeGreaterThan(1);
  expect(runs.at(-1)).toMatchObject({
    status: 'in_progress',
    title: expect.stringMatching(/^Waiting until \d\d:\d\d UTC$/),
    summary: expect.stringContaining("this author's pull requests have used up their share"),
  });
  expect(bed.hub.requests.length - callsBefore).toBeLessThanOrEqual(2);

  const other = await open('bob', 'b');
  expect(await bed.concluded(other.head)).toMatchObject({ conclusion: 'failure' });
  expect(bed.repo.runs(head).map(({ status }) => status)).toEqual(['in_progress']);

  bed.repo.setRole('max', 'write');
  expect(await bed.say(number, 'max', '/audit')).toEqual(['eyes', 'rocket']);
  expect(await bed.concluded(head)).toMatchObject({ conclusion: 'failure' });
  expect(bed.repo.runs(head)).toHaveLength(1);
});
