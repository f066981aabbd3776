/** A review that ends soon shows only its result, with one request; one that takes longer is shown as in progress first. */
import type { Clock } from '../ports/clock.ts';

/** In ms: what ends sooner is not shown as in progress. */
export const SHOWN_AFTER = 1_000;

/** The work ended while its beginning waited to be shown. */
class Overtaken extends Error {}

export interface Progress<T, R> {
  readonly done: T;
  /** What showing gave; null where the work ended before anything was written. */
  readonly shown: R | null;
}

/**
 * Does some work, and shows that it is in progress where it has not ended so long after it was begun, or fails in a way that is
 * tried again.
 * When this ends, nothing is being written any more; showing is done once or not at all.
 * @param work its signal ends it where its progress could not be shown
 * @param show writes that the work is in progress; its signal ends it as long as the write waits for its turn
 * @param isTriedAgain whether a failure of the work leaves it in progress
 * @param begun in ms since 1970: what came before the work counts
 * @throws what showing throws, or else what the work throws
 */
export async function showingProgress<T, R>(
  work: (ending: AbortSignal) => Promise<T>,
  show: (whileWaiting: AbortSignal) => Promise<R>,
  isTriedAgain: (error: unknown) => boolean,
  begun: number,
  clock: Pick<Clock, 'now' | 'sleep'>,
): Promise<Progress<T, R>> {
  const over = new AbortController();
  const unshown = new AbortController();
  const overtaken = new Overtaken();
  const showing = async (): Promise<R | null> => {
    await clock.sleep(Math.max(0, begun + SHOWN_AFTER - clock.now()), over.signal);
    if (over.signal.aborted) return null;
    try {
      return await show(over.signal);
    } catch (error) {
      if (error === overtaken) return null;
      unshown.abort(error);
      throw error;
    }
  };
  const shown = showing();
  // it is awaited below, when the work has ended
  shown.catch(() => {});
  try {
    const done = await work(unshown.signal);
    over.abort(overtaken);
    return { done, shown: await shown };
  } catch (error) {
    over.abort(overtaken);
    const isShown = (await shown) !== null;
    // the failure is what counts: where this write fails as well, the next attempt begins the run
    if (!isShown && isTriedAgain(error)) await show(new AbortController().signal).catch(() => {});
    throw error;
  }
}
