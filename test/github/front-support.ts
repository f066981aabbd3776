/** A front for tests, requests to it in GitHub's form, and what it logged. */
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Secret } from '../../src/github/client/secret.ts';
import { makeLog } from '../../src/github/operate/log.ts';
import { makeMetrics } from '../../src/github/operate/metrics.ts';
import type { Received } from '../../src/github/webhook/endpoint.ts';
import { type Front, type FrontOptions, startFront, WEBHOOK_PATH } from '../../src/github/webhook/http-server.ts';

export const SECRET = 'a secret of the tests, long enough to pass';

export interface TestFront extends Front {
  readonly url: string;
  readonly webhook: string;
  readonly received: readonly Received[];
  /** Parsed log lines. */
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  readonly logText: () => string;
}

const open: Front[] = [];

/** Ends every front that a test started. */
export async function closeFronts(): Promise<void> {
  await Promise.all(open.splice(0).map((front) => front.close()));
}

export async function startTestFront(options: Partial<FrontOptions> = {}): Promise<TestFront> {
  const texts: string[] = [];
  const received: Received[] = [];
  const front = await startFront({
    host: '127.0.0.1',
    port: 0,
    adminPort: null,
    secrets: [new Secret(SECRET)],
    receive: async (delivery) => {
      received.push(delivery);
      return 'accepted';
    },
    notReady: async () => [],
    log: makeLog('debug', [new Secret(SECRET)], { write: (line) => texts.push(line) }),
    metrics: makeMetrics(),
    ...options,
  });
  open.push(front);
  const url = `http://127.0.0.1:${front.port}`;
  return {
    ...front,
    url,
    webhook: url + WEBHOOK_PATH,
    received,
    get lines() {
      return texts.map((text) => JSON.parse(text));
    },
    logText: () => texts.join(''),
  };
}

export function signatureOf(body: string | Uint8Array, secret = SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

export function headersOf(body: string | Uint8Array, more: Readonly<Record<string, string>> = {}) {
  return {
    'content-type': 'application/json',
    'x-github-event': 'ping',
    'x-github-delivery': '72d3162e-cc78-11e3-81ab-4c9367dc0958',
    'x-hub-signature-256': signatureOf(body),
    ...more,
  };
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** As GitHub would deliver it, unless other headers are given. */
export async function deliver(
  webhook: string,
  body: string | Uint8Array<ArrayBuffer> = '{"zen":"x"}',
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return answerOf(await fetch(webhook, { method: 'POST', body, headers: headersOf(body, more) }));
}

export async function answerOf(response: Response): Promise<Answer> {
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** A connection by hand, for what no client library would send. */
export async function rawConnection(port: number): Promise<{
  readonly socket: Socket;
  /** What the front said by the time the connection ended. */
  readonly ended: Promise<string>;
}> {
  const socket = connect(port, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  // the front may end it while something is still being written
  socket.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    socket.once('close', () => resolve(Buffer.concat(chunks).toString()));
  });
  await once(socket, 'connect');
  return { socket, ended };
}

/** Head of a request to the webhook, to be followed by a body by hand. */
export function rawHead(more: Readonly<Record<string, string>>): string {
  const lines = Object.entries({ host: 'localhost', ...headersOf('x'), ...more }).map(
    ([key, value]) => `${key}: ${value}`,
  );
  return `POST ${WEBHOOK_PATH} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}
