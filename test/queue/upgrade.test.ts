/** The embedded store of 0.1.0, opened by this version. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Libsql from 'libsql';
import { openEmbeddedStore } from '../../src/queue/embedded.ts';
import { STORED } from '../../src/queue/stored.ts';
import { STEPS } from '../../src/queue/tables.ts';
import { opened, pullRequest, wanted } from './events.ts';
import { expectNothingLost, firstVersion, refusalOf } from './first-version.ts';
import { killAll, startProcess } from './processes.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kra-upgrade-'));
  run(...firstVersion(false));
});
afterEach(() => {
  killAll();
  rmSync(folder, { recursive: true, force: true });
});

function run(...statements: readonly string[]): void {
  const database = new Libsql(join(folder, 'jobs.sqlite'));
  for (const statement of statements) database.exec(statement);
  database.close();
}

function versionOf(): unknown {
  const database = new Libsql(join(folder, 'jobs.sqlite'));
  const row = database.prepare('select version from kra_schema').get([]);
  database.close();
  return row;
}

const open = () => openEmbeddedStore(folder, { about: 'test' });

test('nothing is lost, and what was held is taken up again', async () => {
  const store = opened(await open());
  await expectNothingLost(store);
  await store.close();
  expect(versionOf()).toMatchObject({ version: STEPS.length });
});

test('a kill in the middle leaves the old version whole', async () => {
  const upgrading = startProcess('upgrade', folder, 'first');
  await upgrading.until(({ kind }) => kind === 'idle');
  await upgrading.kill();
  expect(versionOf()).toMatchObject({ version: 1 });
  const store = opened(await open());
  await expectNothingLost(store);
  await store.close();
});

test('of two that upgrade at once one is refused, and nothing is lost', async () => {
  const [one, other] = await Promise.all([open(), open()]);
  const words = [one, other].filter((each) => 'kind' in each).map(refusalOf);
  expect(words).toEqual([expect.stringContaining('another process uses this store')]);
  const store = [one, other].find((each) => !('kind' in each));
  await expectNothingLost(opened(store as typeof one));
  await opened(store as typeof one).close();
});

test('tables and values of a newer version are refused in words, and left as they are', async () => {
  await opened(await open()).close();
  run(`update kra_values set form = ${STORED + 1} where key = 'paused/7/1'`);
  expect(refusalOf(await open())).toContain(`values written by a newer version of this program (form ${STORED + 1})`);
  run('update kra_values set form = 1', `update kra_schema set version = ${STEPS.length + 1}`);
  expect(refusalOf(await open())).toContain(`a newer version of this program (tables of version ${STEPS.length + 1})`);
});

test('what a newer version writes while this one runs is not guessed at: values throw, jobs wait for it', async () => {
  const store = opened(await open());
  await store.want([wanted('pr/7/8', pullRequest(8))], 1000);
  run(
    `update kra_jobs set form = ${STORED + 1} where key = 'pr/7/8'`,
    `update kra_values set form = ${STORED + 1} where key = 'paused/7/1'`,
  );
  await expect(store.recall('paused/7/1')).rejects.toThrow(/^paused\/7\/1 was written by a newer version/);
  await expect(store.recallAll('paused/')).rejects.toThrow('newer version');
  const keys: string[] = [];
  for (let lease = await store.claim('w', 100_000, 1000); lease; lease = await store.claim('w', 100_000, 1000))
    keys.push(lease.job.key);
  expect(keys).not.toContain('pr/7/8');
  expect(await store.passedOver()).toBe(1);
  await store.close();
});
