/** checkpatch's form, one line a finding: what `b4.prep-perpatch-check-cmd` reads. */
import type { Exempt, Finding, Unread } from '../../finding/finding.ts';
import type { Audit, Review, RuleChoice } from '../../review/review.ts';
import { groupBy } from '../../text/multimap.ts';
import { visible } from '../select/escape-unprintable.ts';
import { commitNames } from '../select/patch-labels.ts';
import {
  counted,
  EXEMPT,
  NOT_READ,
  READ_IN_PART,
  SERIES_AS_A_WHOLE,
  unreadReason,
  withoutTags,
} from '../select/phrases.ts';
import { choiceWords } from '../select/rule-choice-phrases.ts';
import { countedFindings, exemptOf, isActive, type PerCommit, sectionsOf, unreadOf } from '../select/selection.ts';

/**
 * Errors and warnings that count, in the order of the patches, and what could not be judged; empty when there is nothing.
 * Of several patches each line ends with the one that it belongs to: its path and line are those of that patch.
 */
export function renderReviewTerse(review: Review, { perCommit = 'gate' }: { perCommit?: PerCommit } = {}): string {
  const nameOf = commitNames(review);
  const suffix = (id: string | null) =>
    review.patches.length < 2 ? '' : ` (${id === null ? SERIES_AS_A_WHOLE : nameOf(id)})`;
  const patchOf = <Lost extends Unread | Exempt>(each: Lost, key: 'unread' | 'exempt') =>
    review.patches.find((patch) => patch[key].some(({ path, reason }) => path === each.path && reason === each.reason))
      ?.id ?? null;
  const found =
    perCommit === 'report'
      ? countedFindings(review, perCommit).map((finding) => ({ finding, id: finding.introducedBy }))
      : sectionsOf(review).flatMap(({ patch, findings }) =>
          findings.map((finding) => ({ finding, id: patch?.id ?? null })),
        );
  return lines([
    ...found.filter(({ finding }) => isActive(finding)).map(({ finding, id }) => findingLine(finding) + suffix(id)),
    ...[...groupBy(unreadOf(review), (each) => patchOf(each, 'unread'))].flatMap(([id, unread]) =>
      withOneForHunks(unread).map((each) => unreadLine(each) + suffix(id)),
    ),
    ...exemptOf(review)
      .filter(({ isNew }) => isNew)
      .map((each) => exemptLine(each) + suffix(patchOf(each, 'exempt'))),
    ...choiceNotes(review.choice),
  ]);
}

/** The errors and warnings of a tree; empty when there are none, and all rules looked. */
export function renderAuditTerse(audit: Audit): string {
  return lines([
    ...audit.findings.filter(isActive).map(findingLine),
    ...withOneForHunks(audit.unread).map(unreadLine),
    ...choiceNotes(audit.choice),
  ]);
}

/** What is wrong, and what to do about it. */
function findingLine({ path, line, severity, rule, message, help }: Finding): string {
  // b4 takes any line that contains `ERROR:` for a failure, so only this program's own word may.
  const place = `${withoutTags(visible(path))}:${line}`;
  const remedy = help === '' ? '' : `; ${help}`;
  return `${place}: ${severity.toUpperCase()}: ${rule}: ${withoutTags(visible(message + remedy))}`;
}

// to b4 silence means that all checks were passed
function unreadLine(unread: Unread): string {
  const { path, hunksOnly } = unread;
  if (hunksOnly !== undefined) return warning(path, `${READ_IN_PART}: ${unreadReason({ ...unread, partial: false })}`);
  return warning(path, `${NOT_READ}: ${unreadReason(unread)}`);
}

function exemptLine({ path, reason }: Exempt): string {
  return warning(path, `${EXEMPT}: ${reason}`);
}

/** As checkpatch says which types it ignored. */
function choiceNotes(choice: RuleChoice | undefined): readonly string[] {
  return choice === undefined ? [] : [`NOTE: ${choiceWords(choice)}`];
}

/**
 * What was not read of one patch. That only hunks were read is said once, and only where they do not show enough: where they
 * are plain, nothing is missing, and where a place of the file could not be judged, that is said of the place.
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
  return `${withoutTags(visible(path))}: WARNING: ${withoutTags(visible(words))}`;
}

function lines(each: readonly string[]): string {
  return [...new Set(each)].map((line) => `${line}\n`).join('');
}
