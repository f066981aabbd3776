/** Which check run shows a review: GitHub shows the newest of a name, and a run that has ended is never written to again. */
import { externalIdOf, type PullRequestRun } from '../publish/external-id.ts';
import type { CheckRun } from '../publish/published.ts';

/** What was reviewed, under which settings, by which engine. */
export type ReviewedAs = Omit<PullRequestRun, 'kind' | 'attempt'>;

/**
 * The newest run of the pull request at this head, where it is of the same review and was not cut short; else a new one.
 * @param runs the App's runs at the head, the newest first
 * @param forced the attempt that somebody asked for; null: nobody did
 * @param fresh the attempt where runs that are there cannot be used
 */
export function runToShow(
  reviewed: ReviewedAs,
  runs: readonly CheckRun[],
  forced: number | null,
  fresh: number,
): { readonly externalId: string; readonly run: CheckRun | null } {
  const idOf = (attempt: number): string => externalIdOf({ ...reviewed, attempt });
  const newest = runs.find(({ externalId }) => externalId.startsWith(`a1:${reviewed.number}:`));
  if (forced === null && newest !== undefined && newest.conclusion !== 'cancelled') {
    const { externalId } = newest;
    if (withoutAttempt(externalId) === withoutAttempt(idOf(0))) return { externalId, run: newest };
  }
  const externalId = idOf(forced ?? (newest === undefined ? 0 : fresh));
  return { externalId, run: runs.find((run) => run.externalId === externalId) ?? null };
}

function withoutAttempt(externalId: string): string {
  return externalId.slice(0, externalId.lastIndexOf(':'));
}
