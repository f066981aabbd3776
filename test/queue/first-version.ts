/** The database of 0.1.0 with rows as it wrote them: its statements, copied, so that a change of the present ones is noticed. */

import type { JobStore } from '../../src/app/ports/job-store.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { pullRequest, REPOSITORY } from './events.ts';

const RUNS = [{ head: 'a', externalId: 'a1:1:a', id: 5 }];
const COMMENT = {
  kind: 'comment',
  repository: REPOSITORY,
  number: 1,
  comment: 9,
  body: '/audit',
  sender: 'max',
  author: 'ada',
};
const GROUP = { kind: 'reconcile', repository: REPOSITORY };

function text(value: unknown): string {
  return `'${JSON.stringify(value).replaceAll("'", "''")}'`;
}

/** Statements that make it. Of `pr/7/1` two attempts were made, `pr/7/2` is held until 90000, `pr/7/3` is done. */
export function firstVersion(isPostgres: boolean): readonly string[] {
  const keys = isPostgres ? 'text collate "C"' : 'text';
  const id = isPostgres ? 'bigserial primary key' : 'integer primary key autoincrement';
  const job = (key: string, event: unknown, rest: string): string =>
    `insert into kra_jobs values ('${key}', 3, 7, ${text(event)}, ${rest})`;
  return [
    'create table kra_schema (version integer not null)',
    'insert into kra_schema values (1)',
    `create table kra_deliveries (id ${keys} not null primary key, name text not null, action text, at bigint not null)`,
    `create table kra_jobs (key ${keys} not null primary key, installation bigint not null, repository bigint not null,
      event text not null, force integer not null, generation bigint not null, done bigint not null,
      attempts integer not null, run_after bigint not null, since bigint not null, worker text not null,
      until bigint not null, held bigint not null, held_attempts integer not null, held_force integer not null,
      why text, done_at bigint not null)`,
    `create table kra_values (key ${keys} not null primary key, value text not null, at bigint not null)`,
    `create table kra_records (id ${id}, at bigint not null, repository bigint not null, pull_request bigint,
      actor text not null, what text not null, detail text not null)`,
    `create table kra_cache (key ${keys} not null primary key, bytes bigint not null, used bigint not null, value text not null)`,
    'create index kra_jobs_waiting on kra_jobs (run_after, since, key) where generation > done',
    'create index kra_jobs_of on kra_jobs (installation, repository)',
    'create index kra_deliveries_at on kra_deliveries (at)',
    'create index kra_records_of on kra_records (repository, pull_request, at)',
    'create index kra_cache_used on kra_cache (used, key, bytes)',
    "insert into kra_deliveries values ('1/guid', 'pull_request', 'opened', 1000)",
    job('pr/7/1', pullRequest(1, 'a'), "1, 1002, 1000, 2, 2000, 1000, '', 0, 0, 0, 0, 'GitHub is away', 0"),
    job('pr/7/2', pullRequest(2, 'b'), "0, 1001, 0, 1, 1001, 1001, 'old/1', 90000, 1001, 0, 0, null, 0"),
    job('pr/7/3', pullRequest(3, 'c'), "0, 1003, 1003, 1, 1003, 1003, '', 0, 0, 0, 0, null, 1500"),
    job('comment/7/9', COMMENT, "0, 1004, 0, 0, 1004, 1004, '', 0, 0, 0, 0, null, 0"),
    job('reconcile/7', GROUP, "0, 1005, 0, 0, 1005, 1005, '', 0, 0, 0, 0, null, 0"),
    `insert into kra_values values ('runs/7/1', ${text(RUNS)}, 1000)`,
    `insert into kra_values values ('paused/7/1', ${text({ sender: 'max', at: 900 })}, 900)`,
    `insert into kra_records (at, repository, pull_request, actor, what, detail) values (900, 7, 1, 'max', 'command pause', '{"a":1}')`,
    `insert into kra_cache values ('k', 10, 1000, '[1]')`,
  ];
}

/** All that was in it is there, and works on. */
export async function expectNothingLost(store: JobStore): Promise<void> {
  expect(await store.accept({ id: '1/guid', name: 'x', action: null }, [], 3000)).toBe('known');
  expect(await store.recall('runs/7/1')).toEqual(RUNS);
  expect(await store.recall('paused/7/1')).toEqual({ sender: 'max', at: 900 });
  expect(await store.records(7, 1)).toEqual([
    { at: 900, repository: 7, pullRequest: 1, actor: 'max', what: 'command pause', detail: { a: 1 } },
  ]);
  expect(await store.cache.get('k')).toEqual([1]);
  const jobs = new Map<string, unknown>();
  for (let lease = await store.claim('w', 100_000, 1000); lease; lease = await store.claim('w', 100_000, 1000)) {
    jobs.set(lease.job.key, { ...lease.job, key: undefined });
    expect(await store.complete(lease, 100_001)).toBe(true);
  }
  expect(Object.fromEntries(jobs)).toEqual({
    'pr/7/1': { event: pullRequest(1, 'a', true), generation: 1002, attempts: 2 },
    'pr/7/2': { event: pullRequest(2, 'b'), generation: 1001, attempts: 1 },
    'comment/7/9': { event: COMMENT, generation: 1004, attempts: 0 },
    'reconcile/7': { event: GROUP, generation: 1005, attempts: 0 },
  });
}

/** The words of a refusal. */
export function refusalOf(opened: JobStore | Parameters<typeof failureText>[0]): string {
  if (!isFailure(opened)) throw new Error('the store was opened');
  return failureText(opened);
}
