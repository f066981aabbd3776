/** Applies the patch of one file to its text, as `git apply` does: hunks may lie elsewhere, but must match exactly. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { shortened } from './lines.ts';
import type { FilePatch } from './patch.ts';
import { type HunkMismatch, type LineMismatch, placeHunks } from './place.ts';
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

const OTHER_TREE = 'give the tree that the patch was made for';

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
  if (file.binary) return failure(path, 'is a binary patch', 'only patches of texts can be applied');
  if (before === null && file.change !== 'add') return failure(file.before ?? path, 'is missing', OTHER_TREE);
  if (target !== null && file.change !== 'modify') return failure(path, 'exists already', OTHER_TREE);
  const placed = placeHunks(file.hunks, before ?? '');
  if (placed.kind === 'mismatch') return mismatchFailure(file, placed);
  if (file.after !== null) return { kind: 'applied', after: placed.text, positions: placed.positions };
  if (placed.text === '') return { kind: 'applied', after: null, positions: placed.positions };
  return failure(path, 'the patch deletes the file but not all of its lines', OTHER_TREE);
}

function mismatchFailure(file: FilePatch, { hunk, reason }: HunkMismatch): Failure {
  const path = file.before ?? file.after ?? '';
  const what = `the hunk for line ${hunk.oldStart} (${hunk.place}) does not apply: ${reasonText(reason)}`;
  return failure(path, what, OTHER_TREE);
}

function reasonText(reason: HunkMismatch['reason']): string {
  switch (reason.kind) {
    case 'line':
      return differenceText(reason);
    case 'not-at-start':
      return 'it has to be at the start of the file';
    case 'not-at-end':
      return 'without context behind its changes it has to be at the end of the file';
    case 'overlap':
      return 'another hunk changes the same lines';
    case 'effort':
      return 'looking for its lines takes too long';
  }
}

/** Both lines from shortly before their first difference on. */
function differenceText({ line, expected, found }: LineMismatch): string {
  if (found === null) return `${lineText(expected, 0)} is expected, but the file ends before line ${line}`;
  let same = 0;
  while (same < found.length && found[same] === expected[same]) same++;
  const from = same < 40 ? 0 : same - 20;
  return `line ${line} is ${lineText(found, from)}, not ${lineText(expected, from)}`;
}

function lineText(line: string, from: number): string {
  const hasNewline = line.endsWith('\n');
  const text = shortened((from > 0 ? '...' : '') + line.slice(from, hasNewline ? -1 : undefined));
  return hasNewline ? text : `${text} without a newline`;
}
