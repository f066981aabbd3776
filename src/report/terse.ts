/** checkpatch's form, one line a finding: what `b4.prep-perpatch-check-cmd` reads. */
import type { Exempt, Finding, Unread } from '../finding/finding.ts';
import type { Audit, Review } from '../review/review.ts';
import { countedFindings, exemptOf, isActive, type PerCommit, unreadOf } from './selection.ts';
import { visible } from './visible.ts';
import { counted, EXEMPT, NOT_READ, unreadReason, withoutTags } from './words.ts';

/** Errors and warnings that count, in the order of the patches, and what could not be judged; empty when there is nothing. */
export function renderReviewTerse(review: Review, { perCommit = 'gate' }: { perCommit?: PerCommit } = {}): string {
  const exempt = exemptOf(review).filter(({ isNew }) => isNew);
  return terse(countedFindings(review, perCommit), unreadOf(review), exempt);
}

/** The errors and warnings of a tree; empty when there are none. */
export function renderAuditTerse(audit: Audit): string {
  return terse(audit.findings, audit.unread, []);
}

function terse(findings: readonly Finding[], unread: readonly Unread[], exempt: readonly Exempt[]): string {
  const lines = findings.filter(isActive).map(({ path, line, severity, rule, message }) => {
    // b4 takes any line that contains `ERROR:` for a failure, so only this program's own word may.
    const place = `${withoutTags(visible(path))}:${line}`;
    return `${place}: ${severity.toUpperCase()}: ${rule}: ${withoutTags(visible(message))}\n`;
  });
  // to b4 silence means that all checks were passed
  const notRead = withOneForHunks(unread).map((each) => warning(each.path, `${NOT_READ}: ${unreadReason(each)}`));
  const notChecked = exempt.map(({ path, reason }) => warning(path, `${EXEMPT}: ${reason}`));
  return [...new Set([...lines, ...notRead, ...notChecked])].join('');
}

/**
 * That only hunks were read is said once, and only where they do not show enough: where they are plain, nothing is missing, and
 * where a place of the file could not be judged, that is said of the place.
 */
function withOneForHunks(unread: readonly Unread[]): readonly Unread[] {
  const others = unread.filter(({ hunksOnly }) => hunksOnly === undefined);
  const [first, ...more] = unread.filter(
    ({ path, hunksOnly }) => hunksOnly?.isPlain === false && !others.some((other) => other.path === path),
  );
  if (first === undefined) return others;
  const reason =
    more.length === 0 ? first.reason : `${first.reason}; so were those of ${counted(more.length, 'more file')}`;
  return [...others, { ...first, reason }];
}

function warning(path: string, words: string): string {
  return `${withoutTags(visible(path))}: WARNING: ${withoutTags(visible(words))}\n`;
}
