/** Findings as annotations of the lines of a pull request. */
import type { Finding } from '../finding/finding.ts';
import { inert } from '../report/markdown/markdown-escape.ts';
import type { RuleLinks } from '../report/markdown/rule-links.ts';
import { findingsAtHead, newInLeafAtHead } from '../report/select/check-run-selection.ts';
import { circumstances, placeLines, sentence } from '../report/select/phrases.ts';
import { isInformation } from '../report/select/selection.ts';
import type { Review } from '../review/review.ts';
import { aboutRule } from './messages.ts';
import type { Annotation } from './published.ts';

/** GitHub names no limit for a run; pages with more of them no longer open. */
export const MOST_ANNOTATIONS = 200;

/** In UTF-16 units of the source text; at most four times that when escaped, in UTF-8 bytes. */
const LONGEST = { title: 120, message: 1000, help: 600, place: 200 };
const MOST_PLACES = 50;

/**
 * Errors (`failure`), warnings (`warning`) and new unsafe code in drivers (`notice`) at the head, the worst first, at most 200;
 * other information is none. What a later
 * commit resolved has no line at the head, and is left out whatever counts.
 *
 * @param rules where they are explained; without it the annotations do not say
 * The limits are those of GitHub's OpenAPI description (title 255 characters; message 64 KB, of which 4 KB are used).
 */
export function annotationsOf(review: Review, rules?: RuleLinks): readonly Annotation[] {
  return annotated(review)
    .slice(0, MOST_ANNOTATIONS)
    .map((finding) => annotationOf(finding, rules));
}

/** How many findings get no annotation for want of room. */
export function annotationsLeftOut(review: Review): number {
  return Math.max(0, annotated(review).length - MOST_ANNOTATIONS);
}

function annotated(review: Review): readonly Finding[] {
  return [...findingsAtHead(review), ...newInLeafAtHead(review).filter(isInformation)];
}

const LEVELS = { error: 'failure', warning: 'warning', info: 'notice' } as const;

function annotationOf(finding: Finding, rules: RuleLinks | undefined): Annotation {
  const { path, line, column, severity, rule, message } = finding;
  const endLine = Math.max(line, finding.endLine);
  return {
    path,
    startLine: line,
    endLine,
    startColumn: endLine === line ? column : null,
    level: LEVELS[severity],
    title: inert(`${rule}: ${message}`, LONGEST.title),
    message: inert([message, circumstances(finding).join(', ')].map(sentence).join(' ').trim(), LONGEST.message),
    details: detailsOf(finding, rules),
  };
}

function detailsOf({ help, related, fingerprint, rule }: Finding, rules: RuleLinks | undefined): string {
  const places = placeLines(related)
    .slice(0, MOST_PLACES)
    .map(({ text }) => inert(text, LONGEST.place));
  const address = rules?.addressOf(rule) ?? null;
  const about = address === null ? [] : [aboutRule(rule, address, rules?.arePages === true)];
  return [inert(sentence(help), LONGEST.help), ...places, ...about, `Fingerprint: ${inert(fingerprint)}`].join('\n');
}
