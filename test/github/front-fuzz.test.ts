/** Anything at the door: it never fails, and never takes what is not signed. */
import { request } from 'node:http';
import fc from 'fast-check';
import { closeFronts, headersOf, signatureOf, startTestFront } from './front-support.ts';

afterEach(closeFronts);

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** The status, or null where the connection ended without one. */
function statusOf(port: number, { method, path, headers, body }: Sent): Promise<number | null> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers: { ...headers, connection: 'close' } });
    asked.on('response', (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? null));
    });
    asked.on('error', () => resolve(null));
    asked.end(body);
  });
}

const word = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnop_-/=;:., 0123456789'), maxLength: 60 });
const value = fc.oneof(
  word,
  fc.string({ unit: 'binary-ascii', maxLength: 40 }).map((text) => text.replace(/[^\x20-\x7e]/g, '')),
  fc.constantFrom(
    'application/json',
    'sha256=',
    `sha256=${'0'.repeat(64)}`,
    `sha256=${'é'.repeat(3)}`.slice(0, 7),
    '__proto__',
  ),
);
const names = [
  'content-type',
  'x-github-event',
  'x-github-delivery',
  'x-hub-signature-256',
  'x-other',
  'accept',
  'content-encoding',
];
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.json({ maxDepth: 3 }).map((text) => Buffer.from(text)),
);

test('mistake 5: any request is answered with less than 500, and nothing unsigned is received', async () => {
  const front = await startTestFront();
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        method: fc.constantFrom('POST', 'POST', 'POST', 'GET', 'PUT', 'HEAD', 'OPTIONS', 'PATCH'),
        path: fc.oneof(
          fc.constant('/api/github/webhooks'),
          fc.webPath(),
          fc.constantFrom('/healthz', '/readyz', '/metrics'),
        ),
        headers: fc.dictionary(fc.constantFrom(...names), value),
        body,
      }),
      async (sent) => {
        expect(await statusOf(front.port, sent)).toBeLessThan(500);
      },
    ),
    { numRuns: 300 },
  );
  expect(front.received).toEqual([]);
});

test('one header of a good delivery replaced by anything', async () => {
  const front = await startTestFront();
  const good = Buffer.from('{"a":1}');
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...names), value, async (name, replaced) => {
      const headers = { ...headersOf(good), [name]: replaced };
      const status = await statusOf(front.port, { method: 'POST', path: '/api/github/webhooks', headers, body: good });
      expect(status).toBeLessThan(500);
      if (name === 'x-hub-signature-256') expect(status).not.toBe(202);
    }),
    { numRuns: 200 },
  );
});

test('any body that is signed is received, or is no object', async () => {
  const front = await startTestFront();
  await fc.assert(
    fc.asyncProperty(body, async (bytes) => {
      const headers = { ...headersOf(bytes), 'x-hub-signature-256': signatureOf(bytes) };
      const status = await statusOf(front.port, { method: 'POST', path: '/api/github/webhooks', headers, body: bytes });
      expect(status).toBe(isObject(bytes) ? 202 : 400);
    }),
    { numRuns: 200 },
  );
});

function isObject(bytes: Uint8Array): boolean {
  try {
    const given: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    return typeof given === 'object' && given !== null && !Array.isArray(given);
  } catch {
    return false;
  }
}
