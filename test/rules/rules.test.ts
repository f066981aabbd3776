/** Every rule fires where its fixtures say so, and nowhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { FILL_IN } from '../../scripts/new-rule-texts.js';
import { RULES, ruleOf } from '../../src/rules/catalogue.ts';
import { outcomeText, passedOverHint, readFixture, runFixture } from '../support/fixtures.ts';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const FOLDERS = readdirSync(HERE, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .toSorted();
const FILES = FOLDERS.flatMap((folder) =>
  readdirSync(HERE + folder)
    .toSorted()
    .map((name) => ({ folder, name, fixture: readFixture(readFileSync(`${HERE}${folder}/${name}`, 'utf8')) })),
);

test('every rule has a folder, and every folder a rule', () => {
  expect(FOLDERS).toEqual(RULES.map(({ id }) => id).toSorted());
});

test.each(FOLDERS)('%s is written: nothing is left to fill in', (id) => {
  const files = [`src/rules/${id}.ts`, ...readdirSync(HERE + id).map((name) => `test/rules/${id}/${name}`)];
  const left = files.flatMap((path) => leftIn(path, readFileSync(`${HERE}../../${path}`, 'utf8')));
  if (left.length > 0) throw new Error(`${id} is not finished. Write:\n${left.join('\n')}`);
});

/** The places at which `npm run new:rule` left a word on what is to be written, as `path:line: word`. */
function leftIn(path: string, text: string): readonly string[] {
  return text.split('\n').flatMap((line, index) => {
    const [, word] = line.split(FILL_IN);
    return word === undefined ? [] : [`${path}:${index + 1}:${word.replace(/[*/',)\]} {]*$/, '')}`];
  });
}

test.each(FOLDERS)('%s has code on which it fires and code on which it is silent', (folder) => {
  const names = FILES.filter((file) => file.folder === folder).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['fires.rs', 'silent.rs']));
  expect(names.filter((name) => !/^(?:fires|silent)(?:-[a-z-]+)?\.rs$/.test(name))).toEqual([]);
});

test.each(FILES)('$folder/$name', ({ folder, name, fixture }) => {
  const outcome = outcomeText(runFixture(fixture));
  if (outcome !== '')
    throw new Error(
      `test/rules/${folder}/${name} (missed: marked, not found; noisy: found, not marked):\n${outcome}${passedOverHint(fixture.code)}`,
    );
  const own = fixture.expected.some(
    ({ rule, isMiss, severity }) => rule === folder && !isMiss && severity !== 'suppressed',
  );
  expect(own).toBe(name.startsWith('fires'));
});

test('only rules of the catalogue are expected, and who misses something admits it', () => {
  for (const { rule, isMiss } of FILES.flatMap(({ fixture }) => fixture.expected)) {
    expect(ruleOf(rule)?.id).toBe(rule);
    if (isMiss) expect(ruleOf(rule)?.misses).not.toEqual([]);
  }
});

describe('the harness itself', () => {
  const outcome = (text: string) => outcomeText(runFixture(readFixture(text)));
  const block = 'fn id(ring: *mut Ring) -> u32 {\n    unsafe { (*ring).id }';

  test.each([
    ['noisy  2: error undocumented-unsafe: unsafe block has no `// SAFETY:` comment', `${block}\n}`],
    ['', `${block} //~ error undocumented-unsafe\n}`],
    ['', `${block}\n    //~^ undocumented-unsafe\n}`],
    [
      'noisy  2: error undocumented-unsafe: unsafe block has no `// SAFETY:` comment\nmissed 2: warning undocumented-unsafe',
      `${block} //~ warning undocumented-unsafe\n}`,
    ],
    ['missed 1: undocumented-unsafe', 'fn id() {} //~ undocumented-unsafe'],
    ['missed 2: no miss any more: undocumented-unsafe', `${block} //~? undocumented-unsafe: hard to see\n}`],
    ['', 'fn id() {} //~? undocumented-unsafe: hard to see'],
    ['', `//@ without: undocumented-unsafe\n${block}\n}`],
    ['', `//@ path: scripts/ring.rs\n${block}\n}`],
    [
      'noisy  3: error undocumented-unsafe: unsafe block lost its `// SAFETY:` comment: the comment was deleted, but the code remains',
      `fn id(ring: *mut Ring) -> u32 {\n    // SAFETY: \`ring\` is live. //-\n    unsafe { (*ring).id }\n}`,
    ],
  ])('%s', (wanted, text) => expect(outcome(text)).toBe(wanted));
});
