/** The comment of a review: edited in place by its number; looked for only where the number is not known. */
import { stickyMarker } from '../publish/hidden-state.ts';
import type { WantedPublication } from '../publish/plan.ts';
import type { CheckRun, OwnComment } from '../publish/published.ts';
import { ForgeError } from './forge.ts';
import { publish } from './publication.ts';
import { type PullRequestState, stateKey } from './pull-request-state.ts';
import type { AppServices } from './services.ts';

/** A comment is asked for only where the settings want one. */
export async function publishComment(
  wanted: WantedPublication,
  run: CheckRun,
  publishing: Parameters<typeof publish>[2],
  state: PullRequestState,
  { store, clock }: AppServices,
): Promise<void> {
  const { comment } = wanted;
  const { forge, number } = publishing;
  const isWanted = comment !== null && comment.policy !== 'never';
  const needsLook = isWanted && (comment.hasFindings || comment.policy !== 'when-findings' || state.comment !== null);
  const seenTo = needsLook ? await editComment(wanted, comment, run, publishing, state) : state.comment;
  await store.remember(
    stateKey(forge.repository.id, number),
    { ...state, isCommentDue: false, comment: seenTo },
    clock.now(),
  );
}

/**
 * The known comment is written by its number. Where there is none, or it is gone, GitHub's comments are looked through.
 * @returns the number of the comment, null where there is none
 */
async function editComment(
  wanted: WantedPublication,
  comment: NonNullable<WantedPublication['comment']>,
  run: CheckRun,
  publishing: Parameters<typeof publish>[2],
  state: PullRequestState,
): Promise<number | null> {
  const { forge, number } = publishing;
  const write = async (comments: readonly OwnComment[], wasDeleted: boolean): Promise<number | null> => {
    const done = await publish(
      { ...wanted, comment: { ...comment, wasDeleted } },
      { run: { ...run, conclusion: wanted.conclusion }, comments },
      publishing,
    );
    return done.comment?.id ?? state.comment;
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
