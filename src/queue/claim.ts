/** Who is next: one statement that finds the job and takes it. */
import { type RawBuilder, sql } from 'kysely';
import type { Lease } from '../app/ports/job-store.ts';
import { eventOf } from './jobs.ts';
import { plain } from './storable-text.ts';
import { STORED } from './stored.ts';
import type { Backing, Database } from './tables.ts';

/** In ms: what has waited for so long goes before the turns of repositories and persons. */
export const LONG_WAIT = 3_600_000;

/** Any number that no other program uses: where many processes claim, they do it one after the other. */
const CLAIMING = 7_165_331_903;

interface Claimed {
  readonly key: string;
  readonly event: string;
  readonly form: number;
  readonly generation: number;
  readonly held_attempts: number;
  readonly held_force: number;
}

/** @param leaseFor in ms */
export async function claimJob(
  { db, isPostgres }: Backing,
  worker: string,
  now: number,
  leaseFor: number,
): Promise<Lease | undefined> {
  const until = now + leaseFor;
  const claim = async (database: Database): Promise<Claimed | undefined> => {
    const { rows } = await sql<Claimed>`
      update kra_jobs
      set worker = ${plain(worker)}, until = ${until}, held = generation, held_attempts = attempts, attempts = attempts + 1,
        -- what a dead worker had seen of it is not done either
        held_force = case when held_force > force then held_force else force end,
        claimed = ${nextClaim(now)}
      where key = (${next(now, isPostgres)})
      returning key, event, form, generation, held_attempts, held_force`.execute(database);
    return rows[0];
  };
  // or two that claim at once would both find half of the slots free
  const row = isPostgres
    ? await db.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(${sql.lit(CLAIMING)})`.execute(transaction);
        return claim(transaction);
      })
    : await claim(db);
  if (row === undefined) return undefined;
  const { key, generation, held_attempts: attempts } = row;
  return { job: { key, event: eventOf(row.event, row.form, row.held_force), generation, attempts }, worker, until };
}

/** The time, or just after the last claim: so that there always is one that was the last. */
function nextClaim(now: number): RawBuilder<unknown> {
  return sql`(select case when coalesce(max(claimed), 0) < ${now} then ${now} else max(claimed) + 1 end from kra_jobs)`;
}

/** The key of the job that is next (app/ports/job-store.ts, `claim`, says who that is). */
function next(now: number, isPostgres: boolean): RawBuilder<unknown> {
  const isDue = sql`generation > done and run_after <= ${now} and until <= ${now} and form <= ${STORED}`;
  const heldBy = sql`(select count(*) from kra_jobs as held where held.held > 0 and held.until > ${now} and held.author = own.author)`;
  const slots = sql`(select coalesce(sum(slots), 0) from kra_workers where until > ${now})`;
  const claimedIn = sql`(select coalesce(max(claimed), 0) from kra_jobs as served where served.repository = own.repository)`;
  const claimedOf = sql`(select coalesce(max(claimed), 0) from kra_jobs as served where served.repository = own.repository and served.author = own.author)`;
  return sql`
    with
    due as (
      select key, repository, author, run_after, since,
        row_number() over (partition by repository, author order by short desc, run_after, since, key) as place
      from kra_jobs where ${isDue}
    ),
    -- one of each person in each repository
    own as (
      select key, repository, author, run_after, since, ${claimedIn} as repository_claimed, ${claimedOf} as author_claimed
      from due as own
      where place = 1 and (author = '' or ${heldBy} = 0 or ${slots} = 0 or ${heldBy} < ${slots} / 2)
    ),
    ranked as (
      select key, run_after, since, author_claimed,
        case when author not in ('', '?') and author = (select author from kra_jobs where claimed > 0 order by claimed desc limit 1)
          then 1 else 0 end as was_last,
        case when run_after <= ${now - LONG_WAIT}
            and row_number() over (partition by author order by run_after, since, key) = 1
          then run_after else ${now} end as long_since,
        -- who was served waits since then, who was not since the job came
        ${later(sql`repository_claimed`, sql`min(run_after) over (partition by repository)`)} as repository_since,
        ${later(sql`author_claimed`, sql`run_after`)} as author_since
      from own
    )
    select kra_jobs.key from kra_jobs join ranked on ranked.key = kra_jobs.key
    where ${isDueNow(now)}
    order by was_last, long_since, repository_since, author_since, ranked.run_after, ranked.since, kra_jobs.key
    limit 1 ${sql.raw(isPostgres ? 'for update of kra_jobs skip locked' : '')}`;
}

/** Of the row itself, once it is locked: another process may have changed it meanwhile. */
function isDueNow(now: number): RawBuilder<unknown> {
  return sql`kra_jobs.generation > kra_jobs.done and kra_jobs.run_after <= ${now} and kra_jobs.until <= ${now}`;
}

function later(one: RawBuilder<unknown>, other: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`case when ${one} > ${other} then ${one} else ${other} end`;
}
