/** Applies the patch of one file to its text, as `git apply` does: hunks may lie elsewhere, but must match exactly. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { fitsBlob } from './blob-id.ts';
import { shortened } from './input-lines.ts';
import type { FilePatch, Hunk } from './patch.ts';
import { anyHunkFits, type HunkMismatch, isWithoutContext, type LineMismatch, placeHunks } from './place.ts';
import { reverseFilePatch } from './reverse.ts';
import type { HunkPosition } from './sides.ts';

export interface Applied {
  readonly kind: 'applied';
  /** Null where the patch deletes the file. */
  readonly after: string | null;
  /** One for each hunk. */
  readonly positions: readonly HunkPosition[];
}

/** The patch does not apply, but what undoes it does. */
export interface AlreadyApplied {
  readonly kind: 'already-applied';
}

const OTHER_TREE = 'pass the tree that the patch was made for';
const CHANGED_ON_THE_WAY = 'get the original patch, for instance with `b4 am`: a web page or mail client changed it';

/**
 * Applies `file` to the text that its `before` path has, null where there is none. `target` is what its `after` path
 * has where that is another one (rename, copy) or has to be new (then `before` means the same). Renaming an already
 * renamed file and the like is `already-applied`.
 */
export function applyFilePatch(
  file: FilePatch,
  before: string | null,
  target: string | null = file.change === 'add' ? before : null,
): Applied | AlreadyApplied | Failure {
  const applied = apply(file, before, target);
  return isFailure(applied) && isApplied(file, before, target) ? { kind: 'already-applied' } : applied;
}

function isApplied(file: FilePatch, before: string | null, target: string | null): boolean {
  const reverse = reverseFilePatch(file);
  // what fits everywhere proves nothing, unless the text is known to be the result
  if (reverse.oldBlob === null && reverse.before !== null && reverse.hunks.some(isBlind)) return false;
  switch (file.change) {
    case 'copy': {
      const undone = apply(reverse, target, null);
      return !isFailure(undone) && undone.after === before;
    }
    case 'rename':
      return !isFailure(apply(reverse, target, before));
    default:
      return !isFailure(apply(reverse, before, file.change === 'delete' ? before : null));
  }
}

function apply(file: FilePatch, before: string | null, target: string | null): Applied | Failure {
  const path = file.after ?? file.before ?? '';
  if (file.binary) return failure(path, 'is a binary patch', 'pass text patches only', 'unfit-file');
  if (before === null && file.change !== 'add')
    return failure(file.before ?? path, 'is missing', OTHER_TREE, 'unfit-file');
  if (target !== null && file.change !== 'modify') return failure(path, 'exists already', OTHER_TREE, 'unfit-file');
  const blind = before === null || file.change === 'add' ? undefined : file.hunks.find(isBlind);
  if (blind !== undefined && file.oldBlob !== null && fitsBlob(before ?? '', file.oldBlob) === 'other')
    return hunkFailure(file, blind, 'it has no context, and the file differs from the one that the patch was made for');
  const placed = placeHunks(file.hunks, before ?? '');
  if (placed.kind === 'mismatch') {
    const { hunk, reason } = placed;
    return hunkFailure(file, hunk, reasonText(reason), isOfWhiteSpace(reason) ? CHANGED_ON_THE_WAY : OTHER_TREE);
  }
  if (file.after !== null) return { kind: 'applied', after: placed.text, positions: placed.positions };
  if (placed.text === '') return { kind: 'applied', after: null, positions: placed.positions };
  return failure(path, 'the patch deletes the file but not all its lines', OTHER_TREE);
}

/** Whether at least one hunk of a file that the patch does not fit has a place in its text. */
export function somethingFits({ hunks }: FilePatch, before: string): boolean {
  return anyHunkFits(
    hunks.filter((hunk) => !isBlind(hunk)),
    before,
  );
}

/** Without a single line of the text before, a hunk fits into every text. */
function isBlind(hunk: Hunk): boolean {
  return hunk.oldLines === 0 && isWithoutContext(hunk);
}

function hunkFailure(file: FilePatch, { oldStart, place }: Hunk, reason: string, remedy = OTHER_TREE): Failure {
  const path = file.before ?? file.after ?? '';
  return failure(path, `the hunk for line ${oldStart} (${place}) does not apply: ${reason}`, remedy);
}

/** Tabs that became blanks, blanks that went, another kind of line end: pages and mail programs do that. */
function isOfWhiteSpace(reason: HunkMismatch['reason']): boolean {
  if (reason.kind !== 'line' || reason.found === null) return false;
  const [expected, found] = [reason.expected, reason.found].map((line) => line.replace(/\s+/g, ''));
  return expected === found && expected !== '' && reason.found.endsWith('\n') === reason.expected.endsWith('\n');
}

function reasonText(reason: HunkMismatch['reason']): string {
  switch (reason.kind) {
    case 'line':
      return differenceText(reason);
    case 'not-at-start':
      return 'it must match at the start of the file';
    case 'not-at-end':
      return 'without trailing context it must match at the end of the file';
    case 'overlap':
      return 'another hunk changes the same lines';
    case 'effort':
      return 'searching for its lines takes too long';
    case 'two-places':
      return 'it has no context, and its header names different places before and after the change';
    case 'too-short':
      return `it has no context, and the file ends before line ${reason.line}`;
  }
}

/** Both lines from shortly before their first difference on. */
function differenceText(mismatch: LineMismatch): string {
  const { line, expected, found } = mismatch;
  if (isOfWhiteSpace(mismatch)) return `line ${line} differs only in white space (tabs, spaces or its end)`;
  if (found === null)
    return `${expected === '\n' ? 'a blank line' : lineText(expected, 0)} is expected, but the file ends before line ${line}`;
  let same = 0;
  while (same < found.length && found[same] === expected[same]) same++;
  const from = same < 40 ? 0 : same - 20;
  return `line ${line} is ${lineText(found, from)}, not ${lineText(expected, from)}`;
}

function lineText(line: string, from: number): string {
  if (line === '\n') return 'blank';
  const hasNewline = line.endsWith('\n');
  const text = shortened((from > 0 ? '...' : '') + line.slice(from, hasNewline ? -1 : undefined));
  return hasNewline ? text : `${text} without a newline`;
}
