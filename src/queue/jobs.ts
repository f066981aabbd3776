/** Jobs as rows: marking, claiming, holding, ending. Each change is one statement, so that no two processes come between. */
import { type RawBuilder, sql } from 'kysely';
import type { Event } from '../app/events.ts';
import type { JobStore, Lease, Renewal, WantedJob } from '../app/job-store.ts';
import { plain } from './plain.ts';
import type { Backing, Database } from './tables.ts';

/** In UTF-16 units: so much is kept of why a job was given back. */
const LONGEST_WHY = 2_000;

/** Marks jobs, in the order of their keys: two who mark the same ones never wait for each other crosswise. */
export async function markJobs(db: Database, wanted: readonly WantedJob[], now: number): Promise<void> {
  const sorted = [...wanted].sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  for (const job of sorted) await markJob(db, job, now);
}

async function markJob(db: Database, job: WantedJob, now: number): Promise<void> {
  const { event } = job;
  await db
    .insertInto('kra_jobs')
    .values({
      key: plain(job.key),
      installation: job.installation,
      repository: job.repository,
      event: JSON.stringify(event),
      force: 'force' in event && event.force ? 1 : 0,
      // never again one that a row had which is forgotten: check runs are named by it
      generation: now,
      done: 0,
      attempts: 0,
      // a time that is past gives no right to be the first
      run_after: Math.max(job.notBefore, now),
      since: now,
      worker: '',
      until: 0,
      held: 0,
      held_attempts: 0,
      held_force: 0,
      why: null,
      done_at: 0,
    })
    .onConflict((conflict) =>
      isOnce(event)
        ? conflict.column('key').doNothing()
        : conflict.column('key').doUpdateSet({
            installation: sql`excluded.installation`,
            repository: sql`excluded.repository`,
            event: sql`excluded.event`,
            generation: sql`kra_jobs.generation + 1`,
            attempts: 0,
            force: sql`case when ${IS_FRESH} then excluded.force else ${greatest('kra_jobs.force', 'excluded.force')} end`,
            run_after: sql`case when ${IS_FRESH} then excluded.run_after else ${least('kra_jobs.run_after', 'excluded.run_after')} end`,
            since: sql`case when ${IS_FRESH} then excluded.since else kra_jobs.since end`,
          }),
    )
    .execute();
}

/** What a person did once: its key says all, and to do it twice would be wrong. */
function isOnce({ kind }: Event): boolean {
  return kind === 'comment' || kind === 'action';
}

/** Nothing waits that nobody has seen: all is done, or somebody works on the newest generation. */
const IS_FRESH = sql`(kra_jobs.generation <= kra_jobs.done or kra_jobs.generation <= kra_jobs.held)`;

export async function claimJob(
  { db, isPostgres }: Backing,
  worker: string,
  now: number,
  leaseFor: number,
): Promise<Lease | undefined> {
  const until = now + leaseFor;
  const row = await db
    .updateTable('kra_jobs')
    .set({
      worker: plain(worker),
      until,
      held: sql`generation`,
      held_attempts: sql`attempts`,
      attempts: sql`attempts + 1`,
      // what a dead worker had seen of it is not done either
      held_force: greatest('held_force', 'force'),
    })
    .where('key', '=', (inner) =>
      inner
        .selectFrom('kra_jobs')
        .select('key')
        .whereRef('generation', '>', 'done')
        .where('run_after', '<=', now)
        .where('until', '<=', now)
        .orderBy('run_after')
        .orderBy('since')
        .orderBy('key')
        .limit(1)
        .$if(isPostgres, (query) => query.forUpdate().skipLocked()),
    )
    .returning(['key', 'event', 'generation', 'held_attempts', 'held_force'])
    .executeTakeFirst();
  if (row === undefined) return undefined;
  const { key, generation, held_attempts: attempts } = row;
  return { job: { key, event: eventOf(row.event, row.held_force), generation, attempts }, worker, until };
}

export async function renewLease(db: Database, lease: Lease, now: number, leaseFor: number): Promise<Renewal> {
  const row = await ofLease(db, lease)
    .set({ until: now + leaseFor })
    .returning(['event', 'force', 'generation', 'held'])
    .executeTakeFirst();
  if (row === undefined) return { kind: 'lost' };
  if (row.generation === row.held) return { kind: 'held' };
  return { kind: 'superseded', event: eventOf(row.event, row.force) };
}

