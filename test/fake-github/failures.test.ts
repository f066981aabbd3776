/** Trouble on demand. */
import { afterEach, expect, test } from '@jest/globals';
import { type FakeGitHub, type FakeRepository, type FaultKind, startFakeGitHub } from '../support/fake-github/index.ts';

let hub: FakeGitHub;
let repo: FakeRepository;
afterEach(() => hub.close());

async function start(): Promise<void> {
  hub = await startFakeGitHub();
  repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'a.rs': 'fn a() {}\n' } });
}

const ROUTE = 'POST /repos/{}/{}/check-runs';

async function create(signal: AbortSignal | null = null) {
  return fetch(`${hub.url}/repos/linux/kernel/check-runs`, {
    method: 'POST',
    headers: { authorization: `token ${hub.token()}` },
    body: JSON.stringify({ name: 'n', head_sha: repo.tip() }),
    signal,
  });
}

test.each<[FaultKind, number | null, number]>([
  ['502', 502, 0],
  ['502-after-commit', 502, 1],
  ['reset', null, 0],
  ['reset-after-commit', null, 1],
  ['primary-limit', 403, 0],
  ['secondary-limit', 403, 0],
  ['token-expired', 401, 0],
  ['garbage', 200, 0],
])('%s: the answer %p, and %p runs', async (kind, status, runs) => {
  await start();
  hub.fail({ route: ROUTE, kind });
  const answered = await create().then(
    (answer) => answer.status,
    () => null,
  );
  expect([answered, repo.runs().length]).toEqual([status, runs]);
  expect((await create()).status).toBe(201);
  expect(hub.count(ROUTE)).toBe(2);
  expect(hub.violations).toEqual([]);
});

test('a call that is never answered ends when the caller gives up', async () => {
  await start();
  hub.fail({ route: ROUTE, kind: 'timeout' });
  const caller = new AbortController();
  const asked = create(caller.signal);
  await hub.until(() => hub.count(ROUTE) === 1);
  caller.abort();
  await expect(asked).rejects.toThrow('abort');
  expect(repo.runs()).toEqual([]);
});

test('failures happen after some calls, some times, with their headers', async () => {
  await start();
  hub.fail({ route: ROUTE, kind: 'secondary-limit', after: 1, times: 2, retryAfter: 7 });
  const answers = [await create(), await create(), await create(), await create()];
  expect(answers.map(({ status }) => status)).toEqual([201, 403, 403, 201]);
  expect(answers[1]?.headers.get('retry-after')).toBe('7');
  hub.fail({ route: ROUTE, kind: 'primary-limit' });
  expect((await create()).headers.get('x-ratelimit-remaining')).toBe('0');
  hub.fail({ route: '*', kind: 'status', status: 503, message: 'Unicorn' });
  expect((await create()).status).toBe(503);
  hub.fail({ route: ROUTE, kind: '502', times: 9 });
  hub.heal();
  expect((await create()).status).toBe(201);
});

test('something happens between two calls', async () => {
  await start();
  const { number } = repo.openPullRequest({ head: repo.commit({ files: { b: '1' } }) });
  const next = repo.commit({ files: { b: '2' } });
  hub.before('GET /repos/{}/{}/pulls/{}', () => repo.push(number, next));
  const headers = { authorization: `token ${hub.token()}` };
  const answer = await fetch(`${hub.url}/repos/linux/kernel/pulls/${number}`, { headers });
  expect(((await answer.json()) as { head: { sha: string } }).head.sha).toBe(next);
});

test('too many writes in a minute are refused where a test wants that', async () => {
  hub = await startFakeGitHub({ limits: { writesAMinute: 2 } });
  repo = hub.repository('linux/kernel');
  repo.commit({ files: { 'a.rs': 'fn a() {}\n' } });
  const statuses = [(await create()).status, (await create()).status, (await create()).status];
  expect(statuses).toEqual([201, 201, 403]);
});

test('waiting for what never comes ends with the hub', async () => {
  await start();
  const waiting = hub.until(() => false);
  const refused = expect(waiting).rejects.toThrow('closed');
  await hub.close();
  await refused;
  hub = await startFakeGitHub();
});
