/** The App's environment: all mistakes at once, each with its remedy, and no secret in any word. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { type AppEnvironment, NUMBERS, readEnvironment } from '../../../src/github/setup/environment.ts';
import { failureText } from '../../../src/text/failure.ts';
import { TEST_KEY } from '../../support/fake-github/key.ts';

const SECRET = 'a secret of the tests, long enough to pass';
const GOOD = { APP_ID: '123', PRIVATE_KEY: TEST_KEY, WEBHOOK_SECRET: SECRET };
const noFile = (_: string): string => {
  throw Object.assign(new Error('no such file'), { code: 'ENOENT' });
};

type Variables = Readonly<Record<string, string | undefined>>;

function environmentOf(more: Variables = {}, readFile = noFile) {
  const read = readEnvironment({ ...GOOD, ...more }, readFile);
  if (read.kind === 'mistakes') throw new Error(read.mistakes.map(failureText).join('\n'));
  return read.environment;
}

function mistakesOf(more: Variables, readFile = noFile): readonly string[] {
  const read = readEnvironment({ ...GOOD, ...more }, readFile);
  return read.kind === 'mistakes' ? read.mistakes.map(failureText) : [];
}

test('three variables are enough', () => {
  expect(environmentOf()).toMatchObject({
    appId: 123,
    host: '0.0.0.0',
    port: 3000,
    adminPort: null,
    apiUrl: 'https://api.github.com',
    webUrl: 'https://github.com',
    database: null,
    data: 'data',
    logLevel: 'info',
  });
  expect(environmentOf().secrets.map((secret) => secret.reveal())).toEqual([SECRET]);
  expect(environmentOf().privateKey.reveal()).toBe(TEST_KEY);
});

test('the pages of the rules: as the variable says, else those of the repository that package.json names', () => {
  expect(environmentOf().rulePages).toBeNull();
  expect(environmentOf({ KRA_RULE_PAGES: 'https://example.org/rules' }).rulePages).toBe(
    'https://example.org/rules/{rule}.md',
  );
  expect(mistakesOf({ KRA_RULE_PAGES: 'nowhere' })).toEqual([expect.stringMatching(/^KRA_RULE_PAGES: /)]);
  const read = readEnvironment(GOOD, noFile, '{"repository":"phy/audit"}');
  expect(read.kind === 'environment' && read.environment.rulePages).toMatch(/^https:\/\/github\.com\/phy\/audit\//);
});

test('all the others', () => {
  const next = SECRET.toUpperCase();
  const environment = environmentOf({
    KRA_WEBHOOK_SECRET_NEXT: next,
    HOST: '127.0.0.1',
    PORT: '8080',
    KRA_ADMIN_PORT: '9090',
    DATABASE_URL: 'postgresql://db/kra',
    KRA_DATA: '/var/lib/kra',
    LOG_LEVEL: 'debug',
  });
  expect(environment).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    adminPort: 9090,
    data: '/var/lib/kra',
    logLevel: 'debug',
  });
  expect(environment.secrets.map((secret) => secret.reveal())).toEqual([SECRET, next]);
  expect(environment.database?.reveal()).toBe('postgresql://db/kra');
});

test('empty is as absent, as container files often have it', () => {
  const empty = { PORT: '', HOST: '', GHE_HOST: '', DATABASE_URL: '', KRA_ADMIN_PORT: '', KRA_WEBHOOK_SECRET_NEXT: '' };
  expect(inspect(environmentOf(empty))).toEqual(inspect(environmentOf()));
});

test('the key from a file', () => {
  const asked: string[] = [];
  const readFile = (path: string): string => {
    asked.push(path);
    return TEST_KEY;
  };
  const of = environmentOf({ PRIVATE_KEY: undefined, PRIVATE_KEY_PATH: '/run/key.pem' }, readFile);
  expect([asked, of.privateKey.reveal()]).toEqual([['/run/key.pem'], TEST_KEY]);
});

describe('a secret from a file', () => {
  const address = 'postgres://kra@db/kra';
  const names = ['WEBHOOK_SECRET', 'KRA_WEBHOOK_SECRET_NEXT', 'DATABASE_URL'] as const;
  const fromFile = (name: (typeof names)[number]): Variables => ({ [name]: undefined, [`${name}_PATH`]: '/run/it' });
  const good = (name: string): string => (name === 'DATABASE_URL' ? address : SECRET);
  const reveal = (of: AppEnvironment, name: string) =>
    (name === 'DATABASE_URL' ? of.database : of.secrets.at(name === 'WEBHOOK_SECRET' ? 0 : 1))?.reveal();

  test.each(names.flatMap((name) => ['', '\n', '\r\n'].map((end) => [name, end] as const)))(
    '%s: what ends with %j is the secret without it',
    (name, end) => {
      const of = environmentOf(fromFile(name), () => `${good(name)}${end}`);
      expect(reveal(of, name)).toBe(good(name));
    },
  );

  test.each(names)('%s: where the variable itself is set, no file is read', (name) => {
    const of = environmentOf({ ...fromFile(name), [name]: good(name) }, () => {
      throw new Error('read');
    });
    expect(reveal(of, name)).toBe(good(name));
  });

  test.each(
    names.flatMap((name) =>
      [
        ['', 'the file is empty'],
        ['\n', 'the file is empty'],
        [Object.assign(new Error('a long story'), { code: 'EACCES' }), 'the file cannot be read (EACCES)'],
        [new Error('it is larger than 64 KB'), 'the file cannot be read (it is larger than 64 KB)'],
      ].map(([content, words]) => [name, content, words] as const),
    ),
  )('%s: %j is one mistake that names the variable', (name, content, words) => {
    const readFile = (): string => {
      if (typeof content === 'string') return content;
      throw content;
    };
    expect(mistakesOf(fromFile(name), readFile)).toEqual([expect.stringContaining(`${name}_PATH: ${words}; `)]);
  });
});

test.each([
  ['its line breaks as two characters', TEST_KEY.replaceAll('\n', '\\n')],
  ['in base64', Buffer.from(TEST_KEY).toString('base64')],
])('the key with %s', (_, key) => {
  expect(environmentOf({ PRIVATE_KEY: key }).privateKey.reveal()).toBe(TEST_KEY);
});

describe('mistake 1, a webhook secret that is none', () => {
  test.each([
    ['absent', undefined, 'is not set: anyone could send webhooks'],
    ['empty', '', 'is not set: anyone could send webhooks'],
    ['Probot’s default', 'development', 'is a publicly known default'],
    ['short', 'x'.repeat(31), 'has 31 characters, 32 are the least'],
    ['with the line break of its file', `${SECRET}\n`, 'begins or ends with blanks'],
  ])('%s', (_, WEBHOOK_SECRET, words) => {
    const mistakes = mistakesOf({ WEBHOOK_SECRET });
    expect(mistakes).toEqual([expect.stringContaining(`WEBHOOK_SECRET: ${words}`)]);
    if (WEBHOOK_SECRET) expect(mistakes[0]).not.toContain(WEBHOOK_SECRET);
  });

  test('the second one has to be as good', () => {
    expect(mistakesOf({ KRA_WEBHOOK_SECRET_NEXT: 'development' })).toEqual([
      expect.stringMatching(/^KRA_WEBHOOK_SECRET_NEXT: is a publicly known default/),
    ]);
  });
});

describe('what is wrong', () => {
  const { privateKey: elliptic } = generateKeyPairSync('ec', {
    namedCurve: 'P-256',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });

  test.each<[string, Variables, RegExp]>([
    ['no App id', { APP_ID: undefined }, /^APP_ID: is not set; /],
    ['the App’s name', { APP_ID: 'kernel-rust-audit' }, /^APP_ID: is not a number; /],
    ['an App id of 0', { APP_ID: '0' }, /^APP_ID: is not a number; /],
    ['no key', { PRIVATE_KEY: undefined }, /^PRIVATE_KEY: is not set, and PRIVATE_KEY_PATH neither; /],
    ['no file', { PRIVATE_KEY: '', PRIVATE_KEY_PATH: '/x' }, /^PRIVATE_KEY_PATH: the file cannot be read \(ENOENT\); /],
    ['no PEM', { PRIVATE_KEY: 'a key' }, /^PRIVATE_KEY: is not a private key: /],
    ['half a key', { PRIVATE_KEY: TEST_KEY.slice(0, 800) }, /^PRIVATE_KEY: is not a private key: /],
    ['another kind of key', { PRIVATE_KEY: elliptic }, /^PRIVATE_KEY: .* of type ec, GitHub's are RSA; /],
    ['a port by name', { PORT: 'http' }, /^PORT: is not a port; /],
    ['a port too high', { PORT: '65536' }, /^PORT: is not a port; /],
    ['a negative port', { KRA_ADMIN_PORT: '-1' }, /^KRA_ADMIN_PORT: is not a port; /],
    ['one port for both', { PORT: '8080', KRA_ADMIN_PORT: '8080' }, /^KRA_ADMIN_PORT: is the same as PORT; /],
    ['an address as host', { GHE_HOST: 'https://ghe.example' }, /^GHE_HOST: is not a host; /],
    ['a path in the host', { GHE_HOST: 'ghe.example/api' }, /^GHE_HOST: is not a host; /],
    ['somebody in the host', { GHE_HOST: 'a@ghe.example' }, /^GHE_HOST: is not a host; /],
    ['another protocol', { GHE_HOST: 'ghe.example', GHE_PROTOCOL: 'ftp' }, /^GHE_PROTOCOL: is not https; /],
    ['no TLS', { GHE_HOST: 'ghe.example', GHE_PROTOCOL: 'http' }, /^GHE_PROTOCOL: is not https; /],
    ['no TLS, to a name that looks near', { GHE_HOST: 'localhost.example', GHE_PROTOCOL: 'http' }, /^GHE_PROTOCOL: /],
    [
      'another database',
      { DATABASE_URL: 'mysql://db/kra' },
      /^DATABASE_URL: is not an address of a PostgreSQL database; /,
    ],
    [
      'a level that is none',
      { LOG_LEVEL: 'loud' },
      /^LOG_LEVEL: is not a level; write one of debug, info, warn, error$/,
    ],
  ])('%s', (_, more, words) => {
    expect(mistakesOf(more)).toEqual([expect.stringMatching(words)]);
  });

  test('all at once, each in one line', () => {
    const mistakes = mistakesOf({ APP_ID: '', PRIVATE_KEY: '', WEBHOOK_SECRET: '', PORT: 'x\ny', LOG_LEVEL: 'x' });
    expect(mistakes.map((line) => line.split(':')[0])).toEqual([
      'APP_ID',
      'PRIVATE_KEY',
      'WEBHOOK_SECRET',
      'PORT',
      'LOG_LEVEL',
    ]);
    for (const line of mistakes) expect(line).not.toContain('\n');
  });

  test('no word of a value that could be secret', () => {
    const mark = 'MARK0123';
    const mistakes = mistakesOf({ PRIVATE_KEY: mark, WEBHOOK_SECRET: mark, DATABASE_URL: `x://kra:${mark}@db` });
    expect(mistakes).toHaveLength(3);
    expect(mistakes.join()).not.toContain(mark);
  });
});

describe('numbers', () => {
  const ON_GITHUB = 750;
  const names = Object.keys(NUMBERS) as (keyof typeof NUMBERS)[];

  test('each has its default, its least and its most', () => {
    expect(environmentOf()).toMatchObject({ slots: 2, leaseFor: 60_000, betweenWrites: 1_000 });
    const small = { KRA_SLOTS: '1', KRA_LEASE_MS: '1000', KRA_WRITE_PAUSE_MS: '750' };
    expect(environmentOf(small)).toMatchObject({ slots: 1, leaseFor: 1_000, betweenWrites: 750 });
    const large = { KRA_SLOTS: '64', KRA_LEASE_MS: '3600000', KRA_WRITE_PAUSE_MS: '60000' };
    expect(environmentOf(large)).toMatchObject({ slots: 64, leaseFor: 3_600_000, betweenWrites: 60_000 });
  });

  test.each(names)('%s: below the least and above the most it is refused with the reason, at the start', (name) => {
    const { most, whyLeast, whyMost } = NUMBERS[name];
    const least = name === 'KRA_WRITE_PAUSE_MS' ? ON_GITHUB : NUMBERS[name].least;
    const below = mistakesOf({ [name]: String(least - 1) });
    const remedy = `write a whole number from ${least} to ${most}, as \`${NUMBERS[name].instead}\``;
    if (least === 0) expect(below).toEqual([`${name}: is not a number of ${NUMBERS[name].unit}; ${remedy}`]);
    else {
      expect(below).toEqual([`${name}: is less than ${least}: ${whyLeast}; ${remedy}`]);
      expect(mistakesOf({ [name]: '0' })).toEqual([expect.stringContaining(`${name}: is less than ${least}: `)]);
    }
    expect(mistakesOf({ [name]: String(most + 1) })).toEqual([
      expect.stringContaining(`${name}: is more than ${most}: ${whyMost}; `),
    ]);
  });

  test.each(
    names.flatMap((name) =>
      ['-1', '1.5', '1e3', '0x10', ' 2', '2 ', 'two', '9'.repeat(400)].map((text) => [name, text] as const),
    ),
  )('%s=%s is refused', (name, text) => {
    expect(mistakesOf({ [name]: text })).toEqual([
      expect.stringMatching(new RegExp(`^${name}: is (?:not a number of|more than) `)),
    ]);
  });

  test('a server of your own may have no limits of writes', () => {
    expect(environmentOf({ GHE_HOST: 'ghe.example', KRA_WRITE_PAUSE_MS: '0' }).betweenWrites).toBe(0);
  });

  test('each is in the list of variables that operators read, with its default', () => {
    const list = readFileSync(new URL('../../../docs/operating.md', import.meta.url), 'utf8');
    for (const name of names) expect(list).toContain(`| \`${name}\` | \`${NUMBERS[name].instead}\` | `);
  });
});

describe('mistake 33, where the API is', () => {
  test.each([
    ['ghe.example', undefined, 'https://ghe.example/api/v3'],
    ['ghe.example:8443', 'https', 'https://ghe.example:8443/api/v3'],
    ['127.0.0.1:4000', 'http', 'http://127.0.0.1:4000/api/v3'],
    ['localhost:4000', 'http', 'http://localhost:4000/api/v3'],
    ['[::1]:4000', 'http', 'http://[::1]:4000/api/v3'],
    ['octo.ghe.com', undefined, 'https://api.octo.ghe.com'],
    ['Octo.ghe.com', undefined, 'https://api.octo.ghe.com'],
    ['octo.ghe.com.example', undefined, 'https://octo.ghe.com.example/api/v3'],
    ['github.com', undefined, 'https://api.github.com'],
  ])('%s with %s', (GHE_HOST, GHE_PROTOCOL, apiUrl) => {
    expect(environmentOf({ GHE_HOST, GHE_PROTOCOL }).apiUrl).toBe(apiUrl);
  });
});

test('mistake 8: an environment that is printed holds no secret', () => {
  const environment = environmentOf({ DATABASE_URL: 'postgres://kra:hunter2@db/kra' });
  for (const text of [inspect(environment, { depth: 9 }), JSON.stringify(environment)]) {
    expect(text).not.toContain(SECRET);
    expect(text).not.toContain('hunter2');
    expect(text).not.toContain(TEST_KEY.slice(60, 90));
  }
});

test('mistake 34: only what is handed in is read, no `.env`', () => {
  process.env['APP_ID'] = '999';
  const read: string[] = [];
  const file = (path: string) => {
    read.push(path);
    return 'APP_ID=999\n';
  };
  try {
    expect(environmentOf({}, file).appId).toBe(123);
    expect(read).toEqual([]);
  } finally {
    delete process.env['APP_ID'];
  }
});
