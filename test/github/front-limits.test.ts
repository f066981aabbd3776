/** The door against clients that send too much, too slowly, or only half; and its end. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { makeMetrics } from '../../src/github/operate/metrics.ts';
import { closeFronts, deliver, rawConnection, rawHead, signatureOf, startTestFront } from './front-support.ts';

afterEach(closeFronts);

const MEGABYTE = 1024 * 1024;
const LARGEST = 25 * MEGABYTE;

/** A body of exactly so many bytes. */
function bodyOf(size: number): Buffer<ArrayBuffer> {
  const body = Buffer.alloc(size, ' ');
  body.write('{}');
  return body;
}

describe('mistake 4, bodies of any size', () => {
  test('as much as GitHub delivers is taken', async () => {
    const front = await startTestFront();
    expect((await deliver(front.webhook, bodyOf(LARGEST))).status).toBe(202);
  });

  test('one byte more is refused by its length, before any of it was read', async () => {
    const front = await startTestFront();
    const { socket, ended } = await rawConnection(front.port);
    socket.write(rawHead({ 'content-length': String(LARGEST + 1) }));
    expect(await ended).toMatch(/^HTTP\/1\.1 413 [\s\S]*connection: close[\s\S]*too large\n/i);
    expect(front.lines).toMatchObject([{ reason: 'too-large' }]);
  });

  test('without a length it is refused when that much has come, and the connection ends', async () => {
    const metrics = makeMetrics();
    const front = await startTestFront({ metrics });
    const { socket, ended } = await rawConnection(front.port);
    let isOver = false;
    void ended.then(() => {
      isOver = true;
    });
    socket.write(rawHead({ 'transfer-encoding': 'chunked' }));
    const chunk = `${MEGABYTE.toString(16)}\r\n${'x'.repeat(MEGABYTE)}\r\n`;
    // it would go on for ever
    for (let sent = 0; !isOver && sent < 1000; sent++)
      if (!socket.write(chunk)) await Promise.race([new Promise((resolve) => socket.once('drain', resolve)), ended]);
    // what is still under way when the connection ends may take the answer with it (RFC 9293, section 3.10.7: reset)
    expect(await ended).toMatch(/^(?:HTTP\/1\.1 413 |$)/);
    expect(socket.bytesWritten).toBeLessThan(100 * MEGABYTE);
    expect(await metrics.text()).toContain('kra_refused_requests_total{reason="too-large"} 1');
  });

  test('headers have their limit as well', async () => {
    const front = await startTestFront();
    const { socket, ended } = await rawConnection(front.port);
    socket.write(rawHead({ 'x-much': 'x'.repeat(20_000) }));
    expect(await ended).toMatch(/^HTTP\/1\.1 431 /);
  });
});

