/** The door: takes webhooks, checks them, writes them into the ledger, and answers within milliseconds. */
import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Log } from './log.ts';
import type { DeliveryOutcome, Metrics, Refusal } from './metrics.ts';
import type { Secret } from './secret.ts';
import { isSigned } from './signature.ts';

export const WEBHOOK_PATH = '/api/github/webhooks';
/** In bytes: GitHub delivers nothing larger. */
const LARGEST_BODY = 25 * 1024 * 1024;
/** In ms: so long a client may take for headers and body; GitHub itself gives up after ten seconds. */
const PATIENCE = 15_000;
/** Lines a minute about bad requests: an attacker must not fill the disk. */
const MOST_LINES = 10;

/** A delivery whose signature is good. */
export interface Received {
  readonly id: string;
  readonly name: string;
  readonly payload: unknown;
}

export interface FrontOptions {
  readonly host: string;
  readonly port: number;
  /** Where probes and figures are; null: on the same port. */
  readonly adminPort: number | null;
  readonly secrets: readonly Secret[];
  /** After it returns the delivery is safe. Throws where it could not be written. */
  readonly receive: (delivery: Received) => Promise<DeliveryOutcome>;
  /** What is not ready, by name; empty: everything is. */
  readonly notReady: () => Promise<readonly string[]>;
  readonly log: Log;
  readonly metrics: Metrics;
}

export interface Front {
  readonly port: number;
  readonly adminPort: number | null;
  /** No new connections; what was begun is answered. */
  close(): Promise<void>;
}

export async function startFront(options: FrontOptions): Promise<Front> {
  const complaints = limited(options.log);
  const onlyAdmin = options.adminPort !== null;
  const servers = [
    listening((request, response) => {
      const path = pathOf(request);
      if (path === WEBHOOK_PATH) return takeDelivery(request, response, options, complaints);
      return onlyAdmin ? answer(response, 404, NOT_FOUND) : probe(path, request, response, options);
    }, options),
    ...(onlyAdmin
      ? [listening((request, response) => probe(pathOf(request), request, response, options), options)]
      : []),
  ];
  const ports: number[] = [];
  for (const [index, server] of servers.entries())
    ports.push(await listen(server, index === 0 ? options.port : (options.adminPort as number), options.host));
  return {
    port: ports[0] as number,
    adminPort: ports[1] ?? null,
    close: async () => {
      await Promise.all(
        servers.map(
          (server) =>
            new Promise<void>((resolve) => {
              server.close(() => resolve());
              server.closeIdleConnections();
            }),
        ),
      );
    },
  };
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

function listening(handle: Handle, { log }: FrontOptions): Server {
  const server = createServer({ maxHeaderSize: 16 * 1024 }, (request, response) => {
    Promise.resolve(handle(request, response)).catch((error: unknown) => {
      const errorId = randomUUID();
      log.error({ errorId, error }, 'a request failed');
      answer(response, 500, `error ${errorId}`);
    });
  });
  server.headersTimeout = PATIENCE;
  server.requestTimeout = PATIENCE;
  server.keepAliveTimeout = PATIENCE;
  return server;
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

const NOT_FOUND = 'not found';

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

async function takeDelivery(
  request: IncomingMessage,
  response: ServerResponse,
  { secrets, receive, log, metrics }: FrontOptions,
  complain: (data: object) => void,
): Promise<void> {
  const refuse = (status: number, reason: Refusal, words: string, length = 0): void => {
    metrics.refused(reason);
    // nothing of what was sent, since nobody has vouched for it
    complain({ reason, remote: request.socket.remoteAddress ?? null, length });
    answer(response, status, words, status === 413);
  };
  const { headers, method } = request;
  if (method !== 'POST') return refuse(405, 'method', 'only POST');
  if (!/^application\/json(?:;|$)/i.test(headers['content-type'] ?? ''))
    return refuse(415, 'not-json', 'only application/json');
  if (Number(headers['content-length'] ?? 0) > LARGEST_BODY) return refuse(413, 'too-large', 'too large');
  const name = oneLine(headers['x-github-event']);
  const id = oneLine(headers['x-github-delivery']);
  const signature = oneLine(headers['x-hub-signature-256']);
  if (name === null || id === null || signature === null)
    return refuse(400, 'headers', 'headers of GitHub are missing');
  const body = await bodyOf(request);
  const begun = performance.now();
  if (body === null) return refuse(413, 'too-large', 'too large', LARGEST_BODY);
  if (!isSigned(body, signature, secrets)) return refuse(401, 'signature', 'the signature is wrong', body.length);
  const payload = parsed(body);
  if (payload === undefined) return refuse(400, 'body', 'no JSON', body.length);
  try {
    const outcome = await receive({ id, name, payload });
    metrics.delivered(name, outcome, (performance.now() - begun) / 1000);
    answer(response, 202, 'accepted');
  } catch (error) {
    const errorId = randomUUID();
    log.error({ errorId, delivery: id, event: name, error }, 'a delivery could not be accepted');
    metrics.delivered(name, 'failed', (performance.now() - begun) / 1000);
    answer(response, 503, `not accepted, error ${errorId}`);
  }
}

function oneLine(header: string | readonly string[] | undefined): string | null {
  return typeof header === 'string' && /^[\x21-\x7e]{1,200}$/.test(header) ? header : null;
}

/** Null where it is larger than GitHub's are. */
async function bodyOf(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST_BODY) return null;
      chunks.push(chunk);
    }
  } catch {
    // the client went away in the middle: what there is has no good signature
  }
  return Buffer.concat(chunks);
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
}

async function probe(
  path: string,
  { method }: IncomingMessage,
  response: ServerResponse,
  { notReady, metrics }: FrontOptions,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') return answer(response, 404, NOT_FOUND);
  if (path === '/healthz') return answer(response, 200, 'ok');
  if (path === '/readyz') {
    const missing = await notReady();
    return answer(
      response,
      missing.length === 0 ? 200 : 503,
      missing.length === 0 ? 'ready' : `not ready: ${missing.join(', ')}`,
    );
  }
  if (path === '/metrics') {
    const text = await metrics.text();
    response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
    return;
  }
  answer(response, 404, NOT_FOUND);
}

function answer(response: ServerResponse, status: number, words: string, isLast = false): void {
  if (response.headersSent || response.destroyed) return;
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' };
  response.writeHead(status, isLast ? { ...headers, connection: 'close' } : headers);
  // a body that is too large is not read to its end
  response.end(`${words}\n`, () => {
    if (isLast) response.socket?.destroySoon();
  });
}

/** At most so many lines a minute, then one that counts the rest. */
function limited(log: Log): (data: object) => void {
  let minute = 0;
  let lines = 0;
  let left = 0;
  return (data) => {
    const now = Math.floor(Date.now() / 60_000);
    if (now !== minute) {
      if (left > 0) log.warn({ left }, 'more requests were refused than are listed');
      [minute, lines, left] = [now, 0, 0];
    }
    lines += 1;
    if (lines <= MOST_LINES) log.warn(data, 'a request to the webhook was refused');
    else left += 1;
  };
}
