/** What the log says, and what it never says. */
import { inspect } from 'node:util';
import fc from 'fast-check';
import { Secret } from '../../../src/github/client/secret.ts';
import { type Log, makeLog, redacted } from '../../../src/github/operate/log.ts';
import { signJwt, TEST_KEY } from '../../support/fake-github/key.ts';

const OWN = 'the webhook secret of this App, in full';

function logged(write: (log: Log) => void, level = 'debug'): { text: string; lines: Record<string, unknown>[] } {
  const texts: string[] = [];
  write(makeLog(level, [new Secret(OWN), new Secret(TEST_KEY)], { write: (line) => texts.push(line) }));
  return { text: texts.join(''), lines: texts.map((line) => JSON.parse(line)) };
}

const SECRETS: readonly (readonly [string, string])[] = [
  ['an installation token', `ghs_${'a1B2'.repeat(9)}`],
  ['mistake 9: a token of the new form, which is a JWT', `ghs_12345_${signJwt(1)}`],
  ['mistake 9: a token of a form that is still to come', 'ghs_77.Kq-x_9'],
  ['a personal token', `ghp_${'x'.repeat(36)}`],
  ['a user’s token', `gho_${'x'.repeat(36)}`],
  ['a refresh token', `ghr_${'x'.repeat(76)}`],
  ['a fine-grained token', `github_pat_${'11A'.repeat(20)}_x`],
  ['a JWT of the App', signJwt(1)],
  ['the webhook secret', OWN],
  ['the private key', TEST_KEY],
  ['the private key on one line', TEST_KEY.replaceAll('\n', '\\n')],
  ['half a private key', TEST_KEY.slice(0, 900)],
  ['another key', `-----BEGIN PRIVATE KEY-----\n${'QUJD'.repeat(9_000)}`],
  ['a header', 'authorization: Negotiate YWxsIHNlY3JldA'],
  ['a header of an error', 'bearer 0123456789abcdef'],
];

describe('mistake 8, secrets in the log', () => {
  test.each(SECRETS)('%s is redacted wherever it stands', (_, secret) => {
    const error = new Error(`failed with ${secret}`, { cause: new Error(secret) });
    const { text } = logged((log) => {
      log.info({ value: `a ${secret} b` }, 'a message');
      log.warn({ deep: { list: [{ value: secret }] } }, 'a message');
      log.error({ error }, 'a message');
      log.error({ error: new AggregateError([new Error(secret)], secret) }, 'a message');
      log.debug({ [secret]: 1 }, `a message ${secret}`);
    });
    // also its middle is nowhere
    const middle = secret.replace(/^authorization: |^bearer /, '').slice(8, 28);
    expect(text).not.toContain(JSON.stringify(secret).slice(1, -1));
    expect(text).not.toContain(middle);
    expect(text.split('\n').filter((line) => line.includes('[secret]'))).toHaveLength(5);
  });

  test('what stands under the name of a secret', () => {
    const { text } = logged((log) =>
      log.info({ Authorization: 'x1', password: 'x2', webhookSecret: 'x3', private_key: 'x4', privateKey: 'x5' }, 'm'),
    );
    expect(text).not.toMatch(/x\d/);
  });

  test('a password in an address', () => {
    const { text } = logged((log) => log.error({ error: new Error('postgres://kra:hunter2@db/kra is down') }, 'm'));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('is down');
  });

  test('a secret at the edge of a text that is cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: 7_900, max: 8_010 }), (before) => {
        expect(redacted('x'.repeat(before) + OWN, [OWN])).not.toContain(OWN.slice(0, 8));
      }),
    );
  });

  test('what hangs on an error besides its words: requests with their headers, payloads', () => {
    const error = Object.assign(new Error('Not Found'), {
      request: { headers: { 'x-token': 'MARK' } },
      event: { payload: { body: 'MARK' } },
    });
    expect(logged((log) => log.error({ error }, 'm')).text).not.toContain('MARK');
  });
});