export async function completeJob(db: Database, lease: Lease, now: number): Promise<boolean> {
  const { numUpdatedRows } = await ofLease(db, lease)
    .set({ ...NO_LEASE, done: greatest('done', 'held'), done_at: now })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export async function giveJobBack(
  db: Database,
  lease: Lease,
  at: number,
  why: string,
  counts: boolean,
): Promise<boolean> {
  const { numUpdatedRows } = await ofLease(db, lease)
    .set({
      ...NO_LEASE,
      // a newer event has its own time, and attempts of its own
      run_after: sql`case when generation > held and run_after < ${at} then run_after else ${at} end`,
      attempts: sql`case when generation > held then attempts else attempts - ${counts ? 0 : 1} end`,
      force: greatest('force', 'held_force'),
      why: plain(why.slice(0, LONGEST_WHY)),
    })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What stands in a row that nobody holds. */
const NO_LEASE = { worker: '', until: 0, held: 0, held_attempts: 0, held_force: 0 } as const;

/**
 * The row, as long as nobody else took it over. The name of the worker is not enough: it may itself have claimed the job again.
 * A lease that ran out and that nobody took still holds: what was done in it is done. Generation and attempts name a lease as
 * long as nobody uses one that he has given back himself.
 */
function ofLease(db: Database, { job, worker }: Lease) {
  return db
    .updateTable('kra_jobs')
    .where('key', '=', plain(job.key))
    .where('worker', '=', plain(worker))
    .where('held', '=', job.generation)
    .where('held_attempts', '=', job.attempts);
}

/** All leases become nobody's: where only one process can have any, those that are there at its start belong to the dead. */
export async function freeLeases(db: Database): Promise<void> {
  await db
    .updateTable('kra_jobs')
    .set({ ...NO_LEASE, force: greatest('force', 'held_force') })
    .where('held', '>', 0)
    .execute();
}

/** What is held now ends as if it were done, however it ends. */
export async function forgetJobs(
  db: Database,
  installation: number,
  repositories: readonly number[] | null,
): Promise<void> {
  if (repositories?.length === 0) return;
  await db
    .deleteFrom('kra_jobs')
    .where('held', '=', 0)
    .where('installation', '=', installation)
    .$if(repositories !== null, (query) => query.where('repository', 'in', repositories ?? []))
    .execute();
  await db
    .updateTable('kra_jobs')
    .set({ done: sql`generation`, held_force: 0 })
    .where('installation', '=', installation)
    .$if(repositories !== null, (query) => query.where('repository', 'in', repositories ?? []))
    .execute();
}

export async function countJobs(db: Database, now: number): ReturnType<JobStore['counts']> {
  return db
    .selectFrom('kra_jobs')
    .select([
      sql<number>`count(*) filter (where generation > done and until <= ${now})`.as('waiting'),
      sql<number>`count(*) filter (where until > ${now})`.as('held'),
      sql<number | null>`min(since) filter (where generation > done and until <= ${now})`.as('oldest'),
    ])
    .executeTakeFirstOrThrow();
}

export async function sweepJobs(db: Database, before: number): Promise<void> {
  await db
    .deleteFrom('kra_jobs')
    .whereRef('generation', '<=', 'done')
    .where('until', '<', before)
    .where('done_at', '<', before)
    .execute();
}

function eventOf(text: string, force: number): Event {
  const event = JSON.parse(text) as Event;
  return 'force' in event ? { ...event, force: force !== 0 } : event;
}

/** SQLite and PostgreSQL have different names for these. */
function greatest(one: string, other: string): RawBuilder<number> {
  return sql`case when ${sql.ref(one)} > ${sql.ref(other)} then ${sql.ref(one)} else ${sql.ref(other)} end`;
}

function least(one: string, other: string): RawBuilder<number> {
  return sql`case when ${sql.ref(one)} < ${sql.ref(other)} then ${sql.ref(one)} else ${sql.ref(other)} end`;
}
