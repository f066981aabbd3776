/** Bodies, each within its bound, and all that strangers hold within theirs. */
import type { IncomingMessage } from 'node:http';
import { PassThrough } from 'node:stream';
import { jest } from '@jest/globals';
import { addressOf } from '../../../src/github/webhook/body-shares.ts';
import { type Body, type Bounds, bodyReader } from '../../../src/github/webhook/read-body.ts';

const BOUNDS: Bounds = { largest: 40, small: 10, unsigned: 15, signed: 20, waiting: 2, perSecond: 1_000_000 };

/** What is read of a request: a stream, its length, and where it came from. */
function requestOf(length: number | null = 10, remoteAddress = '1.2.3.4', forwarded?: string) {
  const stream = new PassThrough();
  const headers = {
    ...(length === null ? {} : { 'content-length': String(length) }),
    ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }),
  };
  const request = Object.assign(stream, { headers, socket: { remoteAddress } }) as unknown as IncomingMessage;
  return { stream, request };
}

type Read = (request: IncomingMessage) => Promise<Body['kind']>;

/** What became of a body, which is used at once. */
const reader = (bounds: Partial<Bounds> = {}): Read => {
  const withBody = bodyReader({ ...BOUNDS, ...bounds });
  return async (request) => {
    let kind: Body['kind'] = 'cut-off';
    await withBody(request, async (body) => {
      kind = body.kind;
    });
    return kind;
  };
};

/** Lets what was written arrive. */
const arrive = () => new Promise((resolve) => setImmediate(resolve));

/** What became of a body by now: a reader that keeps one waiting makes a test fail, and not wait. */
async function now<T>(end: Promise<T> | undefined): Promise<T | 'unfinished'> {
  let isOver = false;
  const over = Promise.resolve(end).finally(() => {
    isOver = true;
  });
  for (let turn = 0; turn < 50 && !isOver; turn += 1) await arrive();
  return isOver ? (over as Promise<T>) : 'unfinished';
}

test.each([10, 11, null])('a whole body, in any pieces, of the length %s', async (length) => {
  const { stream, request } = requestOf(length);
  const read = bodyReader(BOUNDS)(request, async (body) => {
    expect(body).toMatchObject({ kind: 'whole', bytes: Buffer.from('0123456789') });
  });
  stream.write('01234');
  stream.write('56789');
  stream.end();
  await read;
});

test('a length that is too large is refused before anything is read', async () => {
  const { stream, request } = requestOf(41);
  stream.write('0');
  expect(await reader()(request)).toBe('too-large');
  expect(stream.readableLength).toBe(1);
});

test('one byte too many, while it is still coming', async () => {
  const { stream, request } = requestOf(null);
  stream.write('x'.repeat(41));
  expect(await reader()(request)).toBe('too-large');
});

test('the oldest unfinished body gives way, and one that comes quickly is taken', async () => {
  const read = reader();
  const slow = [requestOf(), requestOf()];
  const ends = slow.map(({ request }) => read(request));
  for (const { stream } of slow) stream.write('01234');
  const quick = requestOf();
  quick.stream.end('0123456789');
  expect(await now(read(quick.request))).toBe('whole');
  expect(await now(ends[0])).toBe('busy');
  slow[1]?.stream.end('56789');
  expect(await now(ends[1])).toBe('whole');
});

test('of several addresses the one that holds most gives way', async () => {
  const read = reader({ unsigned: 20 });
  const mine = requestOf(10, '5.6.7.8');
  const theirs = [requestOf(), requestOf(), requestOf()];
  const own = read(mine.request);
  mine.stream.write('01234');
  await arrive();
  const ends = theirs.map(({ request }) => read(request));
  for (const { stream } of theirs) stream.write('012345');
  expect(await now(ends[0])).toBe('busy');
  mine.stream.end('56789');
  expect(await now(own)).toBe('whole');
  expect(await now(ends[1])).toBe('busy');
});

test('behind a proxy near by the address is the one that the proxy wrote last; of IPv6 the network', async () => {
  const read = reader({ unsigned: 20 });
  const mine = requestOf(10, '127.0.0.1', '9.9.9.9, 5.6.7.8');
  const theirs = ['::1', '::2:3'].map((tail) => requestOf(10, '::ffff:10.0.0.1', `5.6.7.8, 2001:db8:1:2${tail}`));
  const own = read(mine.request);
  mine.stream.write('01234');
  await arrive();
  const ends = theirs.map(({ request }) => read(request));
  for (const { stream } of theirs) stream.write('01234567');
  expect(await now(ends[0])).toBe('busy');
  mine.stream.end('56789');
  expect(await now(own)).toBe('whole');
});

test.each([
  ['127.0.0.1', true],
  ['::ffff:10.0.0.1', true],
  ['172.31.0.1', true],
  ['192.168.1.1', true],
  ['100.64.0.1', true],
  ['100.127.255.1', true],
  ['fd00::1', true],
  ['100.63.0.1', false],
  ['100.128.0.1', false],
  ['172.32.0.1', false],
  ['8.8.8.8', false],
])('whether %s is believed what it says of the client: %s', (remoteAddress, isBelieved) => {
  const address = addressOf({ socket: { remoteAddress }, headers: { 'x-forwarded-for': '5.6.7.8' } });
  expect(address === '5.6.7').toBe(isBelieved);
});

