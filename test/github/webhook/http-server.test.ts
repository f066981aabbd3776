/** The door: what comes in, what is refused, and that nobody learns anything from a refusal. */

import { Secret } from '../../../src/github/client/secret.ts';
import { makeMetrics } from '../../../src/github/operate/metrics.ts';
import { answerOf, closeFronts, deliver, headersOf, SECRET, signatureOf, startTestFront } from '../front-support.ts';

afterEach(closeFronts);

const MARK = 'MARK-of-an-attacker';

describe('a delivery', () => {
  test('that is signed is received, then 202', async () => {
    const front = await startTestFront();
    const { status, text } = await deliver(front.webhook, '{"action":"opened"}', { 'x-github-event': 'pull_request' });
    expect([status, text]).toEqual([202, 'accepted\n']);
    expect(front.received).toEqual([
      { id: '72d3162e-cc78-11e3-81ab-4c9367dc0958', name: 'pull_request', payload: { action: 'opened' } },
    ]);
  });

  test('is signed over its bytes, whatever they mean', async () => {
    const front = await startTestFront();
    const { status } = await deliver(front.webhook, '{ "a" : "\u00e9\u{1f980}" }\n');
    expect(status).toBe(202);
    expect(front.received[0]?.payload).toEqual({ a: 'é🦀' });
  });

  test('is answered only when it is safe', async () => {
    let save = (): void => {};
    const saved = new Promise<void>((resolve) => {
      save = resolve;
    });
    let isAsked = (): void => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const front = await startTestFront({
      receive: async () => {
        isAsked();
        await saved;
        return 'accepted';
      },
    });
    let answered = false;
    const answer = deliver(front.webhook).then((given) => {
      answered = true;
      return given;
    });
    await asked;
    // a whole round trip of another request
    expect((await answerOf(await fetch(`${front.url}/healthz`))).status).toBe(200);
    expect(answered).toBe(false);
    save();
    expect((await answer).status).toBe(202);
  });

  test('may be signed with either of two secrets while they are changed', async () => {
    const next = 'the next secret, which is as long as one has to be';
    const front = await startTestFront({ secrets: [new Secret(SECRET), new Secret(next)] });
    expect((await deliver(front.webhook, '{}')).status).toBe(202);
    expect((await deliver(front.webhook, '{}', { 'x-hub-signature-256': signatureOf('{}', next) })).status).toBe(202);
    expect((await deliver(front.webhook, '{}', { 'x-hub-signature-256': signatureOf('{}', 'other') })).status).toBe(
      401,
    );
  });

  test('counts by event and outcome, and an event that nobody knows is `other`', async () => {
    const metrics = makeMetrics();
    const front = await startTestFront({ metrics });
    await deliver(front.webhook, '{}', { 'x-github-event': 'pull_request' });
    await deliver(front.webhook, '{}', { 'x-github-event': 'made_up' });
    const text = await metrics.text();
    expect(text).toContain('kra_deliveries_total{event="pull_request",outcome="accepted"} 1');
    expect(text).toContain('kra_deliveries_total{event="other",outcome="accepted"} 1');
    expect(text).not.toContain('made_up');
  });
});

describe('mistake 1, a secret that everybody knows', () => {
  test('a delivery signed with Probot’s default is refused', async () => {
    const front = await startTestFront();
    const { status } = await deliver(front.webhook, '{}', { 'x-hub-signature-256': signatureOf('{}', 'development') });
    expect(status).toBe(401);
    expect(front.received).toEqual([]);
  });
});

