/** From a verdict to what GitHub should show: the check run and the comment. Pure. */
import type { Settings } from '../../config/settings.ts';
import { annotationsOf } from '../../publish/annotations.ts';
import { checkOutput } from '../../publish/check-output.ts';
import { commentBody, isWorthComment } from '../../publish/comment.ts';
import { ACTIONS, RUNNING } from '../../publish/messages.ts';
import type { WantedComment, WantedRun } from '../../publish/plan.ts';
import type { Conclusion } from '../../publish/published.ts';
import type { Review } from '../../review/review.ts';
import { isRustFile } from '../../text/reviewed-files.ts';
import type { AppServices, PullRequestContext } from '../context.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import { perCommitOf } from '../settings/policy-of-settings.ts';

/** A review and what it means for the check of the head. */
export interface Verdict {
  readonly review: Review;
  /** Of this pull request alone. */
  readonly own: Conclusion;
  /** With the other pull requests of the head. */
  readonly conclusion: Conclusion;
  /** Markdown sentences that the check begins with. */
  readonly opening: readonly string[];
}

/** How a review is presented under these settings. @param files all that changed, each once */
export function presentation(
  { webUrl, rules }: Pick<AppServices, 'webUrl' | 'rules'>,
  { owner, name }: RepositoryRef,
  settings: Settings,
  files: readonly { readonly path: string }[],
) {
  const { gate, failOn } = settings;
  const rustFiles = files.filter(({ path }) => isRustFile(path)).length;
  return { gate, failOn, perCommit: perCommitOf(settings), rustFiles, repository: `${webUrl}/${owner}/${name}`, rules };
}
export type Presentation = ReturnType<typeof presentation>;

/** The run of a review that has begun. */
export function runInProgress(head: string, externalId: string): WantedRun {
  return { head, externalId, conclusion: null, output: { ...RUNNING, text: null }, actions: [], annotations: [] };
}

/** The concluded run. */
export function wantedRun(head: string, externalId: string, verdict: Verdict, how: Presentation) {
  const { review, conclusion, opening } = verdict;
  const output = checkOutput(review, { ...how, opening });
  return { head, externalId, conclusion, output, annotations: annotationsOf(review, how.rules), actions: ACTIONS };
}

/**
 * The comment that belongs to a concluded run.
 * @param run its number
 * @param opening Markdown sentences that the comment begins with
 */
export function wantedComment(
  { number: pullNumber, head }: Pick<PullRequestContext, 'number' | 'head'>,
  { review }: Verdict,
  policy: Settings['comment'],
  { run, opening }: { readonly run: number; readonly opening: readonly string[] },
  how: Presentation,
): WantedComment {
  const body = commentBody(review, { ...how, opening, pullNumber, head, runUrl: `${how.repository}/runs/${run}` });
  return { policy, hasFindings: isWorthComment(review, how.perCommit), body, wasDeleted: false };
}
