/** Makes text from a patch safe to print: what cannot be seen, or turns text around, is shown by its number. */

// Control and format characters, lone surrogates, private use, line separators, and what Unicode lets renderers hide
// (zero-width characters, bidi controls, tags, variation selectors): https://trojansource.codes/
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/** `text` on one line, with every unseen character as Rust would write it: `\u{202e}`. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** `visible`, and no longer than `limit` UTF-16 units: an ellipsis replaces the rest. */
export function clipped(text: string, limit: number): string {
  // Eight units are the longest that one character becomes; more than `limit` of the source is never needed.
  const shown = visible(text.slice(0, limit + 1));
  return shown.length > limit ? `${wellFormed(shown.slice(0, limit - 1))}…` : shown;
}

/** `text` without halves of surrogate pairs. */
export function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\u{fffd}');
}

/** A JSON text with unseen characters escaped inside its strings: the same value, and safe to print. */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN, (character) => (character === '\n' ? '\n' : jsonEscape(character)));
}

function jsonEscape(character: string): string {
  return Array.from({ length: character.length }, (_, at) => hexEscape(character.charCodeAt(at))).join('');
}

function hexEscape(unit: number): string {
  return `\\u${unit.toString(16).padStart(4, '0')}`;
}