test('what has a good signature no longer counts as a stranger, and has a bound of its own', async () => {
  const withBody = bodyReader(BOUNDS);
  const use = async (inner: () => Promise<void>) => {
    const { stream, request } = requestOf();
    stream.end('0123456789');
    let isGood: boolean | undefined;
    await withBody(request, async (body) => {
      if (body.kind !== 'whole') return;
      isGood = body.vouch();
      await inner();
    });
    return isGood;
  };
  const inner: (boolean | undefined)[] = [];
  await use(async () => {
    inner.push(await use(async () => void inner.push(await use(async () => {}))));
  });
  expect(inner).toEqual([false, true]);
  expect(await use(async () => {})).toBe(true);
});

test('what was used badly is given back, too', async () => {
  for (const length of [10, 20]) {
    const withBody = bodyReader(BOUNDS);
    const { stream, request } = requestOf(length);
    stream.end('0123456789');
    await expect(withBody(request, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    const second = requestOf(length);
    second.stream.end('0123456789');
    await withBody(second.request, async (body) => expect(body.kind).toBe('whole'));
  }
});

describe('large bodies', () => {
  test('are read one at a time, and those that wait are not read', async () => {
    const read = reader();
    const [first, second] = [requestOf(20), requestOf(20)];
    const ends = [read(first.request), read(second.request)];
    second.stream.write('x'.repeat(20));
    await arrive();
    expect(second.stream.readableLength).toBe(20);
    first.stream.end('y');
    expect(await now(ends[0])).toBe('whole');
    second.stream.end();
    expect(await now(ends[1])).toBe('whole');
  });

  test('the address that was served last waits for the others', async () => {
    const read = reader({ waiting: 9 });
    const order: string[] = [];
    const all = ['1.1.1.1', '1.1.1.2', '1.1.1.1', '2.2.2.2'].map((address) => ({ address, ...requestOf(20, address) }));
    const ends = all.map(async ({ address, request }) => {
      await read(request);
      order.push(address);
    });
    for (const { stream } of all) stream.end('x');
    await now(Promise.all(ends));
    expect(order).toEqual(['1.1.1.1', '2.2.2.2', '1.1.1.1', '1.1.1.2']);
  });

  test('an address with a good signature comes first, small though its body was, and gives way last', async () => {
    const withBody = bodyReader({ ...BOUNDS, waiting: 3 });
    const order: string[] = [];
    const read = ({ request }: ReturnType<typeof requestOf>, name: string) =>
      withBody(request, async (body) => {
        if (body.kind === 'whole' && name === 'good') body.vouch();
        order.push(`${name} ${body.kind}`);
      });
    const before = requestOf(10, '5.5.5.1');
    before.stream.end('0123456789');
    await read(before, 'good');
    const first = requestOf(20, '1.1.1.1');
    const rest = ['5.5.5.2', '2.2.2.2', '3.3.3.3', '4.4.4.4'].map((address) => requestOf(20, address));
    const ends = [read(first, 'first'), ...rest.map((each, at) => read(each, at === 0 ? 'good' : `other ${at}`))];
    for (const { stream } of [first, ...rest]) stream.end('x');
    await now(Promise.all(ends));
    expect(order).toEqual([
      'good whole',
      'other 1 busy',
      'first whole',
      'good whole',
      'other 2 whole',
      'other 3 whole',
    ]);
  });

  test('of too many that wait, the oldest of the address with most gives way', async () => {
    const read = reader();
    const all = ['1.1.1.1', '2.2.2.2', '1.1.1.1', '1.1.1.1'].map((address) => requestOf(20, address));
    const ends = all.map(({ request }) => read(request));
    expect(await now(ends[2])).toBe('busy');
    for (const { stream } of all) stream.end('x');
    expect(await now(Promise.all(ends))).toEqual(['whole', 'whole', 'busy', 'whole']);
  });

  describe('with a clock of the test', () => {
    beforeEach(() => void jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] }));
    afterEach(() => void jest.useRealTimers());

    test('one that is too slow for its size ends, and the next has its turn', async () => {
      const read = reader({ perSecond: 2 });
      const [slow, next] = [requestOf(20), requestOf(20, '2.2.2.2')];
      const ends = [read(slow.request), read(next.request)];
      next.stream.end('x');
      for (const second of [1, 2, 3, 4]) {
        slow.stream.write('x');
        await arrive();
        jest.advanceTimersByTime(second === 4 ? 1000 : 500);
        await arrive();
        jest.advanceTimersByTime(500);
      }
      expect(await now(Promise.all(ends))).toEqual(['too-slow', 'whole']);
    });

    test('one that keeps others waiting and sends nothing ends at once', async () => {
      const read = reader({ perSecond: 0.001 });
      const [silent, next] = [requestOf(20), requestOf(20, '2.2.2.2')];
      const end = read(silent.request);
      silent.stream.write('x');
      await arrive();
      jest.advanceTimersByTime(5000);
      const other = read(next.request);
      jest.advanceTimersByTime(1000);
      next.stream.end('x');
      expect([await now(end), await now(other)]).toEqual(['too-slow', 'whole']);
    });
  });

  test('one whose client left while it waited takes no turn', async () => {
    const read = reader();
    const [first, gone, next] = [requestOf(20), requestOf(20, '2.2.2.2'), requestOf(20, '3.3.3.3')];
    const ends = [first, gone, next].map(({ request }) => read(request));
    gone.stream.destroy();
    await arrive();
    first.stream.end('x');
    next.stream.end('x');
    expect(await now(Promise.all(ends))).toEqual(['whole', 'cut-off', 'whole']);
  });
});

test.each([
  ['with an error', new Error('reset')],
  ['without one', undefined],
])('a body that is cut off %s', async (_, error) => {
  const { stream, request } = requestOf();
  const read = reader()(request);
  stream.write('01');
  stream.destroy(error);
  expect(await read).toBe('cut-off');
});
