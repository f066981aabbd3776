/** `records`: what is asked for, and cells that no spreadsheet runs. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ExportedRecord } from '../../src/app/ports/decision-records.ts';
import { runRecords } from '../../src/cli/records-command.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';
import { callOf } from '../support/call-of.ts';
import { run as runProgram, scratchForEach } from './program.ts';

const RECORD: ExportedRecord = {
  at: Date.UTC(2027, 0, 2),
  repository: 'linux/kernel',
  repositoryId: 7,
  pullRequest: 3,
  actor: 'mia',
  what: 'command accept',
  detail: { role: 'write', reason: 'checked' },
};
const TOOL = { name: 'kernel-rust-audit', version: '0' };

async function run(args: readonly string[], records: readonly ExportedRecord[] = [RECORD]): Promise<string> {
  const outcome = await runRecords(callOf('records', ...args), TOOL, async (since) =>
    records.filter(({ at }) => at >= since),
  );
  return isFailure(outcome) ? failureText(outcome) : outcome.text;
}

test('JSON by default, by repository whatever its letters, under earlier names too, and by day', async () => {
  const old = { ...RECORD, repository: 'linux/old' };
  const other = { ...RECORD, repository: 'linux/other', repositoryId: 8 };
  const of = async (...args: string[]) => JSON.parse(await run(args, [old, RECORD, other])).records.length;
  expect([await of(), await of('--repo', 'Linux/Kernel'), await of('--repo', 'a/b')]).toEqual([3, 2, 0]);
  expect([await of('--since', '2027-01-02'), await of('--since', '2027-01-03')]).toEqual([3, 0]);
});

test.each([['=1+1'], ['+1'], ['-1'], ['@SUM(A1)'], ['\t=1'], ['\r\n=1'], ['  =1'], ['\uFF1D1']])(
  '%j is no formula',
  async (reason) => {
    const csv = await run(['--format', 'csv'], [{ ...RECORD, actor: reason, detail: { reason } }]);
    const cells = csv.split('\r\n')[1]?.match(/"(?:[^"]|"")*"/g) ?? [];
    expect([cells[4]?.slice(0, 2), cells[9]?.slice(0, 2)]).toEqual([`"'`, `"'`]);
    expect(csv.split('\r\n')).toHaveLength(3);
  },
);

test('quotes are doubled, and a cell ends where it should', async () => {
  const csv = await run(['--format', 'csv'], [{ ...RECORD, detail: { reason: 'a "b", c' } }]);
  expect(csv).toContain('"a ""b"", c"');
});

test.each([
  [['--since', '2027-02-30'], /^--since: `2027-02-30` is not a day; /],
  [['--since', 'yesterday'], /^--since: /],
  [['--repo', 'kernel'], /^--repo: `kernel` is not a repository on GitHub; /],
])('%j is refused', async (args, words) => {
  expect(await run(args)).toMatch(words);
});

const at = scratchForEach();

test('the database is the one that DATABASE_URL_PATH names, and never the embedded store in its place', () => {
  const file = join(at.folder, 'database-url');
  const env = { DATABASE_URL_PATH: file, KRA_DATA: at.folder };
  expect(runProgram(['records'], { env }).err).toMatch(/DATABASE_URL_PATH: the file cannot be read \(ENOENT\)/);
  writeFileSync(file, 'mysql://here\n');
  expect(runProgram(['records'], { env })).toMatchObject({
    status: 2,
    err: expect.stringContaining('DATABASE_URL'),
  });
});

describe('schema/records.schema.json', () => {
  const schema = readFileSync(new URL('../../schema/records.schema.json', import.meta.url), 'utf8');
  const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
  ajv.addFormat('date-time', (text) => new Date(text).toISOString() === text);
  const valid = ajv.compile(JSON.parse(schema) as object);

  test('what is written keeps to it, also where the repository has no known name and no pull request is meant', async () => {
    const written = JSON.parse(await run([], [RECORD, { ...RECORD, repository: null, pullRequest: null, detail: {} }]));
    valid(written);
    expect(valid.errors ?? []).toEqual([]);
    expect(written.records).toHaveLength(2);
  });

  test('it refuses what it does not name', async () => {
    const written = JSON.parse(await run([]));
    const [record] = written.records;
    expect(valid({ ...written, more: 1 })).toBe(false);
    expect(valid({ ...written, records: [{ ...record, at: 1 }] })).toBe(false);
    expect(valid({ ...written, records: [{ ...record, extra: '' }] })).toBe(false);
  });
});
