/** From a review to the conclusion of its check run. */
import { atLeast, type Severity } from '../finding/finding.ts';
import { countedFindings, isActive, type PerCommit } from '../report/select/selection.ts';
import type { Review } from '../review/review.ts';
import type { Conclusion } from './published.ts';

/** What findings do to the check: nothing, or fail it; `strict` also fails it where not all could be read. */
export type Gate = 'advisory' | 'enforce' | 'strict';

export interface GateOptions {
  readonly gate: Gate;
  /** With `enforce`, the check fails at or above this. */
  readonly failOn: Severity | 'never';
  readonly perCommit: PerCommit;
}

/**
 * | gate | clean | findings | incomplete |
 * |---|---|---|---|
 * | advisory | success | neutral where there is an error or warning, else success | neutral |
 * | enforce | success | failure at or above `failOn`; below it success, with the counts in the title | failure if there are such findings, else action_required |
 * | strict | success | as enforce, and warnings count whatever `failOn` names, unless that is `never` | failure |
 *
 * Neutral and success both pass a required check, so neither may stand for unreviewed code where the gate is on.
 */
export function conclusionOf(review: Review, options: GateOptions): Conclusion {
  const { gate, perCommit } = options;
  const counted = countedFindings(review, perCommit).filter(({ suppressed }) => suppressed === null);
  if (gate === 'advisory') return !review.complete || counted.some(isActive) ? 'neutral' : 'success';
  const threshold = thresholdOf(options);
  if (threshold !== 'never' && counted.some(({ severity }) => atLeast(severity, threshold))) return 'failure';
  if (review.complete) return 'success';
  return gate === 'strict' ? 'failure' : 'action_required';
}

function thresholdOf({ gate, failOn }: GateOptions): Severity | 'never' {
  return gate === 'strict' && failOn === 'error' ? 'warning' : failOn;
}

/** The conclusion where the review itself broke: with no gate a person has to look, and it never passes a required check. */
export function conclusionOfCrash(gate: Gate): Conclusion {
  return gate === 'advisory' ? 'action_required' : 'failure';
}
