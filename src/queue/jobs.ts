/** Jobs as rows: marking, holding, ending; claim.ts has the claiming. Each change is one statement, so that no two processes come between. */
import { type RawBuilder, sql } from 'kysely';
import { type Event, isReminder, isShort, personOf } from '../app/ports/events.ts';
import type { JobStore, Lease, Renewal, WantedJob } from '../app/ports/job-store.ts';
import { plain } from './storable-text.ts';
import { readStored, STORED } from './stored.ts';
import type { Database, Tables } from './tables.ts';

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
      author: authorOf(event),
      short: isShort(event) ? 1 : 0,
      head: event.kind === 'pull-request' && event.head !== null ? plain(event.head) : null,
      event: JSON.stringify(event),
      form: STORED,
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
      claimed: 0,
    })
    .onConflict((conflict) =>
      isShort(event)
        ? // what a person did once: its key says all, and to do it twice would be wrong
          conflict.column('key').doNothing()
        : conflict.column('key').doUpdateSet(isReminder(event) ? REMINDED : ASKED_AGAIN),
    )
    .execute();
}

/** In the column: `''` if no person's, `'?'` if the person is unknown; GitHub has no such logins. */
function authorOf(event: Event): string {
  const person = personOf(event);
  return person === undefined || person === '' ? '?' : plain(person ?? '');
}

/** No unseen event waits: all is done, or a worker has the newest generation. */
const IS_FRESH = sql`(kra_jobs.generation <= kra_jobs.done or kra_jobs.generation <= kra_jobs.held)`;

/** Columns that a newer event changes, and how. */
type Changes = Readonly<Partial<Record<keyof Tables['kra_jobs'], RawBuilder<never> | number>>>;

/** What was in a row, and what the same event in another one would have. */
const NEW = (column: keyof Tables['kra_jobs']): RawBuilder<never> => sql`${sql.ref(`excluded.${column}`)}`;
const OLD = (column: keyof Tables['kra_jobs']): RawBuilder<never> => sql`${sql.ref(`kra_jobs.${column}`)}`;
const either = (condition: RawBuilder<unknown>, one: RawBuilder<unknown>, other: RawBuilder<unknown>) =>
  sql<never>`case when ${condition} then ${one} else ${other} end`;

/** An event that begins anew: with attempts of its own, and in the place of what waits already. */
const ASKED_AGAIN = {
  installation: NEW('installation'),
  repository: NEW('repository'),
  // who opened a pull request stays who it was
  author: either(sql`excluded.author in ('', '?')`, OLD('author'), NEW('author')),
  head: sql<never>`coalesce(excluded.head, kra_jobs.head)`,
  event: NEW('event'),
  form: NEW('form'),
  generation: sql<never>`kra_jobs.generation + 1`,
  attempts: 0,
  force: either(IS_FRESH, NEW('force'), greatest('kra_jobs.force', 'excluded.force')),
  run_after: either(IS_FRESH, NEW('run_after'), least('kra_jobs.run_after', 'excluded.run_after')),
  since: either(IS_FRESH, NEW('since'), OLD('since')),
} satisfies Changes;

/** A reminder with another head means a push whose event did not arrive. */
const IS_PUSH = sql`(excluded.head is not null and kra_jobs.head is not null and excluded.head <> kra_jobs.head)`;
const BEGINS_ANEW = sql`(${IS_PUSH} or ${IS_FRESH})`;

/** A reminder: what waits already stays as it is, and attempts that were used stay used. */
const REMINDED = {
  ...ASKED_AGAIN,
  event: either(BEGINS_ANEW, NEW('event'), OLD('event')),
  form: either(BEGINS_ANEW, NEW('form'), OLD('form')),
  generation: sql<never>`kra_jobs.generation + case when ${BEGINS_ANEW} then 1 else 0 end`,
  attempts: either(IS_PUSH, sql`0`, OLD('attempts')),
  run_after: either(sql`${IS_PUSH} or ${IS_FRESH} or kra_jobs.attempts = 0`, ASKED_AGAIN.run_after, OLD('run_after')),
} satisfies Changes;

/** Extends a lease. @param leaseFor in ms */
export async function renewLease(db: Database, lease: Lease, now: number, leaseFor: number): Promise<Renewal> {
  const row = await ofLease(db, lease)
    .set({ until: now + leaseFor })
    .returning(['event', 'form', 'force', 'generation', 'held'])
    .executeTakeFirst();
  if (row === undefined) return { kind: 'lost' };
  if (row.generation === row.held) return { kind: 'held' };
  return { kind: 'superseded', event: eventOf(row.event, row.form, row.force) };
}

