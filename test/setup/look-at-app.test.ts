/** GitHub's answers about the App become facts; every way in which they can be missing is told apart. */
import { type AppAnswer, type AskAsApp, lookAtApp } from '../../src/github/setup/app-facts.ts';

const NOW = Date.parse('2026-11-23T05:00:00.400Z');
const DATE = 'Mon, 23 Nov 2026 05:00:00 GMT';
const ADDRESS = 'https://api.github.com';

const answer = (data: unknown, status = 200, date: string | null = DATE): AppAnswer => ({ status, data, date });
const ANSWERS: Readonly<Record<string, AppAnswer>> = {
  'GET /meta': answer({ hooks: [] }),
  'GET /app': answer({ slug: 'kra', permissions: { checks: 'write' }, events: ['pull_request'] }),
  'GET /app/installations': answer([
    { account: { login: 'org' }, suspended_at: null, permissions: { checks: 'write' }, events: [] },
    { account: { slug: 'enterprise' }, suspended_at: '2026-11-01T00:00:00Z', permissions: {}, events: ['push'] },
  ]),
  'GET /app/hook/config': answer({
    url: 'https://a.example/',
    secret: '********',
    content_type: 'json',
    insecure_ssl: '0',
  }),
  'GET /app/hook/deliveries': answer([
    { guid: 'g', delivered_at: '2026-11-23T04:59:00Z', status_code: 202, status: 'OK' },
    { guid: 'h', delivered_at: '2026-11-23T04:58:00Z', status_code: 0, status: 'failed to connect' },
  ]),
};

const asking = (answers: Readonly<Record<string, AppAnswer>>): { ask: AskAsApp; asked: string[] } => {
  const asked: string[] = [];
  const ask: AskAsApp = async (route) => {
    asked.push(route);
    const found = answers[route];
    if (found === undefined) throw Object.assign(new TypeError('fetch failed'), { cause: { code: 'ECONNREFUSED' } });
    return found;
  };
  return { ask, asked };
};

test('all that GitHub tells', async () => {
  const { ask, asked } = asking(ANSWERS);
  expect(await lookAtApp(ADDRESS, ask, true, () => NOW)).toEqual({
    address: ADDRESS,
    skew: 0,
    app: { kind: 'told', value: { slug: 'kra', permissions: { checks: 'write' }, events: ['pull_request'] } },
    installations: {
      kind: 'told',
      value: [
        { account: 'org', isSuspended: false, permissions: { checks: 'write' }, events: [] },
        { account: 'enterprise', isSuspended: true, permissions: {}, events: ['push'] },
      ],
    },
    hook: {
      kind: 'told',
      value: { url: 'https://a.example/', hasSecret: true, isJson: true, checksCertificate: true },
    },
    deliveries: {
      kind: 'told',
      value: [
        { guid: 'g', at: '2026-11-23T04:59:00Z', status: 202 },
        { guid: 'h', at: '2026-11-23T04:58:00Z', status: 0 },
      ],
    },
  });
  expect(asked).not.toContain('GET /meta');
});

test('without credentials GitHub is asked for the time only', async () => {
  const { ask, asked } = asking(ANSWERS);
  const facts = await lookAtApp(ADDRESS, ask, false, () => NOW + 90_000);
  expect(facts).toMatchObject({ app: { kind: 'unasked' }, hook: { kind: 'unasked' } });
  expect(facts.skew).toBe(89_400);
  expect(asked).toEqual(['GET /meta']);
});

test.each([true, false])('a GitHub that is not there is silent (as the App: %s)', async (isApp) => {
  const { ask } = asking({});
  const facts = await lookAtApp(ADDRESS, ask, isApp, () => NOW);
  expect(facts).toMatchObject({
    skew: null,
    app: { kind: 'silent', words: 'ECONNREFUSED' },
    hook: { kind: 'unasked' },
  });
});

test('a refusal keeps its reason and still tells the time; nothing more is asked', async () => {
  const { ask, asked } = asking({ 'GET /app': answer({ message: 'Integration not found' }, 404) });
  const facts = await lookAtApp(ADDRESS, ask, true, () => NOW - 120_000);
  expect(facts.app).toEqual({ kind: 'refused', status: 404, words: 'Integration not found' });
  expect(facts.skew).toBe(-119_600);
  expect(asked).toEqual(['GET /app']);
});

test.each([
  ['a string', 'busy'],
  ['null', null],
  ['lists of nothing', [null, 3, 'x']],
  ['wrong types', { slug: 7, permissions: [], events: {}, url: 5, secret: {} }],
])('an answer that is no answer does no harm: %s', async (_, data) => {
  const answers = Object.fromEntries(Object.keys(ANSWERS).map((route) => [route, answer(data)]));
  const facts = await lookAtApp(ADDRESS, asking(answers).ask, true, () => NOW);
  expect(facts.hook).toMatchObject({ kind: 'told', value: { url: null, hasSecret: false } });
  expect(facts.app).toMatchObject({ kind: 'told', value: { slug: 'an App without a name', events: [] } });
});

test('an unencrypted webhook without a secret is seen', async () => {
  const config = answer({ url: 'http://a.example/', content_type: 'form', insecure_ssl: 1 });
  const facts = await lookAtApp(ADDRESS, asking({ ...ANSWERS, 'GET /app/hook/config': config }).ask, true, () => NOW);
  expect(facts.hook).toEqual({
    kind: 'told',
    value: { url: 'http://a.example/', hasSecret: false, isJson: false, checksCertificate: false },
  });
});
