/**
 * Clippy's UI tests (`tests/` of a checkout of rust-lang/rust-clippy): Rust files with what Clippy prints about them in
 * `.stderr` files beside them. What they expect of the scored lints, and what we say of the same files.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { type RustFile, readRust } from '../../src/rust/file.ts';
import { documentationOf, type Item } from '../../src/rust/items.ts';
import { compiledFindings, RULE_OF } from './clippy-cases.ts';

/** The lint of each message that the scored lints print: only the first of a file names its lint. */
const LINT_OF_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/^unsafe (?:block|impl) missing a safety comment$/, 'undocumented_unsafe_blocks'],
  [/ has unnecessary safety comment$/, 'unnecessary_safety_comment'],
  [/^(?:unsafe function's docs are|docs for unsafe \w+) missing (?:a )?`# Safety` section$/, 'missing_safety_doc'],
  [/ unnecessary `# Safety` section$/, 'unnecessary_safety_doc'],
  [/^field with `# Safety` documentation is not marked unsafe$/, 'unnecessary_safety_doc'],
  [/^this macro expands metavariables in an unsafe block$/, 'macro_metavars_in_unsafe'],
  [/^this public function might dereference a raw pointer but is not marked `unsafe`$/, 'not_unsafe_ptr_arg_deref'],
];

/** Where a finding is. */
interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly lint: string;
}

/** What Clippy prints: of each message of the scored lints the place, its path as printed. A macro gives one for each of its calls. */
export function printedIn(stderr: string): Place[] {
  const found: Place[] = [];
  let lint: string | undefined;
  for (const line of stderr.split('\n')) {
    const message = /^(?:error|warning): (.*)$/.exec(line)?.[1];
    if (message !== undefined) lint = LINT_OF_MESSAGE.find(([words]) => words.test(message))?.[1];
    const place = /^ *--> (.+):(\d+):(\d+)$/.exec(line);
    if (lint === undefined || place === null) continue;
    const [, path = '', row, column] = place;
    found.push({ path, line: Number(row), column: Number(column), lint });
    lint = undefined;
  }
  return found;
}

/** What is compared: of one lint the places that Clippy's tests expect, and how ours differ. */
export interface Compared {
  readonly lint: string;
  /** Places that the tests expect, each once; a place is `path:line:column`. */
  readonly expected: readonly string[];
  readonly missed: readonly string[];
  /** What only we say. */
  readonly extra: readonly string[];
  /** What only we say, of items that Clippy leaves out unless `check-private-items` is on, as it is in the kernel. */
  readonly hidden: readonly string[];
}

/** The comparison, and what is left out of it. */
export interface UiAgreement {
  readonly files: number;
  readonly lints: readonly Compared[];
  /** Findings that the tests expect in all, as often as Clippy prints them. */
  readonly printed: number;
  /** Those among them of tests that turn an option off which the kernel has on. */
  readonly otherSettings: number;
}

/** One run of a test: a file, Clippy's words about it and the settings. */
interface Run {
  readonly path: string;
  readonly expected: readonly Place[];
  readonly settings: string;
}

/**
 * Compares our findings with those that Clippy's UI tests expect.
 * @param root a checkout of rust-lang/rust-clippy
 */
export function compareUiTests(root: string): UiAgreement {
  const all = runsBelow(root);
  const isOurs = ({ settings }: Run) =>
    !/accept-comment-above-\w+\s*=\s*false|private-macros\s*=\s*true/.test(settings);
  const others = all.filter((run) => !isOurs(run));
  const sums = Object.keys(RULE_OF).map((lint) => ({ lint, expected: [], missed: [], extra: [], hidden: [] }) as Sums);
  let files = 0;
  for (const run of all.filter(isOurs)) {
    const file = readRust(readFileSync(join(root, run.path), 'utf8'));
    const lints = sums.filter(({ lint }) => isOn(lint, run, file));
    if (lints.length === 0) continue;
    files += 1;
    const findings = compiledFindings(file, run.path);
    for (const sum of lints) {
      const wanted = run.expected.filter(({ lint }) => lint === sum.lint).map(placeOf);
      const ours = findings.filter(({ rule }) => rule === RULE_OF[sum.lint]);
      const found = new Set(ours.map(({ line, column }) => placeOf({ path: run.path, line, column })));
      sum.expected.push(...new Set(wanted));
      sum.missed.push(...new Set(wanted.filter((place) => !found.has(place))));
      for (const { line, column } of ours) {
        const place = placeOf({ path: run.path, line, column });
        if (wanted.includes(place)) continue;
        const isHidden = /_doc$/.test(sum.lint) && isUnexported(file, file.lines.startOf(line) + column - 1);
        (isHidden && !/check-private-items\s*=\s*true/.test(run.settings) ? sum.hidden : sum.extra).push(place);
      }
    }
  }
  return { files, lints: sums, printed: printedFor(all), otherSettings: printedFor(others) };
}

