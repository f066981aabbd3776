/** The tables, alike in SQLite and PostgreSQL. Times are in ms since 1970; flags are 0 or 1, since SQLite knows no others. */
import { type Generated, type Kysely, type RawBuilder, sql } from 'kysely';

export interface Tables {
  kra_schema: { version: number };
  /** What was delivered: a delivery that is in here is known. */
  kra_deliveries: { id: string; name: string; action: string | null; at: number };
  kra_jobs: JobRow;
  kra_values: { key: string; value: string; at: number; form: number };
  kra_records: {
    id: Generated<number>;
    at: number;
    repository: number;
    pull_request: number | null;
    actor: string;
    what: string;
    detail: string;
  };
  kra_cache: { key: string; bytes: number; used: number; value: string };
  /** Workers that live until then, and their slots. */
  kra_workers: { name: string; slots: number; until: number };
  /** What one process of many may do at a time: whose turn it is, and until when; or when the next one's begins. */
  kra_turns: { name: string; holder: string; until: number };
}

/** A job waits where `generation > done`, and a worker has it where `until` is in the future. */
interface JobRow {
  key: string;
  installation: number;
  repository: number;
  /** Whose it is, in lower case: `''` if no person's, `'?'` if the name is unknown. */
  author: string;
  /** Whether a person waits for a short answer. */
  short: number;
  /** The head that the attempts are counted for, where events named one. */
  head: string | null;
  /** The newest event as JSON in this form, and whether it or an earlier one that is not done has `force`. */
  event: string;
  form: number;
  force: number;
  /** The newest, and the one up to which the work is done. */
  generation: number;
  done: number;
  /** How often it was begun since a person or a push asked for it. */
  attempts: number;
  run_after: number;
  /** Since when it waits. */
  since: number;
  /** The lease: `held` is its generation, 0 where there is none; `held_attempts` distinguishes two leases of a generation. */
  worker: string;
  until: number;
  held: number;
  held_attempts: number;
  held_force: number;
  /** Why it was given back last: for people who look. */
  why: string | null;
  done_at: number;
  /** When it was claimed last, or 0; no two rows have the same time. */
  claimed: number;
}

export type Database = Kysely<Tables>;

/** A database and what is different about it. */
export interface Backing {
  readonly db: Database;
  readonly isPostgres: boolean;
}

/** Each step leads from one version of the tables to the next; a step that was released is never changed. */
export const STEPS: readonly ((backing: Backing) => Promise<void>)[] = [firstTables, personsAndForms];

/** Keys are compared by their bytes, whatever language the database was made for. */
function keysOf(isPostgres: boolean): RawBuilder<string> {
  return sql.raw(isPostgres ? 'text collate "C"' : 'text');
}

/** As 0.1.0 made them. */
async function firstTables({ db, isPostgres }: Backing): Promise<void> {
  const keys = keysOf(isPostgres);
  await db.schema
    .createTable('kra_deliveries')
    .addColumn('id', keys, (column) => column.primaryKey().notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('action', 'text')
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('kra_jobs')
    .addColumn('key', keys, (column) => column.primaryKey().notNull())
    .addColumn('installation', 'bigint', (column) => column.notNull())
    .addColumn('repository', 'bigint', (column) => column.notNull())
    .addColumn('event', 'text', (column) => column.notNull())
    .addColumn('force', 'integer', (column) => column.notNull())
    .addColumn('generation', 'bigint', (column) => column.notNull())
    .addColumn('done', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('run_after', 'bigint', (column) => column.notNull())
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('worker', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .addColumn('held', 'bigint', (column) => column.notNull())
    .addColumn('held_attempts', 'integer', (column) => column.notNull())
    .addColumn('held_force', 'integer', (column) => column.notNull())
    .addColumn('why', 'text')
    .addColumn('done_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('kra_values')
    .addColumn('key', keys, (column) => column.primaryKey().notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('kra_records')
    .addColumn('id', isPostgres ? 'bigserial' : 'integer', (column) =>
      isPostgres ? column.primaryKey() : column.primaryKey().autoIncrement(),
    )
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('repository', 'bigint', (column) => column.notNull())
    .addColumn('pull_request', 'bigint')
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('what', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('kra_cache')
    .addColumn('key', keys, (column) => column.primaryKey().notNull())
    .addColumn('bytes', 'bigint', (column) => column.notNull())
    .addColumn('used', 'bigint', (column) => column.notNull())
    .addColumn('value', 'text', (column) => column.notNull())
    .execute();
  await sql`create index kra_jobs_waiting on kra_jobs (run_after, since, key) where generation > done`.execute(db);
  await sql`create index kra_jobs_of on kra_jobs (installation, repository)`.execute(db);
  await sql`create index kra_deliveries_at on kra_deliveries (at)`.execute(db);
  await sql`create index kra_records_of on kra_records (repository, pull_request, at)`.execute(db);
  // holds all that is summed up when room is made, so that the values are not read for it
  await sql`create index kra_cache_used on kra_cache (used, key, bytes)`.execute(db);
}

/**
 * Since 0.2.0: whose jobs there are, the forms of stored JSON, workers and turns. Processes of 0.1.0 that still run while others
 * are replaced go on: they write none of the new columns, so that each has a default.
 */
async function personsAndForms({ db, isPostgres }: Backing): Promise<void> {
  const keys = keysOf(isPostgres);
  const add = (name: string, type: RawBuilder<unknown> | 'integer' | 'bigint' | 'text', value: string | number) =>
    db.schema
      .alterTable('kra_jobs')
      .addColumn(name, type as 'text', (column) => column.notNull().defaultTo(value))
      .execute();
  await add('author', keys, '?');
  await add('short', 'integer', 0);
  await add('form', 'integer', 1);
  await add('claimed', 'bigint', 0);
  await db.schema.alterTable('kra_jobs').addColumn('head', 'text').execute();
  await sql`update kra_jobs set author = '' where key like 'group/%' or key like 'reconcile/%' or key like 'uninstalled/%'`.execute(
    db,
  );
  await sql`update kra_jobs set short = 1 where key like 'comment/%' or key like 'action/%'`.execute(db);
  await db.schema
    .alterTable('kra_values')
    .addColumn('form', 'integer', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema
    .createTable('kra_workers')
    .addColumn('name', keys, (column) => column.primaryKey().notNull())
    .addColumn('slots', 'integer', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('kra_turns')
    .addColumn('name', keys, (column) => column.primaryKey().notNull())
    .addColumn('holder', 'text', (column) => column.notNull())
    .addColumn('until', 'bigint', (column) => column.notNull())
    .execute();
  await sql`create index kra_jobs_claimed on kra_jobs (claimed)`.execute(db);
  await sql`create index kra_jobs_served on kra_jobs (repository, author, claimed)`.execute(db);
  await sql`create index kra_jobs_held on kra_jobs (author) where held > 0`.execute(db);
}
