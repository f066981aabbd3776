/** Punctuation that the grammar does not know where Rust does, each with what becomes of it. */
import { TokenKind, type Tokens } from '../lexer.ts';
import { firstOfRow, rewriteAttribute } from './attribute-forms.ts';
import type { Edits } from './edits.ts';
import { mayEndOperand } from './looks.ts';

/** By the first character of a mark. */
const REWRITES: ReadonlyMap<string, (edits: Edits, at: number) => void> = new Map([
  ['|', rewriteClosure],
  ['#', rewriteAttribute],
  ['-', rewriteNegative],
  ['<', rewriteAngles],
  ['=', rewriteEquality],
  [':', rewriteBound],
  ['+', rewriteBound],
  ['.', rewriteRest],
  ['~', rewriteTilde],
]);

/** Rewrites what a mark begins, where the grammar does not know it. */
export function rewriteMark(edits: Edits, at: number): void {
  REWRITES.get(edits.tokens.text.charAt(edits.tokens.start(at)))?.(edits, at);
}

/** `~const Trait`, unstable. */
function rewriteTilde(edits: Edits, at: number): void {
  const { tokens } = edits;
  if (tokens.is(tokens.next(at), 'const')) edits.blank(at, tokens.next(at) + 1);
}

function isMark(tokens: Tokens, at: number, marks: string): boolean {
  return tokens.kind(at) === TokenKind.mark && marks.includes(tokens.at(at));
}

/** The comma behind a closure's last parameter, and attributes of parameters (Reference, "Closure expressions"). */
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
    if (closing !== -1 && tokens.is(end - 1, '#')) edits.blank(end - 1, closing + 1);
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

/** Whether an angle is open before a token. */
function isInAngles(tokens: Tokens, at: number): boolean {
  let closed = 0;
  let before = tokens.previous(at);
  for (let left = ARGUMENTS; before !== -1 && left > 0; left -= 1) {
    const opening = tokens.partner(before);
    if (opening > before || tokens.is(before, ';')) return false;
    if (tokens.is(before, '>') && !isMark(tokens, before - 1, '-=')) closed += 1;
    else if (tokens.is(before, '<')) {
      if (closed === 0) return true;
      closed -= 1;
    }
    before = tokens.previous(opening === -1 ? before : opening);
  }
  return false;
}

/** `T:` and `T: A +` without another bound, `T: = u8`, `Fn::(u8)`, and `S { 0: a }` as a pattern. */
function rewriteBound(edits: Edits, at: number): void {
  const { tokens } = edits;
  const next = tokens.next(at);
  const previous = tokens.previous(at);
  if (tokens.is(at - 1, ':') || tokens.is(at + 1, ':')) {
    if (tokens.is(at, ':') && tokens.is(next, '(')) edits.blank(at - 1, at + 1);
  } else if (isMark(tokens, next, ',>)')) edits.blank(at);
  else if (!tokens.is(at, ':')) return;
  else if (tokens.is(next, '=')) edits.blank(at);
  else if (tokens.kind(previous) === TokenKind.literal && isMark(tokens, tokens.previous(previous), '{,'))
    edits.write(previous, 'a');
}

/** `S { a, .. }` as a place to assign to (Reference, "Destructuring assignments"). */
function rewriteRest(edits: Edits, at: number): void {
  const { tokens } = edits;
  if (!tokens.is(at + 1, '.') || !tokens.is(tokens.next(at + 1), '}')) return;
  if (isMark(tokens, tokens.previous(firstOfRow(tokens, at)), '{,')) edits.blank(at, at + 2);
}
