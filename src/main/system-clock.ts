/** The machine's clock. */
import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '../app/ports/clock.ts';

export const CLOCK: Clock = {
  now: () => Date.now(),
  timeout: (milliseconds) => AbortSignal.timeout(milliseconds),
  // it rejects when the signal aborts, and then the sleep is over
  sleep: (milliseconds, signal) => after(milliseconds, undefined, signal && { signal }).catch(() => {}),
};
