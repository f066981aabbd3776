/** What went wrong with a call: from Octokit's errors to what is to be done about it. */
import { ForgeError } from '../../app/ports/forge.ts';
import { onOneLine, shortenedTo } from '../../text/foreign-text.ts';

export type Trouble =
  /** `all`: every kind of call has to wait, not only this one's quota. */
  | { readonly kind: 'limited'; readonly at: number; readonly all: boolean; readonly status: number }
  /** The token is not, or no longer, good. */
  | { readonly kind: 'expired'; readonly words: string }
  /** GitHub did not answer, or with trouble of its own. `sent`: it may have done what it was asked for. */
  | { readonly kind: 'lost'; readonly words: string; readonly status: number; readonly sent: boolean }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'gone' | 'refused'; readonly words: string; readonly status: number };

/** GitHub: wait at least a minute where it does not say how long. */
const LEAST_WAIT = 60_000;
const LONGEST_WORDS = 200;
const LIMIT_WORDS = /rate limit|abuse detection/i;
/** The connection was never made, so nothing was done. */
const UNSENT: readonly unknown[] = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'UND_ERR_CONNECT_TIMEOUT',
  'EHOSTUNREACH',
];

/** What an error of `octokit.request` or `octokit.graphql` means; `now` in ms since 1970. */
export function troubleOf(error: unknown, now: number): Trouble {
  const { status, headers, message, errors, hasAnswer, code, url } = readError(error);
  if (errors !== null) return troubleOfQuery(errors, headers, now);
  if (!hasAnswer) {
    const sent = !UNSENT.includes(code) && !url.endsWith('/access_tokens');
    return { kind: 'lost', words: `no answer from GitHub (${wordsOf(String(code ?? message))})`, status: 0, sent };
  }
  const words = `GitHub answered ${status}: ${wordsOf(message)}`;
  if (status === 304) return { kind: 'unchanged' };
  if (status === 401) return { kind: 'expired', words };
  if (status === 429 || (status === 403 && isLimit(headers, message))) return limited(headers, now, status);
  if (status === 404 || status === 410) return { kind: 'gone', words, status };
  // a failed request for a token is not a lost write
  if (status >= 500) return { kind: 'lost', words, status, sent: !url.endsWith('/access_tokens') };
  return { kind: 'refused', words, status };
}

/** The error for the caller. @param writes whether an answer that was lost leaves it unclear what was done */
export function forgeError(trouble: Trouble, writes: boolean, now: number): ForgeError {
  switch (trouble.kind) {
    case 'limited':
      return new ForgeError('later', "GitHub's limit of calls is reached", trouble.at, 429);
    case 'expired':
      return new ForgeError('refused', trouble.words, null, 401);
    case 'lost':
      return writes && trouble.sent
        ? new ForgeError('unclear', trouble.words, null, trouble.status)
        : new ForgeError('later', trouble.words, now + LEAST_WAIT, trouble.status);
    case 'unchanged':
      return new ForgeError('later', 'GitHub answered 304 to an unconditional request', now, 304);
    default:
      return new ForgeError(trouble.kind, trouble.words, null, trouble.status);
  }
}

/** Text from outside within a message: one line, of a sensible length, and nothing that opens a door. */
export function wordsOf(text: string): string {
  const plain = onOneLine(text.slice(0, 5000))
    .replace(/\bgh[opsur]_\S+|\bgithub_pat_\S+|\beyJ[\w-]+\.[\w.-]+|\bv1\.[0-9a-f]{20,}/gi, '[secret]')
    .replace(/-----BEGIN.*/g, '[secret]')
    .replace(/\b(bearer|token|basic)\s+[\w.=+/-]{16,}/gi, '$1 [secret]')
    .replace(/(https?:\/\/)[^\s/@]*@/gi, '$1')
    .trim();
  return shortenedTo(plain, LONGEST_WORDS);
}

function isLimit(headers: Headers, message: string): boolean {
  return headers.has('retry-after') || headers.get('x-ratelimit-remaining') === '0' || LIMIT_WORDS.test(message);
}

/** GitHub's order: `retry-after`, else the reset where nothing remains, else at least a minute. */
function limited(headers: Headers, now: number, status: number): Trouble {
  const after = Number(headers.get('retry-after') ?? Number.NaN);
  if (after >= 0) return { kind: 'limited', at: now + Math.max(1, after) * 1000, all: true, status };
  const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000;
  const isSpent = headers.get('x-ratelimit-remaining') === '0';
  if (isSpent && reset > now) return { kind: 'limited', at: reset, all: false, status };
  return { kind: 'limited', at: now + LEAST_WAIT, all: !isSpent, status };
}

/** GraphQL says with status 200 what went wrong. */
function troubleOfQuery(errors: readonly QueryError[], headers: Headers, now: number): Trouble {
  const isOf = (...types: readonly string[]) => errors.some(({ type }) => types.includes(type));
  const words = `GitHub answered: ${wordsOf(errors.map(({ message }) => message).join('; '))}`;
  if (isOf('RATE_LIMITED', 'RATE_LIMIT') || errors.some(({ message }) => LIMIT_WORDS.test(message)))
    return limited(headers, now, 200);
  if (errors.some(({ type, path }) => type === 'NOT_FOUND' && path === 'repository'))
    return { kind: 'gone', words, status: 404 };
  // without a type it is "Something went wrong while executing your query", mostly a timeout
  if (errors.every(({ type }) => type === '' || /INTERNAL|TIMEOUT|SERVICE/.test(type)))
    return { kind: 'lost', words, status: 200, sent: true };
  return { kind: 'refused', words, status: 200 };
}

interface QueryError {
  readonly type: string;
  readonly message: string;
  readonly path: string;
}

interface ReadError {
  readonly status: number;
  readonly headers: Headers;
  readonly message: string;
  readonly errors: readonly QueryError[] | null;
  readonly hasAnswer: boolean;
  readonly code: unknown;
  /** Of the request that failed; it may be the one for a token. */
  readonly url: string;
}

type Loose = Readonly<Record<string, unknown>> | null | undefined;

function readError(error: unknown): ReadError {
  const loose = error as Loose;
  const response = loose?.['response'] as Loose;
  const request = loose?.['request'] as Loose;
  const isQuery = loose?.['name'] === 'GraphqlResponseError';
  const cause = loose?.['cause'] as Loose;
  const data = response?.['data'] as Loose;
  return {
    status: typeof loose?.['status'] === 'number' ? loose['status'] : 0,
    headers: headersOf((isQuery ? loose['headers'] : response?.['headers']) as Loose),
    message: String((typeof data === 'object' ? data?.['message'] : undefined) ?? loose?.['message'] ?? 'no message'),
    errors: isQuery && Array.isArray(loose['errors']) ? loose['errors'].map(queryError) : null,
    // for a connection that broke Octokit makes up a 500 without a response
    hasAnswer: response !== undefined && response !== null,
    code: (cause?.['cause'] as Loose)?.['code'] ?? cause?.['code'] ?? loose?.['code'],
    url: typeof request?.['url'] === 'string' ? request['url'] : '',
  };
}

function queryError(error: unknown): QueryError {
  const { type, message, path } = (error ?? {}) as Readonly<Record<string, unknown>>;
  return {
    type: typeof type === 'string' ? type : '',
    message: typeof message === 'string' ? message : '',
    path: Array.isArray(path) ? path.join('.') : '',
  };
}

function headersOf(headers: Loose): Headers {
  const found = new Headers();
  for (const [name, value] of Object.entries(headers ?? {}))
    if (typeof value === 'string' || typeof value === 'number') found.set(name, String(value));
  return found;
}
