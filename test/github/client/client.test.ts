/** Calls: what is tried again, what never, and what each outcome becomes. */
import { ForgeError, type ForgeTrouble } from '../../../src/app/ports/forge.ts';
import { wordsOf } from '../../../src/github/client/classify-error.ts';
import { makeClient } from '../../../src/github/client/client.ts';
import { makePacing } from '../../../src/github/client/rate-limit.ts';
import { broken, json, octokitOver, type Seen, START, stillClock, talk } from '../client-support.ts';

const READ = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
const WRITE = 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments';
const PLACE = { owner: 'o', repo: 'r' };

async function errorOf(work: Promise<unknown>): Promise<ForgeError> {
  const error = await work.then(
    () => new Error('it went well'),
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(ForgeError);
  return error as ForgeError;
}

test('a read is tried three times more, each time after a longer wait', async () => {
  const answers = [json({}, 502), broken(), json({ message: 'x' }, 503), json({ id: 7 })];
  const { client, seen, clock } = talk((_, index) => answers[index] as Response | Error);
  expect((await client.read(READ, { ...PLACE, pull_number: 1 })).data).toEqual({ id: 7 });
  expect(seen.map(({ line }) => line)).toEqual(Array(4).fill('GET /repos/o/r/pulls/1'));
  expect(clock.slept).toEqual([500, 1000, 2000]);
});

test('after that it is to be done later, in a minute', async () => {
  const { client, seen, clock } = talk(() => json({ message: 'Bad Gateway' }, 502));
  const error = await errorOf(client.read(READ, { ...PLACE, pull_number: 1 }));
  expect([error.trouble, error.status, error.at]).toEqual(['later', 502, clock.now() + 60_000]);
  expect(seen.length).toBe(4);
});

test('a body that ends too early is no answer', async () => {
  const { client, seen } = talk((_, index) =>
    index === 0 ? new Response('{"id": 7, "ti', { headers: { 'content-type': 'application/json' } }) : json({ id: 7 }),
  );
  expect((await client.read(READ, { ...PLACE, pull_number: 1 })).data).toEqual({ id: 7 });
  expect(seen.length).toBe(2);
});

test('a read that hangs is given up by its own time, and asked again', async () => {
  const { client, seen } = talk(
    (call, index) =>
      index === 0
        ? new Promise((_, reject) => call.signal?.addEventListener('abort', () => reject(call.signal?.reason)))
        : json({ id: 7 }),
    { patience: 20 },
  );
  expect((await client.read(READ, { ...PLACE, pull_number: 1 })).data).toEqual({ id: 7 });
  expect(seen.length).toBe(2);
});

test.each<[string, () => Response | Error]>([
  ['502', () => json({ message: 'Bad Gateway' }, 502)],
  ['500', () => json({ message: 'Server Error' }, 500)],
  ['a reset', () => broken()],
])('a write is sent exactly once; after %s it is unclear what was done', async (_, answer) => {
  const { client, seen } = talk(answer);
  const error = await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1, body: 'x' }));
  expect(error.trouble).toBe('unclear');
  expect(seen.length).toBe(1);
});

test.each<[string, () => Response | Error]>([
  ['502', () => json({ message: 'Bad Gateway' }, 502)],
  ['a reset', () => broken()],
])('a write whose token could not be had, after %s, was not sent', async (_, answer) => {
  const { client, octokit, seen } = talk(() => json({ id: 1 }));
  const tokens = octokitOver(answer, []);
  // as Octokit's own authentication does it, within the call
  octokit.hook.before('request', async () => {
    await tokens.request('POST /app/installations/{installation_id}/access_tokens', { installation_id: 3 });
  });
  const error = await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1, body: 'x' }));
  expect(error.trouble).toBe('later');
  expect(seen).toEqual([]);
});

test('a write whose connection was never made was not done', async () => {
  const { client, seen } = talk(() => broken('ECONNREFUSED'));
  expect((await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1, body: 'x' }))).trouble).toBe('later');
  expect(seen.length).toBe(1);
});

