/** Figures of the running App for Prometheus; every label's values come from fixed lists. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { JOB_OUTCOMES, type JobOutcome } from '../../app/jobs/run-jobs.ts';
import type { Event } from '../../app/ports/events.ts';
import type { JobStore } from '../../app/ports/job-store.ts';
import { REFUSALS, type RefusalReason } from '../../app/ports/refusals.ts';
import type { CallReport } from '../client/attempt.ts';

const DELIVERY_OUTCOMES = ['accepted', 'known', 'ignored', 'failed'] as const;
export type DeliveryOutcome = (typeof DELIVERY_OUTCOMES)[number];
const REQUEST_REFUSALS = [
  'too-large',
  'not-json',
  'headers',
  'signature',
  'body',
  'method',
  'cut-off',
  'too-slow',
  'busy',
] as const;
export type Refusal = (typeof REQUEST_REFUSALS)[number];

export type JobCounts = Awaited<ReturnType<JobStore['counts']>>;

export interface Metrics {
  delivered(event: string, outcome: DeliveryOutcome, seconds: number): void;
  refused(reason: Refusal): void;
  jobEnded(kind: Event['kind'], outcome: JobOutcome, seconds: number): void;
  /** GitHub refused even the words with which a job ends. */
  endingRefused(kind: Event['kind'], reason: RefusalReason): void;
  /** @param installation whose quota it took; 0: the App's own */
  called(call: CallReport, installation: number): void;
  /** Whether the store answers and can be written. */
  storeReady(isReady: boolean): void;
  /** @param counts as the store gives them: `oldest` in ms since 1970, as `now` */
  waiting(counts: JobCounts, now: number): void;
  /** In Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

const EVENTS = [
  'pull_request',
  'issue_comment',
  'check_run',
  'check_suite',
  'merge_group',
  'installation',
  'installation_repositories',
  'push',
  'ping',
] as const;
const OTHER = 'other';

const KINDS: Readonly<Record<Event['kind'], true>> = {
  'pull-request': true,
  head: true,
  'merge-group': true,
  comment: true,
  action: true,
  full: true,
  reconcile: true,
  settings: true,
  uninstalled: true,
};

interface MetricRow {
  readonly kind: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  readonly labels: readonly string[];
  /** In seconds, of a histogram. */
  readonly buckets?: readonly number[];
  /** Of a gauge: what matters of several processes' figures; the largest where it does not say. */
  readonly worst?: 'least';
}

/** Every metric of the App's own; the docs, alerts and dashboards are held against this table. */
export const METRICS = {
  kra_deliveries_total: {
    kind: 'counter',
    help: 'Webhook deliveries with a valid signature, by event and outcome',
    labels: ['event', 'outcome'],
  },
  kra_refused_requests_total: {
    kind: 'counter',
    help: 'Requests to the webhook that were refused, by reason',
    labels: ['reason'],
  },
  kra_answer_seconds: {
    kind: 'histogram',
    help: 'From the last byte of a delivery to its answer',
    labels: [],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5, 10],
  },
  kra_jobs_total: {
    kind: 'counter',
    help: 'Jobs that a worker took, by kind and outcome',
    labels: ['kind', 'outcome'],
  },
  kra_refused_jobs_total: {
    kind: 'counter',
    help: 'Jobs whose final message GitHub also refused, by kind and reason',
    labels: ['kind', 'reason'],
  },
  kra_job_seconds: {
    kind: 'histogram',
    help: 'How long a job took, by kind',
    labels: ['kind'],
    buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300],
  },
  kra_jobs_waiting: { kind: 'gauge', help: 'Jobs that wait for a worker', labels: [] },
  kra_jobs_held: { kind: 'gauge', help: 'Jobs that a worker holds', labels: [] },
  kra_oldest_job_seconds: { kind: 'gauge', help: 'How long the oldest waiting job has waited', labels: [] },
  kra_store_ready: {
    kind: 'gauge',
    help: '1 where the store answers and can be written, else 0, as with a full disk',
    labels: [],
    worst: 'least',
  },
  kra_github_calls_total: {
    kind: 'counter',
    help: 'Calls to GitHub, by route and class of the status',
    labels: ['route', 'status'],
  },
  kra_github_quota_remaining: {
    kind: 'gauge',
    help: 'Remaining calls of the hour by installation, from the last answer; installation 0 is the App itself',
    labels: ['installation'],
    worst: 'least',
  },
} as const satisfies Readonly<Record<string, MetricRow>>;

type MetricName<K extends MetricRow['kind']> = {
  [N in keyof typeof METRICS]: (typeof METRICS)[N]['kind'] extends K ? N : never;
}[keyof typeof METRICS];

/** Counters and gauges of one process, all at 0. */
export function makeMetrics(): Metrics {
  const registry = new Registry();
  // under their usual names, so that the usual dashboards know them
  collectDefaultMetrics({ register: registry });
  const optionsOf = (name: keyof typeof METRICS) => {
    const { help, labels }: MetricRow = METRICS[name];
    return { name, help, labelNames: [...labels], registers: [registry] };
  };
  const counter = (name: MetricName<'counter'>) => new Counter(optionsOf(name));
  const gauge = (name: MetricName<'gauge'>) => new Gauge(optionsOf(name));
  const histogram = (name: MetricName<'histogram'>) =>
    new Histogram({ ...optionsOf(name), buckets: [...METRICS[name].buckets] });
  const deliveries = counter('kra_deliveries_total');
  const refusals = counter('kra_refused_requests_total');
  const answers = histogram('kra_answer_seconds');
  const jobs = counter('kra_jobs_total');
  const refusedJobs = counter('kra_refused_jobs_total');
  const jobSeconds = histogram('kra_job_seconds');
  const waiting = gauge('kra_jobs_waiting');
  const held = gauge('kra_jobs_held');
  const oldest = gauge('kra_oldest_job_seconds');
  const storeReady = gauge('kra_store_ready');
  const calls = counter('kra_github_calls_total');
  const remaining = gauge('kra_github_quota_remaining');
  // a counter that begins with its first event shows Prometheus no increase, so the first failure would raise no alert
  const known = new Set<string>(EVENTS);
  for (const outcome of DELIVERY_OUTCOMES)
    for (const event of [...EVENTS, OTHER]) deliveries.inc({ event, outcome }, 0);
  for (const reason of REQUEST_REFUSALS) refusals.inc({ reason }, 0);
  for (const kind of Object.keys(KINDS)) {
    for (const outcome of JOB_OUTCOMES) jobs.inc({ kind, outcome }, 0);
    for (const reason of REFUSALS) refusedJobs.inc({ kind, reason }, 0);
  }
  return {
    delivered: (event, outcome, seconds) => {
      deliveries.inc({ event: known.has(event) ? event : OTHER, outcome });
      answers.observe(seconds);
    },
    refused: (reason) => refusals.inc({ reason }),
    jobEnded: (kind, outcome, seconds) => {
      jobs.inc({ kind, outcome });
      jobSeconds.observe({ kind }, seconds);
    },
    endingRefused: (kind, reason) => refusedJobs.inc({ kind, reason }),
    called: ({ route, status, remaining: left }, installation) => {
      calls.inc({ route, status: status === 0 ? 'none' : `${Math.floor(status / 100)}xx` });
      if (left !== null) remaining.set({ installation: String(installation) }, left);
    },
    storeReady: (isReady) => storeReady.set(isReady ? 1 : 0),
    waiting: (counts, now) => {
      waiting.set(counts.waiting);
      held.set(counts.held);
      oldest.set(counts.oldest === null ? 0 : Math.max(0, now - counts.oldest) / 1000);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
