/** A real Octokit over answers of our own, and time that does not pass by itself. */
import { Octokit } from '@octokit/rest';
import type { Clock } from '../../src/app/ports/clock.ts';
import type { CallReport } from '../../src/github/client/attempt.ts';
import { type Client, type ClientOptions, makeClient } from '../../src/github/client/client.ts';
import { makePacing } from '../../src/github/client/rate-limit.ts';

/** Time goes on only by sleeping. */
export interface StillClock extends Clock {
  readonly slept: readonly number[];
  pass(ms: number): void;
}

export const START = Date.parse('2026-05-01T12:00:00Z');

export function stillClock(): StillClock {
  let now = START;
  const slept: number[] = [];
  return {
    slept,
    now: () => now,
    pass: (ms) => {
      now += ms;
    },
    timeout: AbortSignal.timeout,
    sleep: async (ms, signal) => {
      if (signal?.aborted === true) return;
      slept.push(ms);
      now += ms;
      await Promise.resolve();
    },
  };
}

/** A call as it reached GitHub. */
export interface Seen {
  /** As `GET /repos/o/r/pulls/1?per_page=1`. */
  readonly line: string;
  readonly headers: Headers;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly signal: AbortSignal | null;
  readonly redirect: string | undefined;
}

export type Answering = (seen: Seen, index: number) => Response | Error | Promise<Response>;

export function json(data: unknown, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify(data), { status, headers: { 'content-type': 'application/json', ...headers } });
}

export interface Talk {
  readonly client: Client;
  readonly octokit: Octokit;
  readonly seen: readonly Seen[];
  readonly calls: readonly CallReport[];
  readonly clock: StillClock;
}

export function octokitOver(answering: Answering, seen: Seen[], token = 'one'): Octokit {
  const fetch = async (url: string, init: RequestInit): Promise<Response> => {
    const call: Seen = {
      line: `${init.method} ${url.replace('https://api.github.com', '')}`,
      headers: new Headers(init.headers),
      body: typeof init.body === 'string' ? JSON.parse(init.body) : null,
      signal: init.signal ?? null,
      redirect: init.redirect,
    };
    seen.push(call);
    const answer = await answering(call, seen.length - 1);
    if (answer instanceof Error) throw answer;
    return answer;
  };
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };
  return new Octokit({ auth: token, request: { fetch }, log: silent });
}

export function talk(answering: Answering, options: Partial<ClientOptions> = {}): Talk {
  const seen: Seen[] = [];
  const calls: CallReport[] = [];
  const clock = stillClock();
  const octokit = octokitOver(answering, seen);
  const client = makeClient(octokit, {
    clock,
    pacing: makePacing(clock),
    random: () => 0.5,
    onCall: (call) => calls.push(call),
    ...options,
  });
  return { client, octokit, seen, calls, clock };
}

/** As a connection that breaks is told of by fetch. */
export function broken(code = 'ECONNRESET'): Error {
  return new TypeError('fetch failed', { cause: Object.assign(new Error(`it broke: ${code}`), { code }) });
}