function printedFor(runs: readonly Run[]): number {
  return runs.reduce((sum, { expected }) => sum + expected.length, 0);
}

type Sums = { -readonly [Key in keyof Compared]: Compared[Key] extends readonly string[] ? string[] : Compared[Key] };

function placeOf({ path, line, column }: Omit<Place, 'lint'>): string {
  return `${path}:${line}:${column}`;
}

/** A lint is on where a test expects it or turns it on; the style lint is on everywhere. */
function isOn(lint: string, { expected }: Run, { attributes }: RustFile): boolean {
  if (expected.some((place) => place.lint === lint) || lint === 'missing_safety_doc') return true;
  return attributes.some(({ level, lints }) => !/allow|expect/.test(level) && lints.includes(`clippy::${lint}`));
}

/** All tests, one run for each revision. */
function runsBelow(root: string): Run[] {
  const names = readdirSync(join(root, 'tests'), { recursive: true, encoding: 'utf8' }).sort();
  const paths = names.map((name) => `tests/${name.split(sep).join('/')}`).filter((path) => /^tests\/ui/.test(path));
  const printed = new Map<string, Place[]>();
  for (const path of paths.filter((each) => each.endsWith('.stderr'))) {
    printed.set(path, printedIn(readFileSync(join(root, path), 'utf8')));
  }
  return paths.flatMap((path) => {
    if (!path.endsWith('.rs') || /\/auxiliary\//.test(path)) return [];
    const text = readFileSync(join(root, path), 'utf8');
    const revisions = /^\/\/@ *revisions: *(.+)$/m.exec(text)?.[1]?.trim().split(/\s+/) ?? [''];
    return revisions.flatMap((revision) => {
      const folder = configurationOf(text, revision) ?? dirname(path);
      const place = join(root, folder, 'clippy.toml');
      const outputs = [...printed].filter(([output]) => isOutputOf(output, path, revision));
      const expected = outputs.flatMap(([output, places]) =>
        places.map((each) => ({ ...each, path: fromRoot(root, output, each.path) })),
      );
      const settings = existsSync(place) ? readFileSync(place, 'utf8') : '';
      // a test may take in another file
      return [...new Set([path, ...expected.map((each) => each.path)])].map((file) => {
        return { path: file, expected: expected.filter((each) => each.path === file), settings };
      });
    });
  });
}

/** The folder of the settings that a revision names for itself. */
function configurationOf(text: string, revision: string): string | undefined {
  for (const [, name, folder] of text.matchAll(/^\/\/@ *\[([\w,-]+)\] *rustc-env: *CLIPPY_CONF_DIR=(\S+)$/gm)) {
    if (name?.split(',').includes(revision)) return folder;
  }
  return undefined;
}

/** `name.stderr`, `name.revision.stderr`, `name.64bit.stderr`; of a whole crate `Cargo.stderr` beside its `src`. */
function isOutputOf(output: string, path: string, revision: string): boolean {
  if (basename(output) === 'Cargo.stderr') return path.startsWith(`${dirname(output)}/src/`);
  const test = path.slice(0, -'.rs'.length);
  return [test, `${test}.64bit`].some((name) => output === `${revision === '' ? name : `${name}.${revision}`}.stderr`);
}

/** A path as Clippy prints it: from the root, or from the folder of a crate. */
function fromRoot(root: string, output: string, printed: string): string {
  const ofCrate = join(dirname(output), printed);
  return existsSync(join(root, ofCrate)) ? relative('.', ofCrate).split(sep).join('/') : printed;
}

/** Whether nothing outside of the crate can name it, or its documentation is hidden; re-exports are not followed. */
function isUnexported({ items, tokens }: RustFile, offset: number): boolean {
  const around = items.filter(({ span }) => span.start <= offset && offset < span.end);
  const own: Item | undefined = around.at(-1);
  for (let item = own; item !== undefined; item = item.parent) {
    if (item.kind === 'trait') return false;
    if (item.kind === 'fn' && item !== own) return true;
    if (documentationOf(tokens, item).hidden) return true;
    if (item.kind !== 'impl' && !tokens.is(item.token, 'pub')) return true;
  }
  return false;
}
