/** checkpatch's form, one line a finding: what `b4.prep-perpatch-check-cmd` reads. */
import type { Finding } from '../finding/finding.ts';
import type { Audit, Review } from '../review/review.ts';
import { countedFindings, isActive, type PerCommit } from './selection.ts';
import { visible } from './visible.ts';
import { withoutTags } from './words.ts';

/** Errors and warnings that count, in the order of the patches; empty when there are none. */
export function renderReviewTerse(review: Review, { perCommit = 'gate' }: { perCommit?: PerCommit } = {}): string {
  return terse(countedFindings(review, perCommit));
}

/** The errors and warnings of a tree; empty when there are none. */
export function renderAuditTerse(audit: Audit): string {
  return terse(audit.findings);
}

function terse(findings: readonly Finding[]): string {
  const lines = findings.filter(isActive).map(({ path, line, severity, rule, message }) => {
    // b4 takes any line that contains `ERROR:` for a failure, so only this program's own word may.
    const place = `${withoutTags(visible(path))}:${line}`;
    return `${place}: ${severity.toUpperCase()}: ${rule}: ${withoutTags(visible(message))}\n`;
  });
  return [...new Set(lines)].join('');
}
