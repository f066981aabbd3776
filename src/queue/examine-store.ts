/** Looks at a store for `doctor`, and changes nothing: it makes no file and no table, and frees no lease. */
import { existsSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Kysely, PostgresDialect, type RawBuilder, SqliteDialect, sql } from 'kysely';
import Libsql from 'libsql';
import type { StoreSeen } from '../app/doctor/setup-facts.ts';
import type { Failure } from '../text/failure.ts';
import { DATABASE, findDamage, isBusy, LOCK, notOpened } from './embedded.ts';
import { countJobs } from './jobs.ts';
import { ofNewerVersion } from './migrate.ts';
import { newPool } from './pg-pool.ts';
import { mistakeIn, notUsable, WHERE } from './postgres.ts';
import type { Database, Tables } from './tables.ts';

/** In ms: so long a statement may take. */
const PATIENCE = 8_000;

/**
 * The embedded store of a folder. SQLite opens the file as immutable, since it would otherwise make others beside it.
 * That holds while no process has the store; the file is whole if the last one closed it.
 * @param now in ms since 1970
 */
export async function lookAtEmbeddedStore(folder: string, now: number): Promise<StoreSeen> {
  const file = join(folder, DATABASE);
  const log = `${file}-wal`;
  if (!existsSync(file)) return { kind: 'absent' };
  let database: Libsql.Database | undefined;
  try {
    if (isHeld(join(folder, LOCK))) return { kind: 'in-use' };
    if (existsSync(log) && statSync(log).size > 0) return { kind: 'interrupted' };
    database = unchanging(file);
    const damage = findDamage(database, file);
    if (damage !== undefined) return closed(damage);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    return await countIn(db, sql`select 1 from sqlite_schema where name = 'kra_jobs'`, file, now);
  } catch (error) {
    return closed(notOpened(file, error));
  } finally {
    database?.close();
  }
}

/** The store in PostgreSQL. */
export async function lookAtPostgresStore(url: string, now: number): Promise<StoreSeen> {
  const mistake = mistakeIn(url);
  if (mistake !== undefined) return closed(mistake);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: newPool(url, 1, PATIENCE) }) });
  try {
    return await countIn(db, sql`select 1 where to_regclass('kra_jobs') is not null`, WHERE, now);
  } catch (error) {
    return closed(notUsable(error));
  } finally {
    await db.destroy();
  }
}

/** @param there gives a row where the tables are there */
async function countIn(db: Database, there: RawBuilder<unknown>, where: string, now: number): Promise<StoreSeen> {
  if ((await there.execute(db)).rows.length === 0) return { kind: 'absent' };
  const row = await db.selectFrom('kra_schema').select('version').executeTakeFirst();
  const newer = ofNewerVersion(row?.version ?? 0, where);
  if (newer !== undefined) return closed(newer);
  const { waiting, held, oldest } = await countJobs(db, now);
  return { kind: 'open', waiting, held, oldest: oldest === null ? null : now - oldest };
}

/** Whether a process has the lock: then not even reading is allowed. */
function isHeld(file: string): boolean {
  if (!existsSync(file)) return false;
  const lock = unlocked(file);
  try {
    lock.prepare('select count(*) from sqlite_schema').all([]);
    return false;
  } catch (error) {
    if (isBusy(error)) return true;
    throw error;
  } finally {
    lock.close();
  }
}

function unlocked(file: string): Libsql.Database {
  return new Libsql(address(file, 'mode=ro'));
}

/** @param isInUse it has a log beside it that belongs to it; without one SQLite could not read without making one */
export function onlyRead(file: string, isInUse: boolean): Libsql.Database {
  return isInUse ? unlocked(file) : unchanging(file);
}

function unchanging(file: string): Libsql.Database {
  return new Libsql(address(file, 'immutable=1'));
}

/** A path as SQLite reads it in an address (https://www.sqlite.org/uri.html). */
function address(file: string, options: string): string {
  const path = resolve(file).replaceAll('%', '%25').replaceAll('?', '%3f').replaceAll('#', '%23');
  return `file:${path}?${options}`;
}

function closed({ what, remedy }: Failure): StoreSeen {
  return { kind: 'closed', words: what, remedy };
}
