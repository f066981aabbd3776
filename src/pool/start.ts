/**
 * Starts the process that reads hostile text, behind as many shields as this machine has. Which ones hold cannot be foretold: kernels,
 * containers and rights of files differ. So the very program is started behind them, and the largest set that works is taken.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { SHIELDS, type Shield } from '../app/doctor/shields.ts';
import type { Message } from './protocol.ts';

/** What the process runs. */
export interface AnalystProgram {
  /** A file with JavaScript; of the one executable, which takes no such file, its first argument. */
  readonly script: URL | string;
  /** All of its environment, but for Node's own options. */
  readonly env?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
  /** Files and folders that it has to read, as absolute paths; all others can be closed to it. */
  readonly reads?: readonly string[];
  /** Makes what the process needs and could not make itself. */
  readonly prepare?: () => void;
}

/** How a process is started. */
export interface Start {
  readonly shields: readonly Shield[];
  /** Of the server: root starts things in another way than a user. */
  readonly isRoot: boolean;
  /** User and group of the process, where `user` is among the shields. */
  readonly uid: number;
}

/** As the server itself: for tests, and where no shield holds. */
export const UNSHIELDED: Start = { shields: [], isRoot: false, uid: 0 };

/** In MB, of JavaScript's heap: reached only by hostile text. */
const HEAP = 512;
/** In ms: a start takes 0.2 s; a machine that is busy may take long. */
const PATIENCE = 20_000;

/** util-linux(1), by full names: no PATH is searched. */
const UNSHARE = '/usr/bin/unshare';
const SETPRIV = '/usr/bin/setpriv';

/** Starts one. Its standard error is thrown away but for a trial. */
export function startProgram(
  program: AnalystProgram,
  start: Start,
  stderr: 'ignore' | 'pipe' = 'ignore',
): ChildProcess {
  const [execPath = process.execPath, ...before] = [...commandsOf(start), process.execPath];
  const options = [
    `--max-old-space-size=${HEAP}`,
    ...(start.shields.includes('permissions') ? permissions(program) : []),
  ];
  return fork(program.script, [], {
    execPath,
    // nothing of the server's environment: it holds the secrets
    env: { ...program.env, NODE_OPTIONS: options.join(' ') },
    execArgv: [...before, ...(program.execArgv ?? [])],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', stderr, 'ipc'],
  });
}

/**
 * What runs one another, and at last the program, as the same process. A user may make a network namespace only within a user namespace
 * of its own (user_namespaces(7)); that also keeps it from /proc/PID/environ of processes outside (ptrace(2), access mode checking).
 */
function commandsOf({ shields, isRoot, uid }: Start): readonly string[] {
  const has = (shield: Shield): boolean => shields.includes(shield);
  const unshare = has('network') ? [UNSHARE, '--net', ...(isRoot ? [] : ['--user', '--map-current-user']), '--'] : [];
  const rights = [
    ...(has('user') ? [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'] : []),
    ...(has('privileges') ? ['--no-new-privs', '--inh-caps=-all', ...(isRoot ? ['--bounding-set=-all'] : [])] : []),
  ];
  return [...unshare, ...(rights.length === 0 ? [] : [SETPRIV, ...rights, '--'])];
}

/** Node.js, "Permissions": all is closed but what is named. The flag has another name in Node.js 20. */
function permissions({ reads = [] }: AnalystProgram): readonly string[] {
  const flag = process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';
  return [flag, '--no-warnings', '--allow-addons', ...reads.map((path) => quoted(`--allow-fs-read=${path}`))];
}

/** As NODE_OPTIONS has it: a blank would end it. */
function quoted(option: string): string {
  return `"${option.replace(/["\\]/g, '\\$&')}"`;
}

export interface Found {
  readonly start: Start;
  /** The shields that this machine lacks, with what was said when they were tried alone. */
  readonly missing: readonly { readonly shield: Shield; readonly words: string }[];
}

/**
 * Tries which shields hold here for this program.
 * @param uid what the process shall run as where the server is root
 */
export async function strongestStart(program: AnalystProgram, isRoot: boolean, uid: number): Promise<Found> {
  program.prepare?.();
  const wanted = ALL.filter((shield) => isRoot || shield !== 'user');
  for (const shields of [...subsetsOf(wanted)].sort(byStrength)) {
    const start = { shields, isRoot, uid };
    if (shields.length > 0 && (await trial(program, start)) !== null) continue;
    const absent = wanted.filter((shield) => !shields.includes(shield));
    const missing = absent.map(async (shield) => {
      const alone = await trial(program, { ...start, shields: [shield] });
      return { shield, words: alone ?? `it does not work with the others (${shields.join(', ')})` };
    });
    return { start, missing: await Promise.all(missing) };
  }
  return { start: UNSHIELDED, missing: [] };
}

const ALL = SHIELDS.map(({ shield }) => shield);

/** More before fewer; among as many, the one that keeps the shield that is earlier in the table. */
function byStrength(a: readonly Shield[], b: readonly Shield[]): number {
  const rank = (shields: readonly Shield[]): string => ALL.map((each) => (shields.includes(each) ? 0 : 1)).join('');
  return b.length - a.length || rank(a).localeCompare(rank(b));
}

function subsetsOf<T>(all: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((_, index) => (bits >> index) & 1));
}

/** Starts the program, waits for its first word, and ends it. @returns null if all went well, otherwise what was said */
export function trial(program: AnalystProgram, start: Start, patience = PATIENCE): Promise<string | null> {
  const child = startProgram(program, start, 'pipe');
  return new Promise((resolve) => {
    let said = '';
    let isReady = false;
    const end = (words: string | null): void => {
      clearTimeout(timer);
      resolve(words);
    };
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      end(isReady ? 'it cannot be stopped' : 'it did not start in time');
    }, patience);
    child.stderr?.on('data', (part: Buffer) => {
      said = `${said}${part}`.slice(0, 2000);
    });
    child.on('message', (message: Message) => {
      if (message.kind !== 'ready') return;
      isReady = true;
      child.kill('SIGKILL');
    });
    child.once('error', (error: NodeJS.ErrnoException) =>
      end(`${error.path ?? 'the program'}: ${error.code ?? error.message}`),
    );
    // `close`: standard error is read to its end by then
    child.once('close', (status) => end(isReady ? null : firstWords(said) || `it exited with status ${status}`));
  });
}

/** The line that says what is wrong: of an exception that is not the first one. */
function firstWords(said: string): string {
  const lines = said.split('\n').map((line) => line.trim());
  return lines.find((line) => /error|unshare|setpriv/i.test(line)) ?? lines[0] ?? '';
}
