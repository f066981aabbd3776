/** The parser's text of a piece that begins in the middle of a statement: what is left of that statement is taken out. */
import type { Span } from '../text/lines.ts';
import { type Completed, holdsArms } from './completed.ts';
import type { Tokens } from './lexer.ts';

/** A stretch to blank, and the words that take the place of its end. */
interface Blank extends Span {
  readonly words: string;
}

/**
 * What blanks the heads of a completed piece in a text of its length. Braces in them stay with all that is between, as blocks of their own (or as a
 * `match`, where they hold arms and there is room to say so): the statements in there are seen whole.
 */
export function withoutHeads({ tokens, heads, piece }: Completed): (text: string) => string {
  const blanks: Blank[] = openersAbove(tokens, piece.start);
  for (const { start, end } of heads) {
    let from = start;
    for (let at = tokens.from(start); at < tokens.count && tokens.start(at) < end; at = tokens.next(at)) {
      const closing = tokens.is(at, '{') ? tokens.partner(at) : -1;
      if (closing === -1) continue;
      if (!isOfMacro(tokens, at)) {
        const isUnsafe = tokens.is(at - 1, 'unsafe') && tokens.start(at - 1) >= from;
        const words = !isUnsafe && holdsArms(tokens, at + 1) ? 'match a' : '';
        blanks.push({ start: from, end: tokens.start(isUnsafe ? at - 1 : at), words });
        from = tokens.end(closing);
      }
      at = closing;
    }
    if (from < end) blanks.push({ start: from, end, words: '' });
  }
  return (text) => blanked(text, blanks);
}

/** Whether a head cannot make sense: it closes parentheses that open above, or begins with what goes on. */
export function isBroken({ tokens, heads, looseUntil }: Completed): boolean {
  if (looseUntil > 0) return true;
  return heads.some(({ start, end }) => {
    const first = tokens.next(tokens.from(start) - 1);
    return start < end && tokens.start(first) < end && GOES_ON.some((each) => tokens.is(first, each));
  });
}

const GOES_ON = ['.', '?', ',', '=', '|', '+', ':', '>', 'where', 'else', 'as'];

/** Braces of a macro's call or definition, or in its arguments. */
function isOfMacro(tokens: Tokens, brace: number): boolean {
  for (let at = brace, depth = 0; at !== -1 && depth < 64; at = tokens.enclosing(at), depth += 1) {
    const before = tokens.previous(at);
    if (tokens.is(before, '!') || tokens.is(tokens.previous(before), '!')) return true;
  }
  return false;
}

/** The parentheses and square brackets that were opened above the piece: they close in a head. */
function openersAbove(tokens: Tokens, end: number): Blank[] {
  const found: Blank[] = [];
  for (let at = 0; at < tokens.count && tokens.start(at) < end; at += 1)
    if (tokens.is(at, '(') || tokens.is(at, '['))
      found.push({ start: tokens.start(at), end: tokens.end(at), words: '' });
  return found;
}

function blanked(text: string, blanks: readonly Blank[]): string {
  let result = '';
  let copied = 0;
  for (const { start, end, words } of blanks) {
    const blanks = text.slice(start, end).replace(/[^\n]/g, ' ');
    const hasRoom = blanks.endsWith(' '.repeat(words.length + 1));
    result += text.slice(copied, start) + (hasRoom ? blanks.slice(0, -words.length - 1) + words + ' ' : blanks);
    copied = end;
  }
  return result + text.slice(copied);
}
