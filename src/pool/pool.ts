/** Audits files in this thread, and where they are many in worker threads besides, which take batches as they become free. */
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

/** In UTF-16 units: below this a thread costs more than it brings. It begins cold; beside a thread that is warm it brings less. */
const LEAST_FOR_THREADS = { cold: 600_000, warm: 2_500_000 };
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
  let isWarm = false;
  return async (jobs, onDone) => {
    const waiting = batches(jobs);
    const found = new Map<AuditJob, FileAudit>();
    const keep = ({ jobs }: Batch, audits: readonly FileAudit[]): void => {
      for (const [index, job] of jobs.entries()) found.set(job, audits[index] as FileAudit);
      onDone(found.size);
    };
    const size = jobs.reduce((sum, { text }) => sum + text.length, 0);
    const least = isWarm ? LEAST_FOR_THREADS.warm : LEAST_FOR_THREADS.cold;
    const count = size < least ? 0 : Math.min(availableParallelism() - 1, MOST_WORKERS);
    isWarm ||= size >= least;
    const workers = Array.from({ length: count }, () =>
      runWorker(worker, waiting, keep, { settings, isKernel, limit }),
    );
    for (let batch = waiting.shift(); batch !== undefined; batch = waiting.shift()) {
      keep(
        batch,
        batch.jobs.map(({ path, text, known }) => auditFile(path, text, RULES_OF_FILES, policy, factsOf(known), guard)),
      );
      await turn();
    }
    await Promise.all(workers);
    return jobs.map((job) => found.get(job) as FileAudit);
  };
}

/** A worker that takes batches until none is waiting. */
function runWorker(
  { program, ...options }: WorkerProgram,
  waiting: Batch[],
  keep: (batch: Batch, audits: readonly FileAudit[]) => void,
  workerData: WorkerData,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(program, { ...options, workerData });
    const sent: Batch[] = [];
    const refill = (): void => {
      while (sent.length < AHEAD) {
        const batch = waiting.shift();
        if (batch === undefined) break;
        sent.push(batch);
        worker.postMessage(batch);
      }
      if (sent.length === 0) worker.terminate().then(() => resolve(), reject);
    };
    worker.once('online', refill);
    worker.on('message', ({ audits }: Answer) => {
      keep(sent.shift() as Batch, audits);
      refill();
    });
    worker.on('error', reject);
  });
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
