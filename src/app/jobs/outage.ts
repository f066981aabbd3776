/** Says that the store cannot be used: when it begins, less and less often while it lasts, and when it is over. */
import type { Clock } from '../ports/clock.ts';

/** In ms: from the first line to the second one; each further one comes after twice as long, up to the longest. */
const FIRST_AGAIN = 60_000;
const LONGEST_AGAIN = 3_600_000;

export interface OutageWords {
  /** Why the store cannot be used: one of few constant sentences. */
  readonly causeOf: (error: unknown) => string;
  readonly began: (cause: string, error: unknown) => void;
  /** @param milliseconds since it began @param failures since then */
  readonly goesOn: (cause: string, error: unknown, milliseconds: number, failures: number) => void;
  readonly ended: (cause: string, milliseconds: number, failures: number) => void;
}

export interface OutageLog {
  /** Something could not be read or written. */
  failed(error: unknown): void;
  /** Reading and writing was tried, and it worked: the outage is over, unless something else failed since the last such try. */
  works(): void;
  isOn(): boolean;
}

interface Outage {
  readonly begun: number;
  readonly causes: Set<string>;
  cause: string;
  failures: number;
  hasFailedSinceTry: boolean;
  again: number;
  wait: number;
}

/** Logs the beginning, the course and the end of an outage. */
export function outageLog(words: OutageWords, clock: Pick<Clock, 'now'>): OutageLog {
  let outage: Outage | null = null;
  return {
    failed: (error) => {
      const now = clock.now();
      const cause = words.causeOf(error);
      if (outage === null) {
        const again = now + FIRST_AGAIN;
        const first = { begun: now, causes: new Set([cause]), cause, failures: 1, hasFailedSinceTry: true };
        outage = { ...first, again, wait: FIRST_AGAIN };
        words.began(cause, error);
        return;
      }
      outage.failures += 1;
      outage.hasFailedSinceTry = true;
      outage.cause = cause;
      if (now >= outage.again) {
        outage.wait = Math.min(2 * outage.wait, LONGEST_AGAIN);
        outage.again = now + outage.wait;
      } else if (outage.causes.has(cause)) return;
      outage.causes.add(cause);
      words.goesOn(cause, error, now - outage.begun, outage.failures);
    },
    works: () => {
      if (outage === null) return;
      if (outage.hasFailedSinceTry) {
        outage.hasFailedSinceTry = false;
        return;
      }
      words.ended(outage.cause, clock.now() - outage.begun, outage.failures);
      outage = null;
    },
    isOn: () => outage !== null,
  };
}
