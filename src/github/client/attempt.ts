/** One attempt at a call: its time, its report, and what its failure means. */

import type { Clock } from '../../app/ports/clock.ts';
import { ForgeError } from '../../app/ports/forge.ts';
import { type Trouble, troubleOf } from './classify-error.ts';
import type { Pacing, Quota } from './rate-limit.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** What is used of an Octokit: Probot's and @octokit/rest's are such. Their own retries and throttling should be off. */
export interface OctokitLike {
  request(route: string, parameters?: Record<string, unknown>): Promise<OctokitAnswer>;
  graphql(query: string, variables?: Record<string, unknown>): Promise<unknown>;
}

export interface OctokitAnswer {
  readonly status: number;
  readonly headers: object;
  readonly data: unknown;
}

/** A call as it went, for metrics and logs. */
export interface CallReport {
  readonly kind: 'read' | 'query' | 'write';
  /** With its placeholders, so nothing of a repository is in it. */
  readonly route: string;
  /** 0: there was no answer. */
  readonly status: number;
  readonly ms: number;
  /** What remains of the hour's calls, where GitHub said it. */
  readonly remaining: number | null;
}

/** What all attempts of a client have in common. */
/** What calls write into the log. */
export interface CallLog {
  debug(fields: object, words: string): void;
  warn(fields: object, words: string): void;
}

export interface AttemptOptions {
  readonly clock: Clock;
  readonly pacing: Pacing;
  readonly log?: CallLog;
  readonly onCall?: (call: CallReport) => void;
  /** In ms, for one attempt. GitHub ends what takes longer than 10 s. */
  readonly patience?: number;
}

export interface Call {
  readonly kind: CallReport['kind'];
  readonly route: string;
  readonly send: (octokit: OctokitLike, request: object) => Promise<OctokitAnswer>;
}

/** An attempt that failed; it never leaves the client. */
export class Refusal extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.kind);
  }
}

export type Attempt = (
  octokit: OctokitLike,
  call: Call,
  signal?: AbortSignal,
  counted?: () => void,
) => Promise<OctokitAnswer>;

const PATIENCE = 10_000;
/** A write whose answer is not awaited leaves it unclear what was done. */
const PATIENCE_OF_WRITES = 1.5;

/** The attempts of a client. They throw a `Refusal`, the signal's reason, or a `ForgeError` while there is a pause. */
export function makeAttempt(options: AttemptOptions): Attempt {
  const { clock, pacing, log, onCall = () => {}, patience = PATIENCE } = options;
  return async (octokit, call, signal, counted = () => {}) => {
    const quota: Quota = call.kind === 'query' ? 'graphql' : 'rest';
    const paused = pacing.pausedUntil(quota, call.kind === 'write');
    if (paused !== null) throw new ForgeError('later', "GitHub's limit of calls is reached", paused, 429);
    const begun = clock.now();
    const report = (status: number, headers: object | undefined) => {
      // "not modified" is free (GitHub docs, "Best practices for using the REST API", conditional requests)
      if (status !== 304) counted();
      onCall({ kind: call.kind, route: call.route, status, ms: clock.now() - begun, remaining: remainingOf(headers) });
    };
    try {
      const longest = call.kind === 'write' ? patience * PATIENCE_OF_WRITES : patience;
      const answer = await within(longest, signal, (ending) => call.send(octokit, { signal: ending, retries: 0 }));
      if (answer.status < 200 || answer.status > 299) throw moved(answer);
      report(answer.status, answer.headers);
      const until = nearlySpentUntil(answer.headers, clock.now());
      if (until !== null && pacing.pausedUntil(quota, false) === null) {
        pacing.pause(quota, until, 'writes');
        log?.warn(endsAt(until), "GitHub's limit of calls is nearly reached: the rest of the hour is kept for writes");
      }
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      const trouble = troubleOf(error, clock.now());
      report(statusOf(trouble), (error as { response?: { headers?: object } } | null)?.response?.headers);
      if (trouble.kind === 'limited') {
        // calls that were under way meet the same limit
        const isNew = pacing.pausedUntil(quota, true) === null;
        for (const each of trouble.all ? (['rest', 'graphql'] as const) : [quota]) pacing.pause(each, trouble.at);
        const { route } = call;
        if (isNew) log?.warn({ route, quota, ...endsAt(trouble.at) }, "GitHub's limit of calls is reached");
      }
      throw new Refusal(trouble);
    }
  };
}

/** When a limit ends, as the log has it. */
export function endsAt(at: number): object {
  return { until: new Date(at).toISOString() };
}

/** Ends by the time, or by the signal, whatever the work does. */
async function within<T>(
  ms: number,
  signal: AbortSignal | undefined,
  work: (ending: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  const timer = setTimeout(() => own.abort(new Error(`no answer within ${ms / 1000} s`)), ms);
  const ending = signal === undefined ? own.signal : AbortSignal.any([signal, own.signal]);
  try {
    const ended = new Promise<never>((_, reject) => {
      const end = () => reject(ending.reason);
      if (ending.aborted) end();
      else ending.addEventListener('abort', end, { once: true });
    });
    return await Promise.race([work(ending), ended]);
  } finally {
    clearTimeout(timer);
  }
}

/** A redirect that was not followed: the repository has another name now. */
function moved({ status, headers }: OctokitAnswer): object {
  return { status: 404, response: { headers, data: { message: `it has moved (${status})` } } };
}

/**
 * The last hundredth of an hour's calls is kept for writes: what is known can still be said, and that the rest has to wait.
 * In ms since 1970; null: there is enough, or GitHub did not say.
 */
function nearlySpentUntil(headers: object, now: number): number | null {
  const numberOf = (name: string) => Number((headers as Parameters)[name] ?? Number.NaN);
  const reset = numberOf('x-ratelimit-reset') * 1000;
  const isNearlySpent = numberOf('x-ratelimit-remaining') < numberOf('x-ratelimit-limit') / 100;
  return isNearlySpent && reset > now ? reset : null;
}

function remainingOf(headers: object | undefined): number | null {
  const remaining = Number((headers as Parameters | undefined)?.['x-ratelimit-remaining'] ?? Number.NaN);
  return Number.isInteger(remaining) ? remaining : null;
}

function statusOf(trouble: Trouble): number {
  if (trouble.kind === 'expired') return 401;
  return trouble.kind === 'unchanged' ? 304 : trouble.status;
}
