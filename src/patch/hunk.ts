/** Hunks: each is recounted against its header before `parse-diff` reads it, since that accepts what was cut off. */
import parseDiff from 'parse-diff';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { foreign } from './foreign.ts';
import { placeOf, type SourceLines, shortened } from './input-lines.ts';
import type { Hunk, HunkLine } from './patch.ts';

type HunkHeader = Omit<Hunk, 'lines'>;

/** The hunks that begin at a line, and the index of the first line behind them. */
export interface HunkRun {
  readonly hunks: readonly Hunk[];
  readonly end: number;
}

const NO_NEWLINE = '\\ No newline at end of file';
const DAMAGED = 'get the patch again: it was cut off, wrapped by a mail client or edited by hand';

/** Reads the hunks from the line at `start` on; a file of a diff has none where the line is not an `@@` line. */
export function readHunks(source: SourceLines, start: number): HunkRun | Failure {
  const headers: HunkHeader[] = [];
  const recounted: string[] = [];
  let at = start;
  while ((source.lines[at] ?? '').startsWith('@@')) {
    const header = readHunkHeader(source, at);
    if (isFailure(header)) return header;
    const end = recount(source, at + 1, header);
    if (isFailure(end)) return end;
    headers.push(header);
    for (; at < end; at++) {
      const line = source.lines[at] as string;
      recounted.push(line.startsWith('\\') ? NO_NEWLINE : line);
    }
  }
  if (headers.length === 0) return { hunks: [], end: start };
  const strayLine = strayHunkLine(source, at);
  if (strayLine !== null) return strayLine;
  return { hunks: parseRecounted(headers, recounted), end: at };
}

function readHunkHeader(source: SourceLines, at: number): HunkHeader | Failure {
  const line = source.lines[at] ?? '';
  const place = placeOf(source, at);
  if (line.startsWith('@@@')) return foreign('combined', place);
  const match = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/.exec(line);
  if (match === null) return failure(place, `${shortened(line)} is not a valid hunk header`, DAMAGED);
  const [head, oldStart, oldLines = '1', newStart, newLines = '1'] = match;
  const section = line.slice(head.length).trim();
  return {
    oldStart: Number(oldStart),
    oldLines: Number(oldLines),
    newStart: Number(newStart),
    newLines: Number(newLines),
    section,
    place,
  };
}

/** The index behind the last line of a hunk, once its lines are as many as its header says. */
function recount(source: SourceLines, start: number, header: HunkHeader): number | Failure {
  const { lines } = source;
  const count = { old: 0, new: 0, changed: 0 };
  /** The sides whose last line has no newline: nothing can come behind it. */
  const ended = { old: false, new: false };
  let at = start;
  for (; at < lines.length; at++) {
    const sign = (lines[at] as string)[0] ?? ' ';
    const isComplete = count.old >= header.oldLines && count.new >= header.newLines;
    if ((lines[at] as string).startsWith('\\ ') && at > start) {
      const lastSign = (lines[at - 1] as string)[0] ?? ' ';
      if (lastSign !== '+') ended.old = true;
      if (lastSign !== '-') ended.new = true;
      continue;
    }
    if (isComplete || (sign !== ' ' && sign !== '+' && sign !== '-')) break;
    if ((sign !== '+' && ended.old) || (sign !== '-' && ended.new)) {
      return failure(placeOf(source, at), 'a line follows the one marked as having no newline', DAMAGED);
    }
    if (sign !== '+') count.old++;
    if (sign !== '-') count.new++;
    if (sign !== ' ') count.changed++;
  }
  if (count.old !== header.oldLines || count.new !== header.newLines) {
    const said = `${header.oldLines} old and ${header.newLines} new lines`;
    return failure(
      header.place,
      `the hunk header promises ${said}, but the hunk has ${count.old} and ${count.new}`,
      DAMAGED,
    );
  }
  return count.changed > 0 ? at : failure(header.place, 'the hunk changes nothing', DAMAGED);
}

/** A line behind the last hunk that can only have been one of its own. */
function strayHunkLine(source: SourceLines, at: number): Failure | null {
  const line = source.lines[at] ?? '';
  const isSignatureOrHeader = line.startsWith('--');
  const isHunkLine = /^[ +-]/.test(line) && line.trim() !== '' && !isSignatureOrHeader;
  return isHunkLine ? failure(placeOf(source, at), 'the hunk has more lines than its header says', DAMAGED) : null;
}

function parseRecounted(headers: readonly HunkHeader[], recounted: readonly string[]): readonly Hunk[] {
  const chunks = parseDiff(['--- a/file', '+++ b/file', ...recounted].join('\n'))[0]?.chunks ?? [];
  return headers.map((header, index) => ({ ...header, lines: hunkLines(chunks[index]?.changes ?? []) }));
}

const KINDS = { normal: 'context', add: 'add', del: 'delete' } as const;

/** `parse-diff` gives the `\ No newline` rows as lines of their own. */
function hunkLines(changes: readonly parseDiff.Change[]): readonly HunkLine[] {
  const lines: HunkLine[] = [];
  for (const { type, content } of changes) {
    const last = lines.at(-1);
    if (!content.startsWith('\\')) lines.push({ kind: KINDS[type], text: content.slice(1), noNewline: false });
    else if (last !== undefined) lines[lines.length - 1] = { ...last, noNewline: true };
  }
  return lines;
}
