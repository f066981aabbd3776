/** Use case: a pull request for the command line, read and reviewed here. */

import type { Review } from '../../review/review.ts';
import type { Failure } from '../../text/failure.ts';
import type { Forge } from '../ports/forge.ts';
import { commitsToReview, listsOf } from '../review/pull-request-commits.ts';
import type { CommitSources, CommitsToReview } from '../review/review-commits.ts';
import type { PostOptions } from './post-review.ts';

export interface CommitsAndSources {
  readonly commits: CommitsToReview;
  readonly sources: CommitSources;
}

/** A pull request that can be reviewed, and its review shown. */
export interface RemotePullRequest extends CommitsAndSources {
  /** What an error of its sources means for the person at the command line; null for one that is not GitHub's. */
  readonly notGiven: (error: unknown) => Failure | null;
  /** What is to be said of how it was read, when all is read. */
  readonly notes: () => readonly string[];
  /** Writes the review as a comment of whose token it is. */
  readonly post: (review: Review, options: PostOptions) => Promise<Failure | null>;
}

/** All that a review of the pull request needs; nothing is written. Throws a `ForgeError`. */
export async function readPullRequest(forge: Forge, number: number): Promise<CommitsAndSources> {
  const pullRequest = await forge.pullRequest(number);
  const lists = await listsOf(forge, pullRequest);
  const commits = await commitsToReview(forge, pullRequest, lists);
  const sources = { tree: forge.tree(commits.base), readAt: forge.readAt };
  return { commits: { ...commits, excluded: new Map() }, sources };
}
