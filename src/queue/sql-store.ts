/** The one implementation of durable jobs, for both databases. */

import { sql } from 'kysely';
import type { Delivery } from '../app/ports/events.ts';
import type { JobStore, WantedJob } from '../app/ports/job-store.ts';
import type { Note } from '../app/ports/records.ts';
import { claimJob } from './claim.ts';
import { namesCause } from './full-disk.ts';
import {
  completeJob,
  countJobs,
  countPassedOver,
  forgetJobs,
  giveJobBack,
  markJobs,
  renewLease,
  sweepJobs,
} from './jobs.ts';
import { type CacheOptions, sqlCache } from './sql-cache.ts';
import { plain } from './storable-text.ts';
import type { Backing, Database } from './tables.ts';
import { sweepTurns, turnsIn } from './turns.ts';
import { keepNewest, keptIn, sweepRecords, sweepValues } from './values-and-records.ts';
import { attend, sweepWorkers } from './workers.ts';

export type StoreOptions = CacheOptions;

import { gathered } from './group-commit.ts';

/** What a store does besides its tables. */
export interface Surroundings {
  /** Called after a job was wanted here. */
  announce(): void;
  onWanted(listener: () => void): () => void;
  /** Throws, with a code, when the disk is full. */
  readonly look?: () => void;
  close(): Promise<void>;
}

/** The store of jobs over a database of either kind. */
export function sqlStore(backing: Backing, options: StoreOptions, surroundings: Surroundings): JobStore {
  const { db } = backing;
  const acceptOne = gathered((items: readonly Parameters<JobStore['accept']>[]) =>
    inTransaction(db, async (transaction) => {
      const answers: ('accepted' | 'known')[] = [];
      for (const item of items) answers.push(await accept(transaction, ...item));
      return answers;
    }),
  );
  const store: JobStore = {
    accept: async (...item) => {
      const [, jobs] = item;
      const answer = await acceptOne(item);
      if (answer === 'accepted' && jobs.length > 0) surroundings.announce();
      return answer;
    },
    want: async (jobs, now) => {
      if (jobs.length === 0) return;
      await inTransaction(db, (transaction) => markJobs(transaction, jobs, now));
      surroundings.announce();
    },
    attend: (worker, slots, until) => attend(db, worker, slots, until),
    claim: (worker, now, leaseFor) => claimJob(backing, worker, now, leaseFor),
    renew: (lease, now, leaseFor) => renewLease(db, lease, now, leaseFor),
    complete: (lease, now, how = 'done') => completeJob(db, lease, now, how),
    giveBack: (lease, at, why, counts) => giveJobBack(db, lease, at, why, counts),
    forget: (installation, repositories) =>
      inTransaction(db, (transaction) => forgetJobs(transaction, installation, repositories)),
    counts: (now) => countJobs(db, now),
    passedOver: () => countPassedOver(db),
    ...turnsIn(db),
    ...keptIn(backing),
    cache: sqlCache(db, options),
    ping: async () => {
      await sql`select 1`.execute(db);
    },
    sweep: async (before, longer) => {
      await db.deleteFrom('kra_deliveries').where('at', '<', before).execute();
      await sweepJobs(db, before);
      await sweepWorkers(db, before);
      await sweepTurns(db, before);
      await sweepValues(db, before, longer);
      if (longer !== undefined) await sweepRecords(db, longer.recordsBefore);
    },
    onWanted: (listener) => surroundings.onWanted(listener),
    close: () => surroundings.close(),
  };
  return namesCause(store, surroundings.look ?? (() => {}));
}

async function accept(
  db: Database,
  { id, name, action }: Delivery,
  jobs: readonly WantedJob[],
  now: number,
  notes: readonly Note[] = [],
): Promise<'accepted' | 'known'> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('kra_deliveries')
    .values({ id: plain(id), name: plain(name), action: action === null ? null : plain(action), at: now })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  if (numInsertedOrUpdatedRows === 0n) return 'known';
  await markJobs(db, jobs, now);
  for (const note of notes) await keepNewest(db, note);
  return 'accepted';
}

/** So often a transaction is tried that PostgreSQL ended because two waited for each other. */
const MOST_TRIES = 3;

async function inTransaction<T>(db: Database, work: (transaction: Database) => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(work);
    } catch (error) {
      if (tries === MOST_TRIES || !isDeadlock(error)) throw error;
    }
  }
}

/** https://www.postgresql.org/docs/current/errcodes-appendix.html: serialization_failure, deadlock_detected */
function isDeadlock(error: unknown): boolean {
  return error instanceof Error && ['40001', '40P01'].includes(String((error as { code?: unknown }).code));
}
