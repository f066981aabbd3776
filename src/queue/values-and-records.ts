/** What is remembered between jobs, and the records of what people did. */

import { sql } from 'kysely';
import type { JobStore, KeptLonger } from '../app/ports/job-store.ts';
import type { AuditRecord, Note } from '../app/ports/records.ts';
import { plain } from './storable-text.ts';
import { readStored, STORED } from './stored.ts';
import type { Backing, Database } from './tables.ts';

type Kept = Pick<JobStore, 'recall' | 'remember' | 'change' | 'recallAll' | 'record' | 'records'>;

async function recall(db: Database, key: string): Promise<unknown> {
  const row = await db
    .selectFrom('kra_values')
    .select(['value', 'form'])
    .where('key', '=', plain(key))
    .executeTakeFirst();
  return row === undefined ? undefined : readStored(key, row.value, row.form);
}

async function remember(db: Database, key: string, value: unknown, now: number): Promise<void> {
  const text: string | undefined = JSON.stringify(value);
  if (text === undefined) await db.deleteFrom('kra_values').where('key', '=', plain(key)).execute();
  else
    await db
      .insertInto('kra_values')
      .values({ key: plain(key), value: text, at: now, form: STORED })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: text, at: now, form: STORED }))
      .execute();
}

/** Remembered values and records in the database. */
export function keptIn({ db, isPostgres }: Backing): Kept {
  return {
    recall: (key) => recall(db, key),
    remember: (key, value, now) => remember(db, key, value, now),
    change: (key, change, now) =>
      db.transaction().execute(async (transaction) => {
        // SQLite has one writer at a time; a row that is not there yet cannot be locked
        if (isPostgres)
          await sql`select pg_advisory_xact_lock(hashtextextended(${plain(key)}, 0))`.execute(transaction);
        await remember(transaction, key, change(await recall(transaction, key)), now);
      }),
    recallAll: async (prefix) => {
      const rows = await db
        .selectFrom('kra_values')
        .select(['key', 'value', 'form'])
        .where('key', '>=', plain(prefix))
        .where('key', '<', `${plain(prefix)}\u{10ffff}`)
        .orderBy('key')
        .execute();
      return new Map(rows.map(({ key, value, form }): [string, unknown] => [key, readStored(key, value, form)]));
    },
    record: async ({ at, repository, pullRequest, actor, what, detail }) => {
      const text = JSON.stringify(detail) ?? 'null';
      await db
        .insertInto('kra_records')
        .values({ at, repository, pull_request: pullRequest, actor: plain(actor), what: plain(what), detail: text })
        .execute();
    },
    records: async (repository, pullRequest) => {
      const rows = await db
        .selectFrom('kra_records')
        .selectAll()
        .where('repository', '=', repository)
        .$if(pullRequest !== null, (query) => query.where('pull_request', '=', pullRequest))
        .orderBy('at')
        .orderBy('id')
        .execute();
      return rows.map(
        ({ at, pull_request, actor, what, detail }): AuditRecord => ({
          at,
          repository,
          pullRequest: pull_request,
          actor,
          what,
          detail: JSON.parse(detail),
        }),
      );
    },
  };
}

/** Remembers it, unless something newer is remembered. */
export async function keepNewest(db: Database, { key, value, at }: Note): Promise<void> {
  const fresh = { value: JSON.stringify(value), at, form: STORED };
  await db
    .insertInto('kra_values')
    .values({ key: plain(key), ...fresh })
    .onConflict((conflict) => conflict.column('key').doUpdateSet(fresh).where('kra_values.at', '<=', at))
    .execute();
}

/** Deletes values that were not written since then. @param before in ms since 1970 */
export async function sweepValues(db: Database, before: number, longer?: KeptLonger): Promise<void> {
  const { prefixes = [], valuesBefore = before } = longer ?? {};
  const beginsWith = (prefix: string) => sql<boolean>`substr(key, 1, ${prefix.length}) = ${prefix}`;
  await db
    .deleteFrom('kra_values')
    .where('at', '<', before)
    .where((by) => by.or([by('at', '<', valuesBefore), by.not(by.or(prefixes.map(beginsWith)))]))
    .execute();
}

/** Deletes records from before then. @param before in ms since 1970 */
export async function sweepRecords(db: Database, before: number): Promise<void> {
  await db.deleteFrom('kra_records').where('at', '<', before).execute();
}
