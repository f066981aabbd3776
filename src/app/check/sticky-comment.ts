/** The comment of a review: edited in place by its number; looked for only where the number is not known. It never changes what the check says of the code. */
import { stickyMarker } from '../../publish/hidden-state.ts';
import { ACTIONS, notWritten } from '../../publish/messages.ts';
import type { WantedComment } from '../../publish/plan.ts';
import type { OwnComment } from '../../publish/published.ts';
import type { AppServices } from '../context.ts';
import { type Forge, ForgeError } from '../ports/forge.ts';
import { type PullRequestState, stateKey } from '../records/pull-request.ts';
import { publishComment } from './carry-out.ts';
import { type Attempted, attempt } from './secondary-write.ts';

/**
 * Writes the comment that a state still owes. A comment is asked for only where the settings want one. Where GitHub does not take it,
 * the check says so.
 * @throws LateWrite where it may be written later; the state still owes it then
 */
export async function showComment(
  forge: Forge,
  number: number,
  state: PullRequestState,
  services: AppServices,
  ensureCurrent: () => Promise<void>,
): Promise<void> {
  const comment = state.due?.comment ?? null;
  const isWanted = comment !== null && comment.policy !== 'never';
  const needsLook = isWanted && (comment.hasFindings || comment.policy !== 'when-findings' || state.comment !== null);
  let seenTo = state.comment;
  const tried: Attempted = needsLook
    ? await attempt(async () => {
        seenTo = await writeComment(forge, number, comment, state, ensureCurrent);
      })
    : { why: null, late: null };
  if (tried.late !== null) throw tried.late;
  await settle(forge, number, { ...state, comment: seenTo }, tried.why, services);
}

/** All attempts at the comment came to nothing: the check keeps its verdict and says so. */
export async function leaveCommentOut(
  forge: Forge,
  number: number,
  state: PullRequestState,
  services: AppServices,
): Promise<void> {
  await settle(forge, number, state, 'GitHub did not answer', services);
}

/** Nothing is owed any more. @param why it is missing; null: it is not */
async function settle(
  forge: Forge,
  number: number,
  { due, ...state }: PullRequestState,
  why: string | null,
  { store, clock }: AppServices,
): Promise<void> {
  if (why !== null && due !== undefined) {
    const summary = `${notWritten('The comment', why)}\n\n${due.output.summary}`;
    const output = { ...due.output, summary, annotations: [] };
    const { late } = await attempt(() =>
      forge.changeRun(state.run, { conclusion: state.conclusion, output, actions: ACTIONS }),
    );
    if (late !== null) throw late;
  }
  await store.remember(stateKey(forge.repository.id, number), { ...state, isCommentDue: false }, clock.now());
}

/**
 * The known comment is written by its number. Where there is none, or it is gone, GitHub's comments are looked through.
 * @returns the number of the comment, null where there is none
 */
async function writeComment(
  forge: Forge,
  number: number,
  comment: WantedComment,
  state: PullRequestState,
  ensureCurrent: () => Promise<void>,
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
