/** Disks that are full, in words: a store then answers what it has, and can take nothing more. */
import type { JobStore } from '../app/ports/job-store.ts';

/** Codes of Node, SQLite and PostgreSQL (https://www.postgresql.org/docs/current/errcodes-appendix.html: disk_full). */
const CAUSES: readonly (readonly [code: RegExp, words: string])[] = [
  [/^(?:SQLITE_FULL|ENOSPC|EDQUOT|53100)$/, 'the disk is full'],
  [/^SQLITE_IOERR/, 'the disk cannot be written'],
  [/^SQLITE_READONLY/, 'the database is read-only'],
];
/** In UTF-16 units: more than what a page of the database may have left. */
const PROBE = 32_768;
const PROBE_KEY = 'probe';

const WRITES = [
  'accept',
  'want',
  'claim',
  'renew',
  'complete',
  'giveBack',
  'forget',
  'remember',
  'change',
  'record',
] as const;

/** Why nothing can be written; null: that is not what the error says. */
export function causeOf(error: unknown): string | null {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return CAUSES.find(([pattern]) => pattern.test(code))?.[1] ?? null;
}

/**
 * The same store, that names the cause where it cannot write. From then on `ping` throws until a small value can be written again.
 * @param look throws, with a code, when the disk is full; asked by `ping`
 */
export function namesCause(store: JobStore, look: () => void): JobStore {
  let isFull = false;
  const named = (error: unknown): unknown => {
    const words = causeOf(error);
    if (words === null) return error;
    isFull = true;
    const { code, message } = error as { readonly code?: unknown; readonly message?: unknown };
    return Object.assign(new Error(`${words} (${String(message)})`, { cause: error }), { code });
  };
  const watched = <A extends readonly unknown[], R>(write: (...given: A) => Promise<R>) => {
    return (...given: A): Promise<R> =>
      write(...given).catch((error: unknown) => {
        throw named(error);
      });
  };
  const writes = Object.fromEntries(
    WRITES.map((name) => [name, watched(store[name] as (...given: unknown[]) => Promise<unknown>)]),
  ) as unknown as Pick<JobStore, (typeof WRITES)[number]>;
  return {
    ...store,
    ...writes,
    ping: watched(async () => {
      await store.ping();
      look();
      if (!isFull) return;
      await store.remember(PROBE_KEY, ' '.repeat(PROBE), 0);
      await store.remember(PROBE_KEY, undefined, 0);
      isFull = false;
    }),
  };
}
