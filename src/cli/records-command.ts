/** The command `records`: the App's records of decisions, for programs and for spreadsheets. */
import type { ExportedRecord } from '../app/ports/decision-records.ts';
import type { Tool } from '../report/machine/json.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Call } from './arguments.ts';
import type { Outcome } from './surroundings.ts';

const RECORDS_SCHEMA = 'kernel-rust-audit/records/1';

/** @param read gives what was recorded since then, in ms since 1970, the oldest first */
export async function runRecords(
  { options: { since: day, repo, format } }: Call<'records'>,
  tool: Tool,
  read: (since: number) => Promise<readonly ExportedRecord[] | Failure>,
): Promise<Outcome | Failure> {
  const since = sinceOf(day);
  if (isFailure(since)) return since;
  if (repo !== undefined && !/^[\w.-]{1,100}\/[\w.-]{1,100}$/.test(repo))
    return failure('--repo', `\`${repo}\` is not a repository on GitHub`, 'write it as owner/name');
  const all = await read(since);
  if (isFailure(all)) return all;
  const records = repo === undefined ? all : ofRepository(all, repo);
  return { text: RENDERERS[format](records, tool), status: 0 };
}

function sinceOf(text: string | undefined): number | Failure {
  if (text === undefined) return 0;
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isDay = !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
  return isDay ? at : failure('--since', `\`${text}\` is not a day`, 'write it as 2027-01-31');
}

/** A repository keeps its number when it gets another name: all of its records are meant. */
function ofRepository(all: readonly ExportedRecord[], name: string): readonly ExportedRecord[] {
  const isNamed = ({ repository }: ExportedRecord) => repository?.toLowerCase() === name.toLowerCase();
  const ids = new Set(all.filter(isNamed).map(({ repositoryId }) => repositoryId));
  return all.filter(({ repositoryId }) => ids.has(repositoryId));
}

function renderJson(records: readonly ExportedRecord[], tool: Tool): string {
  const value = {
    schema: RECORDS_SCHEMA,
    tool: { name: tool.name, version: tool.version },
    records: records.map(({ at, ...rest }) => ({ at: timeOf(at), ...rest })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** The records in each format that `records` has. */
const RENDERERS: Readonly<
  Record<Call<'records'>['options']['format'], (records: readonly ExportedRecord[], tool: Tool) => string>
> = { json: renderJson, csv: renderCsv };

/** The columns of the CSV. */
const COLUMNS: Readonly<Record<string, (record: ExportedRecord) => unknown>> = {
  at: ({ at }) => timeOf(at),
  repository: ({ repository }) => repository,
  repository_id: ({ repositoryId }) => repositoryId,
  pull_request: ({ pullRequest }) => pullRequest,
  actor: ({ actor }) => actor,
  role: ({ detail }) => detail['role'],
  what: ({ what }) => what,
  head: ({ detail }) => detail['head'],
  fingerprint: ({ detail }) => detail['fingerprint'],
  reason: ({ detail }) => detail['reason'],
  detail: ({ detail }) => JSON.stringify(detail),
};

/** RFC 4180; a line for each record, and the names of the columns above them. */
function renderCsv(records: readonly ExportedRecord[]): string {
  const rows = [Object.keys(COLUMNS), ...records.map((record) => Object.values(COLUMNS).map((of) => of(record)))];
  return rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}

/** A cell that a spreadsheet would take for a formula begins with an apostrophe (OWASP, "CSV Injection"). */
function cell(value: unknown): string {
  const plain = String(value ?? '').replace(/\p{Cc}+/gu, ' ');
  const isFormula = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/u.test(plain);
  return `"${(isFormula ? `'${plain}` : plain).replaceAll('"', '""')}"`;
}

function timeOf(at: number): string {
  return new Date(at).toISOString();
}
