/** The command `doctor`: aligned lines, what to do below each, and an exit status that scripts can use. */
import type { Diagnosis } from '../../src/app/doctor/diagnosis.ts';
import type { Facts } from '../../src/app/doctor/setup-facts.ts';
import { renderDiagnoses, runDoctor } from '../../src/cli/doctor-command.ts';
import { withoutCredentials } from '../../src/cli/missing-credentials.ts';
import { failure } from '../../src/text/failure.ts';

const DIAGNOSES: readonly Diagnosis[] = [
  { name: 'Node.js', verdict: 'ok', words: '24.1.0', remedy: null },
  { name: 'webhook secret', verdict: 'wrong', words: 'not set', remedy: 'set it' },
  { name: 'clock', verdict: 'warning', words: '30 s behind', remedy: 'keep time' },
  { name: 'events', verdict: 'unknown', words: 'GitHub was not asked', remedy: null },
];

const unasked = { kind: 'unasked' } as const;
const facts = (changes: Partial<Facts>): Facts => ({
  node: '24.1.0',
  appId: '1',
  secret: { kind: 'set', variable: 'WEBHOOK_SECRET', length: 40, isKnown: false, variety: 16, hasBlanks: false },
  nextSecret: null,
  key: { kind: 'rsa', file: 'key.pem', bits: 2048, isOpenToOthers: false },
  github: { address: 'x', skew: 0, app: unasked, installations: unasked, hook: unasked, deliveries: unasked },
  folder: { kind: 'unneeded' },
  store: { kind: 'open', name: 'PostgreSQL', waiting: 0, held: 0, oldest: null },
  shields: { kind: 'tried', isRoot: false, holding: ['permissions'], missing: [] },
  inEnvironment: [],
  ...changes,
});

const PLAIN = { colour: false };

test('one line a check, aligned, with what to do, and the sum', () => {
  expect(renderDiagnoses(DIAGNOSES, PLAIN)).toBe(`  ok     Node.js         24.1.0
  WRONG  webhook secret  not set
                         => set it
  warn   clock           30 s behind
                         => keep time
  ?      events          GitHub was not asked

1 thing is wrong, 1 warning, 1 not checked.
`);
});

test('all is well in one sentence', () => {
  expect(renderDiagnoses(DIAGNOSES.slice(0, 1), PLAIN)).toBe('  ok     Node.js  24.1.0\n\nAll checks passed.\n');
});

test('colour changes nothing of the text', () => {
  const coloured = renderDiagnoses(DIAGNOSES, { colour: true });
  expect(coloured).toContain('\u001b[');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours themselves
  expect(coloured.replace(/\u001b\[[\d;]*m/g, '')).toBe(renderDiagnoses(DIAGNOSES, PLAIN));
});

test('what GitHub or the environment says cannot steer a terminal, and does not fill it', () => {
  const words = `refused \u001b[2J\u202e ${'a '.repeat(5000)}`;
  const text = renderDiagnoses([{ name: 'GitHub', verdict: 'wrong', words, remedy: words }], PLAIN);
  for (const unseen of ['\u001b', '\u202e']) expect(text).not.toContain(unseen);
  expect(text).toContain('\\u{1b}[2J');
  expect(text.length).toBeLessThan(2000);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
});

test('exit status: 0 where nothing is wrong, though not all could be looked at; 1 where something is', async () => {
  expect(await runDoctor([], async () => facts({}), PLAIN)).toMatchObject({ status: 0 });
  const broken = await runDoctor([], async () => facts({ secret: null }), PLAIN);
  expect(broken).toMatchObject({ status: 1, text: expect.stringContaining('WRONG  webhook secret') });
});

test('an argument is a mistake, and nothing is looked at', async () => {
  let looks = 0;
  const outcome = await runDoctor(['now'], async () => facts({ appId: String(looks++) }), PLAIN);
  expect(outcome).toMatchObject({ kind: 'failure', what: 'it takes no argument' });
  expect(looks).toBe(0);
});

test.each([
  [
    'checkout',
    [
      'node scripts/register-app.js',
      'docs/operating.md',
      'npx kernel-rust-audit doctor',
      'npx kernel-rust-audit serve',
      'npm run demo',
    ],
  ],
  ['package', ['npm root -g', 'scripts/register-app.js', '`kernel-rust-audit doctor', 'npm run demo']],
  ['executable', ['docs/operating.md in', '`kernel-rust-audit doctor`', '`kernel-rust-audit serve` again', 'checkout']],
] as const)('without credentials, five lines say what is missing and what to do (%s)', (form, ways) => {
  const mistakes = [
    failure('APP_ID', 'is not set', 'set it'),
    failure('WEBHOOK_SECRET', 'has 3 characters\u001b[31m', 'longer'),
  ];
  const text = withoutCredentials(mistakes, form);
  expect(text.split('\n')).toHaveLength(6);
  expect(text).toMatch(/^kernel-rust-audit serve cannot start: APP_ID is not set, WEBHOOK_SECRET has 3 char/);
  expect(text).not.toContain('\u001b');
  for (const way of ways) expect(text).toContain(way);
  expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(125);
});
