/** The two sides of hunks: their texts, and the lines that only one side has. */
import type { FilePatch, Hunk, HunkLine } from './patch.ts';

export type Side = 'before' | 'after';

/** The lines of one side, each with its `\n` where it has one. */
export function sideLines({ lines }: Hunk, side: Side): readonly string[] {
  const absent: HunkLine['kind'] = side === 'before' ? 'add' : 'delete';
  return lines.filter(({ kind }) => kind !== absent).map(({ text, noNewline }) => (noNewline ? text : `${text}\n`));
}

/** The text of one side, and the numbers of its lines that the other side lacks, counted from 1 at the top of the hunk. */
export function changedSide(hunk: Hunk, side: Side): { readonly text: string; readonly own: ReadonlySet<number> } {
  const present = hunk.lines.filter(({ kind }) => kind !== (side === 'before' ? 'add' : 'delete'));
  const own = present.flatMap(({ kind }, index) => (kind === 'context' ? [] : [index + 1]));
  return { text: sideLines(hunk, side).join(''), own: new Set(own) };
}

/** A piece of a file. */
export interface HunkText {
  /** Counted from 1, as the hunk says. */
  readonly firstLine: number;
  readonly text: string;
}

/** All that a review without a tree can see of a file: of each hunk the text before and after. */
export function hunkTexts({ hunks }: FilePatch): readonly { readonly before: HunkText; readonly after: HunkText }[] {
  return hunks.map((hunk) => ({
    before: { firstLine: hunk.oldStart, text: sideLines(hunk, 'before').join('') },
    after: { firstLine: hunk.newStart, text: sideLines(hunk, 'after').join('') },
  }));
}

/** Where a hunk was applied: the first lines of its two sides, counted from 1. */
export interface HunkPosition {
  readonly oldStart: number;
  readonly newStart: number;
}

/** Where the hunks of files were applied; a file that is not in it was read from its hunks. */
export type Positions = ReadonlyMap<FilePatch, readonly HunkPosition[]>;

/** Where a hunk says that it belongs. A side without lines names the line before it as its start. */
export function saidPosition({ oldStart, oldLines, newStart, newLines }: Hunk): HunkPosition {
  return { oldStart: oldLines === 0 ? oldStart + 1 : oldStart, newStart: newLines === 0 ? newStart + 1 : newStart };
}
