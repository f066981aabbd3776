/** This App's check runs on GitHub. */
import { ForgeError } from '../../app/ports/forge.ts';
import {
  type Annotation,
  type CheckRun,
  CONCLUSIONS,
  type NewRun,
  type RunChange,
  type RunOutput,
} from '../../publish/published.ts';
import type { Client } from '../client/client.ts';
import {
  checkedId,
  type Fields,
  fieldsOf,
  listOf,
  maybePartOf,
  numberOf,
  pagesOf,
  textOf,
} from '../client/response-fields.ts';
import type { Place } from './pulls.ts';

/** GitHub keeps a thousand runs of a name in a suite. */
const MOST_RUNS = 1000;

/** `filter=all`: the latest by GitHub's order need not be the one that runs. */
export async function runsOn(
  client: Client,
  place: Place,
  app: number,
  head: string,
  name: string,
): Promise<readonly CheckRun[]> {
  const route = 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs';
  const parameters = { ...place, ref: checkedId(head), check_name: name, app_id: app, filter: 'all' };
  return (await ownRuns(client, app, route, parameters)).filter((run) => run.name === name);
}

/** The App's runs in a check suite. @throws ForgeError */
export async function runsOfSuite(
  client: Client,
  place: Place,
  app: number,
  suite: number,
): Promise<readonly CheckRun[]> {
  const route = 'GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs';
  return ownRuns(client, app, route, { ...place, check_suite_id: suite, filter: 'all' });
}

/** Null: there is none, or it is another App's. */
export async function runOf(client: Client, place: Place, app: number, id: number): Promise<CheckRun | null> {
  const fields = await fieldsOfRun(client, place, app, id);
  return fields === null ? null : checkRunOf(fields);
}

/** The same with what it shows. */
export async function outputOf(
  client: Client,
  place: Place,
  app: number,
  id: number,
): Promise<Omit<RunOutput, 'annotations'> | null> {
  const fields = await fieldsOfRun(client, place, app, id);
  const output = fields === null ? undefined : maybePartOf(fields, 'output');
  if (output === undefined) return null;
  const textIn = (name: string): string | null => (typeof output[name] === 'string' ? output[name] : null);
  return { title: textIn('title') ?? '', summary: textIn('summary') ?? '', text: textIn('text') };
}

async function fieldsOfRun(client: Client, place: Place, app: number, id: number): Promise<Fields | null> {
  try {
    const { data } = await client.read('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', {
      ...place,
      check_run_id: id,
    });
    const fields = fieldsOf(data);
    return isOf(fields, app) ? fields : null;
  } catch (error) {
    if (error instanceof ForgeError && error.trouble === 'gone') return null;
    throw error;
  }
}

/** One POST: the run is in progress, or completed at once. @throws ForgeError */
export async function createRun(client: Client, place: Place, run: NewRun): Promise<CheckRun> {
  const { data } = await client.write('POST /repos/{owner}/{repo}/check-runs', {
    ...place,
    name: run.name,
    head_sha: run.head,
    started_at: new Date(client.clock.now()).toISOString(),
    ...fieldsOfChange(run),
  });
  return ofWrite(() => checkRunOf(fieldsOf(data)));
}

/** One PATCH. GitHub appends its annotations to those that are there. */
export async function changeRun(client: Client, place: Place, id: number, change: RunChange): Promise<void> {
  const parameters = { ...place, check_run_id: id, ...fieldsOfChange(change) };
  const { data } = await client.write('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', parameters);
  ofWrite(() => numberOf(fieldsOf(data), 'id'));
}

/** When a run ended, GitHub notes itself. */
function fieldsOfChange({ externalId, conclusion, output, actions }: RunChange) {
  const { title, summary, text, annotations } = output;
  return {
    ...(externalId === undefined ? {} : { external_id: externalId }),
    ...(conclusion === null ? { status: 'in_progress' } : { status: 'completed', conclusion }),
    output: {
      title,
      summary,
      ...(text === null ? {} : { text }),
      ...(annotations.length === 0 ? {} : { annotations: annotations.map(annotationOf) }),
    },
    actions: actions.map(({ label, description, identifier }) => ({ label, description, identifier })),
  };
}

/** A write that was done, but whose answer does not say what it gave. */
export function ofWrite<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ForgeError) throw new ForgeError('unclear', error.message, null, error.status);
    throw error;
  }
}

async function ownRuns(
  client: Client,
  app: number,
  route: string,
  parameters: Readonly<Record<string, unknown>>,
): Promise<readonly CheckRun[]> {
  const pick = (data: unknown) => listOf(fieldsOf(data)['check_runs'], '`check_runs`');
  const { all } = await pagesOf(client, route, parameters, { most: MOST_RUNS, pick });
  return all
    .filter((each) => isOf(each, app))
    .map(checkRunOf)
    .sort((a, b) => b.id - a.id);
}

function isOf(run: Fields, app: number): boolean {
  return maybePartOf(run, 'app')?.['id'] === app;
}

function checkRunOf(fields: Fields): CheckRun {
  const { conclusion, external_id } = fields;
  const known = CONCLUSIONS.find((each) => each === conclusion);
  const isOver = fields['status'] === 'completed';
  return {
    id: numberOf(fields, 'id'),
    name: textOf(fields, 'name'),
    head: textOf(fields, 'head_sha'),
    externalId: typeof external_id === 'string' ? external_id : '',
    // a conclusion that is not the App's (`stale` after 14 days) does not count
    conclusion: isOver ? (known ?? 'cancelled') : null,
    annotations: Number(maybePartOf(fields, 'output')?.['annotations_count'] ?? 0),
  };
}

function annotationOf({ path, startLine, endLine, startColumn, level, title, message, details }: Annotation) {
  const columns =
    startColumn !== null && startLine === endLine ? { start_column: startColumn, end_column: startColumn } : {};
  return {
    path,
    start_line: startLine,
    end_line: endLine,
    ...columns,
    annotation_level: level,
    title,
    message,
    ...(details === null ? {} : { raw_details: details }),
  };
}
