/** Quotes the hunks of a patch as a reply by mail does, cut down to the lines that are spoken of. */
import type { FilePatch, Hunk, HunkLine, Patch } from '../../patch/patch.ts';
import { type Positions, saidPosition } from '../../patch/sides.ts';
import { visible } from '../select/escape-unprintable.ts';

/** Lines shown above and below the one that is spoken of. */
const ABOVE = 4;
const BELOW = 2;
const SIGNS = { context: ' ', add: '+', delete: '-' } as const satisfies Record<HunkLine['kind'], string>;

/** A stretch of a hunk up to the remark about `line` (new side); `lines` are quoted already. */
export interface Quote {
  readonly lines: readonly string[];
  readonly line: number;
}

/** A line of the tree as a patch counts, with the hunk whose new side holds it, if one does. */
export interface PatchLine {
  readonly line: number;
  readonly quoted: { readonly file: FilePatch; readonly hunk: Hunk } | undefined;
}

/**
 * Finds a line of the tree after `patch` in the patch. Where a hunk was applied at an offset, the lines from there to the
 * next one are off by as much.
 */
export function hunkAt(patch: Patch, path: string, line: number, positions: Positions): PatchLine {
  const file = patch.files.findLast(({ after }) => after === path);
  if (file === undefined) return { line, quoted: undefined };
  const places = positions.get(file) ?? file.hunks.map(saidPosition);
  let nearest = -1;
  for (const [index, { newStart }] of places.entries())
    if (newStart <= line && newStart >= (places[nearest]?.newStart ?? 0)) nearest = index;
  const [hunk, place] = [file.hunks[nearest], places[nearest]];
  if (hunk === undefined || place === undefined) return { line, quoted: undefined };
  const isInHunk = line < place.newStart + hunk.newLines;
  return { line: line - place.newStart + saidPosition(hunk).newStart, quoted: isInHunk ? { file, hunk } : undefined };
}

/** The stretches of a hunk that end a little below each of `lines`, which are in order and on its new side. */
export function quotesOf(file: FilePatch, hunk: Hunk, lines: readonly number[]): readonly Quote[] {
  const places = newSideIndexes(hunk);
  const indexes = lines.map((line) => places.get(line) ?? 0);
  let quotedUpTo = 0;
  return lines.map((line, at) => {
    const index = indexes[at] ?? 0;
    const start = Math.max(quotedUpTo, index - ABOVE);
    const end = Math.max(start, Math.min(index + 1 + BELOW, indexes[at + 1] ?? hunk.lines.length, hunk.lines.length));
    const before = at === 0 ? headOf(file, hunk) : [];
    const skipped = start > quotedUpTo ? ['> [...]'] : [];
    quotedUpTo = end;
    const stretch = hunk.lines.slice(start, end).map(({ kind, text }) => quoted(SIGNS[kind] + text));
    return { line, lines: [...before, ...skipped, ...stretch] };
  });
}

function headOf(file: FilePatch, hunk: Hunk): readonly string[] {
  const section = hunk.section === '' ? '' : ` ${hunk.section.trim()}`;
  const ranges = `-${hunk.oldStart},${hunk.oldLines} +${hunk.newStart},${hunk.newLines}`;
  return [quoted(`+++ b/${file.after ?? ''}`), quoted(`@@ ${ranges} @@${section}`)];
}

/** From a line's number on the new side to its place in the hunk. */
function newSideIndexes(hunk: Hunk): ReadonlyMap<number, number> {
  let line = hunk.newStart;
  const entries = hunk.lines.flatMap(({ kind }, index) => (kind === 'delete' ? [] : [[line++, index] as const]));
  return new Map(entries);
}

/** Tabs stay: they are what the patch holds. */
function quoted(text: string): string {
  return `> ${text.replace(/\r$/, '').split('\t').map(visible).join('\t')}`.trimEnd();
}
