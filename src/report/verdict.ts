/** The one line that says how a review or an audit came out; an incomplete one never reads like a clean one. */
import { type Finding, SEVERITIES, type Severity, type Unread } from '../finding/finding.ts';
import type { Audit, Review } from '../review/review.ts';
import { isEmptyDelta } from './delta.ts';
import { countedFindings, type PerCommit, sectionsOf, tally, unreadOf } from './selection.ts';
import {
  counted,
  incompleteWords,
  NOTHING_FOUND_SO_FAR,
  NOTHING_TO_AUDIT,
  suppressedHead,
  tallyParts,
} from './words.ts';

export interface Verdict {
  /** The worst that counts. Without findings: `incomplete` before `nothing` (to audit) before `clean`. */
  readonly kind: Severity | 'incomplete' | 'nothing' | 'clean';
  readonly complete: boolean;
  /** As `2 errors, 1 warning, 3 informational in 4 Rust files`. */
  readonly words: string;
}

/** The verdict on a patch or series. */
export function reviewVerdict(review: Review, perCommit: PerCommit = 'gate'): Verdict {
  const files = review.patches.reduce((total, patch) => total + patch.rustFiles, 0);
  const patches = review.patches.length;
  const scope = patches > 1 ? counted(patches, 'patch', 'patches') : counted(files, 'Rust file');
  const findings = countedFindings(review, perCommit);
  const nothingUnsafe = isEmptyDelta(review.delta) && findings.length === 0;
  return verdictOf({
    findings,
    scope,
    clean: nothingUnsafe ? `nothing unsafe changed in ${scope}` : `no findings in ${scope}`,
    isNothing: files === 0 && nothingUnsafe,
    complete: review.complete,
    unread: unreadOf(review),
    later: perCommit === 'report' ? resolvedFindings(review).length : 0,
  });
}

/** The verdict on a tree. */
export function auditVerdict(audit: Audit): Verdict {
  const files = Object.values(audit.layers).reduce((total, layer) => total + layer.files, 0);
  const scope = counted(files, 'Rust file');
  return verdictOf({
    findings: audit.findings,
    scope,
    clean: `no findings in ${scope}`,
    isNothing: files === 0 && audit.findings.length === 0,
    complete: audit.complete,
    unread: audit.unread,
    later: 0,
  });
}

interface Outcome {
  readonly findings: readonly Finding[];
  readonly scope: string;
  readonly clean: string;
  readonly isNothing: boolean;
  readonly complete: boolean;
  readonly unread: readonly Unread[];
  /** How many findings a later patch of the series resolved. */
  readonly later: number;
}

function verdictOf({ findings, scope, clean, isNothing, complete, unread, later }: Outcome): Verdict {
  const counts = tally(findings);
  const parts = tallyParts(counts);
  const lost = unread.filter(({ partial }) => !partial).length;
  const without = complete ? (isNothing ? 'nothing' : 'clean') : 'incomplete';
  const kind = SEVERITIES.find((severity) => counts[severity] > 0) ?? without;
  const found = parts.length > 0 ? `${parts.join(', ')} in ${scope}` : undefined;
  const whole = isNothing ? NOTHING_TO_AUDIT : `clean: ${clean}`;
  const words = [
    ...(complete ? [found ?? whole] : [incompleteWords(lost), found ?? NOTHING_FOUND_SO_FAR]),
    ...(counts.suppressed > 0 ? [suppressedHead(counts.suppressed)] : []),
    ...(later > 0 ? [`${later} resolved within the series`] : []),
  ];
  return { kind, complete, words: words.join('; ') };
}

/** What a later patch of the series took away again. */
function resolvedFindings(review: Review): readonly Finding[] {
  return sectionsOf(review).flatMap(({ findings }) => findings.filter(({ resolvedBy }) => resolvedBy !== null));
}
