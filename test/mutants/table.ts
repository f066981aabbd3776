/** The tables of mutants: small breaks of this program, each with the tests that have to turn red. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Mutant {
  /** A short sentence: what the break does. */
  readonly what: string;
  /** Relative to the checkout, as all paths here. */
  readonly file: string;
  /** Occurs in the file exactly once. */
  readonly from: string;
  readonly to: string;
  readonly tests: readonly NamedTest[];
  /** The row of docs/mistakes-of-bots.md that it makes. */
  readonly mistake: number | null;
}

/** Written as `test/room/name.test.ts`, or as `test/room/name.test.ts: title`, where the title may be a part of the test's name. */
export interface NamedTest {
  readonly file: string;
  /** Null: any test of the file. */
  readonly title: string | null;
}

/** A mutant as its table has it. */
interface Row extends Omit<Mutant, 'tests' | 'mistake'> {
  readonly tests: readonly string[];
  readonly mistake?: number;
}

/** In test/mutants/, one table an area. */
export function readTables(checkout: string): readonly Mutant[] {
  const folder = join(checkout, 'test/mutants');
  const tables = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort();
  return tables.flatMap((name) => {
    const rows = JSON.parse(readFileSync(join(folder, name), 'utf8')) as readonly Row[];
    return rows.map(({ tests, mistake = null, ...row }) => ({ ...row, tests: tests.map(namedTest), mistake }));
  });
}

export function namedTest(text: string): NamedTest {
  const [, file = text, title = null] = /^(\S+\.test\.ts): (.+)$/s.exec(text) ?? [];
  return { file, title };
}

/** Why a mutant cannot be tried in this checkout; null: it can. */
export function mistakeIn({ file, from, to, tests }: Mutant, checkout: string): string | null {
  if (!existsSync(join(checkout, file))) return `there is no file ${file}`;
  const times = readFileSync(join(checkout, file), 'utf8').split(from).length - 1;
  if (from === '' || times !== 1) return `\`from\` occurs ${times} times in ${file}, and has to occur once`;
  if (from === to) return '`from` and `to` are the same';
  if (tests.length === 0) return 'it names no test';
  const missing = tests.find((each) => !existsSync(join(checkout, each.file)));
  if (missing !== undefined) return `there is no test file ${missing.file}`;
  const onTrees = tests.find((each) => each.file.endsWith('.kernel.test.ts'));
  return onTrees === undefined ? null : `${onTrees.file} needs kernel trees: name a test that runs without`;
}
