/** The GitHub App: builds front, store and worker, and takes them down in order. */
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { AppServices } from '../app/context.ts';
import { countingHandler } from '../app/jobs/counted-calls.ts';
import { makeHandler } from '../app/jobs/dispatch.ts';
import { type OutageLog, outageLog } from '../app/jobs/outage.ts';
import { sweepInTurn } from '../app/jobs/periodic.ts';
import { startWorker } from '../app/jobs/run-jobs.ts';
import { aboutJob, type Tell, tracedHandler } from '../app/jobs/trace.ts';
import type { ExportedRecord } from '../app/ports/decision-records.ts';
import type { JobStore } from '../app/ports/job-store.ts';
import { pullRequestSettings } from '../app/settings/pull-request-settings.ts';
import { withoutCredentials } from '../cli/missing-credentials.ts';
import { readAtMost } from '../disk/files.ts';
import { type AppClients, makeAppClients } from '../github/client/app-clients.ts';
import type { ReserveFor } from '../github/client/rate-limit.ts';
import { makeForges } from '../github/forge/github-forge.ts';
import { remoteText } from '../github/forge/parent-settings.ts';
import { type Log, makeLog } from '../github/operate/log.ts';
import { type Metrics, makeMetrics } from '../github/operate/metrics.ts';
import { redeliverFailed } from '../github/operate/redeliver.ts';
import { type AppEnvironment, LARGEST_SECRET, readEnvironment, readSecrets } from '../github/setup/environment.ts';
import { type Front, startFront, WEBHOOK_PATH } from '../github/webhook/http-server.ts';
import { makeProbot, receiver } from '../github/webhook/probot.ts';
import { isHandled } from '../github/webhook/read-event.ts';
import { makeAnalyst } from '../pool/guarded.ts';
import { strongestStart } from '../pool/start.ts';
import { openEmbeddedStore } from '../queue/embedded.ts';
import { causeOf } from '../queue/full-disk.ts';
import { openPostgresStore } from '../queue/postgres.ts';
import { readEmbeddedRecords, readPostgresRecords } from '../queue/read-records.ts';
import { ruleLinks } from '../report/markdown/rule-links.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Failure, failure, failureText, isFailure } from '../text/failure.ts';
import type { Parts } from './parts.ts';
import { CLOCK } from './system-clock.ts';

export { remotePullRequest } from '../github/forge/remote-pull-request.ts';
export { runDoctor } from './doctor.ts';

function readSecretFile(path: string): string {
  return readAtMost(path, LARGEST_SECRET);
}

/** Of the store that an environment names, and no other variable is needed. */
export function readRecords(env: NodeJS.ProcessEnv, since: number): Promise<readonly ExportedRecord[] | Failure> {
  const { text: url, mistake } = readSecrets(env, readSecretFile).DATABASE_URL;
  if (mistake !== null) return Promise.resolve(mistake);
  return url ? readPostgresRecords(url, since) : readEmbeddedRecords(env['KRA_DATA'] || 'data', since);
}

/** In ms: what is not done by then is handed back, so that all ends within 25 s. */
const DRAIN = 20_000;
/** In ms: so often the store is tried, and while it cannot be used. */
const COUNT_EVERY = 10_000;
const TRY_EVERY = 2_000;

/** @returns the exit status */
export async function runServer(
  command: 'serve' | 'worker',
  env: NodeJS.ProcessEnv,
  version: string,
  parts: Pick<Parts, 'form' | 'analyst' | 'manifest'>,
): Promise<number> {
  const read = readEnvironment(env, readSecretFile, parts.manifest());
  if (read.kind === 'mistakes') {
    process.stderr.write(withoutCredentials(read.mistakes, parts.form));
    return 2;
  }
  const { environment } = read;
  if (command === 'worker' && environment.database === null)
    return complain(
      failure(
        'DATABASE_URL',
        'is not set, and the embedded store serves one process only',
        'use `serve` alone, or set it to share the work',
      ),
    );
  const store = await openStore(environment, version);
  if (isFailure(store)) return complain(store);
  return runUntilSignal(command, environment, store, version, parts.analyst);
}

function complain(mistake: Failure): number {
  process.stderr.write(`kernel-rust-audit: ${failureText(mistake)}\n`);
  return 2;
}

