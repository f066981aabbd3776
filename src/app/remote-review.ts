/** Use case: a pull request for the command line, read and reviewed here. */
import type { Forge } from './forge.ts';
import { commitsToReview, listsOf } from './pull-request-commits.ts';
import type { CommitSources, CommitsToReview } from './review-commits.ts';

export interface CommitsAndSources {
  readonly commits: CommitsToReview;
  readonly sources: CommitSources;
}

/** All that a review of the pull request needs; nothing is written. Throws a `ForgeError`. */
export async function readPullRequest(forge: Forge, number: number): Promise<CommitsAndSources> {
  const pullRequest = await forge.pullRequest(number);
  const lists = await listsOf(forge, pullRequest);
  const commits = await commitsToReview(forge, pullRequest, lists);
  const sources = { tree: forge.tree(commits.base), readAt: forge.readAt };
  return { commits: { ...commits, excluded: new Map() }, sources };
}
