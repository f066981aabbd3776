/** How many calls GitHub is asked for: it gives an installation 5,000 an hour, and strangers decide how often something happens. */
import { setTimeout as sleep } from 'node:timers/promises';
import { FIRST_SWEEP } from '../../src/app/jobs/periodic.ts';
import { BLOCK, useApp } from './support.ts';

const bed = useApp('linux/calls');

/** Calls that this test's repository was asked for after `from`; tokens are counted elsewhere by GitHub. */
function callsAfter(from: number): readonly string[] {
  return bed.hub.requests
    .slice(from)
    .filter(({ route }) => !route.includes('access_tokens'))
    .map(({ route }) => route);
}

function driver(index: number): string {
  return `//! Driver ${index}.\n\nfn d${index}() -> u32 {\n    ${index}\n}\n`;
}

test('one commit more on many costs about as many calls as one commit', async () => {
  // the first sweep of open runs may ask for a look of its own: it has to be over
  await sleep(2 * FIRST_SWEEP.runs);
  let head = bed.base();
  for (let index = 0; index < 320; index += 1)
    head = bed.repo.commit({ files: { [`drivers/d${index}.rs`]: driver(index) }, parents: [head] });
  const { number } = bed.repo.openPullRequest({ head, author: 'ada' });
  await bed.looked(number);
  expect((await bed.concluded(head))?.title).toMatch(/320/);
  const from = bed.hub.requests.length;
  head = bed.repo.commit({ files: { 'drivers/d7.rs': BLOCK }, parents: [head] });
  bed.repo.push(number, head);
  await bed.hub.deliverAll();
  const run = await bed.concluded(head);
  // the comment is what a look writes last; what a sweep looks at afterwards does not count
  await bed.hub.until(() => bed.repo.comments(number).length === 1);
  expect(run?.annotations.map(({ path }) => path)).toContain('drivers/d7.rs');
  const calls = callsAfter(from);
  expect(calls.filter((call) => call.endsWith('/commits/{ref}')).length).toBeLessThanOrEqual(1);
  expect(calls.length).toBeLessThan(25);
});

test('a known comment is edited without a look at the others; one that was deleted is made again', async () => {
  const { number, head } = await bed.open({ 'drivers/a.rs': BLOCK });
  await bed.concluded(head);
  await bed.done(number);
  for (let index = 0; index < 820; index += 1) bed.repo.comment(number, 'ada', `words ${index}`);
  await bed.hub.deliverAll();
  const push = async (text: string): Promise<readonly string[]> => {
    const from = bed.hub.requests.length;
    const next = bed.repo.commit({ files: { 'drivers/a.rs': text }, parents: [bed.repo.pull(number).head] });
    bed.repo.push(number, next);
    await bed.looked(number);
    await bed.concluded(next);
    return callsAfter(from).filter((call) => call.includes('comments'));
  };
  expect(await push(`${BLOCK}\n// more\n`)).toEqual(['PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}']);
  const own = () => bed.repo.comments(number).filter(({ isByApp }) => isByApp);
  expect(own().length).toBe(1);
  bed.repo.deleteComment(own()[0]?.id ?? 0);
  const again = await push(`${BLOCK}\n// even more\n`);
  expect(again[0]).toBe('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}');
  expect(again.filter((call) => call.startsWith('GET')).length).toBeLessThanOrEqual(6);
  expect(again.at(-1)).toBe('POST /repos/{owner}/{repo}/issues/{issue_number}/comments');
  expect(own().length).toBe(1);
});

test('settings, files and commits are asked for at once', async () => {
  const waiting = new Set<string>();
  const routes = ['POST /graphql', 'GET /repos/{}/{}/pulls/{}/files', 'GET /repos/{}/{}/pulls/{}/commits'];
  const met = new Promise<void>((resolve) => {
    for (const route of routes)
      bed.hub.before(route, async () => {
        waiting.add(route);
        if (waiting.size === routes.length) resolve();
        // one after the other they would not meet
        await Promise.race([met, sleep(5_000, undefined, { ref: false }).then(() => waiting.delete(route))]);
      });
  });
  const { head } = await bed.open({ 'drivers/a.rs': BLOCK });
  await bed.concluded(head);
  expect([...waiting].sort()).toEqual(routes.sort());
});

test('a label that skips costs no lists of files and commits', async () => {
  bed.repo.setRole('max', 'maintain');
  const { head, number } = await bed.open({ 'drivers/a.rs': BLOCK }, 'skip-label: no-audit\n');
  await bed.concluded(head);
  await bed.done(number);
  const from = bed.hub.requests.length;
  bed.repo.label(number, 'no-audit', 'max');
  await bed.looked(number);
  expect(bed.repo.runs(head).at(-1)?.title).toBe('Skipped by a label');
  expect(callsAfter(from).filter((call) => /pulls\/\{pull_number\}\/(?:files|commits)/.test(call))).toEqual([]);
});

test('while a pull request of many commits waits for the files of each, another one is reviewed', async () => {
  const atOnce = 10;
  let asked = 0;
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  for (let call = 0; call < 100; call += 1)
    bed.hub.before('GET /repos/{}/{}/commits/{}', () => {
      asked += 1;
      return released;
    });
  let many = bed.base();
  const next = bed.repo.commit({ files: { 'drivers/next.rs': BLOCK }, parents: [many] });
  for (let index = 0; index < 100; index += 1)
    many = bed.repo.commit({ files: { [`drivers/m${index}.rs`]: driver(index) }, parents: [many] });
  bed.repo.openPullRequest({ head: many, author: 'eve' });
  await bed.hub.deliverAll();
  while (asked < atOnce) await sleep(10);
  bed.repo.openPullRequest({ head: next, author: 'max' });
  await bed.hub.deliverAll();
  expect((await bed.concluded(next))?.conclusion).toBe('neutral');
  expect(asked).toBe(atOnce);
  release();
  expect((await bed.concluded(many))?.title).toMatch(/100/);
});
