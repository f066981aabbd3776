/** What `doctor` looks at, from environment variables to answers, with the world as functions. */
import { generateKeyPairSync } from 'node:crypto';
import { type Credentials, gatherFacts, type Surroundings } from '../../../src/app/doctor/gather-facts.ts';
import type { Facts, GitHubFacts } from '../../../src/app/doctor/setup-facts.ts';
import { readPrivateKey } from '../../../src/github/setup/private-key.ts';
import { failure } from '../../../src/text/failure.ts';

const keyPair = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
const KEY = keyPair(2048);
const PKCS1 = KEY.export({ type: 'pkcs1', format: 'pem' }).toString();
const PKCS8 = KEY.export({ type: 'pkcs8', format: 'pem' }).toString();
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;

const UNASKED: GitHubFacts = {
  address: 'https://api.github.com',
  skew: null,
  app: { kind: 'unasked' },
  installations: { kind: 'unasked' },
  hook: { kind: 'unasked' },
  deliveries: { kind: 'unasked' },
};
const TRIED: Facts['shields'] = { kind: 'tried', isRoot: false, holding: ['network'], missing: [] };
const NOW = 1_800_000_000_000;

interface World {
  readonly surroundings: Surroundings;
  readonly asked: (Credentials | null)[];
  readonly done: string[];
}

function world(environment: Surroundings['environment'], changes: Partial<Surroundings> = {}): World {
  const asked: (Credentials | null)[] = [];
  const done: string[] = [];
  const surroundings: Surroundings = {
    environment,
    node: '20.20.2',
    now: () => NOW,
    readSecret: (variable) => ({ variable, text: environment[variable], mistake: null }),
    secretVariables: ['PRIVATE_KEY', 'WEBHOOK_SECRET', 'KRA_WEBHOOK_SECRET_NEXT', 'DATABASE_URL'],
    tryShields: async () => TRIED,
    readKeyFile: async () => ({ text: PKCS1, isOpenToOthers: true }),
    readKey: readPrivateKey,
    askGitHub: async (credentials) => {
      asked.push(credentials);
      return UNASKED;
    },
    store: {
      name: 'the embedded store',
      folder: '/data',
      look: async (now) => ({ kind: 'open', waiting: 3, held: 1, oldest: now - NOW }),
    },
    lookAtFolder: async (path) => {
      done.push(path);
      return 'writable';
    },
    ...changes,
  };
  return { surroundings, asked, done };
}

test('everything is looked at, and no secret is in the facts', async () => {
  const secret = '7c2f1e09b3a84d56a1f0c9e2d7b86354';
  const { surroundings, asked, done } = world({
    APP_ID: ' 12 ',
    PRIVATE_KEY_PATH: 'key.pem',
    WEBHOOK_SECRET: secret,
    KRA_WEBHOOK_SECRET_NEXT: 'development',
  });
  const facts = await gatherFacts(surroundings);
  expect(facts).toEqual({
    node: '20.20.2',
    appId: '12',
    secret: { kind: 'set', variable: 'WEBHOOK_SECRET', length: 32, isKnown: false, variety: 16, hasBlanks: false },
    nextSecret: {
      kind: 'set',
      variable: 'KRA_WEBHOOK_SECRET_NEXT',
      length: 11,
      isKnown: true,
      variety: 9,
      hasBlanks: false,
    },
    key: { kind: 'rsa', bits: 2048, file: 'key.pem', isOpenToOthers: true },
    github: UNASKED,
    folder: { kind: 'writable', path: '/data' },
    store: { kind: 'open', name: 'the embedded store', waiting: 3, held: 1, oldest: 0 },
    shields: TRIED,
    inEnvironment: ['WEBHOOK_SECRET', 'KRA_WEBHOOK_SECRET_NEXT'],
  });
  expect(asked).toEqual([{ appId: '12', pem: PKCS1 }]);
  expect(done).toEqual(['/data']);
  expect(JSON.stringify(facts)).not.toContain(secret);
  expect(JSON.stringify(facts)).not.toContain('PRIVATE KEY');
});

test('nothing set: GitHub is asked for the time only', async () => {
  const { surroundings, asked } = world({});
  const facts = await gatherFacts(surroundings);
  expect(facts).toMatchObject({ appId: null, secret: null, nextSecret: null, key: { kind: 'absent' } });
  expect(asked).toEqual([null]);
});

