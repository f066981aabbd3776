/** The shortest edit between two texts by lines (Myers), as the hunks of a unified diff. */

export interface LineDiff {
  readonly additions: number;
  readonly deletions: number;
  /** Hunks alone, without a line end at the end, as GitHub gives them. */
  readonly patch: string;
}

type Edit = { readonly sign: ' ' | '-' | '+'; readonly line: string };

const CONTEXT = 3;
/** Texts that differ in more lines are given as one replacement. */
const MOST_EDITS = 1500;

export function diffLines(before: string, after: string): LineDiff {
  const [old, now] = [linesOf(before), linesOf(after)];
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++;
  const same = (lines: readonly string[]): readonly Edit[] => lines.map((line) => ({ sign: ' ', line }));
  const edits = [
    ...same(old.slice(0, start)),
    ...editsBetween(old.slice(start, old.length - end), now.slice(start, now.length - end)),
    ...same(old.slice(old.length - end)),
  ];
  const count = (sign: string) => edits.filter((edit) => edit.sign === sign).length;
  return { additions: count('+'), deletions: count('-'), patch: hunksOf(edits).join('\n') };
}

/** The farthest line of the old text on each diagonal; diagonal 0 stands in the middle. */
type Farthest = Int32Array;

function editsBetween(old: readonly string[], now: readonly string[]): readonly Edit[] {
  const most = Math.min(MOST_EDITS, old.length + now.length);
  const middle = most + 1;
  const farthest: Farthest = new Int32Array(2 * middle + 1);
  const trail: Farthest[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trail.push(farthest.slice());
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const at = middle + diagonal;
      let x = isDown(farthest, at, diagonal, edits) ? valueAt(farthest, at + 1) : valueAt(farthest, at - 1) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x++;
      farthest[at] = x;
      if (x >= old.length && x - diagonal >= now.length) return backtrack(old, now, trail, middle);
    }
  }
  return [...old.map((line): Edit => ({ sign: '-', line })), ...now.map((line): Edit => ({ sign: '+', line }))];
}

function valueAt(farthest: Farthest, index: number): number {
  return farthest[index] ?? 0;
}

function isDown(farthest: Farthest, at: number, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && valueAt(farthest, at - 1) < valueAt(farthest, at + 1);
}

function backtrack(
  old: readonly string[],
  now: readonly string[],
  trail: readonly Farthest[],
  middle: number,
): readonly Edit[] {
  const found: Edit[] = [];
  let [x, y] = [old.length, now.length];
  for (let edits = trail.length - 1; edits >= 0; edits--) {
    const farthest = trail[edits] ?? new Int32Array();
    const diagonal = x - y;
    const isAdded = isDown(farthest, middle + diagonal, diagonal, edits);
    const previous = isAdded ? diagonal + 1 : diagonal - 1;
    const fromX = edits === 0 ? 0 : valueAt(farthest, middle + previous);
    const fromY = edits === 0 ? 0 : fromX - previous;
    while (x > fromX && y > fromY) {
      found.push({ sign: ' ', line: old[x - 1] ?? '' });
      x--;
      y--;
    }
    if (edits === 0) break;
    if (isAdded) found.push({ sign: '+', line: now[y - 1] ?? '' });
    else found.push({ sign: '-', line: old[x - 1] ?? '' });
    [x, y] = [fromX, fromY];
  }
  return found.reverse();
}

function hunksOf(edits: readonly Edit[]): readonly string[] {
  const near = nearChanges(edits);
  const hunks: string[] = [];
  let [oldLine, newLine] = [1, 1];
  for (let at = 0; at < edits.length; ) {
    const [oldStart, newStart] = [oldLine, newLine];
    const lines: string[] = [];
    const counts = { old: 0, now: 0 };
    while (at < edits.length && near[at]) {
      const { sign, line } = edits[at++] as Edit;
      lines.push(`${sign}${line.replace(/\n$/, '')}`);
      if (!line.endsWith('\n')) lines.push('\\ No newline at end of file');
      if (sign !== '+') counts.old++;
      if (sign !== '-') counts.now++;
    }
    oldLine += counts.old;
    newLine += counts.now;
    if (lines.length > 0) hunks.push(`@@ -${range(oldStart, counts.old)} +${range(newStart, counts.now)} @@`, ...lines);
    while (at < edits.length && !near[at]) {
      at++;
      oldLine++;
      newLine++;
    }
  }
  return hunks;
}

function nearChanges(edits: readonly Edit[]): readonly boolean[] {
  const near = edits.map(() => false);
  for (const [index, { sign }] of edits.entries())
    if (sign !== ' ') near.fill(true, Math.max(0, index - CONTEXT), index + CONTEXT + 1);
  return near;
}

function range(start: number, count: number): string {
  return count === 1 ? String(start) : `${count === 0 ? start - 1 : start},${count}`;
}

function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
