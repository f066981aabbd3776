/** Reviews and audits in GitHub's Markdown, short enough for a comment. */
import type { Finding } from '../../finding/finding.ts';
import type { Audit, Review } from '../../review/review.ts';
import { PROGRAM } from '../../text/name.ts';
import { deltaRows } from '../select/delta-rows.ts';
import { FIGURES_ALIGN, figureRows } from '../select/figures.ts';
import { numbering } from '../select/patch-labels.ts';
import * as words from '../select/phrases.ts';
import { choiceWords } from '../select/rule-choice-phrases.ts';
import {
  countedFindings,
  exemptOf,
  isInformation,
  mostSevereFirst,
  type PerCommit,
  unreadOf,
} from '../select/selection.ts';
import { type Align, markdownTable, type Row } from '../select/table.ts';
import { auditVerdict, reviewVerdict } from '../select/verdict.ts';
import { censusHead, compareParts, longParts, moduleParts } from './markdown-census.ts';
import { code, prose } from './markdown-escape.ts';
import { becauseOf, exemptPart, type Links, linking, ruleParts, unreadPart, withPlaces } from './markdown-findings.ts';
import { fitted, folded, list, type Part } from './markdown-fit.ts';
import type { RuleLinks } from './rule-links.ts';

/** GitHub refuses a comment of more than 65,536 characters. */
export const LONGEST_COMMENT = 65_000;

export interface MarkdownOptions {
  /** The address of the revision's files, with `/` at its end; each place becomes a link into it. */
  readonly filesAt?: string;
  /** Where rules are explained; without it their names are not linked. */
  readonly rules?: RuleLinks;
  /** In UTF-16 units; `LONGEST_COMMENT` unless said otherwise. */
  readonly maximum?: number;
}

/** A review as a comment. */
export function renderReviewMarkdown(
  review: Review,
  options: MarkdownOptions & { readonly perCommit?: PerCommit } = {},
): string {
  const numberOf = numbering(review);
  const isSeries = review.patches.length > 1;
  const fateOf = (finding: Finding) => (isSeries ? words.fate(finding, null, numberOf) : []);
  const findings = countedFindings(review, options.perCommit ?? 'gate');
  // With `gate` the lines of a series are those of each patch, not those of its end.
  const isOfHead = !isSeries || options.perCommit === 'report';
  const links = linking(isOfHead ? options.filesAt : undefined, options.rules);
  const head = [
    titleOf(reviewVerdict(review, options.perCommit)),
    ...(review.basis === 'hunks' ? [words.sentence(words.HUNKS_ONLY)] : []),
    ...tableOf(deltaRows(review.delta)),
    ...(deltaRows(review.delta).length === 0 ? [] : [code(words.DELTA_LEGEND)]),
  ];
  const { headers, helpers, unmarkedHelpers } = review.delta.cSurface;
  const parts = [
    list(words.NEW_HEADERS, headers.map(code)),
    list(words.NEW_HELPERS, helpers.map(code)),
    list(words.UNMARKED_HELPERS, unmarkedHelpers.map(code)),
    ...ruleParts(findings, links, fateOf),
    unreadPart(unreadOf(review)),
    exemptPart(exemptOf(review)),
    list(words.ABOUT_THIS_REVIEW, review.notes.map(prose)),
    ...foldedParts(findings, links),
  ];
  return written(head, parts, 'review', options);
}

/** An audit as a comment. */
export function renderAuditMarkdown(audit: Audit, options: MarkdownOptions = {}): string {
  const links = linking(options.filesAt, options.rules);
  const head = [titleOf(auditVerdict(audit)), ...censusHead(audit), ...tableOf(figureRows(audit), FIGURES_ALIGN)];
  const parts = [
    ...(audit.compared === null ? [] : compareParts(audit.compared, audit)),
    ...moduleParts(audit),
    ...ruleParts(audit.findings, links, () => []),
    unreadPart(audit.unread),
    exemptPart(audit.exempt),
    list(words.ABOUT_THIS_AUDIT, audit.choice === undefined ? [] : [prose(choiceWords(audit.choice))]),
    ...foldedParts(audit.findings, links),
    ...longParts(audit),
  ];
  return written(head, parts, 'audit', options);
}

function written(head: readonly string[], parts: readonly Part[], use: string, { maximum }: MarkdownOptions): string {
  const rest = (left: number) => `\n${words.leftOutWords(left, use)}\n`;
  return fitted(`${head.join('\n\n')}\n`, parts, maximum ?? LONGEST_COMMENT, rest);
}

function titleOf(verdict: { readonly words: string }): string {
  return `### ${PROGRAM}: ${verdict.words}`;
}

function tableOf(rows: readonly Row[], align?: readonly Align[]): readonly string[] {
  return rows.length === 0 ? [] : [markdownTable(rows, align).join('\n')];
}

/** What is only shown when a reader opens it. */
function foldedParts(findings: readonly Finding[], links: Links): readonly Part[] {
  const sorted = mostSevereFirst(findings);
  const informative = sorted.filter(isInformation);
  const suppressed = sorted.filter((finding) => finding.suppressed !== null);
  return [
    folded(
      words.notesHead(informative.length),
      informative.map((finding) => withPlaces(finding, links)),
    ),
    folded(
      words.suppressedHead(suppressed.length),
      suppressed.map((finding) => becauseOf(finding, links)),
    ),
  ];
}
