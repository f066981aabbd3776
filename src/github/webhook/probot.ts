/** Probot: authentication, and the way of a verified delivery to the ledger. No server of its own, no set-up pages. */
import pino from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import { aboutJob } from '../../app/jobs/trace.ts';
import type { JobStore } from '../../app/ports/job-store.ts';
import type { DeliveryOutcome } from '../operate/metrics.ts';
import type { AppEnvironment } from '../setup/environment.ts';
import type { Received } from './endpoint.ts';
import { jobsOf } from './jobs-of-events.ts';
import { labelNotesOf } from './label-notes.ts';
import { Part } from './payload.ts';
import { eventsOf } from './read-event.ts';

/** Retries and throttling of Octokit are off: those are the client's. */
const Octokit = ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } });

/** Probot with the App's identity, which also verifies the second secret. */
export function makeProbot({ appId, privateKey, secrets, apiUrl }: AppEnvironment): Probot {
  return new Probot({
    appId,
    privateKey: privateKey.reveal(),
    secret: secrets[0].reveal(),
    baseUrl: apiUrl,
    Octokit: Octokit as typeof ProbotOctokit,
    // Probot would write payloads into its log
    log: pino({ level: 'silent' }),
  });
}

/**
 * Takes verified deliveries: ledger and jobs in one transaction, and no network. It throws what the store threw.
 * @param now in ms since 1970
 * @param tell what a delivery asks for, under the id that all lines about it bear
 */
export function receiver(
  probot: Probot,
  appId: number,
  store: JobStore,
  now: () => number,
  tell: (level: 'debug' | 'info', data: object, words: string) => void = () => {},
): (delivery: Received) => Promise<DeliveryOutcome> {
  const accept = async ({ id, name, payload }: Received): Promise<DeliveryOutcome> => {
    const at = now();
    const action = actionOf(payload);
    const jobs = jobsOf(eventsOf(name, payload), at, id).map((job) => ({
      ...job,
      event: { ...job.event, delivery: id },
    }));
    const notes = labelNotesOf(name, payload, at);
    const known = await store.accept({ id: `${appId}/${id}`, name, action }, jobs, at, notes);
    const became = known === 'known' ? 'known' : jobs.length === 0 ? 'ignored' : 'accepted';
    const data = { delivery: id, event: name, action, became, jobs: jobs.map(({ key }) => key) };
    const [first] = jobs;
    const about = first === undefined ? {} : aboutJob(first);
    tell(became === 'accepted' ? 'info' : 'debug', { ...about, ...data }, 'a delivery came');
    return became;
  };
  // by the payload and not by its id: GitHub may send one delivery twice at a time
  const outcomes = new WeakMap<object, DeliveryOutcome>();
  probot.onAny(async ({ id, name, payload }) => {
    outcomes.set(payload, await accept({ id, name, payload }));
  });
  return async (delivery) => {
    const { name, payload } = delivery;
    // Probot throws at payloads that it does not expect (probot 14.3.2), so it gets only those that ask for something
    if (typeof payload !== 'object' || payload === null || eventsOf(name, payload).length === 0)
      return accept(delivery);
    try {
      await probot.receive(delivery as Parameters<Probot['receive']>[0]);
    } catch (error) {
      throw error instanceof AggregateError && error.errors.length === 1 ? error.errors[0] : error;
    }
    const outcome = outcomes.get(payload);
    // without it GitHub would take an unstored delivery for safe
    if (outcome === undefined) throw new Error('Probot did not hand the delivery on');
    return outcome;
  };
}

function actionOf(payload: unknown): string | null {
  const action = new Part(payload).text('action');
  return action !== undefined && /^[a-z_]{1,50}$/.test(action) ? action : null;
}