describe('mistake 5, requests that end the process', () => {
  test.each([
    ['no HTTP', 'EHLO example.org\r\n\r\n'],
    ['bytes', Buffer.from([0, 255, 13, 10, 13, 10]).toString('latin1')],
    [
      'an empty POST without a type',
      'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\nconnection: close\r\n\r\n',
    ],
    ['a bad length', 'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n'],
    [
      'two lengths',
      'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    ],
    ['no host', 'GET /healthz HTTP/1.1\r\n\r\n'],
    ['a proxy request', 'CONNECT example.org:443 HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['an upgrade', 'GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n'],
    ['a whole address', 'GET http://example.org/etc HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
  ])('%s', async (_, words) => {
    const front = await startTestFront();
    const { socket, ended } = await rawConnection(front.port);
    socket.write(words);
    expect(await ended).not.toMatch(/^HTTP\/1\.1 5/);
    expect((await deliver(front.webhook)).status).toBe(202);
  });

  test('a client that goes away in the middle of its body', async () => {
    const metrics = makeMetrics();
    const front = await startTestFront({ metrics });
    const { socket, ended } = await rawConnection(front.port);
    socket.write(rawHead({ 'content-length': '1000' }));
    socket.write('x'.repeat(500), () => socket.resetAndDestroy());
    await ended;
    expect((await deliver(front.webhook)).status).toBe(202);
    await front.close();
    expect(front.lines).toMatchObject([{ reason: 'cut-off', length: 0 }]);
    expect(front.received).toHaveLength(1);
  });

  test('a client that goes away before its answer: the delivery is taken all the same', async () => {
    let taken = (): void => {};
    const isTaken = new Promise<void>((resolve) => {
      taken = resolve;
    });
    let go = (): void => {};
    const gone = new Promise<void>((resolve) => {
      go = resolve;
    });
    const front = await startTestFront({
      receive: async () => {
        taken();
        await gone;
        return 'accepted';
      },
    });
    const { socket, ended } = await rawConnection(front.port);
    socket.write(`${rawHead({ 'content-length': '2', 'x-hub-signature-256': signatureOf('{}') })}{}`);
    await isTaken;
    socket.destroy();
    await ended;
    go();
    expect((await deliver(front.webhook)).status).toBe(202);
  });
});

describe('slow clients', () => {
  const patience = 100;

  test.each([
    ['that send nothing', ''],
    ['that do not end their headers', 'POST /api/github/webhooks HTTP/1.1\r\nhost: x\r\n'],
    ['that do not end their body', `${rawHead({ 'content-length': '1000' })}{`],
  ])('%s lose their connection', async (_, words) => {
    const front = await startTestFront({ patience });
    const { socket, ended } = await rawConnection(front.port);
    socket.write(words);
    expect(await ended).not.toMatch(/^HTTP\/1\.1 (?:2|5)/);
    expect(front.received).toEqual([]);
  });
});

describe('unsigned bodies', () => {
  test('many that stop in the middle keep no delivery out, small or large', async () => {
    const metrics = makeMetrics();
    const front = await startTestFront({ metrics });
    const slow = async (length: number, sent: number) => {
      const { socket } = await rawConnection(front.port);
      socket.write(rawHead({ 'content-length': String(length) }));
      socket.write('x'.repeat(sent));
      return socket;
    };
    const sockets = await Promise.all([
      ...Array.from({ length: 20 }, () => slow(MEGABYTE, MEGABYTE - 1)),
      ...Array.from({ length: 20 }, () => slow(LARGEST, 100_000)),
    ]);
    expect((await deliver(front.webhook, bodyOf(MEGABYTE))).status).toBe(202);
    for (const socket of sockets.slice(20)) socket.destroy();
    expect((await deliver(front.webhook, bodyOf(LARGEST))).status).toBe(202);
    expect(await metrics.text()).toMatch(/kra_refused_requests_total\{reason="busy"\} [1-9]/);
    for (const socket of sockets) socket.destroy();
  });

  test('of too many connections the oldest ends, and a delivery is taken', async () => {
    const front = await startTestFront({ mostConnections: 3 });
    const all = [];
    for (let index = 0; index < 3; index++) all.push(await rawConnection(front.port));
    expect((await deliver(front.webhook)).status).toBe(202);
    expect(await all[0]?.ended).toBe('');
    for (const { socket } of all) socket.destroy();
  });
});

describe('the end', () => {
  test('what is in flight is answered, and a kept connection does not keep it waiting', async () => {
    let taken = (): void => {};
    const isTaken = new Promise<void>((resolve) => {
      taken = resolve;
    });
    let save = (): void => {};
    const saved = new Promise<void>((resolve) => {
      save = resolve;
    });
    const front = await startTestFront({
      receive: async () => {
        taken();
        await saved;
        return 'accepted';
      },
    });
    const { socket, ended } = await rawConnection(front.port);
    const head = rawHead({ 'content-length': '2', connection: 'keep-alive', 'x-hub-signature-256': signatureOf('{}') });
    socket.write(`${head}{}`);
    await isTaken;
    const closed = front.close();
    save();
    await closed;
    expect(await ended).toMatch(/^HTTP\/1\.1 202 [\s\S]*connection: close/i);
  });

  test('no new connections', async () => {
    const front = await startTestFront();
    await front.close();
    await expect(fetch(`${front.url}/healthz`)).rejects.toThrow();
  });

  test('a client that never ends its body is not waited for', async () => {
    const front = await startTestFront({ patience: 100 });
    const { socket, ended } = await rawConnection(front.port);
    socket.write(`${rawHead({ 'content-length': '1000' })}{`);
    await fetch(`${front.url}/healthz`);
    await front.close();
    await ended;
  });

  test('a second time does nothing', async () => {
    const front = await startTestFront({ adminPort: 0 });
    await front.close();
    await expect(front.close()).resolves.toBeUndefined();
  });
});

describe('a port in use', () => {
  test.each(['port', 'adminPort'] as const)('%s: it says so, and leaves nothing open', async (which) => {
    const other = createServer();
    other.listen(0, '127.0.0.1');
    await once(other, 'listening');
    const address = other.address();
    const taken = typeof address === 'object' ? (address?.port ?? 0) : 0;
    try {
      await expect(startTestFront({ [which]: taken })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    } finally {
      other.close();
    }
  });
});
