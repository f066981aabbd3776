/** The numbers in `[PATCH v2 3/5]`: the order of a series, its gaps, and its versions. */
import type { Letter } from './input.ts';
import { shortened } from './input-lines.ts';

/** Sorts each series by its numbers; a letter without a number stays where it is, a series where its first letter is. */
export function inOrderOfNumbers(letters: readonly Letter[]): readonly Letter[] {
  return groupBySeries(letters).flat();
}

/** One sentence for each series of two letters or more that lacks some. */
export function missingNumberNotes(letters: readonly Letter[]): readonly string[] {
  const notes: string[] = [];
  for (const series of groupBySeries(letters)) {
    const total = series[0]?.subject.total ?? 0;
    const present = new Set(series.map(({ subject }) => subject.number));
    const missing: string[] = [];
    for (let number = 1; number <= total; number++) if (!present.has(number)) missing.push(`${number}/${total}`);
    if (series.length < 2 || missing.length === 0) continue;
    const named = missing.length > 10 ? `${missing.length} of ${total}` : missing.join(', ');
    notes.push(`the series with ${shortened(series[0]?.subject.title ?? '')} lacks these patches: ${named}`);
  }
  return notes;
}

/**
 * Letters that count to the same total in the same version of the same thread, each number once, by number. Where
 * letters name no thread, the second letter with a number begins a second series.
 */
function groupBySeries(letters: readonly Letter[]): readonly (readonly Letter[])[] {
  const groups = new Map<string, Letter[]>();
  const timesSeen = new Map<string, number>();
  const threads = threadsOf(letters);
  for (const [index, letter] of letters.entries()) {
    const { version, number, total } = letter.subject;
    const series = `v${version} of ${total} in ${threads[index]}`;
    const slot = `${number} ${series}`;
    const times = (timesSeen.get(slot) ?? 0) + 1;
    timesSeen.set(slot, times);
    const key = number === null ? `letter ${index}` : `time ${times}, ${series}`;
    const group = groups.get(key) ?? [];
    group.push(letter);
    groups.set(key, group);
  }
  for (const group of groups.values())
    group.sort((one, other) => (one.subject.number ?? 0) - (other.subject.number ?? 0));
  return [...groups.values()];
}

/**
 * For each letter the id of the mail that its thread began with; where no thread holds it, who sent it. Mails that
 * `git format-patch` wrote were not sent yet: their author says nothing on the series.
 */
function threadsOf(letters: readonly Letter[]): readonly string[] {
  const begun = new Set(letters.flatMap(({ ancestors }) => ancestors.slice(0, 1)));
  return letters.map(({ ancestors, messageId, sender }) => {
    if (messageId === null) return ancestors[0] ?? '';
    return ancestors[0] ?? (begun.has(messageId) ? messageId : `mails of ${sender}`);
  });
}

export interface Versions {
  readonly newest: readonly Letter[];
  /** One sentence for each version that was left out, with the subjects of its letters. */
  readonly notes: readonly string[];
}

/**
 * Of `chosen` the newest version of each series. Series are versions of one where they share a title and differ in the
 * version; the cover letters among `letters` have titles too, and replies have those of others.
 */
export function newestVersions(letters: readonly Letter[], chosen: readonly Letter[]): Versions {
  const groups = groupBySeries(letters.filter(({ kind, subject }) => kind === 'mail' && !subject.isReply));
  const holding = new Set(chosen);
  const groupsOfChosen = groups.map((group) => group.filter((letter) => holding.has(letter)));
  const versions = groupsOfChosen.map((group) => group[0]?.subject.version ?? 0);
  const newest = newestOfGroups(groups, versions);
  const notes: string[] = [];
  for (const [index, group] of groupsOfChosen.entries()) {
    const newer = newest[index] as number;
    if (group.length === 0 || newer === versions[index]) continue;
    for (const letter of group) holding.delete(letter);
    const named = group.map(({ subjectLine, id }) => shortened(subjectLine ?? id)).join(', ');
    const left = `v${versions[index]} was skipped because v${newer} of the same series is present`;
    notes.push(`${group[0]?.from}: ${left}: ${named}`);
  }
  return { newest: chosen.filter((letter) => holding.has(letter)), notes };
}

/** For each group the highest version among those that titles link it to, directly or through others. */
function newestOfGroups(groups: readonly (readonly Letter[])[], versions: readonly number[]): readonly number[] {
  const byTitle = new Map<string, number[]>();
  for (const [index, group] of groups.entries()) {
    for (const { subject } of group) {
      if (subject.title === '') continue;
      const known = byTitle.get(subject.title);
      if (known === undefined) byTitle.set(subject.title, [index]);
      else if (known.at(-1) !== index) known.push(index);
    }
  }
  const newest = new Array<number>(groups.length);
  for (const start of groups.keys()) {
    if (newest[start] !== undefined) continue;
    const linked = reachable(start, groups, byTitle);
    const highest = [...linked].reduce((most, index) => Math.max(most, versions[index] ?? 0), 0);
    for (const index of linked) newest[index] = highest;
  }
  return newest;
}

function reachable(
  start: number,
  groups: readonly (readonly Letter[])[],
  byTitle: Map<string, readonly number[]>,
): ReadonlySet<number> {
  const found = new Set([start]);
  for (const index of found) {
    for (const { subject } of groups[index] ?? []) {
      for (const next of byTitle.get(subject.title) ?? []) found.add(next);
      byTitle.delete(subject.title);
    }
  }
  return found;
}
