/** Audits files in this thread, and where they are many in worker threads besides, which take batches as they become free. */
import { on, once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker, type WorkerOptions } from 'node:worker_threads';
import type { AuditJob, Auditor } from '../app/audit/audit-tree.ts';
import { turn } from '../app/review/turn.ts';
import { policyOf } from '../app/settings/policy-of-settings.ts';
import type { Settings } from '../config/settings.ts';
import { auditFile, type FileAudit, factsOf } from '../review/audit.ts';
import { RULES_OF_FILES } from '../rules/catalogue.ts';
import { makeTimeLimit, type TimeLimit } from './time-limit.ts';

export interface Batch {
  readonly jobs: readonly AuditJob[];
}

export interface Answer {
  readonly audits: readonly FileAudit[];
}

/** What a worker thread runs: a file, or with `eval` the text of one. */
export interface WorkerProgram extends Pick<WorkerOptions, 'eval'> {
  readonly program: URL | string;
}

/** In UTF-16 units: below this a thread costs more than it brings. */
const LEAST_FOR_THREADS = 600_000;
/** In UTF-16 units: so much is read at once. */
const BATCH = 100_000;
/** So many batches are queued for a worker, so that it need not wait while this thread reads one of its own. */
const AHEAD = 2;
const MOST_WORKERS = 3;

/** What a worker thread has to know before it audits. */
export interface WorkerData {
  readonly settings: Settings;
  readonly isKernel: boolean;
  readonly limit: TimeLimit;
}

/** An auditor that uses threads where there are many files. */
export function makeAuditor(settings: Settings, isKernel: boolean, limit: TimeLimit, worker: WorkerProgram): Auditor {
  const policy = policyOf(settings, isKernel);
  const guard = makeTimeLimit(limit);
  const threads: Thread[] = [];
  return async (jobs, onDone) => {
    const waiting = batches(jobs);
    const found = new Map<AuditJob, FileAudit>();
    const keep = ({ jobs }: Batch, audits: readonly FileAudit[]): void => {
      for (const [index, job] of jobs.entries()) found.set(job, audits[index] as FileAudit);
      onDone(found.size);
    };
    const size = jobs.reduce((sum, { text }) => sum + text.length, 0);
    const count = size < LEAST_FOR_THREADS ? 0 : Math.min(availableParallelism() - 1, MOST_WORKERS);
    while (threads.length < count) threads.push(startThread(worker, { settings, isKernel, limit }));
    const running = threads.slice(0, count).map((thread) => runThread(thread, waiting, keep));
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      keep(
        batch,
        batch.jobs.map(({ path, text, known }) => auditFile(path, text, RULES_OF_FILES, policy, factsOf(known), guard)),
      );
      await turn();
    }
    await Promise.all(running);
    return jobs.map((job) => found.get(job) as FileAudit);
  };
}

/** A worker thread. It stays for the next tree, and the process does not wait for it. */
interface Thread {
  readonly worker: Worker;
  readonly isOnline: Promise<unknown>;
}

function startThread({ program, ...options }: WorkerProgram, workerData: WorkerData): Thread {
  const worker = new Worker(program, { ...options, workerData });
  const isOnline = once(worker, 'online');
  // the one who waits for batches hears of it as well
  isOnline.catch(() => {});
  return { worker, isOnline };
}

/** Gives a thread batches until none is waiting. */
async function runThread(
  { worker, isOnline }: Thread,
  waiting: Batch[],
  keep: (batch: Batch, audits: readonly FileAudit[]) => void,
): Promise<void> {
  worker.ref();
  await isOnline;
  const sent: Batch[] = [];
  const refill = (): void => {
    while (sent.length < AHEAD) {
      const batch = waiting.shift();
      if (batch === undefined) break;
      sent.push(batch);
      worker.postMessage(batch);
    }
  };
  const answers = on(worker, 'message');
  refill();
  while (sent.length > 0) {
    const { value } = await answers.next();
    const [{ audits }] = value as [Answer];
    keep(sent.shift() as Batch, audits);
    refill();
  }
  await answers.return?.();
  worker.unref();
}

/** Large files first, so that no thread ends long after the others. */
function batches(jobs: readonly AuditJob[]): Batch[] {
  const made: { jobs: AuditJob[]; size: number }[] = [];
  for (const job of [...jobs].sort((a, b) => b.text.length - a.text.length)) {
    const last = made.at(-1);
    if (last === undefined || last.size + job.text.length > BATCH) made.push({ jobs: [job], size: job.text.length });
    else {
      last.jobs.push(job);
      last.size += job.text.length;
    }
  }
  return made;
}
