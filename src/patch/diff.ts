/** A diff: which lines of a text belong to which file, and what each file's part says. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { foreign, foreignDiff, refuseEscaped } from './foreign.ts';
import { beginsFile, checkWithoutHunks, type FileHeader, readFileHeader } from './header.ts';
import { readHunks } from './hunk.ts';
import { placeOf, type SourceLines, shortened } from './input-lines.ts';
import type { FilePatch } from './patch.ts';

const CUT_OFF = 'get the patch again: it was cut off or edited';

/**
 * The files of a diff in its order. Text around them is skipped, as `git apply` does. What
 * cannot be read is refused, by the name of what it is where that is known.
 */
export function readDiff(source: SourceLines, start = 0): readonly FilePatch[] | Failure {
  const files = readFiles(source, start);
  return isFailure(files) ? (foreignDiff(source, start) ?? files) : (refuseEscaped(files) ?? files);
}

function readFiles(source: SourceLines, start: number): readonly FilePatch[] | Failure {
  const files: FilePatch[] = [];
  let at = start;
  while (at < source.lines.length) {
    if (!beginsFile(source, at)) {
      const refusal = refuseStrayLine(source, at);
      if (refusal !== null) return refusal;
      at++;
      continue;
    }
    const header = readFileHeader(source, at);
    if (isFailure(header)) return header;
    const body = readBody(source, header);
    if (isFailure(body)) return body;
    files.push(body.file);
    at = body.end;
  }
  return files;
}

/** What outside of a file's part shows that not all can be read. */
function refuseStrayLine(source: SourceLines, at: number): Failure | null {
  const line = source.lines[at] as string;
  const isCombined = line.startsWith('diff --cc ') || line.startsWith('diff --combined ');
  if (isCombined) return foreign('combined', placeOf(source, at));
  const isHunk = line.startsWith('@@ -') && /^@@ -\d+(?:,\d+)? \+\d/.test(line.slice(0, 40));
  if (!isHunk) return null;
  const remedy = 'pass the diff with its `--- ` and `+++ ` lines';
  return failure(placeOf(source, at), 'a hunk has no file header above it', remedy);
}

interface FileBody {
  readonly file: FilePatch;
  readonly end: number;
}

function readBody(source: SourceLines, header: FileHeader): FileBody | Failure {
  const next = source.lines[header.end] ?? '';
  const isDifferLine = next.startsWith('Binary files ') && next.trimEnd().endsWith(' differ');
  if (isDifferLine) return binaryFile(header, header.end + 1);
  if (next.trimEnd() === 'GIT binary patch') {
    const end = endOfBinaryPatch(source, header.end + 1);
    return isFailure(end) ? end : binaryFile(header, end);
  }
  const run = readHunks(source, header.end);
  if (isFailure(run)) return run;
  const file = { ...header.file, binary: false, hunks: run.hunks };
  const refusal = run.hunks.length === 0 ? checkWithoutHunks(header) : checkMissingSide(file, header.where);
  return refusal ?? { file, end: run.end };
}

function binaryFile({ file }: FileHeader, end: number): FileBody {
  return { file: { ...file, binary: true, hunks: [] }, end };
}

/** Behind `GIT binary patch`: one or two blocks, each ended by an empty line. */
function endOfBinaryPatch(source: SourceLines, start: number): number | Failure {
  const { lines } = source;
  let at = start;
  let isWhole = false;
  while (/^(?:literal|delta) \d+\s*$/.test((lines[at] ?? '').slice(0, 40))) {
    at++;
    while (/^[A-Za-z][!-~]{5,65}$/.test(lines[at] ?? '')) at++;
    isWhole = lines[at] === '';
    at++;
  }
  return isWhole ? at : failure(placeOf(source, start), 'the binary patch has no end', CUT_OFF);
}

/** A new file has no old lines and a deleted one no new lines. */
function checkMissingSide({ before, after, hunks }: FilePatch, where: string): Failure | null {
  const contradicts = hunks.some(
    ({ oldLines, newLines }) => (before === null && oldLines > 0) || (after === null && newLines > 0),
  );
  if (!contradicts) return null;
  const said = before === null ? 'new, but has old lines' : 'deleted, but has new lines';
  return failure(where, `${shortened(before ?? after ?? '')} is ${said}`, CUT_OFF);
}
