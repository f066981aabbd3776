/** Periodic jobs: ask for lost deliveries again, review forgotten pull requests, end open check runs, delete old records. */

import type { Clock } from '../ports/clock.ts';
import type { JobStore, WantedJob } from '../ports/job-store.ts';
import { wantedJob, wantedReview } from '../ports/wanted-jobs.ts';
import { DECISION_PREFIXES } from '../records/pull-request-records.ts';
import {
  knownRepositories,
  pullRequestsWithOpenRuns,
  redeliveredUntil,
  refusedLately,
} from '../records/repository-records.ts';

/** In ms. */
export const SWEEP_EVERY = {
  deliveries: 15 * 60_000,
  runs: 10 * 60_000,
  pullRequests: 60 * 60_000,
  records: 24 * 3_600_000,
};
/** In ms after the start: what came while the App was away does not wait long. */
export const FIRST_SWEEP: typeof SWEEP_EVERY = {
  deliveries: 5_000,
  runs: 1_000,
  pullRequests: 15_000,
  records: 300_000,
};
/** In ms: how long what is stored is kept. */
export interface Retention {
  /** What no one has touched; GitHub itself redelivers for three days, GHES for seven. */
  readonly values: number;
  /** Who decided what. */
  readonly records: number;
}

const DAY = 24 * 3_600_000;
/** In ms: what people decided about a pull request goes when it is closed; this is for those of whose end no delivery came. */
const DECISIONS_KEPT = 365 * DAY;

/** Wants another look at pull requests that have open runs: a process died before it ended them. */
export async function wantOpenRuns(store: JobStore, now: number): Promise<void> {
  const repositories = await knownRepositories(store);
  const refused = await refusedLately(store, now);
  const wanted: WantedJob[] = [];
  for (const { repository: id, number } of await pullRequestsWithOpenRuns(store)) {
    const repository = repositories.get(id);
    if (repository === undefined || refused.has(id)) continue;
    wanted.push(wantedReview(repository, number, 'reconciled', { head: null, force: false, notBefore: now }));
  }
  await store.want(wanted, now);
}

/** Wants a reconciliation of every known repository that GitHub did not refuse lately. @param now in ms since 1970 */
export async function wantReconciliation(store: JobStore, now: number): Promise<void> {
  const refused = await refusedLately(store, now);
  const repositories = [...(await knownRepositories(store)).values()].filter(({ id }) => !refused.has(id));
  await store.want(
    repositories.map((repository) => wantedJob({ kind: 'reconcile', repository }, now)),
    now,
  );
}

/** Deletes what was not used for a long time. */
export async function sweepRecords(store: JobStore, now: number, kept: Retention): Promise<void> {
  await store.sweep(now - kept.values, {
    prefixes: DECISION_PREFIXES,
    valuesBefore: now - Math.max(DECISIONS_KEPT, kept.values),
    recordsBefore: now - kept.records,
  });
}

export interface Sweeping {
  readonly kept: Retention;
  readonly store: JobStore;
  readonly clock: Clock;
  /** Has GitHub send again what did not arrive since then; gives the mark for the next time. */
  readonly redeliver: (since: number, signal: AbortSignal) => Promise<number>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** In ms: at the first start, deliveries of the last day are checked. */
const FIRST_LOOK = 24 * 3_600_000;

/** Names the turn of sweeping. */
const SWEEPING = 'sweeps';

/**
 * Of all processes one sweeps: who holds the turn, which is taken over when its holder dies. Runs until the signal.
 * @param holder names this process
 * @param leaseFor in ms: so long a process that died keeps the others from sweeping
 */
export async function sweepInTurn(
  signal: AbortSignal,
  sweeping: Sweeping,
  holder: string,
  leaseFor: number,
  sweep: typeof sweepUntil = sweepUntil,
): Promise<void> {
  const { store, clock } = sweeping;
  let running: { readonly controller: AbortController; readonly done: Promise<void> } | undefined;
  let heldUntil = Number.NEGATIVE_INFINITY;
  const end = async (): Promise<void> => {
    running?.controller.abort();
    await running?.done;
    running = undefined;
  };
  while (!signal.aborted) {
    const now = clock.now();
    const isOurs = await store.takeTurn(SWEEPING, holder, now, now + leaseFor).catch((error: unknown) => {
      sweeping.onTrouble('whose turn it is', error);
      // the store does not answer: ours as long as no other process can have it
      return clock.now() < heldUntil && null;
    });
    if (isOurs === true) heldUntil = now + leaseFor;
    if (isOurs === false) await end();
    else if (isOurs === true && running === undefined) {
      const controller = new AbortController();
      running = { controller, done: sweep(AbortSignal.any([signal, controller.signal]), sweeping) };
    }
    await clock.sleep(leaseFor / 3, signal);
  }
  await end();
  // the other processes need not wait for our time to run out
  await store.leaveTurn(SWEEPING, holder).catch(() => {});
}

/** Runs until the signal; each kind of sweep on its own, so that an error in one does not stop the others. */
export async function sweepUntil(signal: AbortSignal, sweeping: Sweeping): Promise<void> {
  const { store, clock, redeliver } = sweeping;
  const every = async (
    milliseconds: number,
    what: string,
    sweep: () => Promise<void>,
    first: number,
  ): Promise<void> => {
    await clock.sleep(first, signal);
    while (!signal.aborted) {
      await sweep().catch((error: unknown) => {
        if (!signal.aborted) sweeping.onTrouble(what, error);
      });
      await clock.sleep(milliseconds, signal);
    }
  };
  await Promise.all([
    every(SWEEP_EVERY.runs, 'open check runs', () => wantOpenRuns(store, clock.now()), FIRST_SWEEP.runs),
    every(
      SWEEP_EVERY.pullRequests,
      'open pull requests',
      () => wantReconciliation(store, clock.now()),
      FIRST_SWEEP.pullRequests,
    ),
    every(
      SWEEP_EVERY.records,
      'old records',
      () => sweepRecords(store, clock.now(), sweeping.kept),
      FIRST_SWEEP.records,
    ),
    every(
      SWEEP_EVERY.deliveries,
      'lost deliveries',
      async () => {
        const mark = redeliveredUntil(store, clock);
        await mark.remember(await redeliver((await mark.recall()) ?? clock.now() - FIRST_LOOK, signal));
      },
      FIRST_SWEEP.deliveries,
    ),
  ]);
}
