/** The body of a reply to a patch: its lines quoted, and below each what was found there. It never holds a tag. */
import type { Finding } from '../../finding/finding.ts';
import type { FilePatch, Hunk, Patch, Series } from '../../patch/patch.ts';
import type { Positions } from '../../patch/sides.ts';
import type { Review } from '../../review/review.ts';
import { explainCall } from '../markdown/rule-links.ts';
import { clipped, visible } from '../select/escape-unprintable.ts';
import { numbering } from '../select/patch-labels.ts';
import * as words from '../select/phrases.ts';
import { choiceWords } from '../select/rule-choice-phrases.ts';
import {
  countedFindings,
  exemptOf,
  isActive,
  type PerCommit,
  type Section,
  sectionsOf,
  tally,
  unreadOf,
} from '../select/selection.ts';
import { wrapMail } from '../select/text-width.ts';
import { reviewVerdict } from '../select/verdict.ts';
import { hunkAt, quotesOf } from './hunk-quote.ts';

/** Documentation/process/email-clients: text is wrapped below 75 columns. */
const WIDTH = 72;

/**
 * A review as a reply by mail; `series` gives the hunks to quote.
 * @param positions where the hunks were applied; what is not in it was read from the hunks
 */
export function renderReviewMail(
  review: Review,
  series: Series,
  { perCommit = 'gate', positions = new Map() }: { perCommit?: PerCommit; positions?: Positions } = {},
): string {
  const counting = countedFindings(review, perCommit);
  const fingerprints = new Set(counting.map(({ fingerprint }) => fingerprint));
  const appliesTo = (finding: Finding) => isActive(finding) && fingerprints.has(finding.fingerprint);
  const isNothing = reviewVerdict(review, perCommit).kind === 'nothing';
  const sections = sectionsOf(review).map((section) => ({ ...section, findings: section.findings.filter(appliesTo) }));
  const spokenOf = sections.filter(({ findings }) => findings.length > 0);
  const rules = [...new Set(spokenOf.flatMap(({ findings }) => findings.map(({ rule }) => rule)))].toSorted();
  const paragraphs = [
    wrapMail(words.mailOpening(review.patches.length, isNothing ? null : tally(counting), review.complete), WIDTH),
    ...words.mailLimits(review, unreadOf(review), exemptOf(review)).map((text) => wrapMail(text, WIDTH)),
    ...(review.choice === undefined ? [] : [wrapMail(words.sentence(choiceWords(review.choice)), WIDTH)]),
    ...spokenOf.flatMap((section) => sectionParagraphs(section, review, series, positions)),
    ...(rules.length === 0 ? [] : [[words.MAIL_CLOSING, ...rules.map((rule) => `  ${explainCall(visible(rule))}`)]]),
  ];
  return words.withoutTags(paragraphs.map((lines) => `${lines.join('\n')}\n`).join('\n'));
}

function sectionParagraphs(
  section: Section,
  review: Review,
  series: Series,
  positions: Positions,
): readonly (readonly string[])[] {
  const patch = series.patches.find(({ id }) => id === section.patch?.id);
  const { quotable, others } = placed(section.findings, patch, positions);
  const remark = (finding: Finding) => remarkOn(finding, section, review);
  return [
    ...(review.patches.length > 1 ? [wrapMail(titleOf(section, review), WIDTH)] : []),
    ...quotable.flatMap(({ file, hunk, findings }) => {
      const lines = [...new Set(findings.map(({ line }) => line))].toSorted((one, other) => one - other);
      return quotesOf(file, hunk, lines).flatMap((quote) => [
        quote.lines,
        ...findings.filter(({ line }) => line === quote.line).map(({ finding }) => remark(finding)),
      ]);
    }),
    ...others.map(({ finding, line }) => [`${visible(finding.path)}:${line}`, ...remark(finding)]),
  ];
}

/** A finding at its line as the patch counts, which is not that of the tree where the patch was applied at an offset. */
interface InPatch {
  readonly finding: Finding;
  readonly line: number;
}

interface InHunk {
  readonly file: FilePatch;
  readonly hunk: Hunk;
  readonly findings: InPatch[];
}

/** The findings that a hunk shows, by hunk in the order of the patch's lines, and the others. */
function placed(findings: readonly Finding[], patch: Patch | undefined, positions: Positions) {
  const hunks = new Map<Hunk, InHunk>();
  const others: InPatch[] = [];
  for (const finding of findings) {
    const { path, line } = finding;
    const at = patch === undefined ? { line, quoted: undefined } : hunkAt(patch, path, line, positions);
    const inPatch = { finding, line: at.line };
    if (at.quoted === undefined) others.push(inPatch);
    else if (hunks.has(at.quoted.hunk)) hunks.get(at.quoted.hunk)?.findings.push(inPatch);
    else hunks.set(at.quoted.hunk, { ...at.quoted, findings: [inPatch] });
  }
  return { quotable: [...hunks.values()], others };
}

function titleOf({ patch }: Section, review: Review): string {
  if (patch === null) return `On ${words.SERIES_AS_A_WHOLE}:`;
  return `On ${numbering(review)(patch.id)}, "${clipped(patch.subject ?? patch.id, 200)}":`;
}

/** What was found, in sentences; a colon behind a line's first word would make it a tag, so brackets hold the severity. */
function remarkOn(finding: Finding, { patch }: Section, review: Review): readonly string[] {
  const fate = words.fate(finding, patch?.id ?? null, numbering(review));
  const remarks = [
    `[${words.SEVERITY_NAMES[finding.severity]}, ${visible(finding.rule)}] ${words.sentence(clipped(finding.message, 400))}`,
    ...(finding.help === '' ? [] : [words.sentence(clipped(finding.help, 400))]),
    ...words.placeLines(finding.related).map(({ text }) => words.sentence(`see ${text}`)),
    ...(fate.length === 0 ? [] : [words.sentence(fate.join('; '))]),
  ];
  return wrapMail(remarks.join(' '), WIDTH);
}
