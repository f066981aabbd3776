/** A worker thread: audits files as they are handed to it, and gives plain data back. */
import { parentPort, workerData } from 'node:worker_threads';
import { policyOf } from '../app/settings/policy-of-settings.ts';
import { auditFile, factsOf } from '../review/audit.ts';
import { RULES_OF_FILES } from '../rules/catalogue.ts';
import type { Answer, Batch, WorkerData } from './pool.ts';
import { makeTimeLimit } from './time-limit.ts';

/** Answers as long as the thread lives. */
export function serveAudits(): void {
  const { settings, isKernel, limit } = workerData as WorkerData;
  const policy = policyOf(settings, isKernel);
  const guard = makeTimeLimit(limit);
  parentPort?.on('message', ({ jobs }: Batch) => {
    const answer: Answer = {
      audits: jobs.map(({ path, text, known }) => auditFile(path, text, RULES_OF_FILES, policy, factsOf(known), guard)),
    };
    parentPort?.postMessage(answer);
  });
}
