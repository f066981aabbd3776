/** What one process of many does at a time, and how far apart they do it. */
import { sql } from 'kysely';
import type { JobStore } from '../app/ports/job-store.ts';
import { plain } from './storable-text.ts';
import type { Database } from './tables.ts';

/** What only one process does at a time, by rows of a table. */
export function turnsIn(db: Database): Pick<JobStore, 'takeTurn' | 'leaveTurn' | 'reserve'> {
  return {
    takeTurn: async (name, holder, now, until) => {
      const { rows } = await sql`
        insert into kra_turns (name, holder, until) values (${plain(name)}, ${plain(holder)}, ${until})
        on conflict (name) do update set holder = excluded.holder, until = excluded.until
        where kra_turns.holder = excluded.holder or kra_turns.until <= ${now}
        returning name`.execute(db);
      return rows.length > 0;
    },
    leaveTurn: async (name, holder) => {
      await db.deleteFrom('kra_turns').where('name', '=', plain(name)).where('holder', '=', plain(holder)).execute();
    },
    reserve: async (name, apart, now) => {
      // `until` is when the next one's turn begins
      const { rows } = await sql<{ until: number }>`
        insert into kra_turns (name, holder, until) values (${plain(name)}, '', ${now + apart})
        on conflict (name) do update
        set until = case when kra_turns.until > ${now} then kra_turns.until else ${now} end + ${apart}
        returning until`.execute(db);
      return (rows[0]?.until ?? now + apart) - apart;
    },
  };
}

/** Deletes turns that ended before then. @param before in ms since 1970 */
export async function sweepTurns(db: Database, before: number): Promise<void> {
  await db.deleteFrom('kra_turns').where('until', '<', before).execute();
}
