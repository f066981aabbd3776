/** A review for a terminal, in the manner of rustc and ruff. */
import type { Finding } from '../../finding/finding.ts';
import type { Review } from '../../review/review.ts';
import { deltaLine, deltaRows } from '../select/delta-rows.ts';
import { visible } from '../select/escape-unprintable.ts';
import { patchNames } from '../select/patch-labels.ts';
import * as words from '../select/phrases.ts';
import {
  byPlace,
  exemptOf,
  isActive,
  isInformation,
  isNewInLeaf,
  type PerCommit,
  type Section,
  sectionsOf,
  unreadOf,
} from '../select/selection.ts';
import { figureTable } from '../select/table.ts';
import { reviewVerdict } from '../select/verdict.ts';
import { findingLines, placesOf, proseLines, titledList, titledTable, verdictLines } from './finding-text.ts';
import { type Page, pageOf, type TextStyle } from './page.ts';

/** How many of a patch's notes are listed without `full`. */
const NOTES_SHOWN = 20;

export interface ReviewTextOptions extends TextStyle {
  /** Everything, however long. */
  readonly full?: boolean;
  readonly perCommit?: PerCommit;
}

/** A review as text: patch by patch, then the unsafe delta, what was not read, and the verdict as the last line. */
export function renderReviewText(review: Review, options: ReviewTextOptions): string {
  const page = pageOf(options);
  const paragraphs = [
    ...sectionsOf(review).flatMap((section) => sectionParagraphs(section, review, options, page)),
    deltaParagraph(review, page),
    titledList(page.paint('bold', words.NOT_READ), unreadOf(review).map(words.unreadWords), page),
    titledList(page.paint('bold', words.EXEMPT), exemptOf(review).map(words.exemptWords), page),
    closingParagraph(review, options, page),
  ];
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

function sectionParagraphs(section: Section, review: Review, options: ReviewTextOptions, page: Page) {
  const { paint } = page;
  const isFull = options.full === true;
  const here = section.patch?.id ?? null;
  const fateOf = (finding: Finding) => words.fate(finding, here, patchNames(review));
  const factsOf = (finding: Finding) => [...words.circumstances(finding), ...fateOf(finding)];
  const notes = section.findings.filter((each) => isInformation(each) && !isNewInLeaf(each));
  const suppressed = section.findings.filter((finding) => finding.suppressed !== null);
  const shown = isFull ? notes : notes.slice(0, NOTES_SHOWN);
  const left = notes.length - shown.length;
  const isSeries = review.patches.length > 1;
  const delta = section.patch !== null && isSeries ? deltaLine(section.patch.delta) : '';
  return [
    titleLines(section, review, page),
    ...byPlace(section.findings.filter((each) => isActive(each) || isNewInLeaf(each))).map((group) =>
      findingLines(group, factsOf, isFull, page),
    ),
    [
      ...titledTable(paint('info', words.notesHead(notes.length)), shown, page, (finding) => [
        ...words.surroundings(finding),
        ...fateOf(finding),
        ...placesOf(finding, isFull).map((place, at) => (at === 0 ? `see ${place}` : place)),
      ]),
      ...(left > 0 ? proseLines(words.andMore(left, 'note'), page, '  ') : []),
    ],
    titledTable(paint('bold', words.suppressedHead(suppressed.length)), suppressed, page, (finding) => [
      words.suppressedWords(finding),
    ]),
    delta === '' ? [] : proseLines(`${paint('quiet', 'unsafe:')} ${delta}`, page, '    ', ''),
  ];
}

/** `patch 2/5: subject`; nothing for a single patch without a subject. */
function titleLines({ patch, findings }: Section, review: Review, page: Page): readonly string[] {
  const { paint } = page;
  if (patch === null) return [paint('bold', words.SERIES_AS_A_WHOLE)];
  const isSingle = review.patches.length === 1;
  if (isSingle && patch.subject === null) return [];
  const number = isSingle ? 'patch' : patchNames(review)(patch.id);
  const title = paint('bold', `${number}: ${visible(patch.subject ?? patch.id)}`);
  const isClean = !isSingle && [findings, patch.unread, patch.exempt].every((found) => found.length === 0);
  return proseLines(isClean ? `${title}${paint('good', ' (no findings)')}` : title, page, '    ', '');
}

function deltaParagraph(review: Review, page: Page): readonly string[] {
  const [head, ...body] = figureTable(deltaRows(review.delta), page.width);
  const table = head === undefined ? [] : [page.paint('bold', head), ...body, page.paint('quiet', words.DELTA_LEGEND)];
  return [...table, ...words.surfaceWords(review.delta).flatMap((line) => proseLines(line, page, '    ', ''))];
}

function closingParagraph(review: Review, { perCommit }: ReviewTextOptions, page: Page): readonly string[] {
  const { paint } = page;
  const notes = [...review.notes.map(visible), ...(review.basis === 'hunks' ? [words.HUNKS_ONLY] : [])];
  return [
    ...notes.flatMap((note) => proseLines(`${paint('bold', 'note:')} ${note}`, page, '    ', '')),
    ...words.revisionsWords(review).map((line) => paint('quiet', line)),
    ...verdictLines(reviewVerdict(review, perCommit), page),
  ];
}
