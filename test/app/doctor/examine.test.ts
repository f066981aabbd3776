/** What `doctor` says of each thing that can be wrong with a set-up. */
import type { Diagnosis } from '../../../src/app/doctor/diagnosis.ts';
import { examine } from '../../../src/app/doctor/examine.ts';
import { aboutSecret, type DeliveryFacts, type Facts, type GitHubFacts } from '../../../src/app/doctor/setup-facts.ts';
import { SHIELDS, type Shield } from '../../../src/app/doctor/shields.ts';
import { EVENTS, PERMISSIONS } from '../../../src/app/ports/github-app.ts';

const GRANT = {
  permissions: Object.fromEntries(PERMISSIONS.map(({ name, access }) => [name, access])),
  events: EVENTS.map(({ name }) => name),
};
const HOOK = {
  url: 'https://audit.example/api/github/webhooks',
  hasSecret: true,
  isJson: true,
  checksCertificate: true,
};
const GITHUB: GitHubFacts = {
  address: 'https://api.github.com',
  skew: 0,
  app: { kind: 'told', value: { slug: 'kernel-rust-audit', ...GRANT } },
  installations: { kind: 'told', value: [{ account: 'rust-for-linux', isSuspended: false, ...GRANT }] },
  hook: { kind: 'told', value: HOOK },
  deliveries: { kind: 'told', value: [{ guid: 'a', at: '2026-11-23T05:00:00Z', status: 202 }] },
};
const GOOD: Facts = {
  node: '20.20.2',
  appId: '12345',
  secret: aboutSecret('7c2f1e09b3a84d56a1f0c9e2d7b8635411aa', 'WEBHOOK_SECRET'),
  nextSecret: null,
  key: { kind: 'rsa', file: '/etc/audit/key.pem', bits: 2048, isOpenToOthers: false },
  github: GITHUB,
  folder: { kind: 'writable', path: '/var/lib/audit' },
  store: { kind: 'open', name: 'the embedded store', waiting: 2, held: 1, oldest: 1000 },
  shields: { kind: 'tried', isRoot: true, holding: SHIELDS.map(({ shield }) => shield), missing: [] },
  inEnvironment: [],
};

const withGitHub = (github: Partial<GitHubFacts>): Facts => ({ ...GOOD, github: { ...GITHUB, ...github } });
const diagnosis = (facts: Facts, name: string): Diagnosis => {
  const found = examine(facts).filter((each) => each.name === name);
  expect(found).toHaveLength(1);
  return found[0] as Diagnosis;
};

test('a good set-up: everything is ok, and nothing is to be done', () => {
  const all = examine(GOOD);
  expect(all.filter(({ verdict, remedy }) => verdict !== 'ok' || remedy !== null)).toEqual([]);
  expect(all.map(({ name }) => name)).toEqual([
    'Node.js',
    'webhook secret',
    'App id',
    'private key',
    'GitHub',
    'clock',
    'permissions',
    'events',
    'installations',
    'webhook',
    'deliveries',
    'data folder',
    'store',
    'guard: user',
    'guard: network',
    'guard: files',
    'guard: privileges',
    'environment',
  ]);
});

const REST = {
  installations: { kind: 'unasked' },
  hook: { kind: 'unasked' },
  deliveries: { kind: 'unasked' },
} as const;
const deliveries = (...statuses: readonly number[]): Facts =>
  withGitHub({
    deliveries: {
      kind: 'told',
      value: statuses.map((status, at): DeliveryFacts => ({ guid: `${at}`, at: '2026-11-23T05:00:00Z', status })),
    },
  });
const grant = (
  change: Readonly<Record<string, string | undefined>>,
  events: readonly string[] = GRANT.events,
): Facts => {
  const entries = Object.entries({ ...GRANT.permissions, ...change }).filter(([, access]) => access !== undefined);
  const permissions = Object.fromEntries(entries) as Record<string, string>;
  return withGitHub({ app: { kind: 'told', value: { slug: 'a', permissions, events } } });
};

