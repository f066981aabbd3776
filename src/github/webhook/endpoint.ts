/** The webhook endpoint: refusals never repeat what the request said; valid deliveries go to the ledger. */
import type { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Secret } from '../client/secret.ts';
import type { Log } from '../operate/log.ts';
import type { DeliveryOutcome, Metrics, Refusal } from '../operate/metrics.ts';
import { isSigned } from './delivery-signature.ts';
import { answer } from './http-reply.ts';
import { type Body, type Bounds, bodyReader } from './read-body.ts';

const MEGABYTE = 1024 * 1024;
/**
 * What strangers may hold before the signature is checked: 4 MB, and one large body. GitHub delivers up to 25 MB; what is made of
 * comments and pull requests, whose texts have at most 65,536 characters each, stays below one.
 */
const BOUNDS: Bounds = {
  largest: 25 * MEGABYTE,
  small: MEGABYTE,
  unsigned: 4 * MEGABYTE,
  signed: 128 * MEGABYTE,
  waiting: 100,
  perSecond: 4 * MEGABYTE,
};
/** Lines a minute about bad requests: an attacker must not fill the disk. */
const MOST_LINES = 10;

/** A delivery whose signature is good. It covers the payload; id and name are headers, and have only the form of GitHub's. */
export interface Received {
  readonly id: string;
  readonly name: string;
  readonly payload: object;
}

export interface DoorOptions {
  /** One or two; the second one while they are changed. */
  readonly secrets: readonly Secret[];
  /** After it returns the delivery is safe. Throws where it could not be written. */
  readonly receive: (delivery: Received) => Promise<DeliveryOutcome>;
  readonly log: Log;
  readonly metrics: Metrics;
  /** In ms since 1970; the clock of this machine unless said otherwise. */
  readonly now?: () => number;
}

export interface Door {
  take(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Logs how many lines were left out. */
  close(): void;
}

interface Wrong {
  readonly status: number;
  readonly reason: Refusal;
  readonly words: string;
}

const NO_POST: Wrong = { status: 405, reason: 'method', words: 'only POST' };
const NO_JSON_TYPE: Wrong = { status: 415, reason: 'not-json', words: 'only application/json' };
const TOO_LARGE: Wrong = { status: 413, reason: 'too-large', words: 'too large' };
const NO_HEADERS: Wrong = { status: 400, reason: 'headers', words: 'headers of GitHub are missing' };
const CUT_OFF: Wrong = { status: 400, reason: 'cut-off', words: 'the body is cut off' };
const TOO_SLOW: Wrong = { status: 408, reason: 'too-slow', words: 'too slow' };
const BUSY: Wrong = { status: 503, reason: 'busy', words: 'busy' };
const BAD_SIGNATURE: Wrong = { status: 401, reason: 'signature', words: 'the signature is wrong' };
const NO_JSON: Wrong = { status: 400, reason: 'body', words: 'no JSON' };
const NOT_WHOLE: Readonly<Record<Exclude<Body['kind'], 'whole'>, Wrong>> = {
  'too-large': TOO_LARGE,
  busy: BUSY,
  'too-slow': TOO_SLOW,
  'cut-off': CUT_OFF,
};

/** Answers deliveries: 202 when one is stored, else a status with constant words. */
export function makeDoor({ secrets, receive, log, metrics, now = Date.now }: DoorOptions): Door {
  const complaints = limited(log, now);
  const withBody = bodyReader(BOUNDS);

  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const refuse = ({ status, reason, words }: Wrong, length: number): void => {
      metrics.refused(reason);
      // nothing of what was sent, since its signature is not verified
      complaints.add({ reason, remote: request.socket.remoteAddress ?? null, length });
      // a body that is too large is not read to its end
      answer(response, status, words, { isLast: [408, 413, 503].includes(status) });
    };
    const headers = headersOf(request);
    if ('reason' in headers) return refuse(headers, 0);
    await withBody(request, async (body) => {
      const begun = performance.now();
      if (body.kind !== 'whole') return refuse(NOT_WHOLE[body.kind], 0);
      const { bytes } = body;
      if (!isSigned(bytes, headers.signature, secrets)) return refuse(BAD_SIGNATURE, bytes.length);
      if (!body.vouch()) return refuse(BUSY, bytes.length);
      const payload = objectIn(bytes);
      if (payload === undefined) return refuse(NO_JSON, bytes.length);
      const { id, name } = headers;
      const took = () => (performance.now() - begun) / 1000;
      try {
        const outcome = await receive({ id, name, payload });
        answer(response, 202, 'accepted');
        metrics.delivered(name, outcome, took());
      } catch (error) {
        const errorId = randomUUID();
        log.error({ errorId, delivery: id, event: name, error }, 'a delivery could not be accepted');
        metrics.delivered(name, 'failed', took());
        answer(response, 503, `not accepted, error ${errorId}`);
      }
    });
  };
  return { take, close: complaints.flush };
}

interface Headers {
  readonly id: string;
  readonly name: string;
  readonly signature: string;
}

function headersOf({ headers, method }: IncomingMessage): Headers | Wrong {
  if (method !== 'POST') return NO_POST;
  if (!/^application\/json\s*(?:;|$)/i.test(headers['content-type'] ?? '')) return NO_JSON_TYPE;
  // the signature does not cover these, and they go into the ledger and the log
  const id = matching(headers['x-github-delivery'], /^[\w-]{1,100}$/);
  const name = matching(headers['x-github-event'], /^[a-z][a-z_]{0,49}$/);
  const signature = matching(headers['x-hub-signature-256'], /^sha256=\S{1,100}$/);
  return id === null || name === null || signature === null ? NO_HEADERS : { id, name, signature };
}

function matching(header: string | readonly string[] | undefined, form: RegExp): string | null {
  return typeof header === 'string' && form.test(header) ? header : null;
}

/** GitHub's payloads are objects. */
function objectIn(bytes: Buffer): object | undefined {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** At most so many lines a minute; the first one after it, or the end, says how many were left out. */
function limited(log: Log, now: () => number): { add(data: object): void; flush(): void } {
  let minute = 0;
  let lines = 0;
  let left = 0;
  const flush = (): void => {
    if (left > 0) log.warn({ left }, 'more requests to the webhook were refused than are listed');
    left = 0;
  };
  return {
    flush,
    add: (data) => {
      const present = Math.floor(now() / 60_000);
      if (present !== minute) {
        flush();
        [minute, lines] = [present, 0];
      }
      lines += 1;
      if (lines <= MOST_LINES) log.warn(data, 'a request to the webhook was refused');
      else left += 1;
    },
  };
}
