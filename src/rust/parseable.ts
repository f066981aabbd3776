/**
 * Rust that the grammar does not know, put in words that it does. Every character keeps its place, and nothing reads the
 * parser's text again: what a node says is read from the file.
 */

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  // `unsafe extern "C" { ... }` (The Rust Reference, "External blocks")
  [/\bunsafe(?=\s+extern\s*(?:"[^"\n]*"\s*)?\{)/g, 'pub   '],
  [/\bunsafe(?=\s+static\b)/g, '      '],
  [/\bsafe(?=\s+(?:fn|static)\b)/g, '    '],
];

/** An attribute on an expression behind an operator. */
const ON_EXPRESSION = /(?<=[=+\-|&<>][ \t]*)#\[[^\]\n]*\]/g;

/** White space to Rust (The Rust Reference, "Whitespace"), but not to the grammar. */
const WHITE_SPACE = /[\u0085\u200e\u200f\u2028\u2029]/g;

/** The text for the parser. */
export function parseable(text: string): string {
  let changed = text;
  if (text.includes('safe')) for (const [pattern, words] of REPLACEMENTS) changed = changed.replace(pattern, words);
  changed = changed.replace(WHITE_SPACE, ' ');
  return text.includes('#[') ? changed.replace(ON_EXPRESSION, (attribute) => ' '.repeat(attribute.length)) : changed;
}