/** @param how what was done leaves no attempts used; what was given up does, so that a reminder begins none */
export async function completeJob(db: Database, lease: Lease, now: number, how: 'done' | 'given-up'): Promise<boolean> {
  const { numUpdatedRows } = await ofLease(db, lease)
    .set({
      ...NO_LEASE,
      ...(how === 'done' ? { attempts: 0 } : {}),
      done: greatest('done', 'held'),
      done_at: now,
    })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Returns a job to the queue; false where the lease was lost. */
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
      // no attempts used, although this was one: a newer event has its own time, and attempts of its own; a reminder has not
      run_after: sql`case when attempts = 0 and run_after < ${at} then run_after else ${at} end`,
      attempts: sql`case when attempts = 0 then 0 else attempts - ${counts ? 0 : 1} end`,
      force: greatest('force', 'held_force'),
      why: plain(why.slice(0, LONGEST_WHY)),
    })
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The columns of a row without a lease. */
const NO_LEASE = { worker: '', until: 0, held: 0, held_attempts: 0, held_force: 0 } as const;

/**
 * The row, unless another worker took it over. The name of the worker is not enough: it may itself have claimed the job again.
 * A lease that ran out and was not taken over still holds: what was done in it is done. Generation and attempts name a lease
 * unless its worker uses one that it has given back.
 */
function ofLease(db: Database, { job, worker }: Lease) {
  return db
    .updateTable('kra_jobs')
    .where('key', '=', plain(job.key))
    .where('worker', '=', plain(worker))
    .where('held', '=', job.generation)
    .where('held_attempts', '=', job.attempts);
}

/** Frees all leases and slots: where only one process can have any, those that are there at its start belong to the dead. */
export async function freeLeases(db: Database): Promise<void> {
  await db.deleteFrom('kra_workers').execute();
  await db.deleteFrom('kra_turns').execute();
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
    .set({ done: sql`generation`, attempts: 0, held_force: 0 })
    .where('installation', '=', installation)
    .$if(repositories !== null, (query) => query.where('repository', 'in', repositories ?? []))
    .execute();
}

/** `oldest`: of those that a worker could take; what rests or waits for GitHub does not wait for one. */
export async function countJobs(db: Database, now: number): ReturnType<JobStore['counts']> {
  return db
    .selectFrom('kra_jobs')
    .select([
      sql<number>`count(*) filter (where generation > done and until <= ${now})`.as('waiting'),
      sql<number>`count(*) filter (where until > ${now})`.as('held'),
      sql<number | null>`min(since) filter (where generation > done and until <= ${now} and run_after <= ${now})`.as(
        'oldest',
      ),
    ])
    .executeTakeFirstOrThrow();
}

/** Deletes jobs that were done before then. @param before in ms since 1970 */
export async function sweepJobs(db: Database, before: number): Promise<void> {
  await db
    .deleteFrom('kra_jobs')
    .whereRef('generation', '<=', 'done')
    .where('until', '<', before)
    .where('done_at', '<', before)
    .execute();
}

/** How many wait whose events a newer version wrote. */
export async function countPassedOver(db: Database): Promise<number> {
  const { count } = await db
    .selectFrom('kra_jobs')
    .select(sql<number>`count(*)`.as('count'))
    .whereRef('generation', '>', 'done')
    .where('form', '>', STORED)
    .executeTakeFirstOrThrow();
  return count;
}

/** @param force of this and earlier events, 0 or 1 */
export function eventOf(text: string, form: number, force: number): Event {
  const event = readStored('an event', text, form) as Event;
  return 'force' in event ? { ...event, force: force !== 0 } : event;
}

/** SQLite and PostgreSQL have different names for these. */
function greatest(one: string, other: string): RawBuilder<number> {
  return sql`case when ${sql.ref(one)} > ${sql.ref(other)} then ${sql.ref(one)} else ${sql.ref(other)} end`;
}

function least(one: string, other: string): RawBuilder<number> {
  return sql`case when ${sql.ref(one)} < ${sql.ref(other)} then ${sql.ref(one)} else ${sql.ref(other)} end`;
}