function openStore({ database, data }: AppEnvironment, version: string): Promise<JobStore | Failure> {
  const options = { about: version };
  return database === null ? openEmbeddedStore(data, options) : openPostgresStore(database.reveal(), options);
}

async function runUntilSignal(
  command: 'serve' | 'worker',
  environment: AppEnvironment,
  store: JobStore,
  version: string,
  analystProgram: Parts['analyst'],
): Promise<number> {
  const stopping = stopSignal();
  const { privateKey, secrets, database, logLevel, slots, leaseFor, betweenWrites } = environment;
  const log = makeLog(logLevel, [privateKey, ...secrets, ...(database === null ? [] : [database])]);
  const metrics = makeMetrics();
  const probot = makeProbot(environment);
  const clients = makeAppClients({
    clock: CLOCK,
    appId: environment.appId,
    privateKey,
    api: environment.apiUrl,
    onCall: metrics.called,
    log,
    betweenWrites,
    // the embedded store serves this process only
    ...(database === null ? {} : { reserveFor: amongProcesses(store) }),
  });
  const starting = strongestStart(analystProgram, process.getuid?.() === 0, environment.analystUid);
  const tell: Tell = (level, data, words) => log[level](data, words);
  const outage = outageOf(log);
  const receive = receiver(probot, environment.appId, store, CLOCK.now, tell);
  let front: Front;
  try {
    front = await startFront({
      ...environment,
      receive: command === 'serve' ? receive : null,
      notReady: () => notReady(store, stopping, outage),
      log,
      metrics,
    });
  } catch (error) {
    await store.close();
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error';
    return complain(
      failure('PORT', `cannot listen on ${environment.host}:${environment.port} (${code})`, 'set another PORT or HOST'),
    );
  }
  const name = `${hostname()}/${process.pid}/${randomUUID().slice(0, 8)}`;
  const { start, missing } = await starting;
  log.info({ shields: start.shields, missing }, 'the guards of the analysis process');
  const analyst = makeAnalyst({ program: analystProgram, start, perTask: environment.reviewFor });
  const services = servicesOf(environment, store, clients, analyst, version);
  const worker = startWorker({
    store,
    clock: CLOCK,
    name,
    slots,
    leaseFor,
    handler: tracedHandler(services, tell, (own) =>
      countingHandler(own, (counted) =>
        makeHandler(
          counted,
          randomUUID,
          (job, error, errorId) => log.error({ errorId, ...aboutJob(job), error }, 'a job was given up'),
          (job, reason, error) => {
            metrics.endingRefused(job.event.kind, reason);
            log.error({ ...aboutJob(job), reason, error }, 'GitHub refuses what a job has to write: it was given up');
          },
          (job, error) => log.warn({ ...aboutJob(job), error }, 'a check could not say that it waits'),
        ),
      ),
    ),
    onOutcome: (job, outcome, error, milliseconds) => {
      const { event, attempts } = job;
      metrics.jobEnded(event.kind, outcome, milliseconds / 1000);
      const data = { ...aboutJob(job), outcome, attempts, milliseconds, ...(error === null ? {} : { error }) };
      if (outcome === 'failed' || outcome === 'lost') log.warn(data, 'a job did not succeed');
      else log.info(data, 'a job ended');
    },
    onTrouble: outage.failed,
  });
  const sweeping = Promise.all([
    sweepInTurn(
      stopping,
      {
        store,
        clock: CLOCK,
        kept: environment.kept,
        redeliver: async (since, signal) =>
          (await redeliverFailed(await clients.app(), { since, isHandled, signal })).mark,
        onTrouble: (what, error) => log.warn({ what, error }, 'a sweep failed'),
      },
      name,
      leaseFor,
    ),
    countUntil(stopping, store, metrics, log, outage),
  ]);
  tellReady(command, environment, front);

  await untilAborted(stopping);
  // until the load balancer has seen it, deliveries still come here: they are stored for the next process
  const delay = stopping.reason === 'SIGTERM' ? environment.shutdownDelay : 0;
  log.info({ signal: stopping.reason, portClosesIn: delay }, 'stopping: no new work is taken');
  await Promise.all([CLOCK.sleep(delay).then(() => front.close()), worker.stop(DRAIN)]);
  await sweeping;
  await analyst.close();
  await store.close();
  return 0;
}

