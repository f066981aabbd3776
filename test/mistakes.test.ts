/** docs/mistakes-of-bots.md names a test for each mistake; those that no other file proves are here. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readTables } from './mutants/table.ts';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

const ROWS = read('docs/mistakes-of-bots.md')
  .split('\n')
  .flatMap((line) => {
    const [, number, , , tests] = line.split(/(?<!\\)\|/).map((cell) => cell.trim());
    return number !== undefined && /^\d+$/.test(number) ? [{ number: Number(number), tests: tests ?? '' }] : [];
  });

test('the table has all of them, in order', () => {
  expect(ROWS.map(({ number }) => number)).toEqual(Array.from({ length: 35 }, (_, at) => at + 1));
});

test.each(ROWS)('mistake $number has tests that exist', ({ tests }) => {
  const named = tests.split('<br>').map((each) => /^([\w./-]+\.test\.ts): (`+)(.+)\2$/.exec(each));
  expect(named.length).toBeGreaterThan(0);
  for (const found of named) {
    const [, file = '', , title = 'no test is named'] = found ?? [];
    expect(read(`test/${file}`)).toContain(title);
  }
});

/** What each test of a row is red for: `npm run test:mutants` shows it. */
const MUTANTS = readTables(fileURLToPath(new URL('..', import.meta.url))).flatMap(({ mistake, tests }) =>
  tests.map(({ file, title }) => `${mistake} ${file}: ${title}`),
);

test.each(ROWS)('each test of mistake $number is red where the mistake is made', ({ number, tests }) => {
  const named = tests.split('<br>').map((each) => each.replace(/(`+)(.+)\1$/, '$2'));
  expect(named.filter((each) => !MUTANTS.includes(`${number} test/${each}`))).toEqual([]);
});

/** They bring binaries for this platform, or build one; `npm ci --ignore-scripts` is enough for the image. */
const WITH_SCRIPTS = ['@parcel/watcher', '@swc/core', 'esbuild', 'tree-sitter', 'tree-sitter-rust', 'unrs-resolver'];

test('mistake 10: each package is held by its hash, and none runs a script that nobody looked at', () => {
  interface Locked {
    readonly integrity?: string;
    readonly hasInstallScript?: boolean;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Readonly<Record<string, Locked>> };
  const installed = Object.entries(packages).filter(([path]) => path !== '');
  expect(installed.filter(([, { integrity }]) => !integrity?.startsWith('sha512-'))).toEqual([]);
  const scripted = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => path.slice(13));
  expect(scripted).toEqual(WITH_SCRIPTS);
});

test('mistake 14: nothing reads `author_association`', () => {
  const sources = readdirSync(new URL('../src', import.meta.url), { recursive: true, encoding: 'utf8' });
  const files = sources.filter((path) => path.endsWith('.ts'));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((path) => read(`src/${path}`).includes('author_association'))).toEqual([]);
});

test('mistake 30: the handbook says whose check has to be required', () => {
  expect(read('docs/operating.md')).toMatch(/Choose your App as the source of the check/);
});
