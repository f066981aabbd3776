/** The records of decisions, read beside an App that runs: nothing is made, changed or held. */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely';
import type { ExportedRecord } from '../app/ports/decision-records.ts';
import { type Failure, failure } from '../text/failure.ts';
import { DATABASE, notOpened } from './embedded.ts';
import { onlyRead } from './examine-store.ts';
import { newPool } from './pg-pool.ts';
import { mistakeIn, notUsable } from './postgres.ts';
import type { Database, Tables } from './tables.ts';

/** In ms: so long a statement may take. */
const PATIENCE = 60_000;

type Read = Promise<readonly ExportedRecord[] | Failure>;

/** @param since in ms since 1970 */
export async function readEmbeddedRecords(folder: string, since: number): Read {
  const file = join(folder, DATABASE);
  if (!existsSync(file))
    return failure(folder, 'contains no database', "set KRA_DATA to the App's folder, or set DATABASE_URL");
  const log = `${file}-wal`;
  let db: Database | undefined;
  try {
    const database = onlyRead(file, existsSync(log) && statSync(log).size > 0);
    db = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) });
    return await recordsIn(db, since);
  } catch (error) {
    return notOpened(file, error);
  } finally {
    await db?.destroy();
  }
}

/** @param since in ms since 1970 */
export async function readPostgresRecords(url: string, since: number): Read {
  const mistake = mistakeIn(url);
  if (mistake !== undefined) return mistake;
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: newPool(url, 1, PATIENCE) }) });
  try {
    return await recordsIn(db, since);
  } catch (error) {
    return notUsable(error);
  } finally {
    await db.destroy();
  }
}

async function recordsIn(db: Database, since: number): Promise<readonly ExportedRecord[]> {
  const rows = await db
    .selectFrom('kra_records')
    .selectAll()
    .where('at', '>=', since)
    .orderBy('at')
    .orderBy('id')
    .execute();
  const names = await namesIn(db);
  return rows.map(({ at, repository: id, pull_request, actor, what, detail: text }) => {
    const { repository = names.get(Number(id)) ?? null, ...detail } = (JSON.parse(text) ?? {}) as Record<
      string,
      unknown
    >;
    return {
      at: Number(at),
      repository: typeof repository === 'string' ? repository : null,
      repositoryId: Number(id),
      pullRequest: pull_request === null ? null : Number(pull_request),
      actor,
      what,
      detail,
    };
  });
}

/** Records of earlier versions have no name: jobs of the same repository have it. */
async function namesIn(db: Database): Promise<ReadonlyMap<number, string>> {
  const rows = await db.selectFrom('kra_jobs').select(['repository', 'event']).execute();
  const names = new Map<number, string>();
  for (const { repository, event } of rows) {
    const place = (JSON.parse(event) as { repository?: { owner?: string; name?: string } }).repository;
    if (place?.owner && place.name) names.set(Number(repository), `${place.owner}/${place.name}`);
  }
  return names;
}
