/** Figures of the running App for Prometheus; every label's values come from fixed lists. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { JobStore } from '../app/job-store.ts';
import type { JobOutcome } from '../app/work.ts';
import type { CallReport } from './attempts.ts';

export type DeliveryOutcome = 'accepted' | 'known' | 'ignored' | 'failed';
export type Refusal =
  | 'too-large'
  | 'not-json'
  | 'headers'
  | 'signature'
  | 'body'
  | 'method'
  | 'cut-off'
  | 'too-slow'
  | 'busy';

export type JobCounts = Awaited<ReturnType<JobStore['counts']>>;

export interface Metrics {
  delivered(event: string, outcome: DeliveryOutcome, seconds: number): void;
  refused(reason: Refusal): void;
  jobEnded(kind: string, outcome: JobOutcome, seconds: number): void;
  called(call: CallReport): void;
  /** @param counts as the store gives them: `oldest` in ms since 1970, as `now` */
  waiting(counts: JobCounts, now: number): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const EVENTS = new Set([
  'pull_request',
  'issue_comment',
  'check_run',
  'check_suite',
  'merge_group',
  'installation',
  'installation_repositories',
  'push',
  'ping',
]);

export function makeMetrics(): Metrics {
  const registry = new Registry();
  // under their usual names, so that the usual dashboards know them
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const deliveries = new Counter({
    name: 'kra_deliveries_total',
    help: 'Webhook deliveries with a good signature, by event and what became of them',
    labelNames: ['event', 'outcome'],
    registers,
  });
  const refusals = new Counter({
    name: 'kra_refused_requests_total',
    help: 'Requests to the webhook that were refused, by reason',
    labelNames: ['reason'],
    registers,
  });
  const answers = new Histogram({
    name: 'kra_answer_seconds',
    help: 'From the last byte of a delivery to its answer',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 10],
    registers,
  });
  const jobs = new Counter({
    name: 'kra_jobs_total',
    help: 'Jobs that a worker took, by kind and outcome',
    labelNames: ['kind', 'outcome'],
    registers,
  });
  const jobSeconds = new Histogram({
    name: 'kra_job_seconds',
    help: 'How long a job took, by kind',
    labelNames: ['kind'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
    registers,
  });
  const waiting = new Gauge({ name: 'kra_jobs_waiting', help: 'Jobs that wait for a worker', registers });
  const held = new Gauge({ name: 'kra_jobs_held', help: 'Jobs that a worker holds', registers });
  const oldest = new Gauge({
    name: 'kra_oldest_job_seconds',
    help: 'For how long the oldest waiting job has waited',
    registers,
  });
  const calls = new Counter({
    name: 'kra_github_calls_total',
    help: 'Calls to GitHub, by route and class of the status',
    labelNames: ['route', 'status'],
    registers,
  });
  const remaining = new Gauge({
    name: 'kra_github_quota_remaining',
    help: 'What remains of the hour’s calls, as the last answer said',
    registers,
  });
  return {
    delivered: (event, outcome, seconds) => {
      deliveries.inc({ event: EVENTS.has(event) ? event : 'other', outcome });
      answers.observe(seconds);
    },
    refused: (reason) => refusals.inc({ reason }),
    jobEnded: (kind, outcome, seconds) => {
      jobs.inc({ kind, outcome });
      jobSeconds.observe({ kind }, seconds);
    },
    called: ({ route, status, remaining: left }) => {
      calls.inc({ route, status: status === 0 ? 'none' : `${Math.floor(status / 100)}xx` });
      if (left !== null) remaining.set(left);
    },
    waiting: (counts, now) => {
      waiting.set(counts.waiting);
      held.set(counts.held);
      oldest.set(counts.oldest === null ? 0 : Math.max(0, now - counts.oldest) / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
