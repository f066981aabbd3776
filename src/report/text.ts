/** A review for a terminal, in the manner of rustc and ruff. */
import type { Finding } from '../finding/finding.ts';
import type { Review } from '../review/review.ts';
import { deltaLine, deltaRows } from './delta.ts';
import { findingLines, indented, titledTable, verdictLine } from './finding-text.ts';
import { numbering } from './numbering.ts';
import { type Paint, painter } from './paint.ts';
import { exemptOf, isActive, isInformation, type PerCommit, type Section, sectionsOf, unreadOf } from './selection.ts';
import { alignedTable } from './table.ts';
import { reviewVerdict } from './verdict.ts';
import { visible } from './visible.ts';
import * as words from './words.ts';

/** How many of a patch's findings for information are listed without `full`. */
const INFORMATION_SHOWN = 20;

export interface ReviewTextOptions {
  readonly colour: boolean;
  /** Everything, however long. */
  readonly full?: boolean;
  readonly perCommit?: PerCommit;
}

/** A review as text: patch by patch, then the unsafe delta, what was not read, and the verdict as the last line. */
export function renderReviewText(review: Review, options: ReviewTextOptions): string {
  const paint = painter(options.colour);
  const paragraphs = [
    ...sectionsOf(review).flatMap((section) => sectionParagraphs(section, review, options, paint)),
    deltaParagraph(review, paint),
    notReadParagraph(review, paint),
    exemptParagraph(review, paint),
    closingParagraph(review, options, paint),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function sectionParagraphs(section: Section, review: Review, options: ReviewTextOptions, paint: Paint) {
  const numberOf = numbering(review);
  const here = section.patch?.id ?? null;
  const factsOf = (finding: Finding) => [...words.circumstances(finding), ...words.fate(finding, here, numberOf)];
  const informative = section.findings.filter(isInformation);
  const suppressed = section.findings.filter((finding) => finding.suppressed !== null);
  const shown = options.full === true ? informative : informative.slice(0, INFORMATION_SHOWN);
  const isSeries = review.patches.length > 1;
  const delta = section.patch !== null && isSeries ? deltaLine(section.patch.delta) : '';
  return [
    titleLines(section, review, paint),
    ...section.findings.filter(isActive).map((finding) => findingLines(finding, factsOf(finding), paint)),
    [
      ...titledTable(paint('info', words.informationHead(informative.length)), shown, (finding) => [
        ...words.surroundings(finding),
        ...words.fate(finding, here, numberOf),
      ]),
      ...indented(moreLine(informative.length - shown.length)),
    ],
    titledTable(paint('bold', words.suppressedHead(suppressed.length)), suppressed, (finding) => [
      words.suppressedWords(finding),
    ]),
    delta === '' ? [] : [`${paint('quiet', 'unsafe:')} ${delta}`],
  ];
}

function moreLine(left: number): readonly string[] {
  return left > 0 ? [words.andMore(left, words.ALL_IN_JSON)] : [];
}

/** `patch 2/5: subject`; nothing for a single patch without a subject. */
function titleLines({ patch, findings }: Section, review: Review, paint: Paint): readonly string[] {
  if (patch === null) return [paint('bold', words.SERIES_AS_A_WHOLE)];
  const isSingle = review.patches.length === 1;
  if (isSingle && patch.subject === null) return [];
  const number = isSingle ? 'patch' : `patch ${numbering(review)(patch.id)}`;
  const title = paint('bold', `${number}: ${visible(patch.subject ?? patch.id)}`);
  const isClean = !isSingle && [findings, patch.unread, patch.exempt].every((found) => found.length === 0);
  return isClean ? [`${title}${paint('good', ' (no findings)')}`] : [title];
}

function deltaParagraph(review: Review, paint: Paint): readonly string[] {
  const [head, ...body] = alignedTable(deltaRows(review.delta));
  const surface = words.surfaceWords(review.delta);
  const table = head === undefined ? [] : [paint('bold', head), ...body, paint('quiet', words.DELTA_LEGEND)];
  return [...table, ...surface];
}

function notReadParagraph(review: Review, paint: Paint): readonly string[] {
  const unread = unreadOf(review);
  return unread.length === 0 ? [] : [paint('bold', words.NOT_READ), ...indented(unread.map(words.unreadWords))];
}

function exemptParagraph(review: Review, paint: Paint): readonly string[] {
  const exempt = exemptOf(review);
  return exempt.length === 0 ? [] : [paint('bold', words.EXEMPT), ...indented(exempt.map(words.exemptWords))];
}

function closingParagraph(review: Review, { perCommit }: ReviewTextOptions, paint: Paint): readonly string[] {
  const notes = [...review.notes.map(visible), ...(review.basis === 'hunks' ? [words.HUNKS_ONLY] : [])];
  return [
    ...notes.map((note) => `${paint('bold', 'note:')} ${note}`),
    ...words.revisionsWords(review).map((line) => paint('quiet', line)),
    verdictLine(reviewVerdict(review, perCommit), paint),
  ];
}
