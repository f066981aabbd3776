/** Port: time. */

export interface Clock {
  /** In ms since 1970. */
  now(): number;
  /** Ends early when the signal aborts; never throws. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
  /** A signal that aborts with a `TimeoutError` then (DOM, AbortSignal.timeout). */
  timeout(milliseconds: number): AbortSignal;
}
