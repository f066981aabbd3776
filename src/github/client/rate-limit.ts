/** Paces the calls of one installation: writes one at a time and apart, reads a few at once, nothing during a limit. */
import type { Clock } from '../../app/ports/clock.ts';

/** What GitHub counts limits by. */
export type Quota = 'rest' | 'graphql';

export interface Pacing {
  /** Does a read when a place is free. */
  read<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T>;
  /**
   * Does a write when it is its turn; what waits can be aborted, what was begun ends.
   * @param notifies whether people get a mail of it: then the last such one is 3 s away
   */
  write<T>(work: () => Promise<T>, notifies: boolean, signal?: AbortSignal): Promise<T>;
  /** Nothing is to be asked before `until`, in ms since 1970; with `keptFor` writes only reads have to wait. */
  pause(quota: Quota, until: number, keptFor?: 'writes' | 'nobody'): void;
  /** The end of the pause in ms since 1970; null where there is none. */
  pausedUntil(quota: Quota, isWrite: boolean): number | null;
}

/**
 * Gives the time in ms since 1970 at which it is our turn, where several processes write for one installation.
 * Rejects where it cannot be had: then this process keeps its own pace.
 */
export type Reserve = (lane: 'writes' | 'notices', apart: number) => Promise<number>;

/** In ms: so long a process waits to hear when its turn is; then it keeps its own pace. */
const PATIENCE = 2_000;
/** A turn that is further away than so many pauses is of a clock that goes wrong. */
const MOST_PAUSES = 120;

/** GitHub's best practices for integrators: writes serially, a second apart. Three for what notifies is Octokit's figure. */
const BETWEEN_WRITES = 1000;
/** A notification waits for so many pauses. */
const PAUSES_OF_NOTIFICATIONS = 3;
/** Far below GitHub's hundred, since an App may have more than one process. */
const READS_AT_ONCE = 20;

/**
 * @param reserve over all processes; without it only this one counts
 * @param betweenWrites in ms; less only without limits (GitHub Enterprise Server has them off by default)
 */
export function makePacing(clock: Clock, betweenWrites = BETWEEN_WRITES, reserve?: Reserve): Pacing {
  const betweenNotifications = PAUSES_OF_NOTIFICATIONS * betweenWrites;
  let lane: Promise<unknown> = Promise.resolve();
  /** What notifies waits for its longer pause here, so that it keeps no other write from its turn. */
  let notifying: Promise<unknown> = Promise.resolve();
  let lastWrite = Number.NEGATIVE_INFINITY;
  let lastNotification = Number.NEGATIVE_INFINITY;
  const places = makePlaces(READS_AT_ONCE);
  const pauses = { all: new Map<Quota, number>(), reads: new Map<Quota, number>() };

  const sleepUntil = async (earliest: number, signal: AbortSignal | undefined): Promise<void> => {
    signal?.throwIfAborted();
    const wait = earliest - clock.now();
    if (wait > 0) await clock.sleep(wait, signal);
    signal?.throwIfAborted();
  };
  /** Waits for our turn among all processes, as far as it can be had. */
  const amongAll = async (
    lane: 'writes' | 'notices',
    apart: number,
    signal: AbortSignal | undefined,
  ): Promise<void> => {
    if (reserve === undefined || apart === 0) return;
    const at = await soon(reserve(lane, apart), PATIENCE);
    if (at !== null && at - clock.now() <= MOST_PAUSES * apart) await sleepUntil(at, signal);
  };
  const inTurn = async <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    await sleepUntil(lastWrite + betweenWrites, signal);
    await amongAll('writes', betweenWrites, signal);
    // whoever left meanwhile was promised that nothing is done
    signal?.throwIfAborted();
    try {
      return await work();
    } finally {
      lastWrite = clock.now();
    }
  };
  const inLane = <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const done = lane.then(() => inTurn(work, signal));
    lane = done.catch(() => {});
    return done;
  };
  const inNotifying = <T>(work: () => Promise<T>, signal: AbortSignal | undefined): Promise<T> => {
    const done = notifying.then(async () => {
      await sleepUntil(lastNotification + betweenNotifications, signal);
      await amongAll('notices', betweenNotifications, signal);
      return inLane(work, signal).finally(() => {
        lastNotification = clock.now();
      });
    });
    notifying = done.catch(() => {});
    return done;
  };

  return {
    read: async (work, signal) => {
      await places.take(signal);
      try {
        return await work();
      } finally {
        places.give();
      }
    },
    write: (work, notifies, signal) => {
      let isBegun = false;
      const begin = () => {
        isBegun = true;
        return work();
      };
      const done = notifies ? inNotifying(begin, signal) : inLane(begin, signal);
      return unlessAborted(done, signal, () => !isBegun);
    },
    pause: (quota, until, keptFor = 'nobody') => {
      const of = keptFor === 'writes' ? pauses.reads : pauses.all;
      of.set(quota, Math.max(until, of.get(quota) ?? 0));
    },
    pausedUntil: (quota, isWrite) => {
      const until = Math.max(pauses.all.get(quota) ?? 0, isWrite ? 0 : (pauses.reads.get(quota) ?? 0));
      return until > clock.now() ? until : null;
    },
  };
}

/** What was promised, or null where it fails or takes too long. */
async function soon<T>(promised: Promise<T>, patience: number): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, patience, null);
  });
  return Promise.race([promised.catch(() => null), late]).finally(() => clearTimeout(timer));
}

/** For each installation its `Reserve`. */
export type ReserveFor = (installation: number) => Reserve;

/** One pacing for each installation. */
export function makePacings(
  clock: Clock,
  betweenWrites?: number,
  reserveFor?: ReserveFor,
): (installation: number) => Pacing {
  const known = new Map<number, Pacing>();
  return (installation) => {
    const pacing = known.get(installation) ?? makePacing(clock, betweenWrites, reserveFor?.(installation));
    known.set(installation, pacing);
    return pacing;
  };
}

/** Rejects as soon as the signal is aborted, unless the work is past that. */
function unlessAborted<T>(done: Promise<T>, signal: AbortSignal | undefined, mayLeave: () => boolean): Promise<T> {
  if (signal === undefined) return done;
  return new Promise((resolve, reject) => {
    const leave = () => {
      if (mayLeave()) reject(signal.reason);
    };
    signal.addEventListener('abort', leave, { once: true });
    done.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
    if (signal.aborted) leave();
  });
}

interface Places {
  take(signal: AbortSignal | undefined): Promise<void>;
  give(): void;
}

function makePlaces(count: number): Places {
  let free = count;
  const waiting = new Set<() => void>();
  return {
    take: async (signal) => {
      signal?.throwIfAborted();
      if (free > 0) {
        free--;
        return;
      }
      await new Promise<void>((resolve, reject) => {
        const leave = () => {
          waiting.delete(enter);
          reject(signal?.reason);
        };
        const enter = () => {
          waiting.delete(enter);
          signal?.removeEventListener('abort', leave);
          resolve();
        };
        waiting.add(enter);
        signal?.addEventListener('abort', leave, { once: true });
      });
    },
    give: () => {
      const [next] = waiting;
      if (next === undefined) free++;
      else next();
    },
  };
}
