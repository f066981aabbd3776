/** Figures for Prometheus: what they count, and that no stranger can name one. */
import { readFileSync } from 'node:fs';
import { METRICS, makeMetrics } from '../../../src/github/operate/metrics.ts';

test('the oldest job’s age is an age, not a date', async () => {
  const metrics = makeMetrics();
  const now = Date.parse('2026-05-01T12:00:00Z');
  metrics.waiting({ waiting: 3, held: 2, oldest: now - 90_000 }, now);
  const text = await metrics.text();
  expect(text).toContain('\nkra_jobs_waiting 3\n');
  expect(text).toContain('\nkra_jobs_held 2\n');
  expect(text).toContain('\nkra_oldest_job_seconds 90\n');
  metrics.waiting({ waiting: 0, held: 0, oldest: null }, now);
  expect(await metrics.text()).toContain('\nkra_oldest_job_seconds 0\n');
});

test('deliveries by event and outcome, with the time to the answer', async () => {
  const metrics = makeMetrics();
  metrics.delivered('pull_request', 'accepted', 0.003);
  metrics.delivered('pull_request', 'known', 0.02);
  metrics.delivered('constructor', 'ignored', 0.02);
  const text = await metrics.text();
  expect(text).toContain('kra_deliveries_total{event="pull_request",outcome="accepted"} 1');
  expect(text).toContain('kra_deliveries_total{event="pull_request",outcome="known"} 1');
  expect(text).toContain('kra_deliveries_total{event="other",outcome="ignored"} 1');
  expect(text).toContain('kra_answer_seconds_bucket{le="0.005"} 1');
  expect(text).toContain('kra_answer_seconds_count 3');
});

test.each([
  'kra_deliveries_total{event="push",outcome="failed"}',
  'kra_deliveries_total{event="other",outcome="failed"}',
  'kra_refused_requests_total{reason="signature"}',
  'kra_jobs_total{kind="settings",outcome="given-up"}',
  'kra_refused_jobs_total{kind="pull-request",reason="suspended"}',
])('%s is there before its first event, so that Prometheus sees the first one as an increase', async (series) => {
  expect(await makeMetrics().text()).toContain(`\n${series} 0\n`);
});

test('jobs by kind and outcome, refusals by reason', async () => {
  const metrics = makeMetrics();
  metrics.jobEnded('pull-request', 'given-up', 4);
  metrics.refused('too-large');
  const text = await metrics.text();
  expect(text).toContain('kra_jobs_total{kind="pull-request",outcome="given-up"} 1');
  expect(text).toContain('kra_job_seconds_sum{kind="pull-request"} 4');
  expect(text).toContain('kra_refused_requests_total{reason="too-large"} 1');
});

test('calls by route, and class of the status; what remains is the last answer’s', async () => {
  const metrics = makeMetrics();
  const call = { kind: 'read', route: 'GET /repos/{owner}/{repo}', ms: 5 } as const;
  metrics.called({ ...call, status: 200, remaining: 4_999 }, 4242);
  metrics.called({ ...call, status: 304, remaining: null }, 4242);
  metrics.called({ ...call, status: 0, remaining: null }, 4242);
  const text = await metrics.text();
  const label = 'kra_github_calls_total{route="GET /repos/{owner}/{repo}",status=';
  for (const status of ['2xx', '3xx', 'none']) expect(text).toContain(`${label}"${status}"} 1`);
  expect(text).toContain('kra_github_quota_remaining{installation="4242"} 4999');
});

test('whether the store can be used', async () => {
  const metrics = makeMetrics();
  metrics.storeReady(false);
  expect(await metrics.text()).toContain('\nkra_store_ready 0\n');
  metrics.storeReady(true);
  expect(await metrics.text()).toContain('\nkra_store_ready 1\n');
});

test('each metric of the table is given out under its name, and is in the list that operators read', async () => {
  const text = await makeMetrics().text();
  const list = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
  for (const [name, { kind, labels }] of Object.entries(METRICS)) {
    expect(text).toContain(`# TYPE ${name} ${kind}\n`);
    expect(list).toContain(`\`${name}${labels.length === 0 ? '' : `{${labels.join(',')}}`}\``);
  }
});

test('the process’ own figures under their usual names', async () => {
  const text = await makeMetrics().text();
  for (const name of ['process_resident_memory_bytes', 'process_cpu_seconds_total', 'nodejs_eventloop_lag_seconds'])
    expect(text).toContain(`\n${name} `);
});

test('two of them count apart', async () => {
  const [one, other] = [makeMetrics(), makeMetrics()];
  one.refused('body');
  expect(await other.text()).toContain('reason="body"} 0');
});
