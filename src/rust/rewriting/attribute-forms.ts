/** Attributes where the grammar knows none: of expressions, of fields of patterns. */
import { TokenKind, type Tokens } from '../lexer.ts';
import type { Edits } from './edits.ts';

/** Words behind which an expression begins. */
const BEFORE_EXPRESSION = new Set(['return', 'break', 'in', 'if', 'while', 'match', 'yield']);

/** How far a row of attributes, or a pattern in patterns, is followed. */
const FAR = 40;

/** Blanks the attribute that `#` begins where the grammar has no place for one. */
export function rewriteAttribute(edits: Edits, at: number): void {
  const { tokens } = edits;
  const opening = tokens.next(at);
  const closing = tokens.is(opening, '[') ? tokens.partner(opening) : -1;
  if (closing === -1) return;
  const first = firstOfRow(tokens, at);
  if (isOutOfPlace(tokens, first, closing)) edits.blank(at, closing + 1);
}

/** The first of the attributes in a row before a token; the token itself without any. */
export function firstOfRow(tokens: Tokens, at: number): number {
  let first = at;
  for (let left = FAR; left > 0; left -= 1) {
    const closing = tokens.previous(first);
    const hash = tokens.is(closing, ']') ? tokens.previous(tokens.partner(closing)) : -1;
    if (hash === -1 || !tokens.is(hash, '#')) break;
    first = hash;
  }
  return first;
}

function isOutOfPlace(tokens: Tokens, first: number, closing: number): boolean {
  const previous = tokens.previous(first);
  if (tokens.kind(previous) === TokenKind.word) return BEFORE_EXPRESSION.has(tokens.at(previous));
  if (tokens.kind(previous) !== TokenKind.mark) return false;
  const mark = tokens.at(previous);
  if ('=+-*/%^|&<>!.:'.includes(mark)) return true;
  if (mark === '(') return !isList(tokens, previous) || isFollowed(tokens, closing);
  if (mark !== ',' && mark !== '{') return false;
  const around = mark === '{' ? previous : tokens.enclosing(previous);
  if (tokens.is(around, '(')) return !isList(tokens, around) || isFollowed(tokens, closing);
  return tokens.is(around, '{') && isField(tokens, closing) && isOfPattern(tokens, around);
}

/** Whether `name: ...`, `name,` or `..` follows an attribute and those that follow it. */
function isField(tokens: Tokens, closing: number): boolean {
  let at = tokens.next(closing);
  for (let left = FAR; left > 0 && tokens.is(at, '#'); left -= 1)
    at = tokens.next(Math.max(at, tokens.partner(tokens.next(at))));
  if (tokens.is(at, '.')) return tokens.is(at + 1, '.');
  while (tokens.is(at, 'ref') || tokens.is(at, 'mut')) at = tokens.next(at);
  const behind = tokens.next(at);
  if (tokens.is(behind, ':')) return !tokens.is(behind + 1, ':');
  return tokens.is(behind, ',') || tokens.is(behind, '}');
}

/** Whether another attribute follows: of a parameter the grammar knows one. */
function isFollowed(tokens: Tokens, closing: number): boolean {
  return tokens.is(tokens.next(closing), '#');
}

/** Whether parentheses hold arguments, parameters or fields, which have attributes. */
function isList(tokens: Tokens, opening: number): boolean {
  const before = tokens.previous(opening);
  if (tokens.kind(before) === TokenKind.word) return !BEFORE_EXPRESSION.has(tokens.at(before));
  return /^[>)\]?!]$/.test(tokens.at(before));
}

/** Whether braces are those of a pattern, by what follows: a value's fields have attributes. */
function isOfPattern(tokens: Tokens, brace: number): boolean {
  let opening = brace;
  for (let left = FAR; left > 0 && opening !== -1; left -= 1) {
    const behind = tokens.next(Math.max(opening, tokens.partner(opening)));
    if (tokens.is(behind, '=')) return !tokens.is(behind + 1, '=');
    if (/^[|:@]$|^if$|^in$/.test(tokens.at(behind))) return true;
    if (!/^[,)\]}]$/.test(tokens.at(behind))) return false;
    opening = tokens.is(behind, ',') ? tokens.enclosing(behind) : tokens.partner(behind);
  }
  return false;
}
