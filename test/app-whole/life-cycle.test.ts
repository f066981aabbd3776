/** What happens to a pull request while and after it is reviewed: pushes, bases, labels, other pull requests on its head, the end. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github/index.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';
import { BASE, BLOCK, concluded, JUSTIFIED, type Opened, open, QUICK, SETTINGS } from './opened.ts';

jest.setTimeout(60_000);

const CREATE_RUN = 'POST /repos/{}/{}/check-runs';
let hub: FakeGitHub;
let app: WholeApp;
let data: string;
let count = 0;

beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'kra-life-'));
  hub = await startFakeGitHub();
  app = await startApp(hub, { data, env: { ...QUICK, KRA_LEASE_MS: '2000' } });
});

afterAll(async () => {
  expect(await app.stop()).toBe(0);
  expect(hub.violations).toEqual([]);
  await hub.close();
  rmSync(data, { recursive: true, force: true });
});

function fresh(options: Parameters<typeof open>[2] = {}): Opened {
  count += 1;
  return open(hub, `life/kernel-${count}`, options);
}

/** What was begun has ended. */
async function settled({ repo }: Opened): Promise<void> {
  await hub.until(() => repo.runs().every(({ status }) => status === 'completed'));
}

test('a push while a review runs: the old run ends as superseded, the new head gets its own', async () => {
  const opened = fresh();
  const { repo, number, head } = opened;
  const next = repo.commit({ files: { 'drivers/a.rs': JUSTIFIED }, parents: [head] });
  // the push comes when the first run has been created and before its files are read
  hub.before(CREATE_RUN, () => {
    repo.push(number, next);
  });
  await hub.deliverAll();
  await hub.until(() => repo.runs(head).length > 0);
  await hub.deliverAll();
  expect(await concluded(hub, { repo, head: next })).toMatchObject({ conclusion: 'neutral' });
  await settled(opened);
  const [old] = repo.runs(head);
  expect(old?.conclusion).toBe('cancelled');
  expect(old?.title).toContain('Superseded');
});

test('a force-push back to a head that was audited keeps its run', async () => {
  const { repo, number, head } = fresh();
  await hub.deliverAll();
  const first = await concluded(hub, { repo, head });
  const next = repo.commit({ files: { 'drivers/a.rs': JUSTIFIED }, parents: [head] });
  repo.push(number, next);
  await hub.deliverAll();
  await concluded(hub, { repo, head: next });
  const comment = () => repo.comments(number)[0]?.body ?? '';
  await hub.until(() => comment().includes(next.slice(0, 12)));
  repo.push(number, head);
  await hub.deliverAll();
  await hub.until(() => comment().includes(head.slice(0, 12)));
  expect(repo.runs(head).map(({ id }) => id)).toEqual([first.id]);
});

test('another base is another review, another title is none', async () => {
  const opened = fresh();
  const { repo, number, head } = opened;
  await hub.deliverAll();
  await concluded(hub, opened);
  repo.edit(number, { title: 'another title' });
  await hub.deliverAll();
  // the other branch has the block already
  const stable = repo.commit({ files: { 'drivers/a.rs': BLOCK }, branch: 'stable' });
  const upon = repo.commit({ files: { 'drivers/b.c': 'int b;\n' }, parents: [stable] });
  expect(repo.runs(head)).toHaveLength(1);
  repo.push(number, upon);
  repo.setBase(number, 'stable');
  await hub.deliverAll();
  await hub.until(() => repo.runs(upon).some(({ conclusion }) => conclusion === 'success'));
});

test('the label of the settings skips, for those who may; without it the review comes back', async () => {
  const opened = fresh({ base: { [SETTINGS]: 'gate: enforce\nskip-label: no-audit\n' } });
  const { repo, number, head } = opened;
  await hub.deliverAll();
  expect(await concluded(hub, opened)).toMatchObject({ conclusion: 'failure' });
  repo.setRole('max', 'maintain');
  repo.label(number, 'no-audit', 'max');
  await hub.deliverAll();
  await hub.until(() => repo.runs(head).at(-1)?.conclusion === 'success');
  repo.unlabel(number, 'no-audit', 'max');
  await hub.deliverAll();
  await hub.until(() => repo.runs(head).at(-1)?.conclusion === 'failure');
});

