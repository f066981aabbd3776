/** What a pull request changes, commit by commit, as far as GitHub lists it. */

import type { ChangedFile, CommitRef, Forge, Listed, PullRequest } from '../ports/forge.ts';
import { fewAtOnce } from './few-at-once.ts';
import type { Change, CommitsToReview } from './review-commits.ts';

/** Commits whose files are asked for at a time: fewer than one installation reads at once, so that others get their answers too. */
const MOST_AT_ONCE = 10;

/** The lists that GitHub gives of a pull request. */
export interface PullRequestLists {
  readonly files: Listed<ChangedFile>;
  readonly commits: Listed<CommitRef>;
  readonly mergeBase: string;
}

/** In a straight line of commits the merge base is the first one's parent; otherwise GitHub is asked. */
export async function listsOf(forge: Forge, pullRequest: PullRequest): Promise<PullRequestLists> {
  const [files, commits] = await Promise.all([forge.filesOf(pullRequest), forge.commitsOf(pullRequest)]);
  const first = commits.all[0]?.parents[0];
  const mergeBase =
    first !== undefined && isLine(commits) ? first : await forge.mergeBase(pullRequest.base, pullRequest.head);
  return { files, commits, mergeBase };
}

function isLine({ all, cut }: Listed<CommitRef>): boolean {
  return (
    cut === null &&
    all.every(({ parents }, index) => parents.length === 1 && (index === 0 || parents[0] === all[index - 1]?.id))
  );
}

/** The commits with their files; one that changes none is skipped, as in a range. Of a single one they are the pull request's own. */
export async function commitsToReview(
  forge: Forge,
  { head }: PullRequest,
  { files, commits, mergeBase }: PullRequestLists,
): Promise<Omit<CommitsToReview, 'excluded'>> {
  const line = isLine(commits);
  const own = commits.all.filter(({ parents }) => parents.length === 1);
  const lists =
    line && own.length === 1 ? [files] : await fewAtOnce(own, MOST_AT_ONCE, ({ id }) => forge.filesOfCommit(id));
  const changes = own.flatMap(({ id, parents, subject }, index): Change[] => {
    const listed = lists[index] as Listed<ChangedFile>;
    const isEmpty = listed.all.length === 0 && listed.cut === null;
    return isEmpty ? [] : [{ id, subject, before: parents[0] as string, after: id, files: listed }];
  });
  const whole: Change = { id: head, subject: null, before: mergeBase, after: head, files };
  const notes = [
    ...(commits.cut === null ? [] : [commits.cut]),
    ...(line
      ? []
      : ['there are merges among the commits: each commit is judged alone, and the whole against the merge base']),
  ];
  return { base: mergeBase, head, commits: changes, whole: line ? null : whole, notes };
}
