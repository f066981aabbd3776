/** A review as GitHub's check run shows it: a title, a summary, and the details below. */
import { type Finding, isGap } from '../../finding/finding.ts';
import type { Review } from '../../review/review.ts';
import {
  countsOf,
  countsOfReview,
  findingsAtHead,
  isAccepted,
  lostOf,
  newInLeafAtHead,
  resolvedLater,
  rustFilesRead,
} from '../select/check-run-selection.ts';
import { deltaLine, deltaRows, isEmptyDelta } from '../select/delta-rows.ts';
import { shortId } from '../select/patch-labels.ts';
import * as words from '../select/phrases.ts';
import { exemptOf, isInformation, mostSevereFirst, type PerCommit, sectionsOf, unreadOf } from '../select/selection.ts';
import { markdownTable } from '../select/table.ts';
import { type CheckRunLinks, linksIn, revisionLink } from './check-run-links.ts';
import * as said from './check-run-phrases.ts';
import { cell, code, prose } from './markdown-escape.ts';
import { becauseOf, briefly, exemptPart, ruleParts, unreadPart, withPlaces } from './markdown-findings.ts';
import { fittedBy, inBytes, list, type Part, tablePart } from './markdown-fit.ts';

/** In UTF-8 bytes: GitHub takes 65,535 characters each for summary and text (OpenAPI, checks), of which 2 KB stay in reserve. */
export const LONGEST_OUTPUT = 65_535 - 2_048;
/** GitHub names no limit for a title; longer ones break its pages. */
export const LONGEST_TITLE = 120;

export interface CheckRunOptions extends CheckRunLinks {
  /** How many Rust files the whole change touches. */
  readonly rustFiles: number;
  /** Which findings count; the App's `report` unless said otherwise. */
  readonly perCommit?: PerCommit;
  /** Sentences of our own that come first, in Markdown. */
  readonly opening?: readonly string[];
}

/** As `2 errors, 1 warning in 7 of 7 Rust files; 1 suppressed`: at most 120 characters, and never clean where not all was read. */
export function checkRunTitle(review: Review, { rustFiles, perCommit = 'report' }: CheckRunOptions): string {
  const counts = countsOfReview(review, perCommit);
  const nothing = rustFiles === 0 && isEmptyDelta(review.delta) && Object.values(counts).every((count) => count === 0);
  if (nothing && review.complete) return said.NOTHING_TO_AUDIT;
  const tally = { error: counts.errors, warning: counts.warnings, info: counts.informational, suppressed: 0 };
  const [active, all] = [words.tallyParts({ ...tally, info: 0 }), words.tallyParts(tally)];
  const found = active.length > 0 ? active : all.length > 0 ? all : ['0 findings'];
  const scope = rustFiles === 0 ? '' : ` in ${said.filesRead(rustFilesRead(review, rustFiles), rustFiles)}`;
  const beside = [
    ...(counts.suppressed > 0 ? [words.suppressedHead(counts.suppressed)] : []),
    ...(counts.accepted > 0 ? [`${words.thousands(counts.accepted)} accepted`] : []),
  ];
  const title = [`${found.join(', ')}${scope}`, ...beside].join('; ');
  return (review.complete ? title : `${said.INCOMPLETE}: ${title}`).slice(0, LONGEST_TITLE);
}

/** The unsafe delta, the findings at the head by rule, what was not read, and each commit on its own; Markdown. */
export function renderCheckRunSummary(review: Review, options: CheckRunOptions): string {
  return summaryOf(review, options).text;
}

/** What the summary had no room for, and what is only there for those who ask: Markdown, null where there is nothing. */
export function renderCheckRunText(review: Review, options: CheckRunOptions): string | null {
  const { left } = summaryOf(review, options);
  const { perCommit = 'report' } = options;
  const links = linksIn(options, review.head);
  const findings = mostSevereFirst(review.findings.filter(({ resolvedBy }) => resolvedBy === null));
  const hidden = findings.filter(({ suppressed }) => suppressed !== null);
  const because = (each: Finding) => becauseOf(each, links);
  const parts = [
    list(
      said.FINDINGS_GO_ON,
      left.map((each) => briefly(each, links)),
    ),
    ...(perCommit === 'report' ? [resolvedPart(review, options)] : []),
    list(
      said.FINDINGS_TO_NOTE,
      findings.filter(isInformation).map((each) => withPlaces(each, links)),
    ),
    list(said.SUPPRESSED, hidden.filter((each) => !isAccepted(each)).map(because)),
    list(
      said.ACCEPTED,
      hidden.filter(isAccepted).map((each) => `${withPlaces(each, links)}; ${prose(said.acceptedWords(each))}`),
    ),
    list(
      said.READ_IN_PART,
      unreadOf(review)
        .filter((one) => !isGap(one))
        .map((one) => `${code(one.path)}: ${prose(one.reason)}`),
    ),
    exemptPart(exemptOf(review)),
  ];
  const { text } = fittedBy('', parts, LONGEST_OUTPUT, said.moreEntries, inBytes);
  return text === '' ? null : text.trimStart();
}

