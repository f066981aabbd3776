/** Runs the analyst in a process of its own, with limits of time and memory: a crash or a hang costs the file that was being read. */
import type { ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { SourceTree } from '../app/ports/source-tree.ts';
import { answerOf } from '../app/ports/tree-questions.ts';
import type { Analyst, Owner } from '../app/review/analyst-port.ts';
import type { CommitSources } from '../app/review/review-commits.ts';
import type { Audit, Review } from '../review/review.ts';
import { type Failure, isFailure } from '../text/failure.ts';
import { type Partition, partitionOf } from './partition.ts';
import type { Answers, Message, Order, Question, Result, Task } from './protocol.ts';
import { type AnalystProgram, type Start, startProgram } from './start.ts';

export interface GuardOptions {
  readonly program: AnalystProgram;
  /** How it is started: what `strongestStart` found. */
  readonly start: Start;
  /** In ms: so long one file may take, and so long a task with all its beginnings. */
  readonly perFile?: number;
  readonly perTask?: number;
  /** In bytes: resident memory of the process. */
  readonly memory?: number;
  /** How many files may be given up in one task, before all of its files are. */
  readonly mostStopped?: number;
  /** After so many tasks a process is replaced. */
  readonly tasksPerProcess?: number;
}

const DEFAULTS: Required<Omit<GuardOptions, 'program' | 'start'>> = {
  perFile: 10_000,
  perTask: 120_000,
  memory: 900 * 1024 * 1024,
  mostStopped: 5,
  tasksPerProcess: 200,
};
/** In ms: so long a review may take that reads none of its files; it only names them. */
const WITHOUT_FILES = 30_000;
const MOST_IDLE = 2;
/** In ms: how often memory and time are checked. */
const WATCH = 200;

/** What a task may ask for. */
interface Sources {
  readonly tree: SourceTree;
  readonly readAt: CommitSources['readAt'] | null;
  readonly cache: Partition;
}

/** The analysis of one task was stopped; `path`: the file that was being read. */
class Stopped extends Error {
  constructor(
    readonly path: string | null,
    words: string,
  ) {
    super(words);
  }
}

/** One process is kept ready between tasks; several tasks at a time have one each. */
export function makeAnalyst(given: GuardOptions): Analyst {
  const options = { ...DEFAULTS, ...given };
  const idle: Process[] = [];
  const busy = new Set<Process>();
  let isClosed = false;
  /** What a process has read of one installation is never within reach of another one's hostile text. */
  const take = (owner: Owner): Process => {
    const at = idle.findIndex(({ installation }) => installation === owner.installation);
    return at < 0 ? startProcess(options, owner) : (idle.splice(at, 1)[0] as Process);
  };
  const giveBack = (used: Process): void => {
    busy.delete(used);
    if (isClosed || !used.isUsable() || used.tasks >= options.tasksPerProcess) {
      void used.kill();
      return;
    }
    idle.push(used);
    if (idle.length > MOST_IDLE) void idle.shift()?.kill();
  };

  /**
   * Again without the file that stopped it, as long as it is another file each time. All beginnings share one budget of time;
   * where it is used up, or too many files were stopped, the rest of the files is named as not read.
   * @param all gives the paths of the task's files
   */
  const run = async (
    owner: Owner,
    taskWithout: (excluded: ReadonlyMap<string, string>) => Task,
    sources: Sources,
    signal: AbortSignal,
    all: () => Promise<readonly string[]>,
  ): Promise<Result> => {
    const excluded = new Map<string, string>();
    const until = performance.now() + options.perTask;
    let isLast = false;
    for (let isSecond = false; ; ) {
      signal.throwIfAborted();
      if (isClosed) throw new Error('the analyst is closed');
      const used = take(owner);
      busy.add(used);
      try {
        const perTask = isLast ? WITHOUT_FILES : until - performance.now();
        return await used.run(taskWithout(excluded), sources, signal, perTask);
      } catch (error) {
        if (!(error instanceof Stopped) || signal.aborted) throw error;
        const { path } = error;
        const isSpent = performance.now() >= until || excluded.size >= options.mostStopped;
        const isNew = path !== null && !excluded.has(path) && !isSpent;
        if (isSpent && !isLast) {
          isLast = true;
          const seconds = options.perTask / 1000;
          const reason = `it was skipped: other files used up the limits of this review (${seconds} s, ${options.mostStopped} stopped files)`;
          if (path !== null) excluded.set(path, `its analysis was stopped: ${error.message}`);
          for (const each of await all()) if (!excluded.has(each)) excluded.set(each, reason);
        } else if (isNew) excluded.set(path, `its analysis was stopped: ${error.message}`);
        else if (isSecond || path !== null) throw error;
        else isSecond = true;
      } finally {
        giveBack(used);
      }
    }
  };

  return {
    review: async (owner, commits, settings, { tree, readAt }, cache, signal) => {
      const task = (excluded: ReadonlyMap<string, string>): Task => ({
        kind: 'review',
        settings,
        commits: { ...commits, excluded },
      });
      const changes = [...commits.commits, ...(commits.whole === null ? [] : [commits.whole])];
      const all = async () => changes.flatMap(({ files }) => files.all.map(({ path }) => path));
      const sources = { tree, readAt, cache: partitionOf(cache, owner, 'review') };
      return (await run(owner, task, sources, signal, all)) as Review;
    },
    audit: async (owner, tree, settings, cache, signal) => {
      const revision = tree.revision ?? '';
      const task = (excluded: ReadonlyMap<string, string>): Task => ({ kind: 'audit', settings, revision, excluded });
      const all = async (): Promise<readonly string[]> => {
        const found = await tree.find('.rs');
        return isFailure(found) ? [] : found.files;
      };
      const sources = { tree, readAt: null, cache: partitionOf(cache, owner, 'audit') };
      return (await run(owner, task, sources, signal, all)) as Audit | Failure;
    },
    close: async () => {
      isClosed = true;
      await Promise.all([...idle.splice(0), ...busy].map((each) => each.kill()));
    },
  };
}

interface Process {
  readonly installation: number;
  readonly tasks: number;
  isUsable(): boolean;
  /** @param perTask in ms: what is left of the budget */
  run(task: Task, sources: Sources, signal: AbortSignal, perTask: number): Promise<Result>;
  kill(): Promise<void>;
}

function startProcess(options: Required<GuardOptions>, { installation }: Owner): Process {
  const child = startProgram(options.program, options.start);
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  let tasks = 0;
  return {
    installation,
    get tasks() {
      return tasks;
    },
    isUsable: () => child.connected && !child.killed && child.exitCode === null,
    run: (task, sources, signal, perTask) => {
      tasks += 1;
      return runIn(child, task, sources, signal, { ...options, perTask });
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

function runIn(
  child: ChildProcess,
  task: Task,
  sources: Sources,
  signal: AbortSignal,
  limits: Required<GuardOptions>,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const begun = performance.now();
    let path: string | null = null;
    let since = begun;
    /** The process's clock stops while the server fetches files for it. */
    let asked = 0;
    const end = (act: () => void): void => {
      clearInterval(watch);
      child.off('message', hear);
      child.off('exit', exited);
      child.off('error', broke);
      signal.removeEventListener('abort', aborted);
      act();
    };
    const stop = (words: string): void => {
      child.kill('SIGKILL');
      end(() => reject(new Stopped(path, words)));
    };
    const send = (order: Order): void => {
      child.send(order, (error) => {
        // one that has exited is reported as such
        if (error !== null && child.connected) broke(error);
      });
    };
    const hear = (message: Message): void => {
      since = performance.now();
      if (message.kind === 'ready') return;
      if (message.kind === 'reading') path = message.path;
      else if (message.kind === 'done') end(() => resolve(message.result));
      else if (message.kind === 'failed') end(() => reject(new Error(message.words)));
      else {
        const { call, question } = message;
        path = null;
        asked += 1;
        answer(question, sources)
          .then(
            (value) => send({ kind: 'answer', call, value }),
            (error: unknown) => {
              // trouble with GitHub is the caller's to know, not the analyst's
              child.kill('SIGKILL');
              end(() => reject(error));
            },
          )
          .finally(() => {
            asked -= 1;
            since = performance.now();
          });
      }
    };
    const exited = (): void => end(() => reject(new Stopped(path, 'the process crashed')));
    const broke = (error: Error): void => end(() => reject(error));
    const aborted = (): void => {
      child.kill('SIGKILL');
      end(() => reject(signal.reason));
    };
    const watch = setInterval(() => {
      const now = performance.now();
      if (asked === 0 && now - since > limits.perFile) stop(`it took longer than ${limits.perFile / 1000} s`);
      else if (now - begun > limits.perTask) stop('the time of the whole review was used up');
      else
        void memoryOf(child).then((bytes) => {
          if (bytes > limits.memory) stop(`it took more than ${limits.memory >> 20} MB of memory`);
        });
    }, WATCH);
    child.on('message', hear);
    child.once('exit', exited);
    child.once('error', broke);
    signal.addEventListener('abort', aborted);
    send({ kind: 'task', task, budget: limits.perTask });
  });
}

async function answer(question: Question, { tree, readAt, cache }: Sources): Promise<Answers[Question['port']]> {
  switch (question.port) {
    case 'readAt':
      return readAt === null ? [] : readAt(question.wanted);
    case 'get':
      return cache.get(question.name);
    case 'put':
      await cache.put(question.name, question.value);
      return undefined;
    default:
      return answerOf(tree, question);
  }
}

/** Resident memory in bytes (proc(5), statm); 0 where the system does not say. */
async function memoryOf({ pid }: ChildProcess): Promise<number> {
  try {
    const [, pages] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
    return Number(pages) * 4096;
  } catch {
    return 0;
  }
}