describe('mistake 2, unverified payload in the log', () => {
  test('a bad signature is logged with reason, address and length, and nothing that was sent', async () => {
    const front = await startTestFront();
    const body = JSON.stringify({ action: MARK });
    await deliver(front.webhook, body, {
      'x-hub-signature-256': signatureOf(body, 'wrong'),
      'x-github-event': MARK.toLowerCase().replaceAll('-', '_'),
      'x-github-delivery': MARK,
      'user-agent': MARK,
      'x-forwarded-for': MARK,
    });
    expect(front.lines).toEqual([
      {
        level: 'warn',
        time: expect.any(String),
        message: 'a request to the webhook was refused',
        reason: 'signature',
        remote: '127.0.0.1',
        length: body.length,
      },
    ]);
    expect(front.logText().toLowerCase()).not.toContain('mark');
  });

  test('at most ten lines a minute, then one that counts the rest', async () => {
    let now = 0;
    const front = await startTestFront({ now: () => now });
    const bad = () => deliver(front.webhook, '{}', { 'x-hub-signature-256': signatureOf('[]') });
    for (let index = 0; index < 25; index++) await bad();
    expect(front.lines).toHaveLength(10);
    now = 60_000;
    await bad();
    expect(front.lines).toHaveLength(12);
    expect(front.lines[10]).toMatchObject({ left: 15, message: expect.stringContaining('more requests') });
  });

  test('what was left out is counted at the end as well', async () => {
    const front = await startTestFront({ now: () => 0 });
    for (let index = 0; index < 11; index++) await deliver(front.webhook, '[]');
    await front.close();
    expect(front.lines.at(-1)).toMatchObject({ left: 1 });
  });
});

describe('mistake 3, errors told to the caller', () => {
  test('a store that is down is a 503 with words that say nothing of it; its log line has the id', async () => {
    const front = await startTestFront({
      receive: async () => {
        throw new Error(`db password=${MARK}`);
      },
    });
    const { status, text } = await deliver(front.webhook);
    expect(status).toBe(503);
    const id = /^not accepted, error ([0-9a-f-]{36})\n$/.exec(text)?.[1];
    expect(front.lines).toMatchObject([{ level: 'error', errorId: id, event: 'ping' }]);
    expect(front.lines[0]?.['error']).toMatchObject({ type: 'Error', message: `db password=${MARK}` });
  });

  test('GitHub’s own status does not become ours', async () => {
    const front = await startTestFront({
      receive: async () => {
        throw Object.assign(new Error('Not Found'), { status: 404 });
      },
    });
    expect((await deliver(front.webhook)).status).toBe(503);
  });

  test('what is thrown need not be an error', async () => {
    const front = await startTestFront({ receive: () => Promise.reject(undefined) });
    expect((await deliver(front.webhook)).status).toBe(503);
  });
});

describe('what is refused', () => {
  const body = '{"a":1}';
  const good = headersOf(body);
  const without = (name: string) => Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));

  test.each([
    ['another method', { method: 'PUT', body, headers: good }, 405, 'only POST\n'],
    ['a visit with a browser', { method: 'GET' }, 405, 'only POST\n'],
    [
      'a form',
      { method: 'POST', body, headers: { ...good, 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'only application/json\n',
    ],
    [
      'another type that begins so',
      { method: 'POST', body, headers: { ...good, 'content-type': 'application/jsonp' } },
      415,
      'only application/json\n',
    ],
    ['no event', { method: 'POST', body, headers: without('x-github-event') }, 400, 'headers of GitHub are missing\n'],
    [
      'no delivery',
      { method: 'POST', body, headers: without('x-github-delivery') },
      400,
      'headers of GitHub are missing\n',
    ],
    [
      'no signature',
      { method: 'POST', body, headers: without('x-hub-signature-256') },
      400,
      'headers of GitHub are missing\n',
    ],
    [
      'an event that is no word',
      { method: 'POST', body, headers: { ...good, 'x-github-event': 'a b' } },
      400,
      'headers of GitHub are missing\n',
    ],
    [
      'an event named __proto__',
      { method: 'POST', body, headers: { ...good, 'x-github-event': '__proto__' } },
      400,
      'headers of GitHub are missing\n',
    ],
    [
      'the old signature',
      { method: 'POST', body, headers: { ...good, 'x-hub-signature-256': 'sha1=00' } },
      400,
      'headers of GitHub are missing\n',
    ],
    [
      'half a signature',
      { method: 'POST', body, headers: { ...good, 'x-hub-signature-256': signatureOf(body).slice(0, 40) } },
      401,
      'the signature is wrong\n',
    ],
    ['a changed byte', { method: 'POST', body: '{"a":2}', headers: good }, 401, 'the signature is wrong\n'],
    ['no body', { method: 'POST', headers: good }, 401, 'the signature is wrong\n'],
  ])('%s', async (_, request, status, text) => {
    const front = await startTestFront();
    expect(await answerOf(await fetch(front.webhook, request))).toMatchObject({ status, text });
    expect(front.received).toEqual([]);
    expect(front.lines).toHaveLength(1);
  });

  test.each(['', 'null', '1', '"x"', '[]', '{', '{"a":1}}', '\u0000'])('signed, but no object: %j', async (given) => {
    const front = await startTestFront();
    expect(await deliver(front.webhook, given)).toMatchObject({ status: 400, text: 'no JSON\n' });
    expect(front.received).toEqual([]);
  });

  test('a type with a charset is JSON', async () => {
    const front = await startTestFront();
    expect((await deliver(front.webhook, '{}', { 'content-type': 'Application/JSON ; charset=utf-8' })).status).toBe(
      202,
    );
  });

  test('a repeated header is not one of GitHub’s', async () => {
    const front = await startTestFront();
    const headers = new Headers(headersOf('{}'));
    headers.append('x-github-delivery', 'another');
    expect((await fetch(front.webhook, { method: 'POST', body: '{}', headers })).status).toBe(400);
  });

  test('counts by reason', async () => {
    const metrics = makeMetrics();
    const front = await startTestFront({ metrics });
    await deliver(front.webhook, '{}', { 'x-hub-signature-256': signatureOf('[]') });
    expect(await metrics.text()).toContain('kra_refused_requests_total{reason="signature"} 1');
  });
});

