/** Which findings of a review a report shows, in which order, and which of them count. */

import { type Exempt, type Finding, isGap, SEVERITIES, type Severity, type Unread } from '../../finding/finding.ts';
import type { PatchReview, Review } from '../../review/review.ts';
import { compareText } from '../../text/text-order.ts';

/** `gate`: every patch has to be clean on its own. `report`: what remains at the end of the series counts. */
export type PerCommit = 'gate' | 'report';

/** One patch's own findings; or, with `patch` null, those that only the series as a whole shows. */
export interface Section {
  readonly patch: PatchReview | null;
  readonly findings: readonly Finding[];
}

/** How many findings there are of each severity; `suppressed` ones are in no other figure. */
export type Tally = Readonly<Record<Severity | 'suppressed', number>>;

/** A review patch by patch, each finding with what the series knows of its later fate. */
export function sectionsOf(review: Review): readonly Section[] {
  const inSeries = new Map(review.findings.map((finding) => [finding.fingerprint, finding]));
  const keyOf = ({ fingerprint, suppressed }: Finding) => `${fingerprint} ${suppressed !== null}`;
  const own = new Set(review.patches.flatMap((patch) => patch.findings.map(keyOf)));
  const sections = review.patches.map((patch) => ({
    patch,
    findings: patch.findings.map((finding) => ({
      ...finding,
      resolvedBy: finding.resolvedBy ?? inSeries.get(finding.fingerprint)?.resolvedBy ?? null,
    })),
  }));
  const rest = review.findings.filter((finding) => finding.introducedBy === null && !own.has(keyOf(finding)));
  return rest.length === 0 ? sections : [...sections, { patch: null, findings: rest }];
}

/** The findings that count, suppressed ones among them. */
export function countedFindings(review: Review, perCommit: PerCommit): readonly Finding[] {
  if (perCommit === 'report') return review.findings.filter((finding) => finding.resolvedBy === null);
  return sectionsOf(review).flatMap((section) => section.findings);
}

/** How many findings have each severity. */
export function tally(findings: readonly Finding[]): Tally {
  const counts = { error: 0, warning: 0, info: 0, suppressed: 0 };
  for (const { severity, suppressed } of findings) counts[suppressed === null ? severity : 'suppressed']++;
  return counts;
}

/** What is neither suppressed nor mere information. */
export function isActive(finding: Finding): boolean {
  return finding.suppressed === null && finding.severity !== 'info';
}

/** Whether a finding is a note. */
export function isInformation(finding: Finding): boolean {
  return finding.suppressed === null && finding.severity === 'info';
}

/** New unsafe code in drivers is what people look for first: it is shown with its code even where it is mere information. */
export function isNewInLeaf({ rule, layer, suppressed }: Finding): boolean {
  return suppressed === null && rule === 'new-unsafe' && layer === 'leaf';
}

/** Most severe first, suppressed ones last, then by path, line, column and rule. */
export function mostSevereFirst(findings: readonly Finding[]): readonly Finding[] {
  return findings.toSorted(
    (one, other) =>
      rank(one) - rank(other) ||
      compareText(one.path, other.path) ||
      one.line - other.line ||
      one.column - other.column ||
      compareText(one.rule, other.rule),
  );
}

/** Findings of the same code together, each group with the most severe first; the groups in the order of their first one. */
export function byPlace(findings: readonly Finding[]): readonly (readonly Finding[])[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const { path, line, column, endLine, endColumn } = finding;
    const key = JSON.stringify([path, line, column, endLine, endColumn]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].map(mostSevereFirst);
}

/** What could not be read, of the series and of its patches, each once; what makes it incomplete comes first. */
export function unreadOf(review: Review): readonly Unread[] {
  const all = [...review.unread, ...review.patches.flatMap((patch) => patch.unread)];
  const gaps = all.filter(isGap);
  const unique = new Map<string, Unread>();
  for (const each of [...gaps, ...all]) {
    const key = JSON.stringify([each.path, each.reason]);
    if (!unique.has(key)) unique.set(key, each);
  }
  return [...unique.values()];
}

/** Code that no rule covers, of the series and of its patches, each once; what a patch made so comes first. */
export function exemptOf(review: Review): readonly Exempt[] {
  const all = [...review.exempt, ...review.patches.flatMap((patch) => patch.exempt)];
  const unique = new Map<string, Exempt>();
  for (const each of [...all.filter(({ isNew }) => isNew), ...all]) {
    const key = JSON.stringify([each.path, each.reason]);
    if (!unique.has(key)) unique.set(key, each);
  }
  return [...unique.values()];
}

function rank(finding: Finding): number {
  return finding.suppressed === null ? SEVERITIES.indexOf(finding.severity) : SEVERITIES.length;
}
