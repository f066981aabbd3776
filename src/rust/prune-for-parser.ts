/**
 * A file's text for the parser, without the irrelevant parts: comments, which the lexer knows, what is between
 * braces that hold no point of interest, and the tokens of macros. In Rust whatever has braces may have them empty.
 */
import { TokenKind, type Tokens } from './lexer.ts';
import { isKeyword } from './rewriting/looks.ts';

export interface Shortened {
  readonly text: string;
  /** Where in the whole text the character at an offset of the short one is. */
  readonly origin: (offset: number) => number;
}

/** A stretch of a text that is kept, up to offset `end`; token `first` is its first one. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
  readonly first: number;
}

/** Items whose braces hold items, which are all wanted. */
const HOLDERS = new Set(['impl', 'trait', 'mod', 'extern']);
const ITEM_WORDS = new Set([...HOLDERS, 'fn', 'struct', 'enum', 'union', 'const', 'static', 'type', 'use']);
const LONGEST_WORD = 6;

/**
 * What is kept: no comments, nothing inside of braces that lead to no point, none of the tokens of macro calls and of the arms
 * of definitions.
 * @param points offsets of interest, ascending
 */
export function stretchesOf(tokens: Tokens, points: readonly number[]): Stretch[] {
  const { text } = tokens;
  const stretches: Stretch[] = [];
  // a documentation example has the blanked file before it
  let start = tokens.start(0);
  let first = 0;
  /** Leaves out the text from offset `from` to offset `end`; token `next` is the first one behind it. */
  const skip = (next: number, from: number, end: number): void => {
    if (end <= from) return;
    stretches.push({ start, end: from, first });
    start = end;
    first = next;
  };
  let next = 0;
  /** The item that the tokens belong to, by its keyword; the first one decides, but for `const fn` and `extern "C" fn`. */
  let item = '';
  /** The closing brace of the body that is being read: inside of it no items are kept. */
  let bodyEnd = -1;
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind(at);
    if (kind >= TokenKind.lineComment) {
      skip(at + 1, tokens.start(at), tokens.end(at));
      continue;
    }
    if (at === bodyEnd) bodyEnd = -1;
    if (kind === TokenKind.word && bodyEnd === -1) {
      if (tokens.end(at) - tokens.start(at) > LONGEST_WORD) continue;
      const word = tokens.at(at);
      const isDecisive = item === '' ? ITEM_WORDS.has(word) : word === 'fn' && tokens.kind(at + 1) === TokenKind.word;
      if (isDecisive) item = word;
      continue;
    }
    if (kind !== TokenKind.mark) continue;
    const mark = text.charCodeAt(tokens.start(at));
    const macro = mark === EXCLAMATION ? macroAt(tokens, at) : undefined;
    if (macro !== undefined) {
      for (const [opening, closing] of macro.groups) skip(closing, tokens.end(opening), tokens.start(closing));
      at = macro.closing - 1;
      continue;
    }
    if (bodyEnd === -1 && (mark === SEMICOLON || mark === CLOSING_BRACE)) item = '';
    if (mark !== OPENING_BRACE) continue;
    if (bodyEnd === -1 && HOLDERS.has(item)) {
      item = '';
      continue;
    }
    const closing = tokens.partner(at);
    if (closing === -1) continue;
    while (next < points.length && (points[next] as number) < tokens.end(at)) next += 1;
    if (next < points.length && (points[next] as number) < tokens.start(closing)) {
      if (bodyEnd === -1) bodyEnd = closing;
      continue;
    }
    skip(closing, tokens.end(at), tokens.start(closing));
    at = closing - 1;
  }
  stretches.push({ start, end: text.length, first });
  return stretches;
}

interface Macro {
  /** Brackets whose inside is loose tokens: the arguments of a call; the sides of a definition's arms. */
  readonly groups: readonly (readonly [opening: number, closing: number])[];
  readonly closing: number;
}

/** The macro call or definition that a `!` belongs to: its tokens do not count as syntax, whatever they look like. */
function macroAt(tokens: Tokens, exclamation: number): Macro | undefined {
  const name = tokens.previous(exclamation);
  if (tokens.kind(name) !== TokenKind.word || isKeyword(tokens.at(name))) return undefined;
  const next = tokens.next(exclamation);
  const isDefinition = tokens.kind(next) === TokenKind.word && tokens.is(name, 'macro_rules');
  const opening = isDefinition ? tokens.next(next) : next;
  const closing = tokens.partner(opening);
  if (closing < opening) return undefined;
  if (!isDefinition) return { groups: [[opening, closing]], closing };
  const groups: [number, number][] = [];
  for (let at = opening + 1; at < closing; at += 1) {
    const partner = tokens.partner(at);
    if (partner < at) continue;
    groups.push([at, partner]);
    at = partner;
  }
  return { groups, closing };
}

const EXCLAMATION = 0x21;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const SEMICOLON = 0x3b;

/**
 * The stretches of a text, joined by one blank each, so that two tokens stay two. The blank maps to the last character
 * that is left out.
 */
export function joined(text: string, stretches: readonly Stretch[]): Shortened {
  let short = '';
  const starts = new Int32Array(stretches.length);
  const origins = new Int32Array(stretches.length);
  for (const [index, { start, end }] of stretches.entries()) {
    const isBehind = start > 0;
    starts[index] = short.length;
    origins[index] = isBehind ? start - 1 : 0;
    short += (isBehind ? ' ' : '') + text.slice(start, end);
  }
  const origin = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return (origins[low] as number) + offset - (starts[low] as number);
  };
  return { text: short, origin };
}
