/** The comment of a review: looked for where one is wanted or was written, then edited in place. */
import { stickyMarker } from '../publish/hidden-state.ts';
import type { WantedPublication } from '../publish/plan.ts';
import type { CheckRun } from '../publish/published.ts';
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

/** @returns the number of the comment, null where there is none */
async function editComment(
  wanted: WantedPublication,
  comment: NonNullable<WantedPublication['comment']>,
  run: CheckRun,
  publishing: Parameters<typeof publish>[2],
  state: PullRequestState,
): Promise<number | null> {
  const { forge, number } = publishing;
  const comments = await forge.commentsOf(number, stickyMarker(number));
  const wasDeleted = state.comment !== null && comments.length === 0;
  const done = await publish(
    { ...wanted, comment: { ...comment, wasDeleted } },
    { run: { ...run, conclusion: wanted.conclusion }, comments },
    publishing,
  );
  return done.comment?.id ?? state.comment;
}