function servicesOf(
  { appId, webUrl, rulePages, limits, deadline }: AppEnvironment,
  store: JobStore,
  clients: AppClients,
  analyst: AppServices['analyst'],
  version: string,
): AppServices {
  return {
    forges: makeForges(clients.of, { id: appId }, { cache: store.cache }),
    store,
    analyst,
    clock: CLOCK,
    settingsFor: (forge, revisions) =>
      pullRequestSettings(forge, revisions, {
        store,
        now: CLOCK.now(),
        rules: RULES,
        readParent: (owner, parent) =>
          remoteText(
            {
              own: () => clients.of(forge.repository),
              ofParent: () => clients.reading(forge.repository, parent.repository),
            },
            owner,
            parent,
          ),
      }),
    engine: version,
    webUrl,
    rules: ruleLinks(rulePages),
    deadline,
    limits,
  };
}

async function notReady(store: JobStore, stopping: AbortSignal, outage: OutageLog): Promise<readonly string[]> {
  const trouble = await troubleOf(store);
  if (trouble !== null) outage.failed(trouble.error);
  return [...(stopping.aborted ? ['stopping'] : []), ...(trouble === null ? [] : [`store: ${trouble.words}`])];
}

/** What keeps the store from answering or from writing; `words` are constant, since they are public. */
async function troubleOf(store: JobStore): Promise<{ readonly words: string; readonly error: unknown } | null> {
  try {
    await store.ping();
    return null;
  } catch (error) {
    return { words: causeWords(error), error };
  }
}

function causeWords(error: unknown): string {
  return causeOf(error) ?? 'it does not answer';
}

/** What keeps the store away is logged once, and then less and less often: the store is asked every second. */
function outageOf(log: Log): OutageLog {
  const words = {
    causeOf: causeWords,
    began: (cause: string, error: unknown) => log.error({ cause, error }, 'the store cannot be used'),
    goesOn: (cause: string, error: unknown, milliseconds: number, failures: number) =>
      log.error({ cause, error, milliseconds, failures }, 'the store still cannot be used'),
    ended: (cause: string, milliseconds: number, failures: number) =>
      log.info({ cause, milliseconds, failures }, 'the store can be used again'),
  };
  return outageLog(words, CLOCK);
}

/** The pace of writes of an installation, kept by all processes together. */
function amongProcesses(store: JobStore): ReserveFor {
  return (installation) => (lane, apart) => store.reserve(`${lane}/${installation}`, apart, CLOCK.now());
}

async function countUntil(
  signal: AbortSignal,
  store: JobStore,
  metrics: Metrics,
  log: Log,
  outage: OutageLog,
): Promise<void> {
  let passedOver = 0;
  while (!signal.aborted) {
    const trouble = await troubleOf(store);
    metrics.storeReady(trouble === null);
    if (trouble === null) outage.works();
    else outage.failed(trouble.error);
    try {
      const now = CLOCK.now();
      metrics.waiting(await store.counts(now), now);
      const newer = await store.passedOver();
      if (newer > passedOver)
        log.warn({ jobs: newer }, 'a newer version of this program wrote these jobs: they wait until it runs');
      passedOver = newer;
    } catch (error) {
      outage.failed(error);
    }
    await CLOCK.sleep(outage.isOn() ? TRY_EVERY : COUNT_EVERY, signal);
  }
}

/** SIGTERM as from a supervisor, SIGINT as from a person; a second one ends at once. The signal's name is the reason. */
function stopSignal(): AbortSignal {
  const controller = new AbortController();
  // a limit of the size of files is an error of the write that meets it, as a full disk is, and not the end of the process
  process.on('SIGXFSZ', () => {});
  for (const name of ['SIGTERM', 'SIGINT'] as const)
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(1);
      controller.abort(name);
    });
  return controller.signal;
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** The one line that says it is ready. */
function tellReady(command: 'serve' | 'worker', { host, database, data }: AppEnvironment, front: Front): void {
  const store = database === null ? `embedded store in ${data}` : 'PostgreSQL';
  const [what, path] = command === 'serve' ? ['webhooks', WEBHOOK_PATH] : ['probes', '/healthz'];
  const where = `, ${what} at http://${host}:${front.port}${path}`;
  process.stdout.write(`kernel-rust-audit ${command}: ready${where}, ${store}\n`);
}
