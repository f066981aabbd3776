/** Several pull requests can have one head, and GitHub shows one check for it: the newest run there has to show the worst of them. */
import type { CheckRun, Conclusion } from '../../publish/published.ts';
import { code, prose } from '../../report/markdown/markdown-escape.ts';
import type { PullRequestContext } from '../context.ts';
import { wantedReview } from '../ports/wanted-jobs.ts';
import type { HeadVerdict } from '../records/pull-request-records.ts';
import { RepositoryRecords } from '../records/repository-records.ts';
import { newestOf } from './choose-run.ts';

/** The worst first. */
const WORST_FIRST: readonly Conclusion[] = [
  'failure',
  'action_required',
  'timed_out',
  'cancelled',
  'neutral',
  'success',
];

/** What one of them counts as. */
type Counted = Pick<HeadVerdict, 'number' | 'conclusion'>;

export interface SharedVerdict {
  readonly conclusion: Conclusion;
  /** All that count for the head, the pull request itself included. */
  readonly counted: readonly Counted[];
  /** Markdown sentences that name the others. */
  readonly opening: readonly string[];
}

/** What the check of the head says when its other pull requests are counted as well. */
export async function withOthersOnHead(context: PullRequestContext, own: Conclusion): Promise<SharedVerdict> {
  const { number, head } = context;
  const others = (await verdictsOn(context, head)).filter((verdict) => verdict.number !== number);
  const counted = [...others, { number, conclusion: own }];
  const opening = others.map(
    (each) =>
      `Pull request ${each.number} (into ${code(each.baseBranch)}) has the same head: ${prose(each.title)}. The check shows the worst of both.`,
  );
  return { conclusion: worst(counted), counted, opening };
}

/**
 * Whether the head's newest run is of a pull request that counts there and shows the worst conclusion. One that is in progress will
 * show it.
 * @param runs the newest first
 */
export function showsWorstConclusion(runs: readonly CheckRun[], counted: readonly Counted[]): boolean {
  const newest = newestOf(null, runs);
  if (newest === undefined || newest.conclusion === null) return newest !== undefined;
  return newest.conclusion === worst(counted) && counted.some(({ number }) => number === newest.of.number);
}

/** Whether the pull request counts for its head, and the head shows it. @param runs the newest first */
export async function isUpToDate(context: PullRequestContext, runs: readonly CheckRun[]): Promise<boolean> {
  const verdicts = await verdictsOn(context, context.head);
  const own = verdicts.find((verdict) => verdict.number === context.number);
  return own !== undefined && own.shown === worst(verdicts) && showsWorstConclusion(runs, verdicts);
}

/** Remembers the verdict at this head; the pull request no longer counts for the head that it had before. */
export async function rememberVerdict(context: PullRequestContext, verdict: HeadVerdict): Promise<void> {
  const { records, head } = context;
  await dropPreviousHead(context);
  await records.lastHead.remember(head);
  await records.verdict(head).remember(verdict);
  await requeueOutdated(context);
}

/** The pull request has another head now, whether or not that is judged. */
export async function dropPreviousHead(context: PullRequestContext): Promise<void> {
  const last = await context.records.lastHead.recall();
  if (last !== undefined && last !== context.head) await dropHead(context, last);
}

/** A closed pull request counts for no head. */
export async function dropAllHeads(context: PullRequestContext): Promise<void> {
  await dropPreviousHead(context);
  await dropHead(context, context.head);
}

/** The verdict at that head no longer counts, and the others are judged without it. */
async function dropHead(context: PullRequestContext, head: string): Promise<void> {
  await context.records.verdict(head).forget();
  await requeueAllOnHead(context, head);
}

/**
 * Wants another look at those pull requests of the head that show something else than the worst: two that are judged at the same
 * time do not know of each other. Doing it twice wants nothing more; after a kill it has to be done.
 */
export async function requeueOutdated(context: PullRequestContext): Promise<void> {
  const verdicts = await verdictsOn(context, context.head);
  await requeue(
    context,
    verdicts.filter(({ shown }) => shown !== worst(verdicts)),
  );
}

/** For a head whose newest run has ended without a verdict. */
export async function requeueAllOnHead(context: PullRequestContext, head: string): Promise<void> {
  await requeue(context, await verdictsOn(context, head));
}

async function requeue(
  { services: { store }, forge: { repository }, clock }: PullRequestContext,
  verdicts: readonly HeadVerdict[],
): Promise<void> {
  const now = clock.now();
  const options = { head: null, force: false, notBefore: now };
  await store.want(
    verdicts.map(({ number }) => wantedReview(repository, number, 'reconciled', options)),
    now,
  );
}

function verdictsOn(
  { services: { store }, forge: { repository }, clock }: PullRequestContext,
  head: string,
): Promise<readonly HeadVerdict[]> {
  return new RepositoryRecords(store, clock, repository).verdictsOn(head);
}

function worst(counted: readonly Counted[]): Conclusion {
  return WORST_FIRST.find((each) => counted.some(({ conclusion }) => conclusion === each)) ?? 'failure';
}
