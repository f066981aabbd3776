/** Which findings a check run counts and shows, and where. */
import { type Finding, isGap, type Unread } from '../../finding/finding.ts';
import type { PatchReview, Review } from '../../review/review.ts';
import { isRustFile } from '../../text/reviewed-files.ts';
import {
  countedFindings,
  isActive,
  isNewInLeaf,
  mostSevereFirst,
  type PerCommit,
  sectionsOf,
  unreadOf,
} from './selection.ts';

/** Begins `suppressed.by` of a finding that a person accepted; no attribute and no setting begins so. */
export const ACCEPTED_BY = 'accepted by ';

/** How many findings of each sort count; one is in one figure alone. */
export interface Counts {
  readonly errors: number;
  readonly warnings: number;
  readonly informational: number;
  readonly suppressed: number;
  readonly accepted: number;
}

/** How many findings have each severity, and how many were accepted or suppressed. */
export function countsOf(findings: readonly Finding[]): Counts {
  const active = findings.filter(({ suppressed }) => suppressed === null);
  const accepted = findings.filter(isAccepted).length;
  const of = (severity: Finding['severity']) => active.filter((finding) => finding.severity === severity).length;
  return {
    errors: of('error'),
    warnings: of('warning'),
    informational: of('info'),
    suppressed: findings.length - active.length - accepted,
    accepted,
  };
}

/** The findings that count, as `per-commit` says. */
export function countsOfReview(review: Review, perCommit: PerCommit): Counts {
  return countsOf(countedFindings(review, perCommit));
}

/** Errors and warnings in the files of the head, the worst first: those of which a line can be shown there. */
export function findingsAtHead(review: Review): readonly Finding[] {
  return mostSevereFirst(review.findings.filter((finding) => finding.resolvedBy === null && isActive(finding)));
}

/** The findings about new unsafe code in drivers, in the files of the head, warnings first. */
export function newInLeafAtHead(review: Review): readonly Finding[] {
  return mostSevereFirst(review.findings.filter((finding) => finding.resolvedBy === null && isNewInLeaf(finding)));
}

/** What a commit brought and a later one took away again, in the order of the commits. */
export function resolvedLater(
  review: Review,
): readonly { readonly patch: PatchReview | null; readonly finding: Finding }[] {
  return sectionsOf(review).flatMap(({ patch, findings }) =>
    findings
      .filter((finding) => finding.resolvedBy !== null && isActive(finding))
      .map((finding) => ({ patch, finding })),
  );
}

/** Whether a person accepted the finding on the pull request. */
export function isAccepted({ suppressed }: Finding): boolean {
  return suppressed?.by.startsWith(ACCEPTED_BY) === true;
}

/** Files that could not be read, or of which an `unsafe` has no account. */
export function lostOf(review: Review): readonly Unread[] {
  return unreadOf(review).filter(isGap);
}

/** How many of the touched Rust files were read. */
export function rustFilesRead(review: Review, touched: number): number {
  const lost = new Set(
    lostOf(review)
      .map(({ path }) => path)
      .filter((path) => isRustFile(path)),
  );
  return Math.max(0, touched - lost.size);
}
