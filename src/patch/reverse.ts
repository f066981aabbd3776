/** The same change the other way round. */
import type { FilePatch, Hunk, HunkLine } from './patch.ts';

const REVERSED_CHANGES = { add: 'delete', delete: 'add', modify: 'modify', rename: 'rename' } as const;

/** Undoing a copy deletes the file that it made, which no hunk can say: such a file stays a copy, from the other side. */
export function reverseFilePatch(file: FilePatch): FilePatch {
  return {
    before: file.after,
    after: file.before,
    change: file.change === 'copy' ? 'copy' : REVERSED_CHANGES[file.change],
    binary: file.binary,
    oldMode: file.newMode,
    newMode: file.oldMode,
    oldBlob: file.newBlob,
    newBlob: file.oldBlob,
    hunks: file.hunks.map(reverseHunk),
  };
}

function reverseHunk(hunk: Hunk): Hunk {
  return {
    ...hunk,
    oldStart: hunk.newStart,
    oldLines: hunk.newLines,
    newStart: hunk.oldStart,
    newLines: hunk.oldLines,
    lines: hunk.lines.map(reverseLine),
  };
}

function reverseLine(line: HunkLine): HunkLine {
  if (line.kind === 'context') return line;
  return { ...line, kind: line.kind === 'add' ? 'delete' : 'add' };
}
