/** The tables of mutants are as they have to be; and their runner, on a checkout of two files: what is caught, what is not, what proves nothing. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Mutant, mistakeIn, namedTest, readTables } from './table.ts';
import { tryAll } from './try-all.ts';

const HERE = fileURLToPath(new URL('../..', import.meta.url));
const MUTANTS = readTables(HERE);

test('every mutant of the tables can be tried', () => {
  const mistakes = MUTANTS.map((each) => [each.what, mistakeIn(each, HERE)]);
  expect(mistakes.filter(([, mistake]) => mistake !== null)).toEqual([]);
  expect(MUTANTS.length).toBeGreaterThan(140);
});

test('every room has some', () => {
  const rooms = new Set(MUTANTS.map(({ file }) => /^src\/(\w+)\//.exec(file)?.[1]));
  expect(readdirSync(join(HERE, 'src')).filter((room) => !rooms.has(room))).toEqual([]);
});

test('a sentence names one mutant', () => {
  const sentences = MUTANTS.map(({ what }) => what);
  expect(sentences.filter((what, at) => sentences.indexOf(what) !== at)).toEqual([]);
});

const SUM =
  'export const sum = (a: number, b: number): number => a + b;\nexport const isPositive = (a: number) => a > 0;\n';
const TEST = `import { isPositive, sum } from '../src/sum.ts';
test('sums', () => {
  expect(sum(1, 2)).toBe(3);
});
test.each([1, 2])('%i is positive', (number) => {
  expect(isPositive(number)).toBe(true);
});
test('never green', () => {
  expect(1).toBe(2);
});
`;

const FILES: Readonly<Record<string, string>> = {
  'src/sum.ts': SUM,
  'test/sum.test.ts': TEST,
  'package.json': '{ "type": "module" }\n',
  'tsconfig.json': JSON.stringify({
    compilerOptions: { noEmit: true, module: 'NodeNext', strict: true, types: [], allowImportingTsExtensions: true },
    include: ['src'],
  }),
  'jest.config.js': `export default {
  extensionsToTreatAsEsm: ['.ts'],
  transform: { '^.+\\\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } }, module: { type: 'es6' } }] },
};
`,
  'scripts/build.js': '',
  'scripts/bundle.js': '',
};

let checkout: string;

beforeAll(() => {
  checkout = mkdtempSync(join(tmpdir(), 'kra-checkout-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(checkout, path)), { recursive: true });
    writeFileSync(join(checkout, path), text);
  }
  symlinkSync(join(HERE, 'node_modules'), join(checkout, 'node_modules'));
});
afterAll(() => rmSync(checkout, { recursive: true, force: true }));

function mutant(from: string, to: string, ...tests: readonly string[]): Mutant {
  return { what: `${from} -> ${to}`, file: 'src/sum.ts', from, to, tests: tests.map(namedTest), mistake: null };
}

const FILE = 'test/sum.test.ts';
const SUMS = `${FILE}: sums`;

test('each mutant gets its verdict, and the checkout stays as it is', async () => {
  const expected: [Mutant, string, RegExp | null][] = [
    [mutant('a + b', 'a - b', SUMS), 'killed', null],
    [mutant('a > 0', 'a > 1', `${FILE}: %i is positive`), 'killed', null],
    [mutant('a > 0', 'a >= 0', `${FILE}: %i is positive`), 'survived', /^green: test\/sum\.test\.ts: %i is positive$/],
    [mutant('a > 0', 'a < 0', `${FILE}: %i is positive`, SUMS), 'survived', /^green: test\/sum\.test\.ts: sums$/],
    [mutant('a + b', 'a - b', FILE), 'refused', /without the break, test\/sum\.test\.ts is red/],
    [mutant('a + b', 'a - b', `${FILE}: no such title`), 'refused', /no such title is missing/],
    [mutant('a + b', 'a +', SUMS), 'refused', /^it is no program: /],
    [mutant('a + b', 'a + c', SUMS), 'refused', /^it is no program: Cannot find name 'c'/],
    [mutant('a * b', 'a - b', SUMS), 'refused', /occurs 0 times/],
    [mutant('number', 'bigint', SUMS), 'refused', /occurs 4 times/],
    [mutant('a + b', 'a + b', SUMS), 'refused', /are the same/],
    [mutant('a + b', 'a - b'), 'refused', /names no test/],
    [mutant('a + b', 'a - b', 'test/other.test.ts'), 'refused', /no test file test\/other\.test\.ts/],
  ];
  const heard: Mutant[] = [];
  const verdicts = await tryAll(
    expected.map(([each]) => each),
    checkout,
    2,
    ({ mutant: each }) => heard.push(each),
  );
  const byMutant = new Map(verdicts.map(({ mutant: each, kind, why }) => [each, { kind, why }]));
  for (const [each, kind, why] of expected) {
    expect([each.what, byMutant.get(each)]).toEqual([
      each.what,
      { kind, why: why === null ? null : expect.stringMatching(why) },
    ]);
  }
  expect(heard).toHaveLength(expected.length);
  expect(readFileSync(join(checkout, 'src/sum.ts'), 'utf8')).toBe(SUM);
  expect(readdirSync(join(checkout, 'src'))).toEqual(['sum.ts']);
});
