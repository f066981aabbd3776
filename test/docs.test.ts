/** What is made from the code is up to date: `npm run docs` writes it again. */
import { readdirSync } from 'node:fs';
import { MADE_FOLDERS, madeFiles } from '../scripts/made-files.js';
import { RULES } from '../src/rules/catalogue.ts';
import { expectMade, expectMadeFile } from './support/made-files.ts';

const FILES: Readonly<Record<string, string>> = madeFiles();
const namesIn = (folder: string) => readdirSync(new URL(`../${folder}`, import.meta.url));

test.each(Object.keys(FILES))('%s is what the code makes', (path) => expectMadeFile(path, FILES[path] ?? ''));

test.each(MADE_FOLDERS)('nothing in %s is left over', (folder) => {
  const left = namesIn(folder).filter((name) => FILES[`${folder}/${name}`] === undefined);
  if (left.length > 0) throw new Error(`${folder}: nothing makes ${left.join(', ')}. Run \`npm run docs\`.`);
});

test('each rule is a file of its name', () => {
  const files = namesIn('src/rules');
  expect(RULES.filter(({ id }) => !files.includes(`${id}.ts`)).map(({ id }) => id)).toEqual([]);
});

describe('a file that is stale', () => {
  const message = (found: string | undefined, wanted: string) => {
    try {
      expectMade('docs/a.md', found, wanted);
      return null;
    } catch (error) {
      return (error as Error).message;
    }
  };
  const REMEDY = 'Run `npm run docs` and read what it changes (`git diff`).';
  const page = (line: string) => `# A\n${'more\n'.repeat(500)}${line}\n${'rest\n'.repeat(500)}`;

  test.each([
    [page('old'), page('new'), 'docs/a.md is stale:\nline 502 is        "old"\nline 502 should be "new"'],
    ['# A\n', '# A\nmore\n', 'docs/a.md is stale:\nline 2 is        ""\nline 2 should be "more"'],
    ['# A', '# A\nmore', 'docs/a.md is stale:\nline 2 is        (the text ends before it)\nline 2 should be "more"'],
    ['a\r\n', 'a\n', 'docs/a.md is stale:\nline 1 is        "a\\r"\nline 1 should be "a"'],
    [undefined, '# A\n', 'docs/a.md is missing'],
  ])('its first differing line and the command are all that is printed', (found, wanted, words) => {
    expect(message(found, wanted)).toBe(`${words}\n${REMEDY}`);
  });

  test('of a long line only the place is shown', () => {
    const words = message(page(`${'a'.repeat(5000)}b${'c'.repeat(5000)}`), page(`${'a'.repeat(5000)}d`)) ?? '';
    expect(words).toMatch(/^line 502 is {8}"…a{60}bc{59}…"$/m);
    expect(words).toMatch(/^line 502 should be "…a{60}d"$/m);
    expect(words.length).toBeLessThan(500);
  });

  test('nothing is said of one that is not', () => expect(message('# A\n', '# A\n')).toBeNull());
});
