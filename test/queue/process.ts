/**
 * Processes that a test starts and kills: `process.ts WHAT ADDRESS NAME COUNT`. What they have done they tell their parent.
 *
 * - `hold`: opens the store of a folder and stays
 * - `write`: accepts deliveries into the store of a folder until it dies, and tells the number of each that was acknowledged
 * - `accept`: the same in PostgreSQL, COUNT of them, which are the same ones in every process
 * - `upgrade`, `upgrade-postgres`: brings the tables of a folder or in PostgreSQL up to date, and stops before that is written
 * - `work`: works on what there is in PostgreSQL, and tells when there is no more; with every message its time goes on by two hours
 */
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Dialect, Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import pg from 'pg';
import type { JobStore, Lease } from '../../src/app/ports/job-store.ts';
import { DATABASE, openEmbeddedStore } from '../../src/queue/embedded.ts';
import { migrate } from '../../src/queue/migrate.ts';
import { newPool } from '../../src/queue/pg-pool.ts';
import { openPostgresStore } from '../../src/queue/postgres.ts';
import type { Tables } from '../../src/queue/tables.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { opened, pullRequest, wanted } from './events.ts';

export type Message =
  | { readonly kind: 'open' }
  | { readonly kind: 'refused'; readonly words: string }
  | { readonly kind: 'accepted'; readonly number: number; readonly answer: 'accepted' | 'known' }
  | { readonly kind: 'begun'; readonly number: number }
  | { readonly kind: 'completed'; readonly number: number }
  /** Somebody else works on it right now. */
  | { readonly kind: 'twice'; readonly number: number }
  | { readonly kind: 'idle' };

const HOUR = 3_600_000;

const [what = '', address = '', name = '', count = '0'] = process.argv.slice(2);

async function main(): Promise<void> {
  if (what === 'hold') await hold();
  if (what === 'write')
    await accept(opened(await openEmbeddedStore(address, { about: 'test' })), Number.POSITIVE_INFINITY);
  if (what === 'accept') await accept(opened(await openPostgresStore(address, { about: 'test' })), Number(count));
  if (what === 'upgrade') await upgrade(sqliteIn(address), false);
  if (what === 'upgrade-postgres') await upgrade(new PostgresDialect({ pool: newPool(address, 1, HOUR) }), true);
  if (what === 'work') await work(opened(await openPostgresStore(address, { about: 'test' })));
}

function sqliteIn(folder: string): Dialect {
  return new SqliteDialect({ database: new Libsql(join(folder, DATABASE)) });
}

async function upgrade(dialect: Dialect, isPostgres: boolean): Promise<void> {
  await migrate({ db: new Kysely<Tables>({ dialect }), isPostgres }, address, () => {
    tell({ kind: 'idle' });
    return new Promise((resolve) => process.once('message', resolve));
  });
}

/** All that nothing refers to is collected, and closed where it is a resource. */
async function collectGarbage(): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  for (let round = 0; round < 5; round += 1) {
    collect();
    await setTimeout(20);
  }
}

async function hold(): Promise<void> {
  const said = await holdStore();
  // the store has to stay locked though nothing here refers to it any more
  await collectGarbage();
  // without a listener the process would end here, and the lock with it
  process.on('message', () => {});
  tell(said);
}

async function holdStore(): Promise<Message> {
  const store = await openEmbeddedStore(address, { about: 'test' });
  if (isFailure(store)) return { kind: 'refused', words: failureText(store) };
  await store.want([wanted('pr/7/1', pullRequest(1))], 1);
  await store.claim(name, 1, HOUR);
  return { kind: 'open' };
}

async function accept(store: JobStore, most: number): Promise<void> {
  for (let number = 1; number <= most; number += 1) {
    const delivery = { id: `1/${number}`, name: 'pull_request', action: 'opened' };
    const answer = await store.accept(delivery, [wanted(`pr/7/${number}`, pullRequest(number))], number);
    tell({ kind: 'accepted', number, answer });
    await setImmediate();
  }
  await store.close();
  process.disconnect();
}

async function work(store: JobStore): Promise<void> {
  const locks = new pg.Client({ connectionString: address });
  await locks.connect();
  let now = HOUR;
  for (;;) {
    const lease = await store.claim(name, now, HOUR);
    if (lease !== undefined) await workOn(store, locks, lease, now);
    else {
      const more = new Promise((resolve) => process.once('message', resolve));
      tell({ kind: 'idle' });
      await more;
      now += 2 * HOUR;
    }
  }
}

/** The server frees such a lock when its process is gone: while it is taken, somebody alive works on the job. */
async function workOn(store: JobStore, locks: pg.Client, lease: Lease, now: number): Promise<void> {
  const number = Number(lease.job.key.split('/').at(-1));
  const { rows } = await locks.query('select pg_try_advisory_lock(1, $1) as free', [number]);
  tell(rows[0].free ? { kind: 'begun', number } : { kind: 'twice', number });
  await store.renew(lease, now, HOUR);
  await locks.query('select pg_advisory_unlock(1, $1)', [number]);
  if (await store.complete(lease, now)) tell({ kind: 'completed', number });
}

function tell(message: Message): void {
  process.send?.(message);
}

await main();
