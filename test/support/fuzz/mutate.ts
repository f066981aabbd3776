/** Small changes of a text by chance: words and lines go, come twice, change places, or others come between them. */
import type { Chance } from './chance.ts';

/** Characters that mean something to some reader, or that no reader likes. */
const ODD = [
  '\0',
  '\r',
  '\r\n',
  '\t',
  '\u000b',
  '\u00a0',
  '\u200b',
  '\u2028',
  '\ud800',
  '\ufeff',
  '\u202e',
  'é',
  '😀',
  '"',
  "'",
  '\\',
  '`',
  '\n',
];

/** At most `most` changes; the words that come in are from `words`, one in four is an odd character. */
export function mutated(text: string, words: readonly string[], chance: Chance, most = 4): string {
  let changed = text;
  for (let left = someTimes(most, chance); left > 0; left -= 1) {
    const parts = chance.oneIn(2) ? changed.split(/(?<=\n)/) : (changed.match(/\w+|[^\w\s]|\s+/g) ?? []);
    changed = changedParts(parts, () => (chance.oneIn(4) ? chance.of(ODD) : chance.of(words)), chance).join('');
  }
  return changed;
}

/** Whole lines alone, and none but `words` come in: what was a text of lines stays one. */
export function mutatedLines(text: string, words: readonly string[], chance: Chance, most = 3): string {
  let lines: readonly string[] = text.split(/(?<=\n)/);
  for (let left = someTimes(most, chance); left > 0; left -= 1)
    lines = changedParts(lines, () => `${chance.of(words)}\n`, chance);
  return lines.join('');
}

/** Small numbers more often than large ones: what is spoilt in many places is refused at the first. */
function someTimes(most: number, chance: Chance): number {
  return 1 + chance.below(1 + chance.below(most));
}

function changedParts(parts: readonly string[], fresh: () => string, chance: Chance): readonly string[] {
  const at = chance.below(parts.length + 1);
  const end = Math.min(parts.length, at + 1 + chance.below(3));
  const [head, run, rest] = [parts.slice(0, at), parts.slice(at, end), parts.slice(end)];
  switch (chance.below(5)) {
    case 0:
      return [...head, ...rest];
    case 1:
      return [...head, ...run, ...run, ...rest];
    case 2:
      return [...head, ...rest.slice(0, 1), ...run, ...rest.slice(1)];
    case 3:
      return [...head, fresh(), ...rest];
    default:
      return [...head, fresh(), ...run, ...rest];
  }
}
