/** Brings the tables to the version that this program knows. */
import { sql } from 'kysely';
import { type Failure, failure } from '../text/failure.ts';
import { STORED } from './stored.ts';
import { type Backing, type Database, STEPS } from './tables.ts';

/** Any number that no other program uses: replicas that start together wait for each other at it. */
const LOCK = 7_165_331_902;

/**
 * In one transaction: all of it, or nothing.
 * @param where names the database in a failure
 * @param atEnd called before the transaction ends, so that a test can stop there
 */
export async function migrate(
  { db, isPostgres }: Backing,
  where: string,
  atEnd: () => Promise<void> = async () => {},
): Promise<Failure | undefined> {
  return db.transaction().execute(async (transaction) => {
    if (isPostgres) await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(transaction);
    await transaction.schema
      .createTable('kra_schema')
      .ifNotExists()
      .addColumn('version', 'integer', (column) => column.notNull())
      .execute();
    const row = await transaction.selectFrom('kra_schema').select('version').executeTakeFirst();
    const version = row?.version ?? 0;
    const newer = ofNewerVersion(version, where);
    if (newer !== undefined) return newer;
    for (const step of STEPS.slice(version)) await step({ db: transaction, isPostgres });
    const unread = await newerForm(transaction, where);
    if (unread !== undefined) return unread;
    if (row === undefined) await transaction.insertInto('kra_schema').values({ version: STEPS.length }).execute();
    else if (version < STEPS.length)
      await transaction.updateTable('kra_schema').set({ version: STEPS.length }).execute();
    await atEnd();
    return undefined;
  });
}

/** Values that a newer version wrote into the tables of this one: what people decided could be misread. */
async function newerForm(db: Database, where: string): Promise<Failure | undefined> {
  const { form } = await db
    .selectFrom('kra_values')
    .select(({ fn }) => fn.max('form').as('form'))
    .executeTakeFirstOrThrow();
  if ((form ?? 0) <= STORED) return undefined;
  return failure(
    where,
    `contains values written by a newer version of this program (form ${form})`,
    'use that version',
  );
}

/** What there is to say of tables that this program does not know. */
export function ofNewerVersion(version: number, where: string): Failure | undefined {
  if (version <= STEPS.length) return undefined;
  return failure(
    where,
    `was created by a newer version of this program (tables of version ${version})`,
    'use that version',
  );
}