describe('a secret', () => {
  const secret = new Secret(OWN);

  test('is `[secret]` to whatever prints it', () => {
    expect([`${secret}`, String(secret), JSON.stringify({ secret }), inspect({ secret }), secret + '']).toEqual([
      '[secret]',
      '[secret]',
      '{"secret":"[secret]"}',
      '{ secret: [secret] }',
      '[secret]',
    ]);
    expect(Object.values(secret)).toEqual([]);
    expect(secret.reveal()).toBe(OWN);
  });

  test('is one in the log, too', () => {
    expect(logged((log) => log.info({ it: secret }, 'm')).lines).toMatchObject([{ it: '[secret]' }]);
  });
});

describe('a line', () => {
  test('is JSON: level in words, time, constant message, data beside it', () => {
    expect(logged((log) => log.info({ job: 'pr/1/2', attempts: 0 }, 'a job ended')).lines).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
        job: 'pr/1/2',
        attempts: 0,
        message: 'a job ended',
      },
    ]);
  });

  test('of an error has its type, words, stack, code and cause', () => {
    const cause = Object.assign(new TypeError('inside'), { code: 'ECONNREFUSED' });
    const { lines } = logged((log) => log.error({ error: new RangeError('outside', { cause }) }, 'm'));
    expect(lines).toMatchObject([
      {
        error: {
          type: 'RangeError',
          message: 'outside',
          stack: expect.stringContaining('log.test.ts'),
          cause: { type: 'TypeError', message: 'inside', code: 'ECONNREFUSED' },
        },
      },
    ]);
  });

  test('of several errors has them all: a database that nobody answers for throws such', () => {
    const error = new AggregateError([new Error('::1'), new Error('127.0.0.1')]);
    expect(logged((log) => log.error({ error }, 'm')).lines).toMatchObject([
      { error: { errors: [{ message: '::1' }, { message: '127.0.0.1' }] } },
    ]);
  });

  test('stays one line whatever is in it', () => {
    const { text } = logged((log) => log.info({ value: 'a\nb\r\u2028{"level":"error"}' }, 'm'));
    expect(text.trimEnd().split('\n')).toHaveLength(1);
  });

  test('is written from a level on', () => {
    const write = (log: Log) => {
      log.debug({}, 'm');
      log.info({}, 'm');
      log.warn({}, 'm');
      log.error({}, 'm');
    };
    expect(logged(write, 'warn').lines.map(({ level }) => level)).toEqual(['warn', 'error']);
  });

  test('is cut where it is long, deep or wide', () => {
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    const { text } = logged((log) => log.info({ long: 'x'.repeat(1e6), circle, wide: Array(1e5).fill('y') }, 'm'));
    expect(text.length).toBeLessThan(20_000);
  });
});

test('a log never throws, whatever it is to write', () => {
  const hostile = {
    get broken(): string {
      throw new Error('a getter');
    },
  };
  const bad = { toJSON: () => ({ toJSON: 1, big: 1n, no: undefined, symbol: Symbol('x'), f: () => 1 }) };
  const { lines } = logged((log) => {
    log.info(hostile, 'm');
    log.info({ bad }, 'm');
    log.info(bad, 'm');
    log.info(new Error('itself'), 'm');
  });
  expect(lines).toHaveLength(4);
  fc.assert(
    fc.property(
      fc.object({ withBigInt: true, withDate: true, withMap: true }),
      (data) => logged((log) => log.info(data, 'm')).lines.length === 1,
    ),
  );
});

test('a long text made to keep the patterns busy ends, and is cut', () => {
  const texts = [
    '-----BEGIN '.repeat(20_000),
    'eyJ'.repeat(70_000),
    'a://'.repeat(50_000),
    'basic '.repeat(40_000),
    'authorization'.repeat(20_000),
  ];
  for (const text of texts) expect(redacted(text).length).toBeLessThanOrEqual(8_000);
});
