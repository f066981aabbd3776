/** Routes for check runs. */
import { changeRun, createRun, latestOf } from './check-runs.ts';
import { runJson } from './json-checks.ts';
import { notFound, Refusal } from './refusal.ts';
import { numberIn, ok, pageOf, type Reply, type RepositoryCall, type Route } from './route.ts';
import { type RunState, resolve } from './world.ts';

export const CHECK_ROUTES: readonly Route[] = [
  {
    method: 'POST',
    path: '/repos/{owner}/{repo}/check-runs',
    by: 'installation',
    need: [['checks', 'write']],
    answer: ({ world, repository, body }) => {
      return { status: 201, body: runJson(world, repository, createRun(world, repository, body)) };
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    by: 'installation',
    need: [['checks', 'read']],
    answer: (call) => ok(runJson(call.world, call.repository, runOf(call))),
  },
  {
    method: 'PATCH',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}',
    by: 'installation',
    need: [['checks', 'write']],
    answer: (call) =>
      ok(runJson(call.world, call.repository, changeRun(call.world, call.repository, runOf(call), call.body))),
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
    by: 'installation',
    need: [['checks', 'read']],
    answer: (call) => {
      const { items, headers } = pageOf(call, runOf(call).annotations);
      return ok(
        items.map((each) => ({
          start_column: null,
          end_column: null,
          title: null,
          raw_details: null,
          blob_href: '',
          ...each,
        })),
        headers,
      );
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/commits/{ref}/check-runs',
    by: 'installation',
    need: [['checks', 'read']],
    answer: (call) => {
      const head = resolve(call.repository, call.params['ref'] ?? '');
      if (head === undefined) throw new Refusal(422, `No commit found for SHA: ${call.params['ref']}`);
      return listed(call, call.repository.runs.of(head));
    },
  },
  {
    method: 'GET',
    path: '/repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs',
    by: 'installation',
    need: [['checks', 'read']],
    answer: (call) => {
      const suite = numberIn(call, 'check_suite_id');
      const found = call.repository.suites.get(suite);
      if (found === undefined) throw notFound();
      return listed(
        call,
        call.repository.runs.of(found.head).filter((run) => run.suite === found),
      );
    },
  },
];

function runOf(call: RepositoryCall): RunState {
  const run = call.repository.runs.get(numberIn(call, 'check_run_id'));
  if (run === undefined) throw notFound();
  return run;
}

/** The newest first; `latest` by when a run was completed, so one that has not ended may be missing. */
function listed(call: RepositoryCall, all: readonly RunState[]): Reply {
  const { check_name: name, app_id: app, status, filter = 'latest' } = call.query;
  const found = all
    .filter((run) => name === undefined || run.name === name)
    .filter((run) => app === undefined || run.app.id === Number(app))
    .filter((run) => status === undefined || run.status === status);
  const wanted = filter === 'all' ? found : latestOf(found);
  const { items, headers } = pageOf(call, [...wanted].reverse());
  const runs = items.map((run) => runJson(call.world, call.repository, run));
  return ok({ total_count: wanted.length, check_runs: runs }, headers);
}
