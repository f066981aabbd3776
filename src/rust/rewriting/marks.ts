/** Punctuation that the grammar does not know where Rust does, each with what becomes of it. */
import { TokenKind, type Tokens } from '../lexer.ts';
import { firstOfRow, rewriteAttribute } from './attributes.ts';
import type { Edits } from './edits.ts';
import { mayEndOperand } from './looks.ts';

const PLUS = 0x2b;
const MINUS = 0x2d;
const DOT = 0x2e;
const COLON = 0x3a;
const LESS = 0x3c;
const EQUALS = 0x3d;
const HASH = 0x23;
const PIPE = 0x7c;
const TILDE = 0x7e;

/** Rewrites what a mark begins, where the grammar does not know it. */
export function rewriteMark(edits: Edits, at: number): void {
  switch (edits.tokens.text.charCodeAt(edits.tokens.start(at))) {
    case PIPE:
      rewriteClosure(edits, at);
      break;
    case HASH:
      rewriteAttribute(edits, at);
      break;
    case MINUS:
      rewriteNegative(edits, at);
      break;
    case LESS:
      rewriteAngles(edits, at);
      break;
    case EQUALS:
      rewriteEquality(edits, at);
      break;
    case COLON:
    case PLUS:
      rewriteBound(edits, at);
      break;
    case DOT:
      rewriteRest(edits, at);
      break;
    case TILDE:
      // `~const Trait`, unstable
      if (edits.tokens.is(edits.tokens.next(at), 'const')) edits.blank(at, edits.tokens.next(at) + 1);
  }
}

function isMark(tokens: Tokens, at: number, marks: string): boolean {
  return tokens.kind(at) === TokenKind.mark && marks.includes(tokens.at(at));
}

/** The comma behind a closure's last parameter (Reference, "Closure expressions"). */
function rewriteClosure(edits: Edits, at: number): void {
  const { tokens } = edits;
  if (tokens.is(at - 1, '|') || mayEndOperand(tokens, tokens.previous(at))) return;
  for (let end = tokens.next(at); end < tokens.count; end = tokens.next(end)) {
    if (tokens.is(end, '|')) {
      const comma = tokens.previous(end);
      if (comma > at && tokens.is(comma, ',')) edits.blank(comma);
      return;
    }
    // an arm of a `match` that begins with `|`
    if (tokens.is(end, ';') || (tokens.is(end, '=') && tokens.is(end + 1, '>'))) return;
    const closing = tokens.partner(end);
    if (closing !== -1 && closing < end) return;
    if (closing !== -1) end = closing;
  }
}

/** `A<-1, 2>`. Elsewhere between such marks a number without its sign is a number as well. */
function rewriteNegative(edits: Edits, at: number): void {
  const { tokens } = edits;
  const number = tokens.next(at);
  if (tokens.kind(number) !== TokenKind.literal || !isMark(tokens, tokens.previous(at), '<,=')) return;
  if (isMark(tokens, tokens.next(number), ',>')) edits.blank(at);
}

/** `S<>`, `f::<>()`. */
function rewriteAngles(edits: Edits, at: number): void {
  const { tokens } = edits;
  if (!tokens.is(tokens.next(at), '>')) return;
  edits.blank(at, tokens.next(at) + 1);
  const colon = tokens.previous(at);
  if (tokens.is(colon, ':') && tokens.is(colon - 1, ':')) edits.blank(colon - 1, colon + 1);
}

/** How far back the `<` of arguments is looked for. */
const ARGUMENTS = 60;

/** `Foo<N = 3>`: equality of a constant, unstable; without its name. */
function rewriteEquality(edits: Edits, at: number): void {
  const { tokens } = edits;
  const value = tokens.next(at);
  const isConstant =
    tokens.kind(value) === TokenKind.literal ||
    isMark(tokens, value, '-{') ||
    tokens.is(value, 'true') ||
    tokens.is(value, 'false');
  if (!isConstant) return;
  const name = tokens.previous(at);
  if (tokens.kind(name) !== TokenKind.word || !isMark(tokens, tokens.previous(name), '<,')) return;
  const last = isMark(tokens, value, '{')
    ? tokens.partner(value)
    : isMark(tokens, value, '-')
      ? tokens.next(value)
      : value;
  if (last === -1 || !isMark(tokens, tokens.next(last), ',>') || !isInAngles(tokens, name)) return;
  edits.blank(name, at + 1);
}

function isInAngles(tokens: Tokens, at: number): boolean {
  for (
    let before = tokens.previous(at), left = ARGUMENTS;
    before !== -1 && left > 0;
    before = tokens.previous(before), left -= 1
  ) {
    if (tokens.is(before, '<')) return true;
    const opening = tokens.partner(before);
    if (opening > before || tokens.is(before, ';')) return false;
    if (opening !== -1) before = opening;
  }
  return false;
}

/** `T:` and `T: A +` without another bound. */
function rewriteBound(edits: Edits, at: number): void {
  const { tokens } = edits;
  const next = tokens.next(at);
  if (!isMark(tokens, next, ',>)')) {
    // `Fn::(u8)`
    if (tokens.is(next, '(') && tokens.is(at, ':') && tokens.is(at - 1, ':')) edits.blank(at - 1, at + 1);
    // `T: = u8`
    if (tokens.is(next, '=') && tokens.is(at, ':') && next > at && tokens.kind(tokens.previous(at)) === TokenKind.word)
      edits.blank(at);
    return;
  }
  if (!tokens.is(at - 1, ':')) edits.blank(at);
}

/** `S { a, .. }` as a place to assign to (Reference, "Destructuring assignments"). */
function rewriteRest(edits: Edits, at: number): void {
  const { tokens } = edits;
  if (!tokens.is(at + 1, '.') || !tokens.is(tokens.next(at + 1), '}')) return;
  if (isMark(tokens, tokens.previous(firstOfRow(tokens, at)), '{,')) edits.blank(at, at + 2);
}
