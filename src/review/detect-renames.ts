/** Renames that no header states: a file goes, and a new one has most of its lines (`diff -N`, `--no-renames`, two patches of a series). */
import { isRustFile } from '../text/reviewed-files.ts';

/** From here on git takes two files for one that was renamed (gitdiffcore(7), "Detecting renames"). */
const LEAST_ALIKE = 0.5;
/** With more pairs only equal texts are matched, since comparing lines takes time. */
const MOST_PAIRS = 400;

interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** A change with its two sides; `null` where the file is not there. */
export interface Sides<Change> {
  readonly change: Change;
  readonly before: TextFile | null;
  readonly after: TextFile | null;
}

/** Joins each deletion with the addition that it belongs to; `join` makes one change of the two. Rust files only. */
export function joinMoves<Change>(
  all: readonly Sides<Change>[],
  join: (deletion: Change, addition: Change) => Change,
): readonly Change[] {
  const gone = all.filter(({ before, after }) => isRust(before) && after === null);
  const come = all.filter(({ before, after }) => isRust(after) && before === null);
  const isLarge = gone.length * come.length > MOST_PAIRS;
  const candidates = gone
    .flatMap((from) => come.map((to) => ({ from, to, likeness: alike(from.before?.text, to.after?.text, isLarge) })))
    .filter(({ likeness }) => likeness >= LEAST_ALIKE)
    .sort((one, other) => other.likeness - one.likeness);
  const joined = new Map<Sides<Change>, readonly Change[]>();
  for (const { from, to } of candidates) {
    if (joined.has(from) || joined.has(to)) continue;
    joined.set(from, []);
    joined.set(to, [join(from.change, to.change)]);
  }
  return all.flatMap((each) => joined.get(each) ?? [each.change]);
}

function isRust(file: TextFile | null): boolean {
  return file !== null && isRustFile(file.path);
}

/** The share of lines that two texts have in common, 0 to 1. */
function alike(one = '', other = '', onlyEqual = false): number {
  if (one === other || onlyEqual) return one === other ? 1 : 0;
  const [lines, others] = [linesOf(one), linesOf(other)];
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(line, (counts.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of others) {
    const count = counts.get(line) ?? 0;
    if (count === 0) continue;
    counts.set(line, count - 1);
    common += 1;
  }
  return (2 * common) / Math.max(1, lines.length + others.length);
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
