/** Use case: a review of the command line as one comment of its pull request, edited in place from then on. */
import { renderReviewMarkdown } from '../../report/markdown/markdown-report.ts';
import type { RuleLinks } from '../../report/markdown/rule-links.ts';
import type { PerCommit } from '../../report/select/selection.ts';
import type { Review } from '../../review/review.ts';
import { type Failure, failure } from '../../text/failure.ts';
import type { Forge } from '../ports/forge.ts';
import { publishComment } from './carry-out.ts';

export interface PostOptions {
  readonly perCommit: PerCommit;
  /** Where rules are explained. */
  readonly rules: RuleLinks;
}

/** Another one than the App's: both can be at work in a repository. */
function reviewMarker(number: number): string {
  return `<!-- kernel-rust-audit:review:${number} -->`;
}

/**
 * @param forge whose own comments are those of the person who posts
 * @param repository its page, as `https://github.com/owner/name`
 * @returns a failure where the pull request changed since the review; then nothing was written
 */
export async function postReview(
  forge: Forge,
  number: number,
  review: Review,
  { perCommit, rules, repository }: PostOptions & { readonly repository: string },
): Promise<Failure | null> {
  const { isOpen, head } = await forge.pullRequest(number);
  const name = `${forge.repository.owner}/${forge.repository.name}#${number}`;
  if (!isOpen) return failure(name, 'is closed, so nothing was posted', 'leave --post out');
  if (head !== review.head) return failure(name, 'has a newer head, so nothing was posted', 'review it again');
  const marker = reviewMarker(number);
  const report = renderReviewMarkdown(review, { perCommit, filesAt: `${repository}/blob/${head}/`, rules });
  const wanted = { policy: 'always' as const, hasFindings: true, body: `${marker}\n${report}`, wasDeleted: false };
  await publishComment(wanted, await forge.commentsOf(number, marker), forge, number);
  return null;
}
