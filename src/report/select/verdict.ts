/** The one line that says how a review or an audit came out; an incomplete one never reads like a clean one. */
import { type Exempt, type Finding, SEVERITIES, type Severity, type Unread } from '../../finding/finding.ts';
import type { Audit, Review, RuleChoice } from '../../review/review.ts';
import { isEmptyDelta } from './delta-rows.ts';
import { counted, gapWords, NOTHING_FOUND_SO_FAR, NOTHING_TO_AUDIT, suppressedHead, tallyParts } from './phrases.ts';
import { leftOutInShort } from './rule-choice-phrases.ts';
import { countedFindings, exemptOf, type PerCommit, sectionsOf, tally, unreadOf } from './selection.ts';

export interface Verdict {
  /** The worst that counts. Without findings: `incomplete` before `nothing` (to audit) before `partly` (read) before `clean`. */
  readonly kind: Severity | 'incomplete' | 'nothing' | 'partly' | 'clean';
  readonly complete: boolean;
  /** As `2 errors, 1 warning, 3 notes in 4 Rust files`. */
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
    clean: nothingUnsafe ? 'nothing unsafe changed' : 'no findings',
    isNothing: files === 0 && nothingUnsafe,
    complete: review.complete,
    hunksOnly: review.basis === 'hunks',
    unread: unreadOf(review),
    exempt: exemptOf(review),
    later: perCommit === 'report' ? resolvedFindings(review).length : 0,
    choice: review.choice,
  });
}

/** The verdict on a tree. */
export function auditVerdict(audit: Audit): Verdict {
  const files = Object.values(audit.layers).reduce((total, layer) => total + layer.files, 0);
  const scope = counted(files, 'Rust file');
  return verdictOf({
    findings: audit.findings,
    scope,
    clean: 'no findings',
    isNothing: files === 0 && audit.findings.length === 0,
    complete: audit.complete,
    hunksOnly: false,
    unread: audit.unread,
    exempt: audit.exempt,
    later: 0,
    choice: audit.choice,
  });
}

interface Outcome {
  readonly findings: readonly Finding[];
  readonly scope: string;
  readonly clean: string;
  readonly isNothing: boolean;
  readonly complete: boolean;
  readonly hunksOnly: boolean;
  readonly unread: readonly Unread[];
  readonly exempt: readonly Exempt[];
  /** How many findings a later patch of the series resolved. */
  readonly later: number;
  readonly choice: RuleChoice | undefined;
}

function verdictOf(outcome: Outcome): Verdict {
  const { findings, scope, clean, isNothing, complete, hunksOnly, unread, exempt, later, choice } = outcome;
  const counts = tally(findings);
  const parts = tallyParts(counts);
  const isWhole = !hunksOnly && unread.length === 0 && exempt.length === 0;
  const isClean = isWhole && choice === undefined;
  const left = leftOutInShort(choice);
  const without = complete ? (isNothing ? 'nothing' : isClean ? 'clean' : 'partly') : 'incomplete';
  const kind = SEVERITIES.find((severity) => counts[severity] > 0) ?? without;
  const found = parts.length > 0 ? `${parts.join(', ')} in ${scope}` : undefined;
  const read = hunksOnly ? `the hunks of ${scope}` : isWhole ? scope : `what was read of ${scope}`;
  const whole = isNothing ? NOTHING_TO_AUDIT : `${isClean ? 'clean: ' : ''}${clean} in ${read}`;
  const words = [
    ...(complete ? [found ?? whole] : [`incomplete: ${gapWords(unread)}`, found ?? NOTHING_FOUND_SO_FAR]),
    ...(counts.suppressed > 0 ? [suppressedHead(counts.suppressed)] : []),
    ...(left === null ? [] : [left]),
    ...(later > 0 ? [`${later} fixed within the series`] : []),
  ];
  return { kind, complete, words: words.join('; ') };
}

/** What a later patch of the series took away again. */
function resolvedFindings(review: Review): readonly Finding[] {
  return sectionsOf(review).flatMap(({ findings }) => findings.filter(({ resolvedBy }) => resolvedBy !== null));
}
