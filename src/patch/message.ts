/** Where in a mail the message ends and the diff begins. */
import { beginsFile } from './header.ts';
import type { SourceLines } from './lines.ts';

export interface DiffStart {
  /** The index of the first line that may belong to the diff. */
  readonly start: number;
  /** The message before it holds what looks like a diff; `git am`, unlike this reading, would apply that too. */
  readonly messageHoldsDiff: boolean;
}

/**
 * The diff stands behind the first line `---`, so that a diff quoted in the message is none. A mail without that line,
 * or with nothing behind it, is read as a whole. A deleted line `--` looks the same, hence hunks are stepped over.
 */
export function findDiffStart(source: SourceLines): DiffStart {
  const separator = findSeparator(source);
  const isFollowedByDiff = separator !== -1 && holdsDiff(source, separator + 1, source.lines.length);
  if (!isFollowedByDiff) return { start: 0, messageHoldsDiff: false };
  return { start: separator + 1, messageHoldsDiff: holdsDiff(source, 0, separator) };
}

function findSeparator({ lines }: SourceLines): number {
  let [oldLeft, newLeft] = [0, 0];
  for (const [index, line] of lines.entries()) {
    const sign = line[0] ?? ' ';
    const isInHunk = (oldLeft > 0 || newLeft > 0) && ' +-\\'.includes(sign);
    if (isInHunk) {
      if (sign === ' ' || sign === '-') oldLeft--;
      if (sign === ' ' || sign === '+') newLeft--;
      continue;
    }
    if (line.startsWith('---') && line.trimEnd() === '---') return index;
    const hunk = line.startsWith('@@ -') ? /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line.slice(0, 60)) : null;
    [oldLeft, newLeft] = hunk === null ? [0, 0] : [Number(hunk[1] ?? 1), Number(hunk[2] ?? 1)];
  }
  return -1;
}

function holdsDiff(source: SourceLines, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (beginsFile(source, at)) return true;
  return false;
}
