/** Findings that a person accepted on a pull request. */
import type { Finding } from '../finding/finding.ts';
import { ACCEPTED_BY } from '../report/select/check-run-selection.ts';
import type { Review } from '../review/review.ts';

/** Who accepted which finding, and why; the caller holds it to the head for which it was given. */
export interface Acceptance {
  readonly fingerprint: string;
  readonly person: string;
  readonly reason: string;
}

/** The review with those findings suppressed; what is suppressed already stays as it is. */
export function withAcceptances(review: Review, acceptances: readonly Acceptance[]): Review {
  if (acceptances.length === 0) return review;
  const byPrint = new Map(acceptances.map((each) => [each.fingerprint, each]));
  const accepted = (finding: Finding): Finding => {
    const acceptance = byPrint.get(finding.fingerprint);
    if (acceptance === undefined || finding.suppressed !== null) return finding;
    return { ...finding, suppressed: { by: `${ACCEPTED_BY}${acceptance.person}`, reason: acceptance.reason } };
  };
  return {
    ...review,
    findings: review.findings.map(accepted),
    patches: review.patches.map((patch) => ({ ...patch, findings: patch.findings.map(accepted) })),
  };
}
