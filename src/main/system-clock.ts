/** The machine's clock. */
import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '../app/ports/clock.ts';

export const CLOCK: Clock = {
  now: () => Date.now(),
  // Node 20 lets the garbage collector take an `AbortSignal.timeout` that only `AbortSignal.any` refers to: it never fires.
  // The timer refers to this one.
  timeout: (milliseconds) => {
    const ending = new AbortController();
    const fire = () => ending.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
    setTimeout(fire, milliseconds).unref();
    return ending.signal;
  },
  // it rejects when the signal aborts, and then the sleep is over
  sleep: (milliseconds, signal) => after(milliseconds, undefined, signal && { signal }).catch(() => {}),
};