test.each<[number, ForgeTrouble]>([
  [404, 'gone'],
  [410, 'gone'],
  [403, 'refused'],
  [422, 'refused'],
  [409, 'refused'],
  [451, 'refused'],
  [400, 'refused'],
])('%i is %s, for reads and writes, at once', async (status, trouble) => {
  const { client, seen } = talk(() => json({ message: 'No, thank you' }, status));
  const read = await errorOf(client.read(READ, { ...PLACE, pull_number: 1 }));
  const write = await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1 }));
  expect([read.trouble, write.trouble, read.status]).toEqual([trouble, trouble, status]);
  expect(read.message).toContain('No, thank you');
  expect(seen.length).toBe(2);
});

const RESET = String(START / 1000 + 1800);
test.each<[string, number, string, Record<string, string>, number]>([
  ['retry-after', 403, 'You have exceeded', { 'retry-after': '90' }, 90],
  ['429', 429, 'slow down', {}, 60],
  ['the reset', 403, 'API', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET }, 1800],
  ['a reset that is over', 403, 'API', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1' }, 60],
  ['words alone', 403, 'You have exceeded a secondary rate limit', {}, 60],
  ['old words', 403, 'You have triggered an abuse detection mechanism', {}, 60],
  [
    'words, with calls left',
    403,
    'secondary rate limit',
    { 'x-ratelimit-remaining': '99', 'x-ratelimit-reset': RESET },
    60,
  ],
])('a limit known by %s parks the work; nothing is asked before', async (_, status, message, headers, seconds) => {
  const { client, seen, clock } = talk((__, index) =>
    index === 0 ? json({ message }, status, headers) : json({ id: 1 }),
  );
  const error = await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1 }));
  expect([error.trouble, error.at]).toEqual(['later', START + seconds * 1000]);
  const during = await errorOf(client.read(READ, { ...PLACE, pull_number: 1 }));
  expect([during.trouble, during.at]).toEqual(['later', START + seconds * 1000]);
  expect(seen.length).toBe(1);
  clock.pass(seconds * 1000);
  await client.read(READ, { ...PLACE, pull_number: 1 });
  expect(seen.length).toBe(2);
});

test.each([
  ['the last hundredth', '49', 'later'],
  ['more than that', '50', null],
])("of an hour's calls there is %s left: a read has to wait, a write has not", async (_, remaining, trouble) => {
  const headers = {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset': RESET,
  };
  const { client, clock } = talk(() => json({ id: 1 }, 200, headers));
  const read = () => client.read(READ, { ...PLACE, pull_number: 1 });
  await read();
  const second = await read().then(
    () => null,
    (error: ForgeError) => [error.trouble, error.at],
  );
  expect(second).toEqual(trouble === null ? null : [trouble, START + 1_800_000]);
  expect((await client.write(WRITE, { ...PLACE, issue_number: 1 })).status).toBe(200);
  clock.pass(1_800_000);
  expect((await read()).status).toBe(200);
});

test("the hour's calls of GraphQL are counted apart", async () => {
  const limit = { errors: [{ type: 'RATE_LIMITED', message: 'API rate limit exceeded' }] };
  const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': RESET };
  const { client } = talk(({ line }) => (line.endsWith('/graphql') ? json(limit, 200, headers) : json({ id: 1 })));
  const error = await errorOf(client.query('query { viewer { login } }', {}));
  expect([error.trouble, error.at]).toEqual(['later', START + 1_800_000]);
  expect((await client.read(READ, { ...PLACE, pull_number: 1 })).status).toBe(200);
});

