/**
 * Reviews of small trees, each a folder of cases/: `before/` and `after/`, or patches (01.patch, 02.patch ...) over `before/`;
 * without `before/` the patches are all there is. `descent.txt` names renames and copies. `expected.txt` is what a reader
 * gets; `UPDATE_GOLDEN=1` writes it anew.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderReviewText } from '../../src/report/terminal/review-text.ts';
import { expectGolden } from '../support/made-files.ts';
import type { Files } from '../support/memory-tree.ts';
import { reviewOf } from '../support/review-files.ts';
import { type Descent, writePatch } from '../support/write-patch.ts';

const CASES = fileURLToPath(new URL('./cases/', import.meta.url));
const NAMES = readdirSync(CASES).toSorted();

test.each(NAMES)('%s', async (name) => {
  const folder = `${CASES}${name}/`;
  const before = filesIn(`${folder}before/`);
  const patches = patchesIn(folder) ?? {
    'change.patch': writePatch(before ?? {}, filesIn(`${folder}after/`) ?? {}, descents(folder)),
  };
  const text = renderReviewText(await reviewOf(patches, before), { colour: false, full: true });
  expectGolden(`${folder}expected.txt`, text, 'test/review/cases.test.ts');
});

test('no case holds anything that is not read', () => {
  for (const name of NAMES) {
    const entries = readdirSync(CASES + name);
    const known = /^(?:before|after|\d\d\.patch|descent\.txt|expected\.txt)$/;
    expect(entries.filter((entry) => !known.test(entry))).toEqual([]);
    expect(entries.includes('after')).toBe(!entries.includes('01.patch'));
  }
});

function patchesIn(folder: string): Record<string, string> | undefined {
  const names = readdirSync(folder).filter((name) => name.endsWith('.patch'));
  if (names.length === 0) return undefined;
  return Object.fromEntries(names.toSorted().map((name) => [name, readFileSync(folder + name, 'utf8')]));
}

/** Lines as `rename rust/kernel/x.rs -> rust/kernel/y.rs`. */
function descents(folder: string): Descent[] {
  const path = `${folder}descent.txt`;
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  return lines.map((line) => {
    const [, how, from, to] = /^(rename|copy) (\S+) -> (\S+)$/.exec(line) ?? [];
    return { how, from, to } as Descent;
  });
}

function filesIn(folder: string): Files | null {
  if (!existsSync(folder)) return null;
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => `${parentPath}/${name}`.slice(folder.length).replace(/^\//, ''));
  return Object.fromEntries(paths.toSorted().map((path) => [path, readFileSync(folder + path, 'utf8')]));
}
