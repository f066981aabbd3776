/** The App on bad days of its machine: a disk that takes nothing more, and an end that a load balancer has to see first. */
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github/index.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';
import { BLOCK, baseOf, concludedIn, QUICK } from './support.ts';

let hub: FakeGitHub;
let app: WholeApp;
let data: string;

async function start(env: Readonly<Record<string, string>>): Promise<void> {
  hub = await startFakeGitHub();
  data = await mkdtemp(join(tmpdir(), 'kra-bad-day-'));
  app = await startApp(hub, { data, env: { ...QUICK, ...env } });
}

afterEach(async () => {
  app.process.kill('SIGKILL');
  await hub.close();
  await rm(data, { recursive: true, force: true });
});

const ready = async (): Promise<readonly [number, string]> => {
  const answer = await fetch(`${app.url}/readyz`);
  return [answer.status, await answer.text()];
};

/** No file of the App grows beyond so many bytes: what a full disk is, on any machine. */
const limitFiles = (size: string) => execFileSync('prlimit', ['--pid', String(app.process.pid), `--fsize=${size}:`]);

test('a disk that takes nothing more: readyz and the log name it, nothing is lost, and all goes on by itself', async () => {
  // the worker says that it lives three times a second
  await start({ KRA_LEASE_MS: '1000' });
  const repo = hub.repository('linux/full');
  const base = baseOf(repo);
  limitFiles(String(statSync(join(data, 'jobs.sqlite-wal')).size));
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [base] });
  const { event } = repo.openPullRequest({ head, author: 'ada' });
  const refused = await hub.deliver(event);
  expect(refused.status).toBe(503);
  const [status, words] = await ready();
  expect([status, words]).toEqual([503, 'not ready: store: the disk cannot be written\n']);
  expect(app.lines.find((line) => line.includes('a delivery could not be accepted'))).toMatch(
    /the disk cannot be written/,
  );
  expect((await fetch(`${app.url}/healthz`)).status).toBe(200);
  // each of these tries to write, besides the worker and the figures, which do so by themselves
  for (let tries = 0; tries < 30; tries += 1) expect((await ready())[0]).toBe(503);
  const saidOfStore = () =>
    app.lines.filter((line) => /"message":"the store/.test(line)).map((line) => JSON.parse(line));
  expect(saidOfStore()).toMatchObject([{ message: 'the store cannot be used', cause: 'the disk cannot be written' }]);

  limitFiles('unlimited');
  expect(await ready()).toEqual([200, 'ready\n']);
  while (saidOfStore().length < 2) await once(app.process.stdout as Readable, 'data');
  const [, over] = saidOfStore();
  expect(over).toMatchObject({ message: 'the store can be used again', cause: 'the disk cannot be written' });
  expect(over.failures).toBeGreaterThan(30);
  expect(over.milliseconds).toBeGreaterThan(0);
  expect((await hub.deliver(event, { guid: refused.guid })).status).toBe(202);
  expect((await concludedIn(hub, repo, head))?.conclusion).toBe('neutral');
  app.process.kill('SIGTERM');
});

test('SIGTERM: first it is not ready, then the port closes; deliveries that come meanwhile are kept', async () => {
  await start({ KRA_SHUTDOWN_DELAY_MS: '3000' });
  const repo = hub.repository('linux/end');
  const base = baseOf(repo);
  const ended = app.stop();
  while (!app.lines.some((line) => line.includes('stopping'))) await new Promise((resolve) => setTimeout(resolve, 10));
  expect(await ready()).toEqual([503, 'not ready: stopping\n']);
  const head = repo.commit({ files: { 'drivers/a.rs': BLOCK }, parents: [base] });
  repo.openPullRequest({ head, author: 'ada' });
  expect(new Set((await hub.deliverAll()).map(({ status }) => status))).toEqual(new Set([202]));
  expect(repo.runs(head)).toEqual([]);
  expect(await ended).toBe(0);
  await expect(fetch(`${app.url}/readyz`)).rejects.toThrow();

  app = await startApp(hub, { data, env: QUICK });
  expect((await concludedIn(hub, repo, head))?.conclusion).toBe('neutral');
});