test.each<[string, unknown, ForgeTrouble, number]>([
  ['a timeout', [{ message: 'Something went wrong while executing your query.' }], 'later', 4],
  ['no repository', [{ type: 'NOT_FOUND', path: ['repository'], message: 'Could not resolve' }], 'gone', 1],
  ['no right', [{ type: 'FORBIDDEN', path: ['repository'], message: 'Resource not accessible' }], 'refused', 1],
  ['no sense', [{ type: 'undefinedField', message: "Field 'x' doesn't exist" }], 'refused', 1],
])('GraphQL says with 200 that there is %s', async (_, errors, trouble, attempts) => {
  const { client, seen } = talk(() => json({ data: { repository: null }, errors }));
  expect((await errorOf(client.query('query { x }', {}))).trouble).toBe(trouble);
  expect(seen.length).toBe(attempts);
});

describe('a token that ran out', () => {
  const expired = () => json({ message: 'Bad credentials' }, 401);

  function renewing(isGood: (token: string) => boolean) {
    const seen: Seen[] = [];
    let renewals = 0;
    const answering = ({ headers }: Seen) => (isGood(headers.get('authorization') ?? '') ? json({ id: 1 }) : expired());
    const clock = stillClock();
    const client = makeClient(octokitOver(answering, seen), {
      clock,
      pacing: makePacing(clock),
      renew: async () => {
        renewals++;
        return octokitOver(answering, seen, 'two');
      },
    });
    return { client, seen, renewals: () => renewals };
  }

  test('is changed for a new one, for all calls at once, and writes too', async () => {
    const { client, seen, renewals } = renewing((token) => token.includes('two'));
    const reads = [1, 2, 3].map((number) => client.read(READ, { ...PLACE, pull_number: number }));
    expect((await Promise.all(reads)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await client.write(WRITE, { ...PLACE, issue_number: 1 })).status).toBe(200);
    expect(renewals()).toBe(1);
    expect(seen.length).toBe(7);
  });

  test('is changed for a write as well, which is sent again since nothing was done', async () => {
    const { client, seen } = renewing((token) => token.includes('two'));
    expect((await client.write(WRITE, { ...PLACE, issue_number: 1 })).status).toBe(200);
    expect(seen.length).toBe(2);
  });

  test('is got when it is first needed; that it cannot be had is said as of any call', async () => {
    const answers = [json({ message: 'Bad Gateway' }, 502), json({ message: 'Not Found' }, 404)];
    const seen: Seen[] = [];
    const tokens = octokitOver((_, index) => answers[index] ?? json({ token: 'x' }, 201), seen, 'jwt');
    const clock = stillClock();
    const client = makeClient(null, {
      clock,
      pacing: makePacing(clock),
      renew: async () => {
        await tokens.request('POST /app/installations/{installation_id}/access_tokens', { installation_id: 3 });
        return octokitOver(() => json({ id: 1 }), seen, 'two');
      },
    });
    expect((await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1 }))).trouble).toBe('later');
    expect((await errorOf(client.read(READ, { ...PLACE, pull_number: 1 }))).trouble).toBe('gone');
    expect((await client.read(READ, { ...PLACE, pull_number: 1 })).data).toEqual({ id: 1 });
    expect(seen.length).toBe(4);
  });

  test('is refused where the new one is no better', async () => {
    const { client, seen, renewals } = renewing(() => false);
    const error = await errorOf(client.read(READ, { ...PLACE, pull_number: 1 }));
    expect([error.trouble, error.status]).toEqual(['refused', 401]);
    expect(renewals()).toBe(1);
    expect(seen.length).toBe(2);
    expect((await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1 }))).trouble).toBe('refused');
  });
});

test('an unchanged answer is known by its ETag', async () => {
  const { client, seen } = talk(({ headers }) =>
    headers.get('if-none-match') === '"a"'
      ? new Response(null, { status: 304 })
      : json({ id: seen.length }, 200, { etag: '"a"' }),
  );
  const read = () => client.read(READ, { ...PLACE, pull_number: 1 }, { remembers: true });
  expect([(await read()).data, (await read()).data]).toEqual([{ id: 1 }, { id: 1 }]);
  expect((await client.read(READ, { ...PLACE, pull_number: 2 }, { remembers: true })).data).toEqual({ id: 3 });
  expect(seen.map(({ headers }) => headers.get('if-none-match'))).toEqual([null, '"a"', null]);
});

