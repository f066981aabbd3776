/** Whether a piece of a file shows the item that its changed code belongs to: code of no shown item may be in an unsafe block that begins above. */
import { LineTable } from '../text/lines.ts';
import { lex, TokenKind, type Tokens } from './lexer.ts';

/**
 * Whether one of the changed lines holds code whose item begins above the piece. Comments and attributes do not count.
 * @param changed lines of `text`, counted from 1
 */
export function changesCodeOpenedAbove(text: string, changed: ReadonlySet<number>): boolean {
  if (changed.size === 0) return false;
  const tokens = lex(text);
  // a string or comment that has no end here may have begun above, and then what is code cannot be known
  if (tokens.unended !== undefined) return true;
  const lines = new LineTable(text);
  const isChanged = (at: number): boolean => {
    for (let line = lines.lineOf(tokens.start(at)); line <= lines.lineOf(tokens.end(at) - 1); line += 1)
      if (changed.has(line)) return true;
    return false;
  };
  return tokensOutsideItems(tokens).some(isChanged);
}

/** The tokens of code that belong to no item of the text. A body may lack its end, so brackets are counted here and not paired. */
function tokensOutsideItems(tokens: Tokens): number[] {
  const found: number[] = [];
  /** Of each open bracket whether the statement around it is an item, or in one. */
  const open: boolean[] = [];
  let isItem = false;
  let isStart = true;
  for (let at = tokens.next(-1); at < tokens.count; at = tokens.next(at)) {
    const behind = isStart ? endOfAttribute(tokens, at) : -1;
    if (behind !== -1) {
      at = behind;
      continue;
    }
    if (isStart) isItem = open.at(-1) === true || beginsItem(tokens, at);
    isStart = false;
    if (!isItem) found.push(at);
    if (tokens.kind(at) !== TokenKind.mark) continue;
    const mark = tokens.at(at);
    if (OPENERS.includes(mark)) {
      open.push(isItem);
      isStart = mark === '{';
    } else if (CLOSERS.includes(mark)) {
      isItem = open.pop() ?? false;
      isStart = mark === '}' && !tokens.is(tokens.next(at), ';');
    } else if (mark === ';') isStart = true;
  }
  return found;
}

const OPENERS = ['(', '[', '{'];
const CLOSERS = [')', ']', '}'];

/** The last token of an attribute that begins here; -1 where none does. */
function endOfAttribute(tokens: Tokens, at: number): number {
  if (!tokens.is(at, '#')) return -1;
  const next = tokens.next(at);
  return tokens.partner(tokens.is(next, '!') ? tokens.next(next) : next);
}

/** An item inside an unsafe block is not unsafe code itself: the compiler judges it alone. */
const ITEMS = ['fn', 'struct', 'enum', 'union', 'trait', 'impl', 'mod', 'use', 'type', 'const', 'static'];
const BEFORE_ITEMS = ['pub', 'default', 'async', 'const'];

function beginsItem(tokens: Tokens, start: number): boolean {
  for (let at = start; ; ) {
    const next = tokens.next(at);
    const isBefore = BEFORE_ITEMS.some((word) => tokens.is(at, word));
    if (isBefore && tokens.is(next, '(') && tokens.partner(next) !== -1) at = tokens.next(tokens.partner(next));
    else if (isBefore && [...BEFORE_ITEMS, ...ITEMS].some((word) => tokens.is(next, word))) at = next;
    else
      return (
        tokens.is(at, 'impl') || (ITEMS.some((word) => tokens.is(at, word)) && tokens.kind(next) === TokenKind.word)
      );
  }
}
