/** When GitHub breaks, limits or answers twice: what is shown ends right, and nothing is written twice. */
import { jest } from '@jest/globals';
import { type FakeGitHub, type Fault, startFakeGitHub } from '../support/fake-github/index.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';
import { BLOCK, concluded, type Opened, open, QUICK } from './opened.ts';

jest.setTimeout(60_000);

let hub: FakeGitHub;
let app: WholeApp;
let count = 0;

beforeAll(async () => {
  hub = await startFakeGitHub();
  app = await startApp(hub, { env: QUICK });
});

afterAll(async () => {
  expect(await app.stop()).toBe(0);
  expect(hub.violations).toEqual([]);
  await hub.close();
});

function fresh(): Opened {
  count += 1;
  return open(hub, `trouble/kernel-${count}`);
}

/** One completed run with its annotations, and one comment. */
async function expectOnce(opened: Opened): Promise<void> {
  const { repo, number, head } = opened;
  const run = await concluded(hub, opened);
  await hub.until(() => repo.comments(number).length > 0);
  expect(repo.runs(head)).toHaveLength(1);
  expect(run.conclusion).toBe('neutral');
  const places = run.annotations.map(({ path, start_line, title }) => `${path}:${start_line} ${title}`);
  expect(new Set(places).size).toBe(places.length);
  expect(places.length).toBeGreaterThan(0);
  expect(repo.comments(number)).toHaveLength(1);
}

const WRITES = [
  'POST /repos/{}/{}/check-runs',
  'PATCH /repos/{}/{}/check-runs/{}',
  'POST /repos/{}/{}/issues/{}/comments',
];
const KINDS = ['502', '502-after-commit', 'reset-after-commit', 'garbage'] as const;

test.each(WRITES.flatMap((route) => KINDS.map((kind) => [route, kind] as const)))(
  '%s fails with %s',
  async (route, kind) => {
    const opened = fresh();
    hub.fail({ route, kind });
    await hub.deliverAll();
    await expectOnce(opened);
  },
);

const READS: readonly Fault[] = [
  { route: 'GET /repos/{}/{}/pulls/{}', kind: '502' },
  { route: 'GET /repos/{}/{}/pulls/{}', kind: 'reset', times: 2 },
  { route: 'GET /repos/{}/{}/pulls/{}/files', kind: 'garbage' },
  { route: 'POST /graphql', kind: '502', times: 2 },
  { route: '*', kind: 'token-expired' },
  { route: 'POST /graphql', kind: 'secondary-limit', retryAfter: 1 },
  { route: 'POST /repos/{}/{}/check-runs', kind: 'secondary-limit', retryAfter: 1 },
];

test.each(READS.map((fault) => [fault.route, fault.kind, fault] as const))('%s: %s', async (_route, _kind, fault) => {
  const opened = fresh();
  hub.fail(fault);
  await hub.deliverAll();
  await expectOnce(opened);
});

test('a comment that was edited, with the answer lost, is one comment still', async () => {
  const opened = fresh();
  const { repo, number, head } = opened;
  await hub.deliverAll();
  await expectOnce(opened);
  hub.fail({ route: 'PATCH /repos/{}/{}/issues/comments/{}', kind: '502-after-commit' });
  const next = repo.commit({ files: { 'drivers/b.rs': BLOCK }, parents: [head] });
  repo.push(number, next);
  await hub.deliverAll();
  await concluded(hub, { repo, head: next });
  await hub.until(() => repo.comments(number)[0]?.body.includes(next.slice(0, 12)) === true);
  expect(repo.comments(number)).toHaveLength(1);
});

test('a reply to a command whose answer was lost is one reply', async () => {
  const opened = fresh();
  const { repo, number } = opened;
  await hub.deliverAll();
  await expectOnce(opened);
  hub.fail({ route: 'POST /repos/{}/{}/issues/{}/comments', kind: '502-after-commit' });
  repo.comment(number, 'ada', '/audit help');
  await hub.deliverAll();
  const replies = () => repo.comments(number).filter(({ isByApp, body }) => isByApp && body.includes(':reply:'));
  const command = () => repo.comments(number).find(({ body }) => body === '/audit help');
  await hub.until(() => replies().length > 0 && command()?.reactions.length === 2);
  expect(replies()).toHaveLength(1);
});

test('deliveries late, twice and backwards', async () => {
  const opened = fresh();
  const { repo, number, head } = opened;
  const heads = [head];
  for (let push = 0; push < 3; push += 1) {
    heads.push(repo.commit({ files: { [`drivers/p${push}.rs`]: BLOCK }, parents: [heads.at(-1) as string] }));
    repo.push(number, heads.at(-1) as string);
  }
  await hub.deliverAll({ order: 'reversed', times: 3 });
  await concluded(hub, { repo, head: heads.at(-1) as string });
  await hub.until(() => repo.runs().every(({ status }) => status === 'completed'));
  expect(repo.runs(heads.at(-1))).toHaveLength(1);
});
