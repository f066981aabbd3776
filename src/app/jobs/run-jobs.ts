/** A worker: takes jobs from the store, holds each by a lease while it is worked on, and gives back what cannot be done now. */
import { Postponed, Unheard } from '../limits/too-much.ts';
import type { Clock } from '../ports/clock.ts';
import type { Event } from '../ports/events.ts';
import { ForgeError } from '../ports/forge.ts';
import type { Job, JobStore, Lease } from '../ports/job-store.ts';
import { type RefusalReason, refusalOf } from '../ports/refusals.ts';

/** Does the work of one job. Throws what went wrong. */
export interface Handler {
  handle(job: Job, signal: AbortSignal): Promise<void>;
  /** Whether GitHub no longer has what the job is about: then no check can be written. */
  isGone(job: Job): Promise<boolean>;
  /** GitHub's quota is used up until then, in ms since 1970: the check says so. */
  waits(job: Job, until: number): Promise<void>;
  /** The attempts are used up: the check has to end with words. */
  giveUp(job: Job, error: unknown, signal: AbortSignal): Promise<void>;
  /** GitHub refuses even these words, or has nothing left that they could be written to. */
  refused(job: Job, reason: RefusalReason, error: ForgeError): Promise<void>;
}

/** `resting`, `unheard`: too much was asked for. `gone`, `refused`: GitHub has no place left for the job's words, or does not take them. */
export const JOB_OUTCOMES = [
  'done',
  'superseded',
  'later',
  'resting',
  'unheard',
  'failed',
  'given-up',
  'gone',
  'refused',
  'lost',
] as const;
export type JobOutcome = (typeof JOB_OUTCOMES)[number];

export interface WorkerOptions {
  readonly store: JobStore;
  readonly handler: Handler;
  readonly clock: Clock;
  /** Names this worker in leases. */
  readonly name: string;
  /** How many jobs at a time. */
  readonly slots: number;
  /** In ms. A worker that is dead for so long has lost its jobs to others. */
  readonly leaseFor?: number;
  /** In ms: how often the store is asked when nothing is announced. */
  readonly pollEvery?: number;
  readonly onOutcome?: (job: Job, outcome: JobOutcome, error: unknown, milliseconds: number) => void;
  /** The store itself does not answer. */
  readonly onTrouble?: (error: unknown) => void;
}

export interface Worker {
  /** Takes no new work, and ends when running jobs are done; after `patience` ms they are handed back. */
  stop(patience: number): Promise<void>;
}

/** A newer event made what is being done worthless. */
export class Superseded extends Error {
  constructor(readonly event: Event | null) {
    super('a newer event came');
  }
}

/** The worker has to end: what it does is handed back. */
class Stopping extends Error {}
class LeaseLost extends Error {}
/** No attempt is left: the workers that had the job died in it. */
class UsedUp extends Error {}

/** In ms: how long a job rests after its first, second, ... failure. */
const BACK_OFF = [2_000, 10_000, 60_000, 300_000];
/** In ms: before GitHub is asked again to take the words with which a job ends. */
const BEFORE_LAST_WORDS = 60_000;
/** Maximum attempts per job; a worker that dies in it counts as one. */
export const MOST_ATTEMPTS = BACK_OFF.length + 1;
/** Maximum attempts where GitHub refuses. */
const MOST_REFUSALS = 3;

/** Takes jobs and works on them until it is stopped. */
export function startWorker(options: WorkerOptions): Worker {
  const { store, clock, slots } = options;
  const leaseFor = options.leaseFor ?? 60_000;
  const stopping = new AbortController();
  const running = new Map<Promise<void>, AbortController>();
  let wake = new AbortController();
  let attendAgain = Number.NEGATIVE_INFINITY;
  const unlisten = store.onWanted(() => wake.abort());

  const loop = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      wake = new AbortController();
      await attend();
      const lease = running.size < slots ? await claim() : undefined;
      if (lease !== undefined) {
        const controller = new AbortController();
        const work = workOn(lease, controller, options, leaseFor).finally(() => {
          running.delete(work);
          wake.abort();
        });
        running.set(work, controller);
      } else await clock.sleep(options.pollEvery ?? 1_000, AbortSignal.any([wake.signal, stopping.signal]));
    }
  };
  const unlessInTrouble = async <T>(ask: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await ask();
    } catch (error) {
      options.onTrouble?.(error);
      return undefined;
    }
  };
  const claim = () => unlessInTrouble(() => store.claim(options.name, clock.now(), leaseFor));
  /** Our slots count for as long as our leases would. */
  const attend = async (): Promise<void> => {
    const now = clock.now();
    if (now < attendAgain) return;
    attendAgain = now + leaseFor / 3;
    await unlessInTrouble(() => store.attend(options.name, slots, now + leaseFor));
  };
  const looping = loop();

  return {
    stop: async (patience) => {
      stopping.abort();
      unlisten();
      await looping;
      const late = new AbortController();
      const timer = clock.sleep(patience, late.signal).then(() => {
        for (const controller of running.values()) controller.abort(new Stopping());
      });
      await Promise.all(running.keys());
      late.abort();
      await timer;
      await unlessInTrouble(() => store.attend(options.name, 0, clock.now()));
    },
  };
}

