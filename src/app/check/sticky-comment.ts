/** The comment of a review: edited in place by its number; looked for only where the number is not known. It never changes the verdict. */
import { stickyMarker } from '../../publish/comment.ts';
import { ACTIONS, notWritten } from '../../publish/messages.ts';
import type { WantedComment } from '../../publish/plan.ts';
import type { OwnComment } from '../../publish/published.ts';
import type { PullRequestContext } from '../context.ts';
import { ForgeError } from '../ports/forge.ts';
import type { PullRequestState } from '../records/pull-request-records.ts';
import { type EnsureCurrent, publishComment } from './carry-out.ts';
import { type Attempted, attempt } from './secondary-write.ts';

/**
 * Writes the comment that a state still owes. GitHub is asked for comments only where the settings want one. Where GitHub does not
 * take it, the check says so.
 * @throws LateWrite where it may be written later; the state still owes it then
 */
export async function showComment(
  context: PullRequestContext,
  state: PullRequestState,
  ensureCurrent: EnsureCurrent,
): Promise<void> {
  const comment = state.due?.comment ?? null;
  const isWanted = comment !== null && comment.policy !== 'never';
  const needsLook = isWanted && (comment.hasFindings || comment.policy !== 'when-findings' || state.comment !== null);
  let seenTo = state.comment;
  const tried: Attempted = needsLook
    ? await attempt(async () => {
        seenTo = await writeComment(context, comment, state, ensureCurrent);
      })
    : { why: null, late: null };
  if (tried.late !== null) throw tried.late;
  await settle(context, { ...state, comment: seenTo }, tried.why);
}

/** All attempts at the comment failed: the check keeps its verdict and says so. */
export async function leaveCommentOut(context: PullRequestContext, state: PullRequestState): Promise<void> {
  await settle(context, state, 'GitHub did not answer');
}

/** Nothing is owed any longer. @param why it is missing; null where it is there */
async function settle(
  { forge, records }: PullRequestContext,
  { due, ...state }: PullRequestState,
  why: string | null,
): Promise<void> {
  if (why !== null && due !== undefined) {
    const summary = `${notWritten('The comment', why)}\n\n${due.output.summary}`;
    const output = { ...due.output, summary, annotations: [] };
    const { late } = await attempt(() =>
      forge.changeRun(state.run, { conclusion: state.conclusion, output, actions: ACTIONS }),
    );
    if (late !== null) throw late;
  }
  await records.state.remember({ ...state, isCommentDue: false });
}

/**
 * The known comment is written by its number. Where there is none, or it was deleted, GitHub's comments are searched.
 * @returns the number of the comment, null where there is none
 */
async function writeComment(
  { forge, number }: PullRequestContext,
  comment: WantedComment,
  state: PullRequestState,
  ensureCurrent: EnsureCurrent,
): Promise<number | null> {
  const write = async (comments: readonly OwnComment[], wasDeleted: boolean): Promise<number | null> => {
    const done = await publishComment({ ...comment, wasDeleted }, comments, forge, number, ensureCurrent);
    return done?.id ?? state.comment;
  };
  if (state.comment !== null) {
    try {
      return await write([{ id: state.comment, body: '' }], false);
    } catch (error) {
      if (!(error instanceof ForgeError) || error.trouble !== 'gone') throw error;
    }
  }
  const comments = await forge.commentsOf(number, stickyMarker(number));
  return write(comments, state.comment !== null && comments.length === 0);
}
