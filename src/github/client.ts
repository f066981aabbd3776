/** Calls GitHub through any Octokit: reads are tried again, writes never, and every outcome is an answer or a `ForgeError`. */
import { ForgeError } from '../app/forge.ts';
import type { Clock, Pacing, Quota } from './pacing.ts';
import { forgeError, type Trouble, troubleOf, wordsOf } from './trouble.ts';

export type Parameters = Readonly<Record<string, unknown>>;

/** What is used of an Octokit: Probot's and @octokit/rest's are such. Their own retries and throttling should be off. */
export interface OctokitLike {
  request(route: string, parameters?: Record<string, unknown>): Promise<OctokitAnswer>;
  graphql(query: string, variables?: Record<string, unknown>): Promise<unknown>;
}

interface OctokitAnswer {
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

export interface ClientOptions {
  readonly clock: Clock;
  readonly pacing: Pacing;
  readonly log?: { debug(fields: object, words: string): void; warn(fields: object, words: string): void };
  readonly onCall?: (call: CallReport) => void;
  /** Gets an Octokit with a new token, after GitHub refused the present one. */
  readonly renew?: () => Promise<OctokitLike>;
  /** From 0 to 1, for the jitter. */
  readonly random?: () => number;
  /** In ms, for one attempt. GitHub ends what takes longer than 10 s. */
  readonly patience?: number;
}

export interface Answer {
  readonly status: number;
  readonly data: unknown;
  /** The `link` header: whether there are further pages. */
  readonly link: string;
}

export interface ReadHow {
  /** Asks with the ETag of the last answer: an unchanged one costs nothing. */
  readonly remembers?: boolean;
}

export interface Client {
  readonly clock: Clock;
  /** A GET; three further attempts where GitHub does not answer or has trouble. */
  read(route: string, parameters?: Parameters, how?: ReadHow): Promise<Answer>;
  /** A GraphQL query, in the same way. */
  query(text: string, variables: Parameters): Promise<unknown>;
  /** Exactly one attempt; but for a token that had run out, since then nothing was done. */
  write(route: string, parameters: Parameters, how?: { readonly notifies?: boolean }): Promise<Answer>;
  /** The same client; its calls end with the signal's reason when it is aborted. A write that was begun ends first. */
  until(signal: AbortSignal): Client;
}

const FURTHER_ATTEMPTS = 3;
const FIRST_WAIT = 500;
const PATIENCE = 10_000;
const MOST_REMEMBERED = 300;

interface Call {
  readonly kind: CallReport['kind'];
  readonly route: string;
  readonly send: (octokit: OctokitLike, request: object) => Promise<OctokitAnswer>;
}

export function makeClient(first: OctokitLike, options: ClientOptions): Client {
  const { clock, pacing, log, onCall = () => {}, renew, random = Math.random, patience = PATIENCE } = options;
  const remembered = new Map<string, { readonly etag: string; readonly answer: Answer }>();
  let octokit = first;
  let renewing: Promise<OctokitLike> | null = null;

  /** @throws a `Refusal`, or the signal's reason */
  const attempt = async (call: Call, signal: AbortSignal | undefined): Promise<OctokitAnswer> => {
    const quota: Quota = call.kind === 'query' ? 'graphql' : 'rest';
    const paused = pacing.pausedUntil(quota);
    if (paused !== null) throw new ForgeError('later', "GitHub's limit of calls is reached", paused, 429);
    const begun = clock.now();
    const report = (status: number, headers: object) =>
      onCall({ kind: call.kind, route: call.route, status, ms: clock.now() - begun, remaining: remainingOf(headers) });
    try {
      const answer = await within(patience, signal, (ending) => call.send(octokit, { signal: ending, retries: 0 }));
      if (answer.status < 200 || answer.status > 299) throw moved(answer);
      report(answer.status, answer.headers);
      return answer;
    } catch (error) {
      signal?.throwIfAborted();
      const trouble = troubleOf(error, clock.now());
      report(statusOf(trouble), (error as { response?: { headers?: object } })?.response?.headers ?? {});
      if (trouble.kind === 'limited') {
        for (const each of trouble.all ? (['rest', 'graphql'] as const) : [quota]) pacing.pause(each, trouble.at);
        log?.warn({ route: call.route, until: trouble.at }, "GitHub's limit of calls is reached");
      }
      throw new Refusal(trouble);
    }
  };

  const renewed = async (used: OctokitLike): Promise<boolean> => {
    if (octokit !== used) return true;
    if (renew === undefined) return false;
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    octokit = await renewing.catch((error) => {
      throw new Refusal(troubleOf(error, clock.now()));
    });
    return true;
  };

  const clientUntil = (signal: AbortSignal | undefined): Client => {
    const patiently = async (call: Call): Promise<OctokitAnswer> => {
      let isRenewed = false;
      for (let failed = 0; ; ) {
        const used = octokit;
        try {
          return await pacing.read(() => attempt(call, signal), signal);
        } catch (error) {
          if (!(error instanceof Refusal)) throw error;
          const { trouble } = error;
          if (trouble.kind === 'expired' && !isRenewed) {
            isRenewed = true;
            if (await asForgeError(renewed(used), false, clock)) continue;
          }
          if (trouble.kind === 'unchanged') throw error;
          if (trouble.kind !== 'lost' || failed === FURTHER_ATTEMPTS) throw forgeError(trouble, false, clock.now());
          log?.debug({ route: call.route, status: trouble.status, failed: failed + 1 }, 'asking GitHub again');
          await clock.sleep(FIRST_WAIT * 2 ** failed * (0.5 + random()), signal);
          failed++;
        }
      }
    };

    return {
      clock,
      read: async (route, parameters = {}, { remembers = false } = {}) => {
        const key = remembers ? JSON.stringify([route, parameters]) : '';
        const known = remembers ? remembered.get(key) : undefined;
        const headers = known === undefined ? {} : { headers: { 'if-none-match': known.etag } };
        const send: Call['send'] = async (by, request) => {
          const answer = await by.request(route, { ...parameters, ...headers, request });
          // a body that ends too early comes as text
          if (typeof answer.data !== 'object' || answer.data === null) throw new TypeError('the answer was cut off');
          return answer;
        };
        try {
          const answer = plain(await patiently({ kind: 'read', route, send }));
          if (remembers) remember(remembered, key, answer);
          return answer.answer;
        } catch (error) {
          if (error instanceof Refusal && known !== undefined) return known.answer;
          throw error instanceof Refusal ? forgeError(error.trouble, false, clock.now()) : error;
        }
      },
      query: async (text, variables) => {
        const send: Call['send'] = async (by, request) => ({
          status: 200,
          headers: {},
          data: await by.graphql(text, { ...variables, request }),
        });
        return (await patiently({ kind: 'query', route: 'POST /graphql', send })).data;
      },
      write: (route, parameters, { notifies = false } = {}) => {
        // a POST that is redirected would go on as a GET
        const send: Call['send'] = (by, request) =>
          by.request(route, { ...parameters, request: { ...request, redirect: 'manual' } });
        const once = () => attempt({ kind: 'write', route, send }, undefined);
        const work = async (): Promise<Answer> => {
          const used = octokit;
          try {
            return plain(await once()).answer;
          } catch (error) {
            if (!(error instanceof Refusal) || error.trouble.kind !== 'expired' || !(await renewed(used))) throw error;
            return plain(await once()).answer;
          }
        };
        return pacing.write(() => asForgeError(work(), true, clock), notifies, signal);
      },
      until: (other) => clientUntil(signal === undefined ? other : AbortSignal.any([signal, other])),
    };
  };
  return clientUntil(undefined);
}

/** An attempt that failed; it never leaves the client. */
class Refusal extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.kind);
  }
}