async function workOn(
  lease: Lease,
  controller: AbortController,
  options: WorkerOptions,
  leaseFor: number,
): Promise<void> {
  const { store, handler, clock, onOutcome = () => {}, onTrouble = () => {} } = options;
  const { job } = lease;
  const begun = clock.now();
  const done = new AbortController();
  const holding = hold(lease, controller, done.signal, options, leaseFor);
  let outcome: JobOutcome = 'done';
  let trouble: unknown = null;
  try {
    try {
      // the last one who tried died in it, and so would we
      if (job.attempts >= MOST_ATTEMPTS) throw new UsedUp(`begun ${job.attempts} times, and never ended`);
      await handler.handle(job, controller.signal);
      await store.complete(lease, clock.now());
    } catch (error) {
      // what was thrown may be only the echo of our own signal
      trouble = controller.signal.aborted ? controller.signal.reason : error;
      outcome = await afterTrouble(lease, trouble, options, controller.signal);
    }
  } catch (error) {
    // the store: the lease runs out, and another worker takes the job over
    outcome = 'lost';
    trouble = error;
    onTrouble(error);
  } finally {
    done.abort();
    await holding;
  }
  onOutcome(job, outcome, trouble, clock.now() - begun);
}

async function afterTrouble(
  lease: Lease,
  error: unknown,
  { store, handler, clock }: WorkerOptions,
  signal: AbortSignal,
): Promise<JobOutcome> {
  const { job } = lease;
  const now = clock.now();
  const words = error instanceof Error ? error.message : String(error);
  if (error instanceof LeaseLost) return 'lost';
  if (error instanceof Superseded) {
    await store.complete(lease, now);
    return 'superseded';
  }
  if (error instanceof Unheard) {
    await store.complete(lease, now);
    return 'unheard';
  }
  if (error instanceof Postponed) {
    await store.giveBack(lease, error.until, words, false);
    return 'resting';
  }
  if (error instanceof Stopping) {
    await store.giveBack(lease, now, 'the worker was stopped', false);
    return 'later';
  }
  if (error instanceof ForgeError && error.trouble === 'gone' && (await handler.isGone(job))) {
    await handler.refused(job, 'gone', error);
    await store.complete(lease, now);
    return 'gone';
  }
  const at = error instanceof ForgeError ? (error.at ?? 0) : 0;
  const isQuota = error instanceof ForgeError && error.trouble === 'later' && [403, 429].includes(error.status);
  if (isQuota) {
    const until = Math.max(at, now + 1_000);
    // without quota for writes the check cannot say so either
    await handler.waits(job, until).catch(() => {});
    await store.giveBack(lease, until, words, false);
    return 'later';
  }
  const isHopeless = refusalOf(error) !== null && job.attempts + 1 >= MOST_REFUSALS;
  const rest = isHopeless ? undefined : BACK_OFF[job.attempts];
  if (rest === undefined) {
    try {
      await handler.giveUp(job, error, signal);
    } catch (ending) {
      if (!(ending instanceof ForgeError)) throw ending;
      return afterRefusedEnding(lease, ending, store, handler, clock.now());
    }
    await store.complete(lease, clock.now(), 'given-up');
    return 'given-up';
  }
  await store.giveBack(lease, Math.max(at, now + rest), words, true);
  return 'failed';
}

/** The last words could not be written: for good, or only now. */
async function afterRefusedEnding(
  lease: Lease,
  ending: ForgeError,
  store: JobStore,
  handler: Handler,
  now: number,
): Promise<JobOutcome> {
  const reason = refusalOf(ending);
  if (reason === null) {
    // GitHub is away: the check cannot say so, and when GitHub is back the work may succeed
    await store.giveBack(lease, Math.max(ending.at ?? 0, now + BEFORE_LAST_WORDS), ending.message, false);
    return 'failed';
  }
  await handler.refused(lease.job, reason, ending);
  await store.complete(lease, now);
  return reason === 'gone' ? 'gone' : 'refused';
}

/** Renews the lease until the work is done, and aborts the work where that makes sense. */
async function hold(
  lease: Lease,
  controller: AbortController,
  done: AbortSignal,
  { store, clock, onTrouble = () => {} }: WorkerOptions,
  leaseFor: number,
): Promise<void> {
  for (;;) {
    await clock.sleep(Math.min(leaseFor / 3, 2_000), done);
    if (done.aborted) return;
    try {
      const renewal = await store.renew(lease, clock.now(), leaseFor);
      if (renewal.kind === 'lost') controller.abort(new LeaseLost('another worker has the job'));
      if (renewal.kind === 'superseded' && makesWorthless(renewal.event, lease.job.event))
        controller.abort(new Superseded(renewal.event));
    } catch (error) {
      onTrouble(error);
    }
  }
}

/** Only a newer head, or the end of the pull request, is worth an abort; everything else waits for its turn. */
export function makesWorthless(newer: Event, running: Event): boolean {
  if (newer.kind === 'merge-group') return newer.isDestroyed;
  if (newer.kind !== 'pull-request' || running.kind !== 'pull-request') return false;
  if (newer.reason === 'closed') return true;
  return newer.head !== null && running.head !== null && newer.head !== running.head;
}
