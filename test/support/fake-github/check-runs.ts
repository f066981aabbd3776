/** GitHub's rules for check runs, beside those that its OpenAPI description has. */
import { emitRun, emitSuite } from './events.ts';
import { timeOf } from './json.ts';
import { invalid, Refusal } from './refusal.ts';
import type { AnnotationState, Json, RepositoryState, RunState, SuiteState, World } from './world.ts';

/** The others belong to GitHub Actions. */
const STATUSES: readonly unknown[] = ['queued', 'in_progress', 'completed'];
/** `stale` is GitHub's own, `startup_failure` a suite's. */
const CONCLUSIONS: readonly unknown[] = [
  'action_required',
  'cancelled',
  'failure',
  'neutral',
  'success',
  'skipped',
  'timed_out',
];
/** In bytes. */
const LONGEST_OUTPUT = 65_535;
const LONGEST_MESSAGE = 64 * 1024;
/** In characters. */
const LONGEST_TITLE = 255;
const MOST_ANNOTATIONS = 50;
const BUTTON: Readonly<Record<string, number>> = { label: 20, description: 40, identifier: 20 };
const MOST_BUTTONS = 3;

export function createRun(world: World, repository: RepositoryState, body: Json): RunState {
  const { name, head_sha: head } = body;
  if (typeof name !== 'string' || name === '') throw invalid('CheckRun', 'name', 'name is missing', 'missing_field');
  if (typeof head !== 'string') throw invalid('CheckRun', 'head_sha', 'head_sha is missing', 'missing_field');
  if (repository.objects.commit(head) === undefined) throw new Refusal(422, `No commit found for SHA: ${head}`);
  check(body);
  const suite = suiteOf(world, repository, head);
  const run: RunState = {
    id: world.nextId(),
    app: world.app,
    suite,
    name,
    head,
    externalId: '',
    detailsUrl: 'https://example.org/',
    status: 'queued',
    conclusion: null,
    startedAt: timeOf(world.now()),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  };
  repository.runs.add(run);
  take(world, run, body);
  forgetOldest(world, repository, run);
  emitRun(world, repository, run, 'created', world.bot);
  if (run.status === 'completed') emitRun(world, repository, run, 'completed', world.bot);
  settle(world, repository, suite);
  return run;
}