/** Of the room, what comes below the findings may take this much. */
const TAIL = 24 * 1024;

function summaryOf(review: Review, options: CheckRunOptions) {
  const head = `${headOf(review, options).join('\n\n')}\n`;
  const tail = fittedBy('', tailParts(review, options), TAIL, said.moreEntries, inBytes).text;
  const room = LONGEST_OUTPUT - inBytes(tail);
  const findings = inGroups(findingsAtHead(review));
  const isSeries = review.patches.length > 1;
  const fateOf = (finding: Finding) => (isSeries ? words.fate(finding, null, commitName) : []);
  const parts = ruleParts(findings, linksIn(options, review.head), fateOf);
  const { text, shown } = fittedBy(head, parts, room, said.moreFindings, inBytes);
  return { text: text + tail, left: findings.slice(shown) };
}

/** In the order in which `ruleParts` shows them. */
function inGroups(findings: readonly Finding[]): readonly Finding[] {
  const keyOf = ({ severity, rule }: Finding) => `${severity} ${rule}`;
  const keys = [...new Set(findings.map(keyOf))];
  return keys.flatMap((key) => findings.filter((finding) => keyOf(finding) === key));
}

function headOf(review: Review, options: CheckRunOptions): readonly string[] {
  const { perCommit = 'report', opening = [], rustFiles } = options;
  const counts = countsOf(review.findings.filter(({ resolvedBy }) => resolvedBy === null));
  const resolved = perCommit === 'report' ? resolvedLater(review).length : 0;
  const rows = deltaRows(review.delta);
  const beside = [
    ...(counts.informational > 0 ? [words.notesHead(counts.informational)] : []),
    ...(counts.suppressed > 0 ? [words.suppressedHead(counts.suppressed)] : []),
    ...(counts.accepted > 0 ? [`${words.thousands(counts.accepted)} accepted`] : []),
    ...(resolved > 0 ? [`${words.thousands(resolved)} fixed by a later commit`] : []),
  ];
  const unchanged = rustFiles === 0 && isEmptyDelta(review.delta) ? said.NO_RUST : said.NO_CHANGE_OF_UNSAFE;
  return [
    ...(review.complete ? [] : [said.incompleteSentence(lostOf(review))]),
    ...said.newUnsafeSentence(newInLeafAtHead(review)),
    ...opening,
    ...(review.basis === 'hunks' ? [words.sentence(words.HUNKS_ONLY)] : []),
    ...(rows.length === 0 ? [unchanged] : [markdownTable(rows).join('\n'), code(words.DELTA_LEGEND)]),
    ...said.elsewhereSentence(beside),
    ...(options.rules !== undefined && !options.rules.arePages && findingsAtHead(review).length > 0
      ? [said.EXPLAINED]
      : []),
  ];
}

/** What was lost comes first: it has to be seen. */
function tailParts(review: Review, options: CheckRunOptions): readonly Part[] {
  const { headers, helpers, unmarkedHelpers } = review.delta.cSurface;
  return [
    unreadPart(lostOf(review)),
    ...(options.perCommit === 'gate' ? [resolvedPart(review, options)] : []),
    list(words.NEW_HEADERS, headers.map(code)),
    list(words.NEW_HELPERS, helpers.map(code)),
    list(words.UNMARKED_HELPERS, unmarkedHelpers.map(code)),
    list(said.ABOUT_THIS_REVIEW, review.notes.map(prose)),
    ...(review.patches.length > 1 ? [commitPart(review, options)] : []),
  ];
}

/** Each with a link to its own commit: its line is not one of the head. */
function resolvedPart(review: Review, options: CheckRunOptions): Part {
  const items = resolvedLater(review).map(({ patch, finding }) => {
    const fate = words.fate(finding, null, commitName).map(prose);
    return [briefly(finding, linksIn(options, patch?.id ?? null)), ...fate].join('; ');
  });
  return list(said.RESOLVED_LATER, items);
}

function commitPart(review: Review, options: CheckRunOptions): Part {
  const rows = sectionsOf(review).flatMap(({ patch, findings }) => {
    if (patch === null) return [];
    const { errors, warnings } = countsOf(findings);
    const commit = revisionLink(options, patch.id);
    return [[commit, cell(patch.subject ?? ''), String(errors), String(warnings), cell(deltaLine(patch.delta))]];
  });
  return tablePart(said.PER_COMMIT, [[...said.PER_COMMIT_HEAD], ...rows], ['left', 'left', 'right', 'right', 'left']);
}

function commitName(id: string): string {
  return `\`${shortId(id)}\``;
}
