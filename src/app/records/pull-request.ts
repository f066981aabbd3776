/** What is remembered of a pull request between reviews: everything else is read from GitHub each time. */
import type { WithoutReview } from '../../publish/external-id.ts';
import type { WantedComment } from '../../publish/plan.ts';
import type { Conclusion, RunOutput } from '../../publish/published.ts';
import type { JobStore } from '../ports/job-store.ts';
import { decisionKey } from './decisions.ts';

/** A finding at the head that was reviewed last, for `/audit accept` and `/audit status`. */
export interface KnownFinding {
  readonly fingerprint: string;
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  /** The source around it, so that an acceptance can be dropped when the site changes. */
  readonly frame: string;
}

export interface PullRequestState {
  /** The head of the last review that was published. */
  readonly head: string;
  readonly base: string;
  readonly mergeBase: string;
  /** Engine and settings. */
  readonly judgedBy: string;
  readonly conclusion: Conclusion;
  readonly title: string;
  /** In ms since 1970. */
  readonly at: number;
  readonly run: number;
  readonly findings: readonly KnownFinding[];
  /** The check is there, and the comment was not yet seen to: whoever comes next does it. */
  readonly isCommentDue: boolean;
  /** What is still to be written, so that it is written without the review; absent where nothing is. */
  readonly due?: { readonly comment: WantedComment; readonly output: Omit<RunOutput, 'annotations'> };
  /** The sticky comment, where there was one: one that is gone was deleted by a person. */
  readonly comment: number | null;
}

export function stateKey(repository: number, pullRequest: number): string {
  return `state/${repository}/${pullRequest}`;
}

export async function recallState(
  store: JobStore,
  repository: number,
  pullRequest: number,
): Promise<PullRequestState | undefined> {
  return (await store.recall(stateKey(repository, pullRequest))) as PullRequestState | undefined;
}

/** Whether `/audit pause` holds: then nothing is reviewed by itself. */
export function pauseKey(repository: number, pullRequest: number): string {
  return decisionKey('paused/', repository, pullRequest);
}

/** A check run that was begun and is not known to be concluded: whoever comes next ends it, or goes on with it. */
export interface OpenRun {
  readonly head: string;
  readonly externalId: string;
  /** Null: it was about to be created. */
  readonly id: number | null;
}

export function openRunsKey(repository: number, pullRequest: number): string {
  return `runs/${repository}/${pullRequest}`;
}

export async function recallOpenRuns(
  store: JobStore,
  repository: number,
  pullRequest: number,
): Promise<readonly OpenRun[]> {
  return ((await store.recall(openRunsKey(repository, pullRequest))) ?? []) as readonly OpenRun[];
}

/** What a pull request came to last, by head: several can have the same one. */
export function verdictKey(repository: number, head: string, pullRequest: number): string {
  return `${verdictPrefix(repository, head)}${pullRequest}`;
}

/** Of all pull requests with this head. */
export function verdictPrefix(repository: number, head: string): string {
  return `verdict/${repository}/${head}/`;
}

export interface HeadVerdict {
  readonly number: number;
  readonly baseBranch: string;
  /** By itself. */
  readonly conclusion: Conclusion;
  /** What its check shows, the others on the head counted. */
  readonly shown: Conclusion;
  readonly title: string;
  readonly why: 'review' | WithoutReview;
  /** How often in a row a review at this head came to nothing. */
  readonly failures: number;
  /** What a check without a review says as well; absent where it says nothing, and of reviews. */
  readonly notes?: readonly string[];
}

export async function recallVerdict(
  store: JobStore,
  repository: number,
  head: string,
  pullRequest: number,
): Promise<HeadVerdict | undefined> {
  return (await store.recall(verdictKey(repository, head, pullRequest))) as HeadVerdict | undefined;
}

/** The head at which a pull request was judged last: there its verdict stands. */
export function lastHeadKey(repository: number, pullRequest: number): string {
  return `head/${repository}/${pullRequest}`;
}