export function changeRun(world: World, repository: RepositoryState, run: RunState, body: Json): RunState {
  if (run.app.id !== world.app.id)
    throw new Refusal(
      403,
      `Invalid app_id \`${world.app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  check(body);
  const wasCompleted = run.status === 'completed';
  take(world, run, body);
  if (!wasCompleted && run.status === 'completed') emitRun(world, repository, run, 'completed', world.bot);
  settle(world, repository, run.suite);
  return run;
}

/** The App's suite of a commit: there is one. */
export function suiteOf(world: World, repository: RepositoryState, head: string): SuiteState {
  const known = repository.suites.of(head).find((suite) => suite.app === world.app.id);
  if (known !== undefined) return known;
  const suite: SuiteState = {
    id: world.nextId(),
    app: world.app.id,
    head,
    createdAt: world.now(),
    status: 'queued',
    conclusion: null,
  };
  repository.suites.add(suite);
  return suite;
}

/** The newest of each name by when it was completed: a run that has not ended does not hide one that has. */
export function latestOf(runs: readonly RunState[]): readonly RunState[] {
  const latest = new Map<string, RunState>();
  for (const run of runs) {
    const key = `${run.app.id} ${run.name}`;
    const known = latest.get(key);
    if (known === undefined || (run.completedAt ?? '') >= (known.completedAt ?? '')) latest.set(key, run);
  }
  return [...latest.values()];
}

function take(world: World, run: RunState, body: Json): void {
  const { name, external_id, details_url, status, conclusion, started_at, completed_at, output, actions } = body;
  if (typeof name === 'string') run.name = name;
  if (typeof external_id === 'string') run.externalId = external_id;
  if (typeof details_url === 'string') run.detailsUrl = details_url;
  if (typeof started_at === 'string') run.startedAt = timeOf(Date.parse(started_at));
  if (typeof status === 'string') {
    run.status = status;
    if (status !== 'completed') {
      run.conclusion = null;
      run.completedAt = null;
    }
  }
  if (typeof conclusion === 'string') {
    run.status = 'completed';
    run.conclusion = conclusion;
    run.completedAt = timeOf(typeof completed_at === 'string' ? Date.parse(completed_at) : world.now());
  }
  if (isJson(output)) {
    if (typeof output['title'] === 'string') run.title = output['title'];
    if (typeof output['summary'] === 'string') run.summary = output['summary'];
    if (typeof output['text'] === 'string') run.text = output['text'];
    run.annotations.push(...listOf(output['annotations']).map((each) => each as unknown as AnnotationState));
  }
  if (Array.isArray(actions)) run.actions = listOf(actions);
}

function check({ status, conclusion, output, actions }: Json): void {
  if (status !== undefined && !STATUSES.includes(status))
    throw invalid('CheckRun', 'status', `an App may not set the status ${status}`, 'invalid');
  if (conclusion !== undefined && !CONCLUSIONS.includes(conclusion))
    throw invalid('CheckRun', 'conclusion', `an App may not set the conclusion ${conclusion}`, 'invalid');
  if (status === 'completed' && conclusion === undefined)
    throw invalid('CheckRun', 'conclusion', 'conclusion is missing of a completed run', 'missing_field');
  if (isJson(output)) checkOutput(output);
  const buttons = listOf(actions);
  if (buttons.length > MOST_BUTTONS) throw invalid('CheckRun', 'actions', 'No more than 3 actions are allowed');
  for (const button of buttons)
    for (const [field, most] of Object.entries(BUTTON)) {
      const value = button[field];
      if (typeof value !== 'string' || value === '' || value.length > most)
        throw invalid('CheckRun', `actions.${field}`, `${field} has to have 1 to ${most} characters`);
    }
}

function checkOutput(output: Json): void {
  for (const field of ['summary', 'text'])
    if (bytesOf(output[field]) > LONGEST_OUTPUT)
      throw invalid('CheckRun', field, `${field} exceeds a maximum bytesize of ${LONGEST_OUTPUT}`, 'invalid');
  const annotations = listOf(output['annotations']);
  if (annotations.length > MOST_ANNOTATIONS)
    throw new Refusal(
      422,
      `Invalid request.\n\nNo more than 50 items are allowed; ${annotations.length} were supplied.`,
    );
  for (const annotation of annotations) checkAnnotation(annotation);
}

function checkAnnotation(annotation: Json): void {
  const { start_line: start, end_line: end, start_column: from, end_column: to, title } = annotation;
  const refuse = (field: string, message: string) => invalid('CheckRun', `annotations.${field}`, message);
  if (typeof start !== 'number' || typeof end !== 'number' || start < 1) throw refuse('start_line', 'no line');
  if (end < start) throw refuse('end_line', 'end_line is before start_line');
  if ((from !== undefined || to !== undefined) && start !== end)
    throw refuse('start_column', 'columns need start_line and end_line to be the same');
  if (typeof from === 'number' && typeof to === 'number' && to < from)
    throw refuse('end_column', 'end_column is before start_column');
  for (const field of ['message', 'raw_details'])
    if (bytesOf(annotation[field]) > LONGEST_MESSAGE) throw refuse(field, `${field} is longer than 64 KB`);
  if (typeof annotation['message'] !== 'string' || annotation['message'] === '')
    throw refuse('message', 'message is missing');
  if (typeof title === 'string' && title.length > LONGEST_TITLE)
    throw refuse('title', `title is longer than ${LONGEST_TITLE} characters`);
}

/** Of the runs of one name in a suite GitHub keeps a thousand. */
function forgetOldest(world: World, repository: RepositoryState, { suite, name }: RunState): void {
  const same = repository.runs.of(suite.head).filter((run) => run.suite === suite && run.name === name);
  for (const { id } of same.slice(0, -world.limits.sameNameRuns)) repository.runs.remove(id);
}

function settle(world: World, repository: RepositoryState, suite: SuiteState): void {
  const runs = latestOf(repository.runs.of(suite.head).filter((run) => run.suite === suite));
  const wasCompleted = suite.status === 'completed';
  const isCompleted = runs.every(({ status }) => status === 'completed');
  suite.status = isCompleted ? 'completed' : 'in_progress';
  const worst = ['action_required', 'failure', 'timed_out', 'cancelled', 'neutral', 'skipped', 'success'];
  suite.conclusion = isCompleted ? (worst.find((each) => runs.some((run) => run.conclusion === each)) ?? null) : null;
  if (isCompleted && !wasCompleted) emitSuite(world, repository, suite, 'completed', world.bot);
}

function bytesOf(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(value) : 0;
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isJson) : [];
}
