/** From a verified delivery to the ledger, by way of Probot: nothing lost, nothing swallowed, no network. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Delivery } from '../../../src/app/ports/events.ts';
import type { JobStore, WantedJob } from '../../../src/app/ports/job-store.ts';
import { type AppEnvironment, readEnvironment } from '../../../src/github/setup/environment.ts';
import { makeProbot, receiver } from '../../../src/github/webhook/probot.ts';
import { openEmbeddedStore } from '../../../src/queue/embedded.ts';
import { isFailure } from '../../../src/text/failure.ts';
import { TEST_KEY } from '../../support/fake-github/key.ts';
import { closeFronts, deliver, SECRET, signatureOf, startTestFront } from '../front-support.ts';
import { ownExamples } from '../webhook-examples.ts';

afterEach(closeFronts);

// nobody listens there
const NOWHERE = { GHE_HOST: '127.0.0.1:1', GHE_PROTOCOL: 'http' };

function environmentOf(): AppEnvironment {
  const variables = { APP_ID: '42', PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET, ...NOWHERE };
  const read = readEnvironment(variables, () => '');
  if (read.kind === 'mistakes') throw new Error('the environment of the tests is wrong');
  return read.environment;
}

interface Accepted {
  readonly delivery: Delivery;
  readonly jobs: readonly WantedJob[];
  readonly now: number;
}

function receiving(accept: JobStore['accept'], now = 1000) {
  const store = { accept } as Pick<JobStore, 'accept'> as JobStore;
  return receiver(makeProbot(environmentOf()), 42, store, () => now);
}

function noting(): { readonly accepted: Accepted[]; readonly accept: JobStore['accept'] } {
  const accepted: Accepted[] = [];
  const accept: JobStore['accept'] = async (delivery, jobs, now) => {
    accepted.push({ delivery, jobs, now });
    return 'accepted';
  };
  return { accepted, accept };
}

const OPENED = {
  action: 'opened',
  repository: { id: 7, full_name: 'linux/kernel' },
  installation: { id: 5 },
  pull_request: { number: 3, head: { sha: 'a'.repeat(40) } },
};

test('a delivery and its jobs go into the ledger together, under the id of App and delivery', async () => {
  const { accepted, accept } = noting();
  const receive = receiving(accept);
  expect(await receive({ id: 'guid', name: 'pull_request', payload: OPENED })).toBe('accepted');
  expect(accepted).toEqual([
    {
      delivery: { id: '42/guid', name: 'pull_request', action: 'opened' },
      jobs: [expect.objectContaining({ key: 'pr/7/3', installation: 5, repository: 7, notBefore: 1000 })],
      now: 1000,
    },
  ]);
});

test('what asks for nothing is in the ledger as well', async () => {
  const { accepted, accept } = noting();
  const receive = receiving(accept);
  expect(await receive({ id: 'guid', name: 'push', payload: { ref: 'x' } })).toBe('ignored');
  expect(accepted).toEqual([{ delivery: { id: '42/guid', name: 'push', action: null }, jobs: [], now: 1000 }]);
});

test('what the ledger knows is known', async () => {
  const receive = receiving(async () => 'known');
  expect(await receive({ id: 'guid', name: 'pull_request', payload: OPENED })).toBe('known');
});

test.each([
  ['that asks for something', OPENED],
  ['that asks for nothing', {}],
])('mistake 3: the store’s own error comes out of a delivery %s, not Probot’s wrapping', async (_, payload) => {
  const trouble = new Error('disk full');
  const receive = receiving(() => Promise.reject(trouble));
  await expect(receive({ id: 'guid', name: 'pull_request', payload })).rejects.toBe(trouble);
});

test('at the front such an error is a 503, and its payload is not in the log', async () => {
  const receive = receiving(() => Promise.reject(new Error('disk full')));
  const front = await startTestFront({ receive });
  const body = JSON.stringify({ ...OPENED, title: 'MARK' });
  expect((await deliver(front.webhook, body, { 'x-github-event': 'pull_request' })).status).toBe(503);
  expect(front.lines).toMatchObject([{ error: { type: 'Error', message: 'disk full' } }]);
  expect(front.logText()).not.toContain('MARK');
});

test('two of one id at a time, and many of others: each hears its own outcome', async () => {
  let calls = 0;
  const receive = receiving(async () => {
    const isFirst = calls++ === 0;
    await Promise.resolve();
    return isFirst ? 'accepted' : 'known';
  });
  const one = () => receive({ id: 'guid', name: 'pull_request', payload: { ...OPENED } });
  expect((await Promise.all([one(), one(), one()])).sort()).toEqual(['accepted', 'known', 'known']);
});

describe('payloads that Probot chokes on', () => {
  test.each([
    ['no installation', 'pull_request', {}],
    ['an installation that is none', 'pull_request', { installation: { id: 'x' } }],
    ['an action that is none', 'check_run', { action: { toString: 1 } }],
    ['an event of Probot’s own', 'error', OPENED],
    ['a list', 'pull_request', []],
    ['a field of prototypes', 'constructor', JSON.parse('{"__proto__": {"action": "opened"}}')],
  ])('%s is ignored, and in the ledger', async (_, name, payload) => {
    const { accepted, accept } = noting();
    expect(await receiving(accept)({ id: 'guid', name, payload })).toBe('ignored');
    expect(accepted).toHaveLength(1);
  });

  test('all of GitHub’s examples get through', async () => {
    const { accepted, accept } = noting();
    const receive = receiving(accept);
    const examples = ownExamples();
    for (const [index, { name, payload }] of examples.entries()) await receive({ id: `${index}`, name, payload });
    expect(accepted).toHaveLength(examples.length);
    expect(accepted.filter(({ jobs }) => jobs.length > 0).length).toBeGreaterThan(30);
  });
});

test('an action that is no word is not written down', async () => {
  const { accepted, accept } = noting();
  await receiving(accept)({ id: 'guid', name: 'push', payload: { action: 'x'.repeat(1000) } });
  expect(accepted[0]?.delivery.action).toBeNull();
});

test('mistake 34: `.env` and the environment are none of Probot’s business', async () => {
  const before = { ...process.env };
  process.env['WEBHOOK_SECRET'] = 'development';
  process.env['APP_ID'] = '1';
  try {
    const probot = makeProbot(environmentOf());
    await probot.ready();
    expect(await probot.webhooks?.verify('{}', signatureOf('{}'))).toBe(true);
    expect(await probot.webhooks?.verify('{}', signatureOf('{}', 'development'))).toBe(false);
  } finally {
    process.env = before;
  }
});

test('through the front into a real ledger: a redelivery changes nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'kra-app-test-'));
  const store = await openEmbeddedStore(folder, { about: 'test' });
  if (isFailure(store)) throw new Error(store.what);
  try {
    const receive = receiver(makeProbot(environmentOf()), 42, store, () => 1000);
    const front = await startTestFront({ receive });
    const body = JSON.stringify(OPENED);
    for (let times = 0; times < 3; times++)
      expect((await deliver(front.webhook, body, { 'x-github-event': 'pull_request' })).status).toBe(202);
    expect(await store.counts(1000)).toMatchObject({ waiting: 1 });
    const lease = await store.claim('test', 1000, 1000);
    expect(lease?.job).toMatchObject({ key: 'pr/7/3', generation: 1000 });
  } finally {
    await closeFronts();
    await store.close();
    rmSync(folder, { recursive: true });
  }
});
