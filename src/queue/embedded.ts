/** The embedded store: SQLite in a folder, for one process. */
import { closeSync, openSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, type SqliteDatabase, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import type { JobStore } from '../app/ports/job-store.ts';
import { makeFolder } from '../disk/files.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { freeLeases } from './jobs.ts';
import { listeners } from './listeners.ts';
import { migrate } from './migrate.ts';
import { type StoreOptions, sqlStore } from './sql-store.ts';
import type { Tables } from './tables.ts';

/** The names of its files in the folder. */
export const DATABASE = 'jobs.sqlite';
export const LOCK = 'jobs.lock';

/**
 * The store in `jobs.sqlite` of the folder, which is made where it is not there. What was answered survives a kill of the
 * process and a loss of power. All leases are freed: only this process can have any.
 *
 * Fails where another process has the store, the folder cannot be written, or the file is not a sound database.
 */
export async function openEmbeddedStore(folder: string, options: StoreOptions): Promise<JobStore | Failure> {
  const file = join(folder, DATABASE);
  const lock = lockFolder(folder);
  if (isFailure(lock)) return lock;
  let database: Libsql.Database | undefined;
  try {
    database = openFile(file);
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: preparedOnce(database) }) });
    const backing = { db, isPostgres: false };
    const unusable = findDamage(database, file) ?? (await migrate(backing, file));
    if (unusable !== undefined) {
      database.close();
      unlock(lock);
      return unusable;
    }
    await freeLeases(db);
    const wanted = listeners();
    return sqlStore(backing, options, {
      announce: wanted.call,
      onWanted: wanted.add,
      look: () => lookAtRoom(folder),
      close: async () => {
        wanted.clear();
        try {
          await db.destroy();
        } finally {
          unlock(lock);
        }
      },
    });
  } catch (error) {
    database?.close();
    unlock(lock);
    return notOpened(file, error);
  }
}

/** In bytes: with less, a delivery of ordinary size cannot be written down. */
const LEAST_ROOM = 256 * 1024;

function lookAtRoom(folder: string): void {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < LEAST_ROOM)
    throw Object.assign(new Error(`less than ${LEAST_ROOM / 1024} KB is free in ${folder}`), { code: 'ENOSPC' });
}

/** Locks are kept here while they hold: libsql closes a database that nothing refers to, and the lock would go with it. */
const LOCKS = new Set<Libsql.Database>();

function unlock(lock: Libsql.Database): void {
  LOCKS.delete(lock);
  if (lock.open) lock.close();
}

/** The lock is the kernel's, on a file of its own, and ends with the process, however that ends. */
function lockFolder(folder: string): Libsql.Database | Failure {
  const file = join(folder, LOCK);
  let lock: Libsql.Database | undefined;
  try {
    makeFolder(folder);
    makeFile(file);
    lock = new Libsql(file);
    lock.exec('pragma locking_mode = exclusive; begin exclusive');
    LOCKS.add(lock);
    return lock;
  } catch (error) {
    lock?.close();
    if (isBusy(error))
      return failure(
        folder,
        'another process uses this store',
        'stop it, or set KRA_DATA to another folder; several processes can share PostgreSQL (DATABASE_URL)',
        'store-in-use',
      );
    return notOpened(file, error);
  }
}

/** Whether SQLite says that another connection holds the file. */
export function isBusy(error: unknown): boolean {
  return codeOf(error).startsWith('SQLITE_BUSY');
}

function openFile(file: string): Libsql.Database {
  makeFile(file);
  const database = new Libsql(file);
  try {
    // a person may open the file with tools of SQLite
    database.exec('pragma busy_timeout = 5000');
    database.exec('pragma journal_mode = wal');
    database.exec('pragma journal_size_limit = 67108864');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** For its owner alone; SQLite gives the files beside it the same rights. */
function makeFile(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

/** Looks at all but the cache, which may be large and whose loss costs nothing but time. */
export function findDamage(database: Libsql.Database, file: string): Failure | undefined {
  const tables = database
    .prepare(
      "select name from sqlite_schema where type = 'table' and name like 'kra!_%' escape '!' and name <> 'kra_cache'",
    )
    .all([]) as { name: string }[];
  for (const { name } of tables) {
    const [row] = database.prepare(`pragma quick_check('${name}')`).all([]) as { quick_check: string }[];
    if (row !== undefined && row.quick_check !== 'ok') return damaged(file, row.quick_check);
  }
  return undefined;
}

/**
 * Kysely prepares each statement again; most of the time of a small one goes into that.
 *
 * A transaction is on the disk when it ends: its caller relies on it. A single statement is a worker's note of how far it
 * came, and goes there with the next transaction or within the log's size; without power its work is done once more, and
 * looked up before it is written. (https://www.sqlite.org/pragma.html#pragma_synchronous: in WAL mode NORMAL stays
 * consistent and may lose what came last; a kill of the process loses nothing.)
 */
function preparedOnce(database: Libsql.Database): SqliteDatabase {
  const statements = new Map<string, Libsql.Statement>();
  const settle = (wanted: 'full' | 'normal'): void => {
    if (wanted !== settled) database.exec(`pragma synchronous = ${wanted}`);
    settled = wanted;
  };
  let settled: string | undefined;
  return {
    close: () => {
      statements.clear();
      // the driver lets go of the file only when its statements are collected: so that a copy of the file alone is whole
      if (database.open) database.exec('pragma wal_checkpoint(truncate)');
      database.close();
    },
    prepare: (text) => {
      if (!database.inTransaction) settle(text === 'begin' ? 'full' : 'normal');
      // a transaction that begins by reading could find, when it writes, that another one has written
      // where the disk is full SQLite has already rolled back; an error of ours would hide that
      const isOver = text === 'rollback' && !database.inTransaction;
      const wanted = text === 'begin' ? 'begin immediate' : isOver ? 'select 1' : text;
      let statement = statements.get(wanted);
      if (statement === undefined) {
        statement = database.prepare(wanted);
        if (statements.size < MOST_STATEMENTS) statements.set(wanted, statement);
      }
      return statement;
    },
  };
}

/** Lists of repositories have as many texts as lengths; everything else is less than this. */
const MOST_STATEMENTS = 64;

/** Why the file of the store could not be opened, with the remedy. */
export function notOpened(file: string, error: unknown): Failure {
  const code = codeOf(error);
  const words = error instanceof Error ? error.message : String(error);
  if (/^SQLITE_(?:NOTADB|CORRUPT)/.test(code)) return damaged(file, words);
  return failure(
    file,
    `cannot be opened: ${words}`,
    'check that the folder is writable and has free space, or set KRA_DATA to another one',
  );
}

function damaged(file: string, words: string): Failure {
  return failure(
    file,
    `is a damaged database: ${words.split('\n')[0]}`,
    'restore a backup, or move it away: the App then creates a new one and reviews open pull requests again',
  );
}

function codeOf(error: unknown): string {
  return String((error as { code?: unknown } | null)?.code ?? '');
}
