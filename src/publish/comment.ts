/** The one comment of a pull request that is edited from push to push. */
import { checkRunTitle } from '../report/markdown/check-run.ts';
import { linksIn } from '../report/markdown/check-run-links.ts';
import { incompleteSentence } from '../report/markdown/check-run-phrases.ts';
import { code, prose } from '../report/markdown/markdown-escape.ts';
import { briefly } from '../report/markdown/markdown-findings.ts';
import { fittedBy, inBytes, list } from '../report/markdown/markdown-fit.ts';
import { findingsAtHead, lostOf } from '../report/select/check-run-selection.ts';
import { deltaLine } from '../report/select/delta-rows.ts';
import { shortId } from '../report/select/patch-labels.ts';
import { countedFindings, isActive, type PerCommit } from '../report/select/selection.ts';
import type { Review } from '../review/review.ts';
import { PROGRAM } from '../text/name.ts';
import type { OutputOptions } from './check-output.ts';
import { commentClosing, moreInReport, TOP_FINDINGS } from './messages.ts';

/** In UTF-8 bytes; GitHub refuses more than 65,536 characters. */
export const LONGEST_STICKY = 60_000;
const TOP = 10;

export interface CommentOptions extends OutputOptions {
  readonly pullNumber: number;
  /** The commit that was reviewed. */
  readonly head: string;
  /** The page of the check; null where it is not known. */
  readonly runUrl: string | null;
}

/** The first line of a pull request's comment, by which it is found again (among the App's own comments only). */
export function stickyMarker(pullNumber: number): string {
  return `<!-- kernel-rust-audit:pull-request:${pullNumber} -->`;
}

/** Marker, the verdict, the unsafe delta on one line, the worst findings, and where the rest is. */
export function commentBody(review: Review, options: CommentOptions): string {
  const { pullNumber, head: commit, runUrl } = options;
  const links = linksIn(options, review.head);
  const findings = findingsAtHead(review);
  const delta = deltaLine(review.delta);
  const head = [
    stickyMarker(pullNumber),
    `### ${PROGRAM}: ${prose(checkRunTitle(review, options))}`,
    '',
    `At ${code(shortId(commit))}${delta === '' ? '.' : `; unsafe: ${code(delta)}.`}`,
    '',
    ...(options.opening ?? []).flatMap((sentence) => [sentence, '']),
    ...(review.complete ? [] : [incompleteSentence(lostOf(review)), '']),
  ].join('\n');
  const closing = `\n${commentClosing(runUrl)}\n`;
  const shown = findings.slice(0, TOP).map((finding) => `${finding.severity}: ${briefly(finding, links)}`);
  const left = findings.length - shown.length;
  const more = (cut: number) => (cut + left > 0 ? moreInReport(cut + left) : '');
  const room = LONGEST_STICKY - inBytes(closing) - inBytes(more(TOP));
  const fitting = fittedBy(head, [list(TOP_FINDINGS, shown)], room, () => '', inBytes);
  return `${fitting.text}${more(shown.length - fitting.shown)}${closing}`;
}

/** Whether a review has what a comment is made for: errors or warnings that count, or files that were not read. */
export function isWorthComment(review: Review, perCommit: PerCommit = 'report'): boolean {
  return !review.complete || countedFindings(review, perCommit).some(isActive);
}