const shielded = (
  isRoot: boolean,
  holding: readonly Shield[],
  missing: (Facts['shields'] & { kind: 'tried' })['missing'] = [],
  inEnvironment: readonly string[] = [],
): Facts => ({ ...GOOD, shields: { kind: 'tried', isRoot, holding, missing }, inEnvironment });
const SECRET_FILE = {
  kind: 'unreadable',
  variable: 'WEBHOOK_SECRET_PATH',
  words: 'the file is empty',
  remedy: 'fill it',
} as const;

const CASES: readonly (readonly [string, Facts, string, Diagnosis['verdict'], RegExp])[] = [
  ['Node.js 18', { ...GOOD, node: '18.20.4' }, 'Node.js', 'wrong', /18\.20\.4 is not supported/],
  ['Node.js 20.18', { ...GOOD, node: '20.18.3' }, 'Node.js', 'wrong', /not supported/],
  ['Node.js 23', { ...GOOD, node: '23.9.0' }, 'Node.js', 'wrong', /not supported/],
  ['Node.js 22.12', { ...GOOD, node: '22.12.0' }, 'Node.js', 'ok', /22\.12\.0/],
  ['Node.js 26', { ...GOOD, node: '26.0.1' }, 'Node.js', 'warning', /26\.0\.1 is newer/],
  ['no secret', { ...GOOD, secret: null }, 'webhook secret', 'wrong', /not set/],
  [
    "Probot's default",
    { ...GOOD, secret: aboutSecret('development', 'WEBHOOK_SECRET') },
    'webhook secret',
    'wrong',
    /publicly known/,
  ],
  [
    '31 characters',
    { ...GOOD, secret: aboutSecret('abcdefghij0123456789abcdefghij0', 'WEBHOOK_SECRET') },
    'webhook secret',
    'wrong',
    /31/,
  ],
  [
    'a dull secret',
    { ...GOOD, secret: aboutSecret('ab'.repeat(20), 'WEBHOOK_SECRET') },
    'webhook secret',
    'warning',
    /only 2 different/,
  ],
  [
    'a short next secret',
    { ...GOOD, nextSecret: aboutSecret('short', 'KRA_WEBHOOK_SECRET_NEXT') },
    'next secret',
    'wrong',
    /KRA_WEBHOOK_SECRET_NEXT/,
  ],
  [
    'an empty file of the secret',
    { ...GOOD, secret: SECRET_FILE },
    'webhook secret',
    'wrong',
    /^WEBHOOK_SECRET_PATH: the file is empty$/,
  ],
  [
    'a secret with a blank',
    { ...GOOD, secret: aboutSecret(' 7c2f1e09b3a84d56a1f0c9e2d7b8635411aa', 'WEBHOOK_SECRET_PATH') },
    'webhook secret',
    'wrong',
    /^WEBHOOK_SECRET_PATH begins or ends with white space/,
  ],
  [
    'a secret in a file',
    { ...GOOD, secret: aboutSecret('7c2f1e09b3a84d56a1f0c9e2d7b8635411aa', 'WEBHOOK_SECRET_PATH') },
    'webhook secret',
    'ok',
    /WEBHOOK_SECRET_PATH, 36/,
  ],
  [
    'no user id',
    { ...GOOD, shields: { kind: 'untried', words: 'KRA_ANALYST_UID is no number', remedy: 'mend it' } },
    'guard',
    'wrong',
    /KRA_ANALYST_UID/,
  ],
  ['no App id', { ...GOOD, appId: null }, 'App id', 'wrong', /not set/],
  ['an App id in words', { ...GOOD, appId: 'Iv1.8a61f9b3a7aba766' }, 'App id', 'wrong', /not a number/],
  ['no key', { ...GOOD, key: { kind: 'absent' } }, 'private key', 'wrong', /neither PRIVATE_KEY nor/],
  [
    'a key file that is not there',
    { ...GOOD, key: { kind: 'unreadable', file: '/no/key.pem', words: 'ENOENT' } },
    'private key',
    'wrong',
    /cannot read \/no\/key\.pem: ENOENT/,
  ],
  [
    'a cut key',
    { ...GOOD, key: { kind: 'broken', file: null, words: 'it is cut' } },
    'private key',
    'wrong',
    /PRIVATE_KEY .*cut/,
  ],
  [
    'an EC key',
    { ...GOOD, key: { kind: 'other', file: 'k.pem', type: 'ec' } },
    'private key',
    'wrong',
    /type ec, not RSA/,
  ],
  [
    'a key that all may read',
    { ...GOOD, key: { kind: 'rsa', file: 'k.pem', bits: 2048, isOpenToOthers: true } },
    'private key',
    'warning',
    /users other than its owner/,
  ],
  [
    'a weak key',
    { ...GOOD, key: { kind: 'rsa', file: 'k.pem', bits: 1024, isOpenToOthers: false } },
    'private key',
    'wrong',
    /only 1024 bits/,
  ],
  [
    'GitHub that does not answer',
    withGitHub({ app: { kind: 'silent', words: 'ECONNREFUSED' }, ...REST, skew: null }),
    'GitHub',
    'wrong',
    /does not answer: ECONNREFUSED/,
  ],
  [
    'a key of another App',
    withGitHub({ app: { kind: 'refused', status: 401, words: 'A JSON web token could not be decoded' }, ...REST }),
    'GitHub',
    'wrong',
    /refuses the App: 401/,
  ],
  ['GitHub that was not asked', withGitHub({ app: { kind: 'unasked' }, ...REST }), 'GitHub', 'unknown', /not asked/],
  ['no answer, no clock', withGitHub({ skew: null }), 'clock', 'unknown', /sent no time/],
  ['a clock that is a minute ahead', withGitHub({ skew: 60_000 }), 'clock', 'wrong', /60 s ahead of/],
  ['a clock that is two minutes behind', withGitHub({ skew: -120_000 }), 'clock', 'wrong', /120 s behind/],
  ['a clock that is half a minute behind', withGitHub({ skew: -30_000 }), 'clock', 'warning', /30 s behind/],
  ['a clock that is nearly right', withGitHub({ skew: 5000 }), 'clock', 'ok', /right/],
  ['checks only read', grant({ checks: 'read' }), 'permissions', 'wrong', /checks: write/],
  ['no contents', grant({ contents: undefined }), 'permissions', 'wrong', /contents: read/],
  ['no merge queues', grant({ merge_queues: undefined }), 'permissions', 'warning', /no checks in merge queues/],
  ['contents may be written', grant({ contents: 'write' }), 'permissions', 'warning', /more than .* contents: write/],
  ['workflows', grant({ workflows: 'write' }), 'permissions', 'warning', /workflows: write/],
  ['no pull_request', grant({}, ['issue_comment', 'merge_group']), 'events', 'wrong', /pull_request/],
  ['no issue_comment', grant({}, ['pull_request', 'merge_group']), 'events', 'warning', /no commands in comments/],
  [
    'check_run comes by itself',
    grant(
      {},
      EVENTS.filter(({ comesTo }) => comesTo === 'subscribers').map(({ name }) => name),
    ),
    'events',
    'ok',
    /all that it needs/,
  ],
  [
    'no installation',
    withGitHub({ installations: { kind: 'told', value: [] } }),
    'installations',
    'warning',
    /not installed anywhere/,
  ],
  [
    'a suspended installation',
    withGitHub({
      installations: {
        kind: 'told',
        value: [
          { account: 'good', isSuspended: false, ...GRANT },
          { account: 'away', isSuspended: true, permissions: {}, events: [] },
        ],
      },
    }),
    'installations',
    'warning',
    /^2: good, away; suspended: away$/,
  ],
  [
    'an owner who has not accepted new permissions',
    withGitHub({
      installations: {
        kind: 'told',
        value: [{ account: 'slow', isSuspended: false, permissions: { checks: 'write' }, events: GRANT.events }],
      },
    }),
    'installations',
    'warning',
    /granted by slow/,
  ],
  [
    'no address',
    withGitHub({ hook: { kind: 'told', value: { ...HOOK, url: null } } }),
    'webhook',
    'wrong',
    /no webhook/,
  ],
  [
    'an address of something else',
    withGitHub({ hook: { kind: 'told', value: { ...HOOK, url: 'https://audit.example/' } } }),
    'webhook',
    'wrong',
    /audit\.example/,
  ],
  [
    'no secret there',
    withGitHub({ hook: { kind: 'told', value: { ...HOOK, hasSecret: false } } }),
    'webhook',
    'wrong',
    /secret/,
  ],
  ['forms', withGitHub({ hook: { kind: 'told', value: { ...HOOK, isJson: false } } }), 'webhook', 'wrong', /JSON/],
  [
    'plain http',
    withGitHub({ hook: { kind: 'told', value: { ...HOOK, url: 'http://audit.example/api/github/webhooks' } } }),
    'webhook',
    'warning',
    /not encrypted/,
  ],
  [
    'any certificate',
    withGitHub({ hook: { kind: 'told', value: { ...HOOK, checksCertificate: false } } }),
    'webhook',
    'warning',
    /certificate/,
  ],
  [
    'GitHub keeps it to itself',
    withGitHub({ hook: { kind: 'refused', status: 403, words: 'no' } }),
    'webhook',
    'unknown',
    /403/,
  ],
  ['nothing sent yet', deliveries(), 'deliveries', 'warning', /nothing yet/],
  ['the newest was refused', deliveries(401, 202, 202), 'deliveries', 'wrong', /^1 of the last 3 failed, .* with 401$/],
  ['nobody answered', deliveries(0, 0), 'deliveries', 'wrong', /^2 of the last 2 failed, .* no answer$/],
  ['an older one failed', deliveries(202, 502, 202), 'deliveries', 'warning', /^1 of the last 3 failed/],
  [
    'a folder without rights',
    { ...GOOD, folder: { kind: 'refused', path: '/data', words: 'EACCES' } },
    'data folder',
    'wrong',
    /cannot write to \/data: EACCES/,
  ],
  [
    'a store that does not open',
    { ...GOOD, store: { kind: 'closed', name: 'PostgreSQL', words: 'ECONNREFUSED', remedy: null } },
    'store',
    'wrong',
    /cannot open PostgreSQL/,
  ],
  [
    'a store that `serve` has',
    { ...GOOD, store: { kind: 'in-use', name: 'the embedded store' } },
    'store',
    'ok',
    /in use/,
  ],
  [
    'a store that is to come',
    { ...GOOD, store: { kind: 'absent', name: 'the store' } },
    'store',
    'ok',
    /does not exist yet/,
  ],
  [
    'a store that a kill left',
    { ...GOOD, store: { kind: 'interrupted', name: 'the store' } },
    'store',
    'ok',
    /was not closed/,
  ],
  [
    'a folder that is to come',
    { ...GOOD, folder: { kind: 'absent', path: '/srv/data' } },
    'data folder',
    'ok',
    /\/srv\/data does not exist yet/,
  ],
  [
    'a job that nobody takes',
    { ...GOOD, store: { kind: 'open', name: 'PostgreSQL', waiting: 3, held: 0, oldest: 11 * 60_000 } },
    'store',
    'warning',
    /3 waiting.* for 11 minutes/,
  ],
];