async function asForgeError<T>(work: Promise<T>, writes: boolean, clock: Clock): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Refusal ? forgeError(error.trouble, writes, clock.now()) : error;
  }
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
  return {
    status: status < 400 ? 404 : status,
    response: { headers, data: { message: `it has moved (${wordsOf(String(status))})` } },
  };
}

interface Tagged {
  readonly answer: Answer;
  readonly etag: string | null;
}

function plain({ status, headers, data }: OctokitAnswer): Tagged {
  const { link, etag } = headers as Parameters;
  return {
    answer: { status, data, link: typeof link === 'string' ? link : '' },
    etag: typeof etag === 'string' ? etag : null,
  };
}

function remember(remembered: Map<string, { etag: string; answer: Answer }>, key: string, { answer, etag }: Tagged) {
  remembered.delete(key);
  if (etag === null) return;
  remembered.set(key, { etag, answer });
  const [oldest] = remembered.keys();
  if (remembered.size > MOST_REMEMBERED && oldest !== undefined) remembered.delete(oldest);
}

function remainingOf(headers: object): number | null {
  const remaining = Number((headers as Parameters)['x-ratelimit-remaining'] ?? Number.NaN);
  return Number.isInteger(remaining) ? remaining : null;
}

function statusOf(trouble: Trouble): number {
  if (trouble.kind === 'expired') return 401;
  return trouble.kind === 'unchanged' ? 304 : trouble.status;
}
