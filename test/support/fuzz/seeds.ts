/** The texts that the fuzzer begins with: fixtures of the rules and of Clippy, the example driver, and Rust by chance. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { readFixture } from '../fixtures.ts';
import { oddRust } from '../odd-rust.ts';
import type { Chance } from './chance.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
/** Lines of a file that an input has at most: small inputs, many of them. */
const MOST_LINES = 8;

/** The files below a folder of the checkout whose names end so, by path, in the order of their paths. */
export function textsBelow(folder: string, suffix: string): readonly (readonly [path: string, text: string])[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(suffix))
    .toSorted()
    .map((name) => [name, readFileSync(`${folder}/${name}`, 'utf8')] as const);
}

export const EXAMPLE_TREE = Object.fromEntries(
  ['.rs', '.c', '.h'].flatMap((suffix) => textsBelow(`${ROOT}examples/ring-driver/tree`, suffix)),
);
export const EXAMPLE_PATCHES = textsBelow(`${ROOT}examples/ring-driver/series`, '.patch').map(([, text]) => text);

const FILES = [
  ...['test/rules', 'test/fixtures/clippy'].flatMap((folder) =>
    textsBelow(ROOT + folder, '.rs').map(([, text]) => readFixture(text).code),
  ),
  ...Object.entries(EXAMPLE_TREE).flatMap(([path, text]) => (path.endsWith('.rs') ? [text] : [])),
];

const ODD = fc.sample(oddRust(), { seed: 20261129, numRuns: 2_000 }).map(({ text }) => text);

/** A few lines of a file, or a small file as a whole. */
export function someRust(chance: Chance, corpus: readonly string[] = []): string {
  const from = corpus.length > 0 && chance.oneIn(2) ? corpus : chance.oneIn(2) ? FILES : ODD;
  const lines = chance.of(from).split(/(?<=\n)/);
  const start = chance.below(Math.max(1, lines.length - MOST_LINES / 2));
  return lines.slice(start, start + 1 + chance.below(MOST_LINES)).join('');
}
