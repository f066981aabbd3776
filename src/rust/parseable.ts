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

/** White space to Rust (The Rust Reference, "Whitespace"), but not to the grammar. */
const WHITE_SPACE = /[\u0085\u200e\u200f\u2028\u2029]/g;

/** The text for the parser. */
export function parseable(text: string): string {
  let changed = text;
  if (text.includes('safe')) for (const [pattern, words] of REPLACEMENTS) changed = changed.replace(pattern, words);
  return withoutAttributesOfExpressions(changed.replace(WHITE_SPACE, ' '));
}

/** Blanks attributes of expressions behind an operator on their line. */
function withoutAttributesOfExpressions(text: string): string {
  let changed = '';
  let copied = 0;
  for (let hash = text.indexOf('#['); hash !== -1; hash = text.indexOf('#[', hash + 2)) {
    let before = hash - 1;
    while (text[before] === ' ' || text[before] === '\t') before -= 1;
    if (!/[=+\-|&<>]/.test(text[before] ?? '')) continue;
    const end = text.indexOf(']', hash) + 1;
    if (end === 0 || text.slice(hash, end).includes('\n')) continue;
    changed += text.slice(copied, hash) + ' '.repeat(end - hash);
    copied = end;
  }
  return copied === 0 ? text : changed + text.slice(copied);
}