describe('an abort', () => {
  test('ends a read that hangs, with its own reason and no further attempt', async () => {
    const abort = new AbortController();
    const { client, seen } = talk(() => {
      queueMicrotask(() => abort.abort(new Error('superseded')));
      return new Promise<Response>(() => {});
    });
    await expect(client.until(abort.signal).read(READ, { ...PLACE, pull_number: 1 })).rejects.toThrow('superseded');
    expect(seen.length).toBe(1);
  });

  test('ends writes that wait, and lets the one that was begun end', async () => {
    const abort = new AbortController();
    let answer = (_: Response) => {};
    const { client, seen } = talk(
      () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    );
    const aborting = client.until(abort.signal);
    const first = aborting.write(WRITE, { ...PLACE, issue_number: 1 });
    const second = aborting.write(WRITE, { ...PLACE, issue_number: 2 });
    while (seen.length === 0) await new Promise(setImmediate);
    abort.abort(new Error('superseded'));
    await expect(second).rejects.toThrow('superseded');
    answer(json({ id: 1 }, 201));
    expect((await first).status).toBe(201);
    expect(seen.length).toBe(1);
  });

  test('before the call means no call', async () => {
    const { client, seen } = talk(() => json({ id: 1 }));
    const ended = client.until(AbortSignal.abort(new Error('over')));
    await expect(ended.read(READ, { ...PLACE, pull_number: 1 })).rejects.toThrow('over');
    await expect(ended.write(WRITE, { ...PLACE, issue_number: 1 })).rejects.toThrow('over');
    expect(seen).toEqual([]);
  });
});

test('a write is not sent to where a repository moved: it would arrive as something else', async () => {
  const { client, seen } = talk(() => new Response(null, { status: 301, headers: { location: 'https://elsewhere/' } }));
  expect((await errorOf(client.write(WRITE, { ...PLACE, issue_number: 1 }))).trouble).toBe('gone');
  expect(seen.map(({ redirect }) => redirect)).toEqual(['manual']);
});

test('Octokit itself is to try nothing again', async () => {
  const asked: unknown[] = [];
  const clock = stillClock();
  const ask = async (_: string, parameters: Record<string, unknown> = {}) => {
    asked.push((parameters['request'] as { retries: number }).retries);
    return { status: 200, headers: {}, data: {} };
  };
  const client = makeClient({ request: ask, graphql: ask }, { clock, pacing: makePacing(clock) });
  await client.read(READ);
  await client.query('query { x }', {});
  await client.write(WRITE, {});
  expect(asked).toEqual([0, 0, 0]);
});

test('each attempt is told, by its route and without what is in it', async () => {
  const { client, calls } = talk((_, index) =>
    index === 0 ? json({}, 500) : json({ id: 1 }, 200, { 'x-ratelimit-remaining': '4321' }),
  );
  await client.read(READ, { ...PLACE, pull_number: 1 });
  expect(calls).toEqual([
    { kind: 'read', route: READ, status: 500, ms: 0, remaining: null },
    { kind: 'read', route: READ, status: 200, ms: 0, remaining: 4321 },
  ]);
});

test.each([
  ['ghs_16C7e42F292c6912E7710c838347Ae178B4a'],
  ['ghs_12345_eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2ln'],
  ['eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOjF9.c2lnbmF0dXJl'],
  ['github_pat_11ABCDEFG0_abcdefghijkl'],
  ['Bearer abcdefghijklmnopqrstuvwx'],
  ['-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
  ['https://x-access-token:hunter2@github.com/o/r'],
])('nothing secret gets into words: %s', (secret) => {
  const words = wordsOf(`it failed: ${secret} so\u001b[31m it did`);
  expect(words).toContain('it failed');
  expect(words).not.toMatch(/16C7|eyJ|11ABC|abcdefghi|MIIE|hunter2|\p{Cc}/u);
});
