/** The tables of 0.1.0 in PostgreSQL, opened by this version. */
import pg from 'pg';
import { openPostgresStore } from '../../src/queue/postgres.ts';
import { STORED } from '../../src/queue/stored.ts';
import { STEPS } from '../../src/queue/tables.ts';
import { type Postgres, startPostgres } from '../support/postgres.ts';
import { opened } from './events.ts';
import { expectNothingLost, firstVersion, refusalOf } from './first-version.ts';
import { killAll, startProcess } from './processes.ts';

let postgres: Postgres;
let url: string;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(async () => {
  killAll();
  await postgres?.stop();
});
beforeEach(async () => {
  url = await postgres.newDatabase();
  await run(...firstVersion(true));
});

async function run(...statements: readonly string[]): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  let rows: readonly unknown[] = [];
  for (const statement of statements) ({ rows } = await client.query(statement));
  await client.end();
  return rows;
}

const open = () => openPostgresStore(url, { about: 'test' });
const version = () => run('select version from kra_schema');

test('several that upgrade at once do it once; nothing is lost', async () => {
  const stores = (await Promise.all(Array.from({ length: 4 }, open))).map(opened);
  expect(await version()).toEqual([{ version: STEPS.length }]);
  await expectNothingLost(stores[0] as (typeof stores)[number]);
  await Promise.all(stores.map((store) => store.close()));
});

test('a kill in the middle leaves the old version whole', async () => {
  const upgrading = startProcess('upgrade-postgres', url, 'first');
  await upgrading.until(({ kind }) => kind === 'idle');
  await upgrading.kill();
  expect(await version()).toEqual([{ version: 1 }]);
  const store = opened(await open());
  await expectNothingLost(store);
  await store.close();
});

test('tables and values of a newer version are refused in words', async () => {
  await opened(await open()).close();
  await run(`update kra_values set form = ${STORED + 1} where key = 'paused/7/1'`);
  expect(refusalOf(await open())).toContain(`values written by a newer version of this program (form ${STORED + 1})`);
  await run('update kra_values set form = 1', `update kra_schema set version = ${STEPS.length + 1}`);
  expect(refusalOf(await open())).toContain(`a newer version of this program (tables of version ${STEPS.length + 1})`);
});
