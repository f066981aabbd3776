/** Renames that a patch does not tell: a file goes, and a new one has most of its lines (`diff -N`, `git diff --no-renames`). */
import type { FileStep, Step } from './state.ts';

/** From here on git takes two files for one that was renamed (gitdiffcore(7), "Detecting renames"). */
const LEAST_ALIKE = 0.5;
/** Beyond so many pairs only equal texts are looked for, as lines take time. */
const MOST_PAIRS = 400;

type Deletion = FileStep & { readonly pathBefore: string; readonly before: string };
type Addition = FileStep & { readonly pathAfter: string; readonly after: string };

/** The steps of one patch, each deletion and addition that belong together as one rename. */
export function withMoves(steps: readonly Step[]): readonly Step[] {
  const gone = steps.filter(isDeletion);
  const come = steps.filter(isAddition);
  if (gone.length === 0 || come.length === 0) return steps;
  const isLarge = gone.length * come.length > MOST_PAIRS;
  const likeness = (from: Deletion, to: Addition): number =>
    from.before === to.after ? 1 : isLarge ? 0 : alike(linesOf(from.before), linesOf(to.after));
  const candidates = gone
    .flatMap((from) => come.map((to) => ({ from, to, likeness: likeness(from, to) })))
    .filter((each) => each.likeness >= LEAST_ALIKE)
    .sort((one, other) => other.likeness - one.likeness);
  const renames = new Map<Step, FileStep | null>();
  for (const { from, to } of candidates) {
    if (renames.has(from) || renames.has(to)) continue;
    renames.set(from, null);
    renames.set(to, { ...to, pathBefore: from.pathBefore, before: from.before });
  }
  return steps.flatMap((step) => {
    const rename = renames.get(step);
    return rename === undefined ? [step] : rename === null ? [] : [rename];
  });
}

function isDeletion(step: Step): step is Deletion {
  return step.kind === 'whole' && isRust(step.pathBefore) && step.before !== null && step.after === null;
}

function isAddition(step: Step): step is Addition {
  return step.kind === 'whole' && isRust(step.pathAfter) && step.after !== null && step.before === null;
}

function isRust(path: string | null): boolean {
  return path?.endsWith('.rs') === true;
}

function linesOf(text: string): readonly string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The share of lines that two files have in common, 0 to 1. */
function alike(lines: readonly string[], others: readonly string[]): number {
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
