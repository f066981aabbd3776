/** Several processes over one PostgreSQL. */
import { type FakeGitHub, startFakeGitHub } from '../support/fake-github/index.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { startApp, type WholeApp } from '../support/whole-app.ts';

let postgres: Postgres;
let hub: FakeGitHub;
let apps: WholeApp[];

beforeAll(async () => {
  postgres = await startPostgres();
  hub = await startFakeGitHub();
  const env = { DATABASE_URL: await postgres.newDatabase(), KRA_WRITE_PAUSE_MS: '5', KRA_LEASE_MS: '2000' };
  apps = [];
  for (const command of ['serve', 'worker', 'worker'] as const) apps.push(await startApp(hub, { command, env }));
});

afterAll(async () => {
  await Promise.all(apps.map((app) => app.stop()));
  await hub.close();
  await postgres.stop();
});

async function statusOf(app: WholeApp | undefined, path: string): Promise<number> {
  return (await fetch(`${app?.url}${path}`)).status;
}

test('a worker answers probes and takes no webhooks', async () => {
  const [, worker] = apps;
  expect(await statusOf(worker, '/healthz')).toBe(200);
  expect(await statusOf(worker, '/readyz')).toBe(200);
  expect(await statusOf(worker, '/metrics')).toBe(200);
  const sent = await fetch(`${worker?.url}/api/github/webhooks`, { method: 'POST', body: '{}' });
  expect(sent.status).toBe(404);
});

test('what one takes, any does, once; a worker that dies loses nothing', async () => {
  const repo = hub.repository('linux/shared');
  repo.commit({ files: { 'drivers/a.rs': 'fn a() {}\n' } });
  const heads = Array.from({ length: 20 }, (_, index) => {
    const files = { [`drivers/d${index}.rs`]: 'fn read(p: *const u8) -> u8 {\n    unsafe { *p }\n}\n' };
    const head = repo.commit({ files, parents: [repo.tip()] });
    repo.openPullRequest({ head });
    return head;
  });
  await hub.deliverAll();
  await hub.until(() => repo.runs().some(({ status }) => status === 'completed'));
  await apps.pop()?.kill();
  await hub.until(() => heads.every((head) => repo.runs(head).some(({ status }) => status === 'completed')));
  await hub.until(() => repo.runs().every(({ status }) => status === 'completed'));
  expect(heads.map((head) => repo.runs(head).length)).toEqual(heads.map(() => 1));
});

test('all end when they are told to', async () => {
  expect(await Promise.all(apps.map((app) => app.stop()))).toEqual([0, 0]);
});
