/** checkpatch's form, one line a finding: what `b4.prep-perpatch-check-cmd` reads. */
import type { Exempt, Finding, Unread } from '../finding/finding.ts';
import type { Audit, Review, RuleChoice } from '../review/review.ts';
import { choiceWords } from './choice-words.ts';
import { countedFindings, exemptOf, isActive, type PerCommit, unreadOf } from './selection.ts';
import { visible } from './visible.ts';
import { EXEMPT, NOT_READ, unreadReason, withoutTags } from './words.ts';

/** Errors and warnings that count, in the order of the patches, and what could not be judged; empty when there is nothing. */
export function renderReviewTerse(review: Review, { perCommit = 'gate' }: { perCommit?: PerCommit } = {}): string {
  const exempt = exemptOf(review).filter(({ isNew }) => isNew);
  return terse(countedFindings(review, perCommit), unreadOf(review), exempt) + noteOn(review.choice);
}

/** The errors and warnings of a tree; empty when there are none, and all rules looked. */
export function renderAuditTerse(audit: Audit): string {
  return terse(audit.findings, audit.unread, []) + noteOn(audit.choice);
}

function terse(findings: readonly Finding[], unread: readonly Unread[], exempt: readonly Exempt[]): string {
  const lines = findings.filter(isActive).map(({ path, line, severity, rule, message }) => {
    // b4 takes any line that contains `ERROR:` for a failure, so only this program's own word may.
    const place = `${withoutTags(visible(path))}:${line}`;
    return `${place}: ${severity.toUpperCase()}: ${rule}: ${withoutTags(visible(message))}\n`;
  });
  // to b4 silence means that all checks were passed
  const notRead = unread.map((each) => warning(each.path, `${NOT_READ}: ${unreadReason(each)}`));
  const notChecked = exempt.map(({ path, reason }) => warning(path, `${EXEMPT}: ${reason}`));
  return [...new Set([...lines, ...notRead, ...notChecked])].join('');
}

/** As checkpatch says which types it ignored. */
function noteOn(choice: RuleChoice | undefined): string {
  return choice === undefined ? '' : `NOTE: ${choiceWords(choice)}\n`;
}

function warning(path: string, words: string): string {
  return `${withoutTags(visible(path))}: WARNING: ${withoutTags(visible(words))}\n`;
}
