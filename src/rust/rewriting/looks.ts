/** Looks at the tokens around a place that several rewritings need. */
import { TokenKind, type Tokens } from '../lexer.ts';
import type { Edits } from './edits.ts';

/**
 * The `>` of lifetimes in angles (`<'a, 'b: 'a>`, `<'a, T>`); -1 where there is anything else.
 */
export function closingAngle(tokens: Tokens, opening: number): number {
  for (let at = tokens.next(opening); at < tokens.count; at = tokens.next(at)) {
    if (tokens.is(at, '>')) return at;
    const kind = tokens.kind(at);
    const isKnown =
      kind === TokenKind.lifetime ||
      (kind === TokenKind.word && !tokens.is(at, 'for')) ||
      /^[,:+]$/.test(tokens.at(at));
    if (!isKnown) return -1;
  }
  return -1;
}

/** Whether a token ends a visibility: `pub` or `pub(crate)`. */
export function isVisible(tokens: Tokens, at: number): boolean {
  return tokens.is(at, 'pub') || (tokens.is(at, ')') && tokens.is(tokens.previous(tokens.partner(at)), 'pub'));
}

/** Replaces a word by `pub`, so that the item still begins there; where it has begun before, the word is blanked. */
export function writeVisibility(edits: Edits, at: number): void {
  const { tokens } = edits;
  const previous = tokens.previous(at);
  if (isVisible(tokens, previous) || tokens.is(previous, 'unsafe') || tokens.is(previous, 'const')) edits.blank(at);
  else edits.write(at, 'pub');
}

/** Words that no operand ends with. */
const KEYWORDS = new Set(
  'as async break const continue dyn else enum extern fn for if impl in let loop match mod move mut pub ref return static struct trait type unsafe use where while yield'.split(
    ' ',
  ),
);

/** Whether a word is a keyword of Rust (The Rust Reference, "Keywords"). */
export function isKeyword(word: string): boolean {
  return KEYWORDS.has(word);
}

/** Whether an operand may end with a token: a `|` behind it is an operator, any other begins a closure or a pattern. */
export function mayEndOperand(tokens: Tokens, at: number): boolean {
  const kind = tokens.kind(at);
  if (kind === TokenKind.word) return !KEYWORDS.has(tokens.at(at));
  return kind === TokenKind.literal || (kind === TokenKind.mark && /^[)\]}?]$/.test(tokens.at(at)));
}
