/** Which check run shows a review: GitHub shows the newest of a name, and a run that has ended is never written to again. */
import { externalIdOf, NO_MERGE_BASE, type PullRequestRun, parseExternalId } from '../../publish/external-id.ts';
import { canBeTakenOver } from '../../publish/plan.ts';
import type { CheckRun } from '../../publish/published.ts';

/** What was reviewed, under which settings, by which engine. */
export type ReviewedAs = Omit<PullRequestRun, 'kind' | 'attempt'>;

/**
 * The newest run of the pull request at this head, where it is of the same review and was not cut short; else a new one. One that is
 * in progress and has nothing on it yet, as one that waited has, becomes the new one: so a head has one run.
 * @param runs the App's runs at the head, the newest first
 * @param forced the attempt that a person asked for; null where there is none
 * @param fresh the attempt where runs that are there cannot be used
 */
export function runToShow(
  reviewed: ReviewedAs,
  runs: readonly CheckRun[],
  forced: number | null,
  fresh: number,
): { readonly externalId: string; readonly run: CheckRun | null } {
  const { number } = reviewed;
  const idOf = (attempt: number): string => externalIdOf({ ...reviewed, attempt });
  const newest = newestOf(number, runs);
  if (forced === null && newest !== undefined && newest.conclusion !== 'cancelled') {
    if (isOfThisReview(newest, reviewed)) return { externalId: newest.externalId, run: newest };
  }
  const externalId = idOf(forced ?? (newest === undefined ? 0 : fresh));
  return { externalId, run: runs.find((run) => run.externalId === externalId) ?? runToTakeOver(number, runs) };
}

/** A run of a pull request that can become another one of the same head. @param runs the newest first */
export function runToTakeOver(number: number, runs: readonly CheckRun[]): CheckRun | null {
  const newest = newestOf(number, runs);
  return newest !== undefined && canBeTakenOver(newest) ? newest : null;
}

/**
 * The newest run of a pull request, and what it is of.
 * @param number null: of any
 * @param runs the newest first
 */
export function newestOf(
  number: number | null,
  runs: readonly CheckRun[],
): (CheckRun & { readonly of: PullRequestRun }) | undefined {
  for (const run of runs) {
    const of = parseExternalId(run.externalId);
    if (of?.kind === 'pull-request' && (number === null || of.number === number)) return { ...run, of };
  }
  return undefined;
}

/** Whether it shows the result of a review. */
export function isOfReview(run: (CheckRun & { readonly of: PullRequestRun }) | undefined): boolean {
  const isEnded = run !== undefined && run.conclusion !== null && run.conclusion !== 'cancelled';
  return isEnded && run.of.mergeBase !== NO_MERGE_BASE;
}

/** Whether a run is of the same commits, settings and engine, whichever attempt it was. */
export function isOfThisReview({ externalId }: CheckRun, reviewed: ReviewedAs): boolean {
  return withoutAttempt(externalId) === withoutAttempt(externalIdOf({ ...reviewed, attempt: 0 }));
}

function withoutAttempt(externalId: string): string {
  return externalId.slice(0, externalId.lastIndexOf(':'));
}
