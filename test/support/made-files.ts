/** Files that are made by a command: a stale one fails with that command and its first differing line, not with the whole of it. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const isUpdating = process.env['UPDATE_GOLDEN'] === '1';
/** In characters: of a longer line only what is around the difference is shown. */
const SHOWN = 120;

/**
 * Fails where a text is not what it is made from.
 *
 * @param what the file, or the part of it
 * @param found its text; undefined where there is none
 * @param command makes it anew
 */
export function expectMade(what: string, found: string | undefined, wanted: string, command = 'npm run docs'): void {
  if (found === wanted) return;
  const reason = found === undefined ? 'is missing' : `is stale:\n${firstDifference(found, wanted)}`;
  throw new Error(`${what} ${reason}\nRun \`${command}\` and read what it changes (\`git diff\`).`);
}

/** The same for a whole file, by its path in the repository. */
export function expectMadeFile(path: string, wanted: string, command?: string): void {
  const file = join(ROOT, path);
  expectMade(path, existsSync(file) ? readFileSync(file, 'utf8') : undefined, wanted, command);
}

/** The golden files of a folder: expected texts, which `UPDATE_GOLDEN=1` writes anew. */
export interface Goldens {
  /** Fails where `text` is not what the golden file says. */
  expect(name: string, text: string): void;
  names(): readonly string[];
  read(name: string): string;
}

/**
 * @param folder its address
 * @param tests what to hand to scripts/jest.js to write them anew
 */
export function goldensIn(folder: URL, tests: string): Goldens {
  const place = fileURLToPath(folder);
  return {
    expect: (name, text) => expectGolden(join(place, name), text, tests),
    names: () => readdirSync(place).toSorted(),
    read: (name) => readFileSync(join(place, name), 'utf8'),
  };
}

/** One golden file, by its path on this machine. */
export function expectGolden(file: string, text: string, tests: string): void {
  if (isUpdating) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  expectMadeFile(relative(ROOT, file), text, `UPDATE_GOLDEN=1 node scripts/jest.js ${tests}`);
}

/** The first line in which two texts differ, with a mark under the place. */
function firstDifference(found: string, wanted: string): string {
  const [ours, theirs] = [found.split('\n'), wanted.split('\n')];
  const at = ours.findIndex((line, index) => line !== theirs[index]);
  const index = at === -1 ? ours.length : at;
  const [is, should] = [ours[index], theirs[index]];
  const same = [...(is ?? '')].findIndex((letter, column) => letter !== (should ?? '')[column]);
  const column = same === -1 ? (is ?? '').length : same;
  const from = Math.max(0, column - SHOWN / 2);
  const shown = (line: string | undefined) =>
    line === undefined
      ? '(the text ends before it)'
      : JSON.stringify(
          `${from > 0 ? '…' : ''}${line.slice(from, from + SHOWN)}${line.length > from + SHOWN ? '…' : ''}`,
        );
  return `line ${index + 1} is        ${shown(is)}\nline ${index + 1} should be ${shown(should)}`;
}
