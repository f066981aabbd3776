/** Workers that live, and their slots: what half of all slots is. */

import { plain } from './storable-text.ts';
import type { Database } from './tables.ts';

/** @param slots 0: the worker ends */
export async function attend(db: Database, worker: string, slots: number, until: number): Promise<void> {
  const name = plain(worker);
  if (slots === 0) await db.deleteFrom('kra_workers').where('name', '=', name).execute();
  else
    await db
      .insertInto('kra_workers')
      .values({ name, slots, until })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ slots, until }))
      .execute();
}

/** Deletes workers that ended before then. @param before in ms since 1970 */
export async function sweepWorkers(db: Database, before: number): Promise<void> {
  await db.deleteFrom('kra_workers').where('until', '<', before).execute();
}