test('two pull requests on one head: the check is the worst of both, until that one is closed', async () => {
  count += 1;
  const repo = hub.repository(`life/kernel-${count}`);
  const root = repo.commit({ files: BASE });
  // without settings: findings do not fail there
  repo.branch('stable', root);
  repo.commit({ files: { [SETTINGS]: 'gate: enforce\n' }, branch: 'main' });
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [root] });
  const { number } = repo.openPullRequest({ head, author: 'ada' });
  const opened = { repo, head };
  await hub.deliverAll();
  expect(await concluded(hub, opened)).toMatchObject({ conclusion: 'failure' });
  repo.openPullRequest({ head, base: 'stable', author: 'ada' });
  await hub.deliverAll();
  const both = await concluded(hub, opened, 2);
  expect(both.conclusion).toBe('failure');
  expect(both.summary).toContain(`Pull request ${number}`);
  repo.close(number);
  await hub.deliverAll();
  expect(await concluded(hub, opened, 3)).toMatchObject({ conclusion: 'neutral' });
});

test('reopened: the run of the same head is still right', async () => {
  const opened = fresh();
  const { repo, number, head } = opened;
  await hub.deliverAll();
  await concluded(hub, opened);
  repo.close(number);
  await hub.deliverAll();
  repo.reopen(number);
  await hub.deliverAll();
  await settled(opened);
  expect(repo.runs(head).filter(({ conclusion }) => conclusion === 'neutral').length).toBeGreaterThan(0);
});

test('a queue that takes a group back: its run ends', async () => {
  const opened = fresh();
  const { repo, number } = opened;
  await hub.deliverAll();
  await concluded(hub, opened);
  const { group } = repo.enqueue(number);
  repo.destroyMergeGroup(group);
  await hub.deliverAll();
  await settled(opened);
  expect(repo.runs(group.head).every(({ status }) => status === 'completed')).toBe(true);
});

test('all of a suite again, also where the payload names no pull request', async () => {
  const opened = fresh();
  const { repo, head } = opened;
  await hub.deliverAll();
  await concluded(hub, opened);
  repo.rerequestSuite(head, 'ada');
  await hub.deliverAll();
  const again = await concluded(hub, opened, 2);
  expect(again.conclusion).toBe('neutral');
});

test('a fork: its head is reviewed, and its suite again', async () => {
  count += 1;
  const { repo } = open(hub, `life/kernel-${count}`);
  const fork = repo.fork('eve');
  const head = fork.commit({ files: { 'drivers/f.rs': BLOCK }, parents: [repo.tip()] });
  repo.openPullRequest({ head, from: fork, author: 'eve' });
  await hub.deliverAll();
  expect(await concluded(hub, { repo, head })).toMatchObject({ conclusion: 'neutral' });
  repo.rerequestSuite(head, 'eve');
  await hub.deliverAll();
  await concluded(hub, { repo, head }, 2);
});

test('a kill amid a review: the next one to start goes on, and nothing stays in progress', async () => {
  const opened = fresh();
  const { repo, head } = opened;
  let died: Promise<void> | undefined;
  hub.before('PATCH /repos/{}/{}/check-runs/{}', () => {
    died = app.kill();
    return died;
  });
  await hub.deliverAll();
  await hub.until(() => died !== undefined);
  await died;
  app = await startApp(hub, { data, env: { ...QUICK, KRA_LEASE_MS: '2000' } });
  await concluded(hub, opened);
  await settled(opened);
  expect(repo.runs(head)).toHaveLength(1);
});

test('after the App was taken off a repository it asks nothing more of it', async () => {
  const opened = fresh();
  const { repo, number, head } = opened;
  await hub.deliverAll();
  await concluded(hub, opened);
  await hub.until(() => repo.comments(number).length > 0);
  hub.remove(repo);
  await hub.deliverAll();
  const before = hub.requests.filter(({ path }) => path.includes(repo.name)).length;
  const other = fresh();
  await hub.deliverAll();
  await concluded(hub, other);
  expect(hub.requests.filter(({ path }) => path.includes(repo.name))).toHaveLength(before);
  expect(repo.runs(head)).toHaveLength(1);
});