/** One shield that is missing may cost more than one line. */
const SHIELDED: typeof CASES = [
  [
    'a kernel without namespaces',
    shielded(true, ['user'], [{ shield: 'network', words: 'unshare failed: EPERM' }]),
    'guard: network',
    'warning',
    /shares the server's network: unshare failed: EPERM$/,
  ],
  [
    'a program that its user cannot read',
    shielded(true, ['network'], [{ shield: 'user', words: 'EACCES' }]),
    'guard: user',
    'warning',
    /as the server's user.*EACCES$/,
  ],
  [
    'a server without root',
    shielded(false, ['network', 'permissions', 'privileges']),
    'guard: user',
    'ok',
    /is not root/,
  ],
  [
    'a server without root or permissions',
    shielded(false, ['network', 'privileges']),
    'guard: user',
    'warning',
    /is not root.*may reach/,
  ],
  [
    'secrets in a hidden environment',
    shielded(false, ['network'], [], ['WEBHOOK_SECRET', 'DATABASE_URL']),
    'environment',
    'ok',
    /holds WEBHOOK_SECRET, DATABASE_URL, which .* cannot read/,
  ],
  [
    'root: secrets in an environment that a network alone does not hide',
    shielded(true, ['network'], [], ['WEBHOOK_SECRET']),
    'environment',
    'warning',
    /may read it/,
  ],
  [
    'secrets in an environment that only Node.js hides, as in a container',
    shielded(false, ['permissions', 'privileges'], [], ['WEBHOOK_SECRET']),
    'environment',
    'warning',
    /only Node\.js permissions keep/,
  ],
  [
    'a user: secrets in an open environment',
    shielded(false, ['privileges'], [], ['WEBHOOK_SECRET']),
    'environment',
    'warning',
    /may read it/,
  ],
];