describe('mistake 35, doors left open', () => {
  test.each([
    ['POST', '/probot/import'],
    ['GET', '/probot'],
    ['GET', '/probot/setup'],
    ['GET', '/'],
    ['POST', '/api/github/webhooks/'],
    ['POST', '/API/github/webhooks'],
    ['DELETE', '/healthz'],
    ['GET', '/../healthz/..'],
    ['GET', '/.env'],
  ])('%s %s is not there', async (method, path) => {
    const front = await startTestFront();
    const answer = await answerOf(await fetch(front.url + path, { method }));
    expect([answer.status, answer.text]).toEqual([404, 'not found\n']);
    expect(front.received).toEqual([]);
  });
});

describe('probes and figures', () => {
  test('health needs nothing, readiness names what is missing', async () => {
    let missing: readonly string[] = ['store'];
    const front = await startTestFront({ notReady: async () => missing });
    expect(await answerOf(await fetch(`${front.url}/healthz`))).toMatchObject({ status: 200, text: 'ok\n' });
    expect(await answerOf(await fetch(`${front.url}/readyz`))).toMatchObject({
      status: 503,
      text: 'not ready: store\n',
    });
    missing = [];
    expect(await answerOf(await fetch(`${front.url}/readyz?verbose`))).toMatchObject({ status: 200, text: 'ready\n' });
  });

  test('a probe that throws is not ready, and tells nobody why but the log', async () => {
    const front = await startTestFront({ notReady: () => Promise.reject(new Error(MARK)) });
    expect(await answerOf(await fetch(`${front.url}/readyz`))).toMatchObject({
      status: 503,
      text: 'not ready: unknown\n',
    });
    expect(front.logText()).toContain(MARK);
  });

  test('figures in Prometheus’ format', async () => {
    const front = await startTestFront();
    const { status, text, headers } = await answerOf(await fetch(`${front.url}/metrics`));
    expect(status).toBe(200);
    expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(text).toContain('# TYPE kra_deliveries_total counter');
  });

  test('figures that fail are an id, and a line in the log', async () => {
    const front = await startTestFront({
      metrics: { ...makeMetrics(), text: () => Promise.reject(new Error(MARK)) },
    });
    const { status, text } = await answerOf(await fetch(`${front.url}/metrics`));
    expect([status, text]).toEqual([500, expect.stringMatching(/^error [0-9a-f-]{36}\n$/)]);
    expect(front.lines).toMatchObject([{ level: 'error', message: 'a request failed' }]);
  });

  test('with a port of their own they are only there', async () => {
    const front = await startTestFront({ adminPort: 0 });
    const aside = `http://127.0.0.1:${front.adminPort}`;
    expect(front.adminPort).not.toBe(front.port);
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect((await answerOf(await fetch(front.url + path))).status).toBe(404);
      expect((await answerOf(await fetch(aside + path))).status).toBe(200);
    }
    expect((await deliver(`${aside}/api/github/webhooks`)).status).toBe(404);
    expect((await deliver(front.webhook)).status).toBe(202);
  });
});
