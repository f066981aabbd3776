/** What has to be done on GitHub so that it shows a review's result: pure, and empty where it shows it already. */

import { CHECK_NAME } from './messages.ts';
import type {
  Annotation,
  CheckRun,
  Conclusion,
  NewRun,
  OwnComment,
  RunAction,
  RunChange,
  RunOutput,
} from './published.ts';

/** GitHub's limit for one request (OpenAPI, checks); it appends them to the existing ones. */
export const ANNOTATIONS_AT_ONCE = 50;

/**
 * - `when-findings`: a comment is made with findings, and edited from then on
 * - `always`: there is always one, made anew where a person deleted it
 * - `once`: as `always`, but what a person deleted stays deleted
 * - `never`: none is made, and none is touched
 */
export type CommentPolicy = 'when-findings' | 'always' | 'once' | 'never';

export interface WantedComment {
  readonly policy: CommentPolicy;
  readonly hasFindings: boolean;
  readonly body: string;
  /** Whether a person deleted the comment of this pull request. */
  readonly wasDeleted: boolean;
}

/** The check run that GitHub should show at a head. */
export interface WantedRun {
  /** `CHECK_NAME` unless said otherwise. */
  readonly name?: string;
  readonly head: string;
  readonly externalId: string;
  /** Null: the review runs, and the run only has to be there. */
  readonly conclusion: Conclusion | null;
  readonly output: Omit<RunOutput, 'annotations'>;
  /** In a fixed order: a retry continues where an earlier try ended. */
  readonly annotations: readonly Annotation[];
  readonly actions: readonly RunAction[];
}

/** In their order; `annotate` and `conclude` mean the run that is there, or that a step before made. */
export type PublicationStep =
  | { readonly kind: 'create-run'; readonly run: NewRun }
  /** A run in progress is gone on with under another external id. */
  | { readonly kind: 'take-over'; readonly run: CheckRun; readonly change: RunChange & { readonly externalId: string } }
  | { readonly kind: 'annotate'; readonly change: RunChange }
  | { readonly kind: 'conclude'; readonly change: RunChange };

export type CommentStep =
  | { readonly kind: 'post-comment'; readonly body: string }
  | { readonly kind: 'edit-comment'; readonly comment: number; readonly body: string };

/**
 * The steps from the run that is there to what is wanted. A run that is concluded is never touched again.
 * @param there the run of this external id, or one in progress that is to become it
 */
export function planRun(wanted: WantedRun, there: CheckRun | null): readonly PublicationStep[] {
  const run = there !== null && (there.externalId === wanted.externalId || canBeTakenOver(there)) ? there : null;
  const isBegun = run?.externalId === wanted.externalId;
  if (isBegun && (run.conclusion !== null || wanted.conclusion === null)) return [];
  const [first, ...more] = changesFor(wanted, run?.annotations ?? 0);
  return [...(isBegun ? [ofRun(first)] : [beginning(wanted, run, first)]), ...more.map(ofRun)];
}

/** Whether it can become the run of something else: nothing is on it yet that could not be changed. */
export function canBeTakenOver({ conclusion, annotations }: CheckRun): boolean {
  return conclusion === null && annotations === 0;
}

/** What begins a run says all that one request can say of it. */
function beginning(wanted: WantedRun, run: CheckRun | null, change: RunChange): PublicationStep {
  const { name = CHECK_NAME, head, externalId } = wanted;
  return run === null
    ? { kind: 'create-run', run: { name, head, ...change, externalId } }
    : { kind: 'take-over', run, change: { ...change, externalId } };
}

function ofRun(change: RunChange): PublicationStep {
  return { kind: change.conclusion === null ? 'annotate' : 'conclude', change };
}

/** All annotations but the last fifty go ahead; those travel with the conclusion: a run that has ended has them all. */
function changesFor(wanted: WantedRun, there: number): readonly [RunChange, ...RunChange[]] {
  const { conclusion, output, actions, annotations } = wanted;
  const { title, summary, text } = output;
  const changeOf = (state: Conclusion | null, batch: readonly Annotation[]): RunChange => ({
    conclusion: state,
    output: { title, summary, text, annotations: batch },
    actions,
  });
  if (conclusion === null) return [changeOf(null, [])];
  const batches = inBatches(annotations.slice(there));
  const last = changeOf(conclusion, batches.at(-1) ?? []);
  const [first, ...more] = batches.slice(0, -1).map((batch) => changeOf(null, batch));
  return first === undefined ? [last] : [first, ...more, last];
}

function inBatches(annotations: readonly Annotation[]): readonly (readonly Annotation[])[] {
  return Array.from({ length: Math.ceil(annotations.length / ANNOTATIONS_AT_ONCE) }, (_, at) =>
    annotations.slice(at * ANNOTATIONS_AT_ONCE, (at + 1) * ANNOTATIONS_AT_ONCE),
  );
}

/**
 * The step from the comments that are there to the one that is wanted; none where they agree.
 * @param comments the App's own with the marker of the pull request, the oldest first: that is the one that people know
 */
export function planComment(comment: WantedComment, comments: readonly OwnComment[]): readonly CommentStep[] {
  if (comment.policy === 'never') return [];
  const [oldest] = comments;
  if (oldest !== undefined) {
    const isSame = stored(oldest.body) === stored(comment.body);
    return isSame ? [] : [{ kind: 'edit-comment', comment: oldest.id, body: comment.body }];
  }
  return isToBeMade(comment) ? [{ kind: 'post-comment', body: comment.body }] : [];
}

function isToBeMade({ policy, hasFindings, wasDeleted }: WantedComment): boolean {
  switch (policy) {
    case 'always':
      return true;
    case 'once':
      return !wasDeleted;
    case 'when-findings':
      return hasFindings;
    case 'never':
      return false;
  }
}

/** Line ends and what follows the last word may come back otherwise than they were sent. */
function stored(body: string): string {
  return body.replaceAll('\r\n', '\n').trimEnd();
}
