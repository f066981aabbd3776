/** What was computed before, in a table. Whatever goes wrong with it costs time, never a result. */
import { sql } from 'kysely';
import { type Cache, cacheKey } from '../app/ports/source-tree.ts';
import type { Database } from './tables.ts';

export interface CacheOptions {
  /** What all values depend on: the program that computes them. */
  readonly about: string;
  /** Values beyond these bytes of UTF-8 are removed, those first that were not used for longest. */
  readonly cacheBytes?: number;
  /** In ms since 1970: when values are used. */
  readonly now?: () => number;
}

const CACHE_BYTES = 256 * 1024 * 1024;
/** In ms. To write at every use would cost more than it is worth. */
const USE_IS_NOTED_EVERY = 60_000;

/** A cache in the table `kra_cache`; the least used values go first. */
export function sqlCache(db: Database, { about, cacheBytes = CACHE_BYTES, now = Date.now }: CacheOptions): Cache {
  return {
    keyOf: (parts) => cacheKey([about, ...parts]),
    get: async (key) => {
      try {
        const row = await db
          .selectFrom('kra_cache')
          .select(['value', 'used'])
          .where('key', '=', key)
          .executeTakeFirst();
        if (row === undefined) return undefined;
        const value: unknown = JSON.parse(row.value);
        const used = now();
        if (used - row.used >= USE_IS_NOTED_EVERY)
          await db.updateTable('kra_cache').set({ used }).where('key', '=', key).execute();
        return value;
      } catch {
        return undefined;
      }
    },
    put: async (key, value) => {
      try {
        const text: string | undefined = JSON.stringify(value);
        const bytes = text === undefined ? 0 : Buffer.byteLength(text) + key.length;
        if (text === undefined || bytes > cacheBytes) {
          await db.deleteFrom('kra_cache').where('key', '=', key).execute();
          return;
        }
        const row = { key, bytes, used: now(), value: text };
        await db
          .insertInto('kra_cache')
          .values(row)
          .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
          .execute();
        await makeRoom(db, cacheBytes);
      } catch {
        // the value is computed again the next time
      }
    },
  };
}

async function makeRoom(db: Database, cacheBytes: number): Promise<void> {
  const { rows } = await sql<{ bytes: number }>`select cast(sum(bytes) as bigint) as bytes from kra_cache`.execute(db);
  if ((rows[0]?.bytes ?? 0) <= cacheBytes) return;
  await sql`
    delete from kra_cache where key in (
      select key from (
        select key, sum(bytes) over (order by used desc, key rows unbounded preceding) as bytes_so_far from kra_cache
      ) as used_last_first
      where bytes_so_far > ${cacheBytes}
    )`.execute(db);
}