test('a secret that cannot be had from its file is a fact, not an absent secret', async () => {
  const mistake = failure('WEBHOOK_SECRET_PATH', 'the file is empty', 'write the secret into it');
  const { surroundings } = world({}, { readSecret: () => ({ variable: mistake.where, text: undefined, mistake }) });
  expect((await gatherFacts(surroundings)).secret).toEqual({
    kind: 'unreadable',
    variable: 'WEBHOOK_SECRET_PATH',
    words: 'the file is empty',
    remedy: 'write the secret into it',
  });
});

test('an App id in words is not sent to GitHub', async () => {
  const { surroundings, asked } = world({ APP_ID: '../meta', PRIVATE_KEY: PKCS1 });
  await gatherFacts(surroundings);
  expect(asked).toEqual([null]);
});

test('the key in the environment comes before the file', async () => {
  const { surroundings } = world({ PRIVATE_KEY: PKCS8, PRIVATE_KEY_PATH: 'key.pem' });
  const { key } = await gatherFacts(surroundings);
  expect(key).toEqual({ kind: 'rsa', bits: 2048, file: null, isOpenToOthers: false });
});

test('what cannot be had is a fact as well', async () => {
  const refuse = (code: string) => async () => {
    throw Object.assign(new Error('a long story'), { code });
  };
  const { surroundings } = world(
    { PRIVATE_KEY_PATH: '/no/key.pem' },
    {
      readKeyFile: refuse('ENOENT'),
      lookAtFolder: refuse('EACCES'),
      store: {
        name: 'PostgreSQL',
        folder: '/data',
        look: async () => {
          throw new Error('no such database\nat somewhere');
        },
      },
    },
  );
  expect(await gatherFacts(surroundings)).toMatchObject({
    key: { kind: 'unreadable', file: '/no/key.pem', words: 'ENOENT' },
    folder: { kind: 'refused', path: '/data', words: 'EACCES' },
    store: { kind: 'closed', name: 'PostgreSQL', words: 'no such database' },
  });
});

test('where the store is a server, no folder is needed', async () => {
  const look = async () => ({ kind: 'closed', words: 'is not a sound database', remedy: 'put a copy back' }) as const;
  const { surroundings, done } = world({}, { store: { name: 'PostgreSQL', folder: null, look } });
  const { store, folder } = await gatherFacts(surroundings);
  expect([folder, done]).toEqual([{ kind: 'unneeded' }, []]);
  expect(store).toEqual({
    kind: 'closed',
    name: 'PostgreSQL',
    words: 'is not a sound database',
    remedy: 'put a copy back',
  });
});

test.each([
  ["as GitHub's file has it", PKCS1],
  ['as PKCS#8', PKCS8],
  ['with escaped line breaks', PKCS1.replaceAll('\n', '\\n')],
  ['with escaped Windows line breaks', PKCS1.replaceAll('\n', '\\r\\n')],
  ['with Windows line breaks', PKCS1.replaceAll('\n', '\r\n')],
  ['with spaces in place of line breaks', PKCS1.replaceAll('\n', ' ')],
  ['on one line', PKCS1.replaceAll('\n', '')],
  ['in base64', Buffer.from(PKCS1).toString('base64')],
  ['between other lines', `Bag Attributes\n${PKCS1}\n# end\n`],
])('a key %s is read, and made whole', (_, text) => {
  expect(readPrivateKey(text)).toEqual({ kind: 'rsa', bits: 2048, pem: text === PKCS8 ? PKCS8 : PKCS1 });
});

test.each([
  ['empty', '', /BEGIN/],
  ['a path', '/etc/key.pem', /BEGIN/],
  ['a public key', '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----', /BEGIN/],
  ['cut off', PKCS1.slice(0, 900), /no complete/],
  ['without its middle', PKCS1.slice(0, 400) + PKCS1.slice(800), /damaged/],
  [
    'locked',
    KEY.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
    /password/,
  ],
])('a key that is %s is none, and nothing of it is told', (_, text, words) => {
  const read = readPrivateKey(text);
  expect(read).toEqual({ kind: 'broken', words: expect.stringMatching(words) });
});

test('a key of another kind is named', () => {
  expect(readPrivateKey(EC.export({ type: 'sec1', format: 'pem' }).toString())).toEqual({ kind: 'other', type: 'ec' });
});
