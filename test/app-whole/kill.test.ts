/** A machine that dies amid a review, and the App that is started again upon its data. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

test('a kill amid a review: the next one to start goes on, and nothing stays in progress', async () => {
  const repo = hub.repository('linux/killed');
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [baseOf(repo)] });
  repo.openPullRequest({ head, author: 'ada' });
  let died: Promise<void> | undefined;
  hub.before('PATCH /repos/{}/{}/check-runs/{}', () => {
    died = app.kill();
    return died;
  });
  await hub.deliverAll();
  await hub.until(() => died !== undefined);
  await died;
  app = await startApp(hub, options);
  expect(await concludedIn(hub, repo, head)).toMatchObject({ conclusion: 'neutral' });
  expect(repo.runs(head)).toHaveLength(1);
});
