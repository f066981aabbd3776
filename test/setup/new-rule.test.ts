/** `npm run new:rule` begins a rule that compiles and finds nothing, or changes nothing. */
import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FILL_IN, fixtureTexts, nameOf, ruleText, withRule } from '../../scripts/new-rule-texts.js';
import { RULES } from '../../src/rules/catalogue.ts';
import { outcomeText, readFixture, runFixture } from '../support/fixtures.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CATALOGUE = 'src/rules/catalogue.ts';
const ID = 'example-of-a-new-rule';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kra-new-rule-'));
  for (const path of ['src/rules', 'test/rules/static-mut', 'docs/rules'])
    mkdirSync(join(folder, path), { recursive: true });
  for (const path of [CATALOGUE, 'src/rules/rule.ts', 'src/rules/static-mut.ts'])
    cpSync(join(ROOT, path), join(folder, path));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function call(...args: readonly string[]) {
  return spawnSync(process.execPath, [join(ROOT, 'scripts/new-rule.js'), ...args], { cwd: folder, encoding: 'utf8' });
}

/** All files below the folder with their texts. */
function contents(): Readonly<Record<string, string>> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(paths.sort().map((path) => [path.slice(folder.length + 1), readFileSync(path, 'utf8')]));
}

test('it writes the rule, its fixtures and its lines in the catalogue, and nothing else', () => {
  const before = contents();
  expect(call(ID)).toMatchObject({ status: 0, stderr: '' });
  const after = contents();
  const fixtures = Object.entries(fixtureTexts(ID)).map(([name, text]) => [`test/rules/${ID}/${name}`, text]);
  expect(after).toEqual({
    ...before,
    [`src/rules/${ID}.ts`]: ruleText(ID),
    ...Object.fromEntries(fixtures),
    [CATALOGUE]: withRule(before[CATALOGUE] ?? '', ID),
  });
  expect(after[CATALOGUE]?.split('\n').filter((line) => line.includes(nameOf(ID)))).toEqual([
    `import { exampleOfANewRule } from './${ID}.ts';`,
    '  exampleOfANewRule,',
  ]);
});

test('what it writes passes the type check and the linter', () => {
  cpSync(join(ROOT, 'src'), join(folder, 'src'), { recursive: true });
  for (const name of ['tsconfig.json', 'package.json', 'biome.json']) cpSync(join(ROOT, name), join(folder, name));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  expect(call(ID).status).toBe(0);
  const tool = (name: string, ...args: readonly string[]) =>
    spawnSync(join(ROOT, 'node_modules/.bin', name), args, { cwd: folder, encoding: 'utf8' });
  const config = { extends: './tsconfig.json', include: [`src/rules/${ID}.ts`, CATALOGUE] };
  writeFileSync(join(folder, 'tsconfig.rules.json'), JSON.stringify(config));
  const types = tool('tsc', '--noEmit', '-p', 'tsconfig.rules.json');
  expect([types.status, types.stdout]).toEqual([0, '']);
  const style = tool('biome', 'check', '--error-on-warnings', '--vcs-enabled=false', `src/rules/${ID}.ts`, CATALOGUE);
  expect([style.status, style.stderr]).toEqual([0, '']);
});

test('a rule that is taken out of the catalogue and begun again has its import at the same place', () => {
  const catalogue = readFileSync(join(ROOT, CATALOGUE), 'utf8');
  const imports = (text: string) => text.split('\n').filter((line) => line.startsWith('import '));
  for (const { id } of RULES) {
    const without = catalogue
      .split('\n')
      .filter((line) => !line.includes(`'./${id}.ts'`) && line !== `  ${nameOf(id)},`);
    expect(imports(withRule(without.join('\n'), id))).toEqual(imports(catalogue));
  }
});

test('each word on what is to be written can be found, and its fixture is missed until the rule is written', () => {
  const { 'fires.rs': fires = '', 'silent.rs': silent = '' } = fixtureTexts(ID) as Readonly<Record<string, string>>;
  for (const text of [ruleText(ID), fires, silent]) expect(text.split(FILL_IN).length).toBeGreaterThan(1);
  const said = ruleText(ID).match(new RegExp(`^  (summary|why|when|misses).*${FILL_IN}`, 'gm'));
  expect(said).toHaveLength(4);
  expect(outcomeText(runFixture(readFixture(fires)))).toBe(`missed 4: ${ID}`);
  expect(outcomeText(runFixture(readFixture(silent)))).toBe('');
});

test.each([
  [['static-mut'], 'src/rules/static-mut.ts is there already; choose another id, or change that rule'],
  [['catalogue'], 'src/rules/catalogue.ts is there already'],
  [['Static-Mut'], '`Static-Mut` is not an id; write small letters, digits and single hyphens, as `static-mut`'],
  [['static_mut'], 'is not an id'],
  [['static--mut'], 'is not an id'],
  [['-static'], 'is not an id'],
  [['static-'], 'is not an id'],
  [['2static'], 'is not an id'],
  [['a/../b'], 'is not an id'],
  [[''], 'is not an id'],
  [['static'], '`static` would be `static` in the code, which has another meaning there; choose another id'],
  [['rule-of'], '`rule-of` would be `ruleOf` in the code'],
  [['define-rule'], '`define-rule` would be `defineRule` in the code'],
  [[], 'name one rule, as `npm run new:rule static-mut`'],
  [['one', 'two'], 'name one rule'],
])('%j is refused, and nothing is written', (args, words) => {
  const before = contents();
  const { status, stderr, stdout } = call(...args);
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`new-rule: ${words.startsWith('is ') ? '' : words}`);
  expect(stderr).toContain(words);
  expect(contents()).toEqual(before);
});

test.each([[`src/rules/${ID}.ts`], [`test/rules/${ID}/fires.rs`], [`docs/rules/${ID}.md`]])(
  'where %s is there, it is left as it is',
  (path) => {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), 'mine\n');
    const before = contents();
    expect(call(ID)).toMatchObject({ status: 2, stdout: '' });
    expect(contents()).toEqual(before);
  },
);

test('where the fixtures cannot be moved to their place, nothing is left of the rule', () => {
  // no folder of tests, so that the second of three moves fails
  rmSync(join(folder, 'test'), { recursive: true });
  const before = contents();
  const { status, stderr } = call(ID);
  expect([status, stderr]).toEqual([2, expect.stringContaining('new-rule: ')]);
  expect(contents()).toEqual(before);
  expect(readdirSync(folder).sort()).toEqual(['docs', 'src']);
});

test('in another folder it says where to call it', () => {
  rmSync(join(folder, CATALOGUE));
  expect(call(ID)).toMatchObject({ status: 2, stderr: expect.stringContaining(`there is no ${CATALOGUE} here`) });
  expect(existsSync(join(folder, `src/rules/${ID}.ts`))).toBe(false);
});
