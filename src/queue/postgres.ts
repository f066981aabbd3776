/** The store in PostgreSQL, for any number of processes. */
import { Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { JobStore } from '../app/ports/job-store.ts';
import { type Failure, failure } from '../text/failure.ts';
import { listeners } from './listeners.ts';
import { migrate } from './migrate.ts';
import { startNotices } from './pg-listen.ts';
import { connectionOf, newPool } from './pg-pool.ts';
import { type StoreOptions, sqlStore } from './sql-store.ts';
import type { Tables } from './tables.ts';

export interface PostgresOptions extends StoreOptions {
  /** How many connections at most, besides the one that listens. */
  readonly connections?: number;
  /** In ms: so long a statement may take. GitHub waits 10 s for an answer. */
  readonly patience?: number;
}

const CHANNEL = 'kernel_rust_audit_jobs';
export const WHERE = 'DATABASE_URL';

/**
 * The store in the database of this address; its tables, whose names begin with `kra_`, are made where they are not there.
 * While the database is away the calls throw; they work again as soon as it is back.
 *
 * Fails where the database cannot be reached, refuses us, or is of a newer version of this program.
 */
export async function openPostgresStore(url: string, options: PostgresOptions): Promise<JobStore | Failure> {
  const mistake = mistakeIn(url);
  if (mistake !== undefined) return mistake;
  const newClient = (): pg.Client => new pg.Client(connectionOf(url));
  const pool = newPool(url, options.connections ?? 5, options.patience ?? 8_000);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const backing = { db, isPostgres: true };
  try {
    const unusable = await migrate(backing, WHERE);
    if (unusable !== undefined) {
      await db.destroy();
      return unusable;
    }
  } catch (error) {
    await db.destroy();
    return notUsable(error);
  }
  const wanted = listeners();
  const notices = startNotices(newClient, CHANNEL, wanted.call);
  const announcer = announcing(async () => {
    await sql`select pg_notify(${CHANNEL}, '')`.execute(db);
  });
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    wanted.clear();
    await notices.stop();
    await announcer.settled();
    await db.destroy();
  };
  return sqlStore(backing, options, {
    announce: () => {
      wanted.call();
      announcer.announce();
    },
    onWanted: (listener) => {
      notices.start();
      return wanted.add(listener);
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  });
}

/** What is wrong with an address of the database. */
export function mistakeIn(url: string): Failure | undefined {
  if (!/^postgres(?:ql)?:\/\//.test(url))
    return failure(WHERE, 'is not a PostgreSQL URL', 'write it as postgres://user:password@host:5432/name');
  try {
    new pg.Client(connectionOf(url));
    return undefined;
  } catch {
    // the message would show the address, and with it the password
    return failure(WHERE, 'cannot be read', 'escape special characters in the password as %XX');
  }
}

/** Why the database cannot be used, with the remedy. */
export function notUsable(error: unknown): Failure {
  return failure(
    WHERE,
    `cannot use the database: ${wordsOf(error)}`,
    'check that it runs and that the user may create tables',
  );
}

/**
 * Tells the other processes, after the transaction: a NOTIFY inside it would make all commits of the database wait for each
 * other. Many announcements at once need one notice; one that is lost costs others the time until they ask by themselves.
 */
function announcing(notify: () => Promise<void>): { announce(): void; settled(): Promise<void> } {
  let isWanted = false;
  let running: Promise<void> | undefined;
  const run = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false;
      await notify().catch(() => {});
    }
    running = undefined;
  };
  return {
    announce: () => {
      isWanted = true;
      running ??= run();
    },
    settled: async () => running,
  };
}

/** What the driver says; it does not show the address. */
function wordsOf(error: unknown): string {
  const { message, errors } = error as { message?: string; errors?: readonly unknown[] };
  // after several addresses the only messages are those of each
  return errors === undefined ? String(message ?? error) : [...new Set(errors.map(wordsOf))].join(', ');
}
