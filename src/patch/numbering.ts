/** The numbers in `[PATCH v2 3/5]`: the order of a series, its gaps, and two versions of it. */
import { type Failure, failure } from '../text/failure.ts';
import type { Letter } from './input.ts';
import { shortened } from './lines.ts';

/** Sorts each series by its numbers; a letter without a number stays where it is, a series where its first letter is. */
export function inOrderOfNumbers(letters: readonly Letter[]): readonly Letter[] {
  return [...groupBySeries(letters).values()].flat();
}

/** One sentence for each series of two letters or more that lacks some. */
export function missingNumberNotes(letters: readonly Letter[]): readonly string[] {
  const notes: string[] = [];
  for (const series of groupBySeries(letters).values()) {
    const total = series[0]?.subject.total ?? 0;
    const present = new Set(series.map(({ subject }) => subject.number));
    const missing: string[] = [];
    for (let number = 1; number <= total; number++) if (!present.has(number)) missing.push(`${number}/${total}`);
    if (series.length < 2 || missing.length === 0) continue;
    const named = missing.length > 10 ? `${missing.length} of ${total}` : missing.join(', ');
    notes.push(`of the series with ${shortened(series[0]?.subject.title ?? '')} these patches are missing: ${named}`);
  }
  return notes;
}

/** Letters that count to the same total in the same version, each number once, by number. */
function groupBySeries(letters: readonly Letter[]): ReadonlyMap<string, readonly Letter[]> {
  const groups = new Map<string, Letter[]>();
  const timesSeen = new Map<string, number>();
  for (const [index, letter] of letters.entries()) {
    const { version, number, total } = letter.subject;
    const slot = `v${version} ${number}/${total}`;
    const times = (timesSeen.get(slot) ?? 0) + 1;
    timesSeen.set(slot, times);
    const series = number === null ? `letter ${index}` : `v${version} of ${total}, time ${times}`;
    const group = groups.get(series) ?? [];
    group.push(letter);
    groups.set(series, group);
  }
  for (const group of groups.values())
    group.sort((one, other) => (one.subject.number ?? 0) - (other.subject.number ?? 0));
  return groups;
}

/** Refuses two versions of one series: letters with one title and different versions. */
export function refuseTwoVersions(letters: readonly Letter[]): Failure | null {
  const versions = new Map<string, Letter>();
  for (const letter of letters) {
    const { version, title } = letter.subject;
    const earlier = versions.get(title) ?? letter;
    if (title !== '' && earlier.subject.version !== version) {
      const [older, newer] = [earlier.subject.version, version].sort((one, other) => one - other);
      const what = `two versions of one series, v${older} and v${newer} (both hold ${shortened(title)})`;
      const where = earlier.from === letter.from ? letter.from : `${earlier.from}, ${letter.from}`;
      return failure(where, what, `leave v${older} out`);
    }
    versions.set(title, earlier);
  }
  return null;
}
