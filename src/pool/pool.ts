/** Audits files in this thread where they are few, else in worker threads that take batches as they become free. */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { AuditJob, Auditor } from '../app/audit-tree.ts';
import { policyOf } from '../app/policy.ts';
import type { Settings } from '../config/settings.ts';
import { auditFile, type FileAudit } from '../review/audit.ts';
import { RULES } from '../rules/catalogue.ts';

export interface Batch {
  readonly jobs: readonly AuditJob[];
}

export interface Answer {
  readonly audits: readonly FileAudit[];
}

/** In UTF-16 units: below this a thread costs more than it brings. */
const LEAST_FOR_THREADS = 600_000;
/** In UTF-16 units: so much goes to a worker at once. */
const BATCH = 150_000;
const MOST_WORKERS = 4;

export function makeAuditor(settings: Settings, isKernel: boolean): Auditor {
  return async (jobs, onDone) => {
    const size = jobs.reduce((sum, { text }) => sum + text.length, 0);
    const workers = Math.min(availableParallelism(), MOST_WORKERS);
    if (size < LEAST_FOR_THREADS || workers < 2) return auditHere(jobs, settings, isKernel, onDone);
    return auditInThreads(jobs, workers, { settings, isKernel }, onDone);
  };
}

function auditHere(
  jobs: readonly AuditJob[],
  settings: Settings,
  isKernel: boolean,
  onDone: (done: number) => void,
): FileAudit[] {
  const policy = policyOf(settings, isKernel);
  return jobs.map(({ path, text }, index) => {
    const audit = auditFile(path, text, RULES, policy);
    onDone(index + 1);
    return audit;
  });
}

/** Large files first, so that no thread ends long after the others. */
async function auditInThreads(
  jobs: readonly AuditJob[],
  count: number,
  workerData: { readonly settings: Settings; readonly isKernel: boolean },
  onDone: (done: number) => void,
): Promise<FileAudit[]> {
  const waiting = batches(jobs);
  const found = new Map<AuditJob, FileAudit>();
  const run = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData });
      let current: Batch | undefined;
      const next = (): void => {
        current = waiting.shift();
        if (current !== undefined) worker.postMessage(current);
        else void worker.terminate().then(() => resolve(), reject);
      };
      worker.on('message', ({ audits }: Answer) => {
        for (const [index, audit] of audits.entries()) found.set(current?.jobs[index] as AuditJob, audit);
        onDone(found.size);
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: Math.min(count, waiting.length) }, run));
  return jobs.map((job) => found.get(job) as FileAudit);
}

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
