/** Runs named tests in a copy of the checkout, and says of each whether it was red. */
import { spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NamedTest } from './table.ts';

export type Colour = 'green' | 'red' | 'missing';

export interface Outcome {
  readonly colours: readonly Colour[];
  /** Why it proves nothing: a test file that did not load, a run without an end; null: it does. */
  readonly trouble: string | null;
}

/** In ms: no named test takes so long. */
const PATIENCE = 300_000;
const JEST = [fileURLToPath(new URL('../../scripts/jest.js', import.meta.url))];

/** What jest writes, as far as it is read. */
interface Written {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

/** Of each test in its order. Nothing that the tests started is left. */
export async function coloursOf(tests: readonly NamedTest[], copy: string): Promise<Outcome> {
  const titles = tests.map(({ title }) => (title === null ? null : patternOf(title)));
  const only = titles.every((title) => title !== null) ? ['-t', titles.join('|')] : [];
  const output = join(copy, 'tmp/jest.json');
  rmSync(output, { force: true });
  const files = [...new Set(tests.map(({ file }) => file))];
  const options = [
    '--runInBand',
    '--forceExit',
    '--testTimeout=120000',
    '--json',
    `--outputFile=${output}`,
    '--runTestsByPath',
    ...files,
  ];
  const isOver = await ended([...JEST, ...only, ...options], copy);
  const written = isOver ? readWritten(output) : null;
  if (written === null) return { colours: [], trouble: isOver ? 'jest gave no result' : 'its tests do not end' };
  const { testResults } = written;
  const unloaded = testResults.find(({ assertionResults }) => assertionResults.length === 0);
  const colours = tests.map(({ file }, index): Colour => {
    const pattern = new RegExp(titles[index] ?? '');
    const results = testResults
      .filter(({ name }) => relative(copy, name) === file)
      .flatMap(({ assertionResults }) => assertionResults)
      .filter(({ fullName, status }) => status !== 'pending' && pattern.test(fullName));
    if (results.length === 0) return 'missing';
    return results.some(({ status }) => status === 'failed') ? 'red' : 'green';
  });
  return { colours, trouble: unloaded === undefined ? null : `a test file does not load: ${unloaded.message}` };
}

/** As a regular expression that finds the test's name; `%s` and `$name` stand for what a table of tests fills in. */
function patternOf(title: string): string {
  return title.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&').replace(/%[a-z]|\\\$\w+/g, '.*');
}

function readWritten(output: string): Written | null {
  try {
    return JSON.parse(readFileSync(output, 'utf8')) as Written;
  } catch {
    return null;
  }
}

const RUNNING = new Set<number>();

/** Ends all that runs, with whatever it started. */
export function endAll(): void {
  for (const pid of RUNNING) killGroup(pid);
}

/** False: it took too long. */
function ended(args: readonly string[], copy: string): Promise<boolean> {
  const child = spawn(process.execPath, args, {
    cwd: copy,
    env: { ...process.env, TMPDIR: join(copy, 'tmp') },
    stdio: 'ignore',
    // a group of its own, so that what a broken program leaves running can be ended
    detached: true,
  });
  const pid = child.pid ?? 0;
  RUNNING.add(pid);
  let isOver = true;
  const timer = setTimeout(() => {
    isOver = false;
    killGroup(pid);
  }, PATIENCE);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', () => {
      clearTimeout(timer);
      killGroup(pid);
      RUNNING.delete(pid);
      resolve(isOver);
    });
  });
}

function killGroup(pid: number): void {
  try {
    if (pid > 0) process.kill(-pid, 'SIGKILL');
  } catch {
    // all of it has ended
  }
}
