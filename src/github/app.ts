/** Probot: authentication, and the way of a verified delivery to the ledger. No server of its own, no set-up pages. */
import pino from 'pino';
import { Probot, ProbotOctokit } from 'probot';
import type { JobStore } from '../app/job-store.ts';
import type { AppEnvironment } from './environment.ts';
import { eventsOf, jobsOf } from './events.ts';
import type { Received } from './front.ts';
import type { DeliveryOutcome } from './metrics.ts';

/** Retries and throttling of Octokit are off: those are the client's. */
const Octokit = ProbotOctokit.defaults({ throttle: { enabled: false }, retry: { enabled: false } });

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
 * Takes verified deliveries: ledger and jobs in one transaction. Probot hands them on; what it is told of errors comes back here.
 * @param now in ms since 1970
 */
export function receiver(
  probot: Probot,
  appId: number,
  store: JobStore,
  now: () => number,
): (delivery: Received) => Promise<DeliveryOutcome> {
  const outcomes = new Map<string, DeliveryOutcome>();
  probot.onAny(async ({ id, name, payload }) => {
    const events = eventsOf(name, payload);
    const at = now();
    const action = 'action' in payload && typeof payload.action === 'string' ? payload.action : null;
    const jobs = jobsOf(events, at, id);
    const known = await store.accept({ id: `${appId}/${id}`, name, action }, jobs, at);
    outcomes.set(id, known === 'known' ? 'known' : jobs.length === 0 ? 'ignored' : 'accepted');
  });
  return async ({ id, name, payload }) => {
    try {
      await probot.receive({ id, name, payload } as Parameters<Probot['receive']>[0]);
      return outcomes.get(id) ?? 'ignored';
    } finally {
      outcomes.delete(id);
    }
  };
}
