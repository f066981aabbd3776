/** A machine that dies amid a review, and the App that is started again upon its data. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SHOWN_AFTER } from '../../src/app/check/show-progress.ts';
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github/index.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';
import { BLOCK, baseOf, concludedIn, QUICK } from './support.ts';

const data = mkdtempSync(join(tmpdir(), 'kra-kill-'));
const options = { data, env: { ...QUICK, KRA_LEASE_MS: '2000' } };
let hub: FakeGitHub;
let app: WholeApp;

beforeAll(async () => {
  hub = await startFakeGitHub();
  app = await startApp(hub, options);
});

afterAll(async () => {
  expect(await app.stop()).toBe(0);
  expect(hub.violations).toEqual([]);
  await hub.close();
  rmSync(data, { recursive: true, force: true });
});

const CREATE_RUN = 'POST /repos/{}/{}/check-runs';
const CHANGE_RUN = 'PATCH /repos/{}/{}/check-runs/{}';

test.each([
  ['at the one write of a quick review', CREATE_RUN, 'quick'],
  ['when a slow review is shown as in progress', CREATE_RUN, 'slow'],
  ['at the end of a slow review', CHANGE_RUN, 'slow'],
])('a kill %s: the next one to start goes on, and nothing is missing or there twice', async (_, route, pace) => {
  const repo = hub.repository(`linux/killed-${pace}-${route.slice(0, 5).trim()}`);
  hub.latency = (asked) => (pace === 'slow' && asked === 'POST /graphql' ? SHOWN_AFTER + 100 : 0);
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [baseOf(repo)] });
  const { number } = repo.openPullRequest({ head, author: 'ada' });
  let died: Promise<void> | undefined;
  hub.before(route, () => {
    died = app.kill();
    return died;
  });
  await hub.deliverAll();
  await hub.until(() => died !== undefined);
  await died;
  app = await startApp(hub, options);
  expect(await concludedIn(hub, repo, head)).toMatchObject({ conclusion: 'neutral' });
  // it looks at the comments last
  await hub.until(() => repo.comments(number).length > 0);
  expect(repo.runs(head).map(({ status, annotations }) => [status, annotations.length])).toEqual([['completed', 2]]);
  expect(repo.comments(number)).toHaveLength(1);
});
