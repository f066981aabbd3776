/** Calls GitHub through any Octokit: reads are tried again, writes never, and every outcome is an answer or a `ForgeError`. */
import type { Clock } from '../../app/ports/clock.ts';
import {
  type AttemptOptions,
  type Call,
  endsAt,
  makeAttempt,
  type OctokitAnswer,
  type OctokitLike,
  type Parameters,
  Refusal,
} from './attempt.ts';
import { forgeError, troubleOf } from './classify-error.ts';

export interface ClientOptions extends AttemptOptions {
  /** Gets an Octokit with a new token, after GitHub refused the present one. */
  readonly renew?: () => Promise<OctokitLike>;
  /** From 0 to 1, for the jitter. */
  readonly random?: () => number;
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
  /** The same client; it reports each of its calls that counts against GitHub's limit. */
  counting(onCall: () => void): Client;
}

const FURTHER_ATTEMPTS = 3;
const FIRST_WAIT = 500;
const MOST_REMEMBERED = 300;

/** @param first null: one is got by `renew` when it is first needed, and what goes wrong with that is a `ForgeError` too */
export function makeClient(first: OctokitLike | null, options: ClientOptions): Client {
  const { clock, pacing, log, renew, random = Math.random } = options;
  const attempt = makeAttempt(options);
  const remembered = new Map<string, { readonly etag: string; readonly answer: Answer }>();
  let octokit = first;
  if (first === null && renew === undefined) throw new TypeError('no Octokit, and no way to get one');
  let renewing: Promise<OctokitLike> | null = null;
  /** In ms since 1970: until then the log knows that no token can be had. */
  let tokensLimitedUntil = 0;

  /** The one to go on with after `used`; undefined where there is none. */
  const renewed = async (used: OctokitLike | null): Promise<OctokitLike | undefined> => {
    if (octokit !== null && octokit !== used) return octokit;
    if (renew === undefined) return undefined;
    renewing ??= renew().finally(() => {
      renewing = null;
    });
    octokit = await renewing.catch((error) => {
      const trouble = troubleOf(error, clock.now());
      if (trouble.kind === 'limited' && clock.now() >= tokensLimitedUntil) {
        tokensLimitedUntil = trouble.at;
        log?.warn(endsAt(trouble.at), "GitHub's rate limit is exhausted for tokens");
      }
      throw new Refusal(trouble);
    });
    return octokit;
  };
  const current = async (): Promise<OctokitLike> => octokit ?? ((await renewed(null)) as OctokitLike);

  const clientUntil = (signal: AbortSignal | undefined, counted?: () => void): Client => {
    const patiently = async (call: Call): Promise<OctokitAnswer> => {
      let isRenewed = false;
      for (let failed = 0; ; ) {
        let used = octokit;
        const send = async () => {
          used = await current();
          return attempt(used, call, signal, counted);
        };
        try {
          return await pacing.read(send, signal);
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
        const once = async (by: OctokitLike) =>
          plain(await attempt(by, { kind: 'write', route, send }, undefined, counted)).answer;
        const work = async (): Promise<Answer> => {
          const used = await asForgeError(current(), false, clock);
          try {
            return await once(used);
          } catch (error) {
            if (!(error instanceof Refusal) || error.trouble.kind !== 'expired') throw error;
            const other = await asForgeError(renewed(used), false, clock);
            if (other === undefined) throw error;
            return once(other);
          }
        };
        return pacing.write(() => asForgeError(work(), true, clock), notifies, signal);
      },
      until: (other) => clientUntil(signal === undefined ? other : AbortSignal.any([signal, other]), counted),
      counting: (onCall) => clientUntil(signal, onCall),
    };
  };
  return clientUntil(undefined);
}

async function asForgeError<T>(work: Promise<T>, writes: boolean, clock: Clock): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof Refusal ? forgeError(error.trouble, writes, clock.now()) : error;
  }
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
