/** The git program: run without a shell, deaf to everybody's configuration, with nothing of the repository executed. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { type Failure, failure } from '../text/failure.ts';
import { onOneLine, shortenedTo } from '../text/foreign-text.ts';

/** What git gave, or the last of its words when it refused. */
export type Answer =
  | { readonly kind: 'answer'; readonly bytes: Buffer }
  | { readonly kind: 'refused'; readonly words: string };

export type ConfigEntry = readonly [key: string, value: string];

export interface CommandOptions {
  /** For standard input. */
  readonly input?: string;
  /** Configuration for this command, before the repository's own. */
  readonly config?: readonly ConfigEntry[];
  /** Replaces the repository's index. */
  readonly indexFile?: string | null;
}

/** More output than this is a failure: it would have to fit into one string later. */
const LARGEST_ANSWER = 256 * 1024 * 1024;
const LONGEST_WORDS = 64 * 1024;

/**
 * The user's and the system's files are not read at all, so this is against the repository's own. Nothing is executed
 * (monitors, hooks; filters are left to the caller that needs them), which is why a foreign owner need not stop us.
 */
const CONFIG: readonly ConfigEntry[] = [
  ['core.fsmonitor', 'false'],
  ['core.hooksPath', '/dev/null'],
  ['core.attributesFile', '/dev/null'],
  ['core.quotePath', 'true'],
  ['diff.suppressBlankEmpty', 'false'],
  ['diff.renameLimit', '1000'],
  ['safe.directory', '*'],
];

/** Runs `git ARGUMENTS` in a folder and gives its whole output. A failure: it could not be run, or said too much. */
export async function runGit(
  folder: string,
  argumentsOfGit: readonly string[],
  options: CommandOptions = {},
): Promise<Answer | Failure> {
  const child = startGit(folder, argumentsOfGit, options);
  const ended = endOf(child);
  const chunks: Buffer[] = [];
  let size = 0;
  child.stdin.end(options.input ?? '');
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= LARGEST_ANSWER) chunks.push(chunk);
    else child.kill();
  }
  const end = await ended;
  if (end.kind === 'failure') return end;
  if (size > LARGEST_ANSWER)
    return failure(folder, `git printed more than ${LARGEST_ANSWER >> 20} MB`, 'use a shorter range');
  return end.status === 0 ? { kind: 'answer', bytes: Buffer.concat(chunks) } : { kind: 'refused', words: end.words };
}

/** Starts git for a caller that reads its output piece by piece; `endOf` says how it went. */
export function startGit(
  folder: string,
  argumentsOfGit: readonly string[],
  options: CommandOptions = {},
): ChildProcessWithoutNullStreams {
  const child = spawn('git', ['--no-pager', ...argumentsOfGit], { cwd: folder, env: environment(options) });
  // A program that ends before it has read everything says so by its status.
  child.stdin.on('error', () => {});
  return child;
}

type End = { readonly kind: 'end'; readonly status: number | null; readonly words: string } | Failure;

/** Call it before reading: words and status must not be missed. */
export function endOf(child: ChildProcessWithoutNullStreams): Promise<End> {
  let words = '';
  child.stderr.on('data', (chunk: Buffer) => {
    if (words.length < LONGEST_WORDS) words += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(notRunning(error)));
    child.on('close', (status) => resolve({ kind: 'end', status, words: lastWords(words) }));
  });
}

function notRunning(error: NodeJS.ErrnoException): Failure {
  return error.code === 'ENOENT'
    ? failure('git', '`git` was not found', 'install git 2.31 or newer')
    : failure('git', `cannot run \`git\` (${error.code ?? error.message})`, 'check the git installation');
}

/** The line that says why, without its `fatal: `. */
function lastWords(words: string): string {
  const lines = words.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((each) => each.startsWith('fatal: ')) ?? lines.at(-1) ?? 'nothing';
  return printable(line.replace(/^(fatal|error): /, ''));
}

/** Text from outside within a message. */
export function printable(text: string): string {
  return shortenedTo(onOneLine(text), 200);
}

/** The process's own environment without a single variable of git's, and ours. */
function environment({ config = [], indexFile = null }: CommandOptions): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^GIT_/i.test(name));
  const entries = [...CONFIG, ...config];
  return {
    ...Object.fromEntries(inherited),
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: String(entries.length),
    ...Object.fromEntries(entries.map(([key], index) => [`GIT_CONFIG_KEY_${index}`, key])),
    ...Object.fromEntries(entries.map(([, value], index) => [`GIT_CONFIG_VALUE_${index}`, value])),
    ...(indexFile === null ? {} : { GIT_INDEX_FILE: indexFile }),
    // No fetch, no prompt, and an id means the object that has it.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
  };
}