test.each([...CASES, ...SHIELDED])('%s', (_, facts, name, verdict, words) => {
  const found = diagnosis(facts, name);
  expect(found.verdict).toBe(verdict);
  expect(found.words).toMatch(words);
  expect(found.remedy === null).toBe(verdict === 'ok' || verdict === 'unknown');
});

test.each(CASES)('%s: nothing else is blamed', (_, facts, name) => {
  const others = examine(facts).filter((each) => each.name !== name && each.verdict !== 'unknown');
  expect(others.filter(({ verdict }) => verdict !== 'ok')).toEqual([]);
});

test('a delivery that arrived when it was sent again is none that failed', () => {
  const twice = [
    { guid: 'a', at: '2026-11-23T05:10:00Z', status: 202 },
    { guid: 'a', at: '2026-11-23T05:00:00Z', status: 500 },
  ];
  expect(diagnosis(withGitHub({ deliveries: { kind: 'told', value: twice } }), 'deliveries').verdict).toBe('ok');
});

test.each([
  [401, /WEBHOOK_SECRET/],
  [404, /proxy/],
  [413, /25 MB/],
  [502, /`serve` runs/],
])('what to do where webhooks end with %d', (status, remedy) => {
  expect(diagnosis(deliveries(status), 'deliveries').remedy).toMatch(remedy);
});

test('a store that is a server needs no data folder', () => {
  expect(examine({ ...GOOD, folder: { kind: 'unneeded' } }).map(({ name }) => name)).not.toContain('data folder');
});

test('many installations are counted, and five named', () => {
  const value = Array.from({ length: 8 }, (_, at) => ({ account: `org${at}`, isSuspended: false, ...GRANT }));
  const { words } = diagnosis(withGitHub({ installations: { kind: 'told', value } }), 'installations');
  expect(words).toBe('8: org0, org1, org2, org3, org4 and 3 more');
});

test('facts of a secret do not hold it', () => {
  const facts = aboutSecret('7c2f1e09b3a84d56a1f0c9e2d7b86354', 'WEBHOOK_SECRET');
  expect(facts).toEqual({
    kind: 'set',
    variable: 'WEBHOOK_SECRET',
    length: 32,
    isKnown: false,
    variety: 16,
    hasBlanks: false,
  });
  expect(aboutSecret('', 'WEBHOOK_SECRET')).toBeNull();
});
