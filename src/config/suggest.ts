/** Hostile text in a sentence, and "did you mean". */
import { shortenedTo } from '../text/foreign-text.ts';
import { nearestWord } from '../text/nearest.ts';

/** The end of a sentence about a word that is not known. */
export function suggestion(word: unknown, known: readonly string[]): string {
  const nearest = nearestWord(String(word), known);
  return nearest === null ? '' : `, did you mean ${quoted(nearest)}`;
}

/** Words one after the other. */
export function listed(words: readonly string[]): string {
  return words.map(quoted).join(', ');
}

/** In backticks, on one line, and not longer than a line. */
export function quoted(value: unknown): string {
  const text = String(value).replace(/[\p{C}`]+/gu, ' ');
  return `\`${shortenedTo(text, 80)}\``;
}
