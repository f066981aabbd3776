/** Takes webhooks, checks them, writes them into the ledger, and answers within milliseconds. Also serves probes and figures. */
import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { WEBHOOK_PATH } from '../../app/ports/github-app.ts';
import { addressOf, givesWay, type Held } from './body-shares.ts';
import { type DoorOptions, makeDoor } from './endpoint.ts';
import { answer } from './http-reply.ts';

export { WEBHOOK_PATH };

/** In ms: so long a client may take for headers and body; GitHub itself gives up after ten seconds. */
const PATIENCE = 15_000;
/** In ms: so long the end waits for clients that are still sending; what was sent whole is answered, however long that takes. */
const PATIENCE_AT_END = 5_000;
/** Open connections; of more the one gives way that is oldest, of the address with most. */
const MOST_CONNECTIONS = 1_000;
const NOT_FOUND = 'not found';

export interface FrontOptions extends Omit<DoorOptions, 'receive'> {
  /** After it returns the delivery is safe; null: nothing is taken, as at a worker that only answers probes. */
  readonly receive: DoorOptions['receive'] | null;
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Where probes and figures are; null: on the same port. */
  readonly adminPort: number | null;
  /** What is not ready, by name; empty: everything is. */
  readonly notReady: () => Promise<readonly string[]>;
  /** In ms, for headers and body of one request. */
  readonly patience?: number;
  readonly mostConnections?: number;
}

export interface Front {
  readonly port: number;
  readonly adminPort: number | null;
  /** No new connections; what was begun is answered. */
  close(): Promise<void>;
}

/** Listens when it returns. Throws where it cannot, as for a port in use. */
export async function startFront(options: FrontOptions): Promise<Front> {
  const { host, port, adminPort } = options;
  const { receive } = options;
  const door = receive === null ? null : makeDoor({ ...options, receive });
  const openly = listening((request, response) => {
    const path = pathOf(request);
    if (path === WEBHOOK_PATH && door !== null) return door.take(request, response);
    return adminPort === null ? probe(path, request, response, options) : answer(response, 404, NOT_FOUND);
  }, options);
  const aside =
    adminPort === null
      ? null
      : listening((request, response) => probe(pathOf(request), request, response, options), options);
  const openPort = await openly.listen(port, host);
  try {
    return {
      port: openPort,
      adminPort: aside === null ? null : await aside.listen(adminPort ?? 0, host),
      close: async () => {
        await Promise.all([openly.close(), aside?.close()]);
        door?.close();
      },
    };
  } catch (error) {
    await openly.close();
    throw error;
  }
}

type Handle = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;

interface Listening {
  listen(port: number, host: string): Promise<number>;
  close(): Promise<void>;
}

function listening(
  handle: Handle,
  { log, patience = PATIENCE, mostConnections = MOST_CONNECTIONS }: FrontOptions,
): Listening {
  const unanswered = new Set<ServerResponse>();
  let isClosing = false;
  const timing = { headersTimeout: patience, requestTimeout: patience, keepAliveTimeout: patience };
  const limits = { maxHeaderSize: 16 * 1024, connectionsCheckingInterval: Math.min(patience, 5_000) };
  const server = createServer({ ...timing, ...limits }, (request, response) => {
    if (isClosing) response.setHeader('connection', 'close');
    unanswered.add(response);
    response.once('close', () => unanswered.delete(response));
    Promise.resolve()
      .then(() => handle(request, response))
      .catch((error: unknown) => {
        const errorId = randomUUID();
        log.error({ errorId, error }, 'a request failed');
        answer(response, 500, `error ${errorId}`);
      });
  });
  limitConnections(server, mostConnections, unanswered);
  return {
    listen: (port, host) => listenOn(server, port, host),
    close: () =>
      new Promise((resolve) => {
        isClosing = true;
        // a connection that is kept for a next request would keep the end waiting
        for (const response of unanswered) if (!response.headersSent) response.setHeader('connection', 'close');
        const timer = setTimeout(() => endSlow(server, unanswered), Math.min(patience, PATIENCE_AT_END));
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

/** A connection costs memory before it says anything. What came whole is answered first. */
function limitConnections(server: Server, most: number, unanswered: ReadonlySet<ServerResponse>): void {
  const all = new Set<Held & { readonly socket: IncomingMessage['socket'] }>();
  server.on('connection', (socket) => {
    const own = { address: addressOf({ socket, headers: {} }), size: 1, socket };
    all.add(own);
    socket.once('close', () => all.delete(own));
    if (all.size <= most) return;
    const whole = new Set([...unanswered].filter(({ req }) => req.complete).map(({ req }) => req.socket));
    givesWay([...all].filter((each) => !whole.has(each.socket)))?.socket.destroy();
  });
}

/** Ends connections over which nothing whole came; the others when they are answered. */
function endSlow(server: Server, unanswered: ReadonlySet<ServerResponse>): void {
  const whole = [...unanswered].filter(({ req }) => req.complete);
  for (const response of unanswered) if (!response.req.complete) response.destroy();
  const answered = whole.map((response) => new Promise<void>((resolve) => response.once('close', resolve)));
  void Promise.all(answered).then(() => server.closeAllConnections());
}

function listenOn(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

async function probe(
  path: string,
  { method }: IncomingMessage,
  response: ServerResponse,
  { notReady, metrics, log }: FrontOptions,
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') return answer(response, 404, NOT_FOUND);
  if (path === '/healthz') return answer(response, 200, 'ok');
  if (path === '/readyz') {
    const missing = await notReady().catch((error: unknown) => {
      log.warn({ error }, 'readiness could not be checked');
      return ['unknown'];
    });
    if (missing.length === 0) return answer(response, 200, 'ready');
    return answer(response, 503, `not ready: ${missing.join(', ')}`);
  }
  if (path !== '/metrics') return answer(response, 404, NOT_FOUND);
  const text = await metrics.text();
  response.writeHead(200, { 'content-type': metrics.contentType }).end(text);
}
