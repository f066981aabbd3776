/**
 * A piece of a file (one side of a hunk) made complete: what it closes is opened above it, what it opens is closed below it,
 * so that the code for whole files can read it. Every character of the piece keeps its line and its column.
 */
import type { Span } from '../text/lines.ts';
import { LineTable } from '../text/lines.ts';
import { lex, TokenKind, type Tokens } from './lexer.ts';

export interface Completed {
  readonly lines: LineTable;
  readonly tokens: Tokens;
  /** Where in the completed text the piece is. */
  readonly piece: Span;
  /**
   * Stretches that may begin in the middle of a statement, in order: from the piece's start, or from a bracket that opens
   * above it, to where a statement certainly ends. Empty where the piece begins the file.
   */
  readonly heads: readonly Span[];
  /** What is before this offset is in parentheses or square brackets that open above the piece. */
  readonly looseUntil: number;
}

/**
 * Placeholder for any comment above the first line. A search that reaches it has reached the end of what is
 * known. A fence between two marks, as a mark inside of an example is none.
 */
const UNSEEN_MARKS = '// SAFETY:\n//! ```\n// SAFETY:\n';

/** @param firstLine the number of the piece's first line; above line 1 there is nothing */
export function completed(piece: string, firstLine: number): Completed {
  const isCut = firstLine > 1;
  const text = piece === '' || piece.endsWith('\n') ? piece : `${piece}\n`;
  const asCode = lex(text);
  const entry = isCut ? entryOf(asCode) : '';
  const bare = entry === '' ? asCode : lex(entry + text);
  const closers = isCut ? unpartnered(bare, isClosing) : [];
  const openers = isCut ? openersFor(bare, closers) : '';
  const above = isCut ? `${openers}\n${UNSEEN_MARKS}${entry === '' ? '' : `${entry}\n`}` : '';
  const below = `${ending(bare)}${closersFor(bare)}\n`;
  const whole = above + text + below;
  const span = { start: above.length, end: above.length + text.length };
  const tokens = lex(whole);
  const lineCount = above.split('\n').length - 1;
  const starts = [span.start, ...closers.map((index) => bare.end(index) - entry.length + span.start)];
  const headEnd = (start: number, level: number): number => {
    const [before, closer] = [closers[level - 1], closers[level]];
    const first = tokens.next(tokens.from(start) - 1);
    if (before !== undefined && bare.is(before, '}') && !goesOn(tokens, first)) return start;
    const isInBraces = closer === undefined || bare.is(closer, '}');
    return isInBraces ? boundary(tokens, first) : (starts[level + 1] as number);
  };
  const lastParenthesis = closers.findLastIndex((index) => !bare.is(index, '}'));
  return {
    lines: new LineTable(whole, undefined, firstLine - lineCount),
    tokens,
    piece: span,
    heads: isCut ? starts.map((start, level) => ({ start, end: headEnd(start, level) })) : [],
    looseUntil: lastParenthesis === -1 ? 0 : (starts[lastParenthesis + 1] as number),
  };
}

function isClosing(tokens: Tokens, index: number): boolean {
  return tokens.is(index, ')') || tokens.is(index, ']') || tokens.is(index, '}');
}

function isOpening(tokens: Tokens, index: number): boolean {
  return tokens.is(index, '(') || tokens.is(index, '[') || tokens.is(index, '{');
}

/** The brackets of one kind without a partner, in order. */
function unpartnered(tokens: Tokens, isMeant: (tokens: Tokens, index: number) => boolean): number[] {
  const found: number[] = [];
  for (let at = 0; at < tokens.count; at += 1) if (tokens.partner(at) === -1 && isMeant(tokens, at)) found.push(at);
  return found;
}

/** What opens, outermost first, the brackets that close without having been opened. */
function openersFor(tokens: Tokens, closers: readonly number[]): string {
  const froms = [0, ...closers.map((index) => index + 1)];
  const areArms = froms.map((from) => holdsArms(tokens, from));
  // behind the last of them the piece may still be among the arms of a `match`
  let text = areArms.at(-1) === true ? 'match a{' : '';
  for (let level = closers.length - 1; level >= 0; level -= 1) {
    const closer = closers[level] as number;
    if (areArms[level + 1] === true) text += 'a=>';
    if (!tokens.is(closer, '}')) text += tokens.is(closer, ')') ? '(' : '[';
    else text += areArms[level] === true ? 'match a{' : '{';
  }
  return text;
}

/** Whether there is an arm's arrow before the bracket around `from` closes; brackets in between are skipped. */
export function holdsArms(tokens: Tokens, from: number): boolean {
  for (let at = from; at < tokens.count; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    if (tokens.is(at, '=') && tokens.is(at + 1, '>') && tokens.end(at) === tokens.start(at + 1)) return true;
    if (isClosing(tokens, at) || (isOpening(tokens, at) && tokens.partner(at) === -1)) return false;
  }
  return false;
}

/** What closes, innermost first, the brackets that are still open at the end, and ends the statements around them. */
function closersFor(tokens: Tokens): string {
  const open = unpartnered(tokens, isOpening);
  const isInStatements = (opener: number | undefined): boolean =>
    opener === undefined || (tokens.is(opener, '{') && !holdsArms(tokens, opener + 1));
  let text = restOfStatement(tokens, open.at(-1));
  if (isInStatements(open.at(-1)) && !endsStatement(tokens)) text += ';';
  for (let level = open.length - 1; level >= 0; level -= 1) {
    const opener = open[level] as number;
    text += tokens.is(opener, '(') ? ')' : tokens.is(opener, '[') ? ']' : '}';
    if (isInStatements(open[level - 1])) text += ';';
  }
  return text;
}

/** Words behind which braces have to come. */
const BEFORE_BRACES = new Set([
  'impl',
  'trait',
  'fn',
  'struct',
  'enum',
  'union',
  'mod',
  'if',
  'else',
  'match',
  'while',
  'for',
  'loop',
]);

/** What the last statement lacks: an operand behind an operator, braces behind a head. */
function restOfStatement(tokens: Tokens, opener = -1): string {
  const last = tokens.previous(tokens.count);
  let text = tokens.kind(last) === TokenKind.mark && /[=.&|+\-*/<>:!]/.test(tokens.at(last)) ? ' a' : '';
  let isHead = false;
  for (let at = tokens.next(opener); at < tokens.count; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    if (tokens.is(at, ';') || tokens.is(at, '{') || tokens.is(at, ',')) isHead &&= tokens.is(at, ',');
    else if (tokens.kind(at) === TokenKind.word) isHead ||= BEFORE_BRACES.has(tokens.at(at));
  }
  if (isHead) text += '{}';
  return text;
}

function endsStatement(tokens: Tokens): boolean {
  const last = tokens.previous(tokens.count);
  return last === -1 || tokens.is(last, ';') || tokens.is(last, '}') || tokens.is(last, ',') || tokens.is(last, ']');
}

/** What ends the comment or string in which the piece ends; its last character is a line's end, which those alone take in. */
function ending(tokens: Tokens): string {
  const last = tokens.count - 1;
  if (tokens.kind(last) === TokenKind.lineComment || tokens.end(last) < tokens.text.length) return '';
  const text = tokens.at(last);
  if (tokens.kind(last) === TokenKind.blockComment) return '*/'.repeat(openComments(text));
  const raw = /^[bc]?r(#*)"/.exec(text);
  return raw === null ? '"' : `"${raw[1]}`;
}

/** How many comments are open at the end of one; a star that opens a comment does not end it as well. */
function openComments(comment: string): number {
  return Array.from(comment.matchAll(/\/\*|\*\//g)).reduce((open, [mark]) => open + (mark === '/*' ? 1 : -1), 0);
}

/** In what a piece begins that was read as code, as the text that opens it: a block comment, a string, a raw string, or code. */
function entryOf(asCode: Tokens): string {
  const { text } = asCode;
  if (endsComment(text)) return '/* SAFETY:';
  const odd = text.includes('"') ? oddities(asCode) : 0;
  if (odd === 0) return '';
  const [best] = ['"', 'r#"']
    .map((entry) => ({ entry, odd: oddities(lex(entry + text)) }))
    .sort((one, other) => one.odd - other.odd);
  return best !== undefined && best.odd < odd ? best.entry : '';
}

/** Whether a comment ends that no comment begins. */
function endsComment(piece: string): boolean {
  // the first mark, so that the star of one that begins a comment does not end it
  const mark = /\/\*|\*\//.exec(piece);
  if (mark === null || mark[0] === '/*') return false;
  const before = piece.slice(0, mark.index);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  return !line.includes('//') && !/"[^"]*$/.test(line);
}

/** How much of a text can be no Rust, read so: strings that run over a line's end or never end, lone backslashes. */
function oddities(tokens: Tokens): number {
  let odd = 0;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.is(at, '\\')) odd += 1;
    if (tokens.kind(at) !== TokenKind.literal) continue;
    const text = tokens.at(at);
    const isRaw = /^[bc]?r/.test(text);
    const isUnended = tokens.end(at) === tokens.text.length;
    if (text.includes('\n') && (isUnended || (!isRaw && /[^\\]\n/.test(text)))) odd += 1;
  }
  return odd;
}

/** Whether the token behind a closing brace may belong to the same statement. */
function goesOn(tokens: Tokens, next: number): boolean {
  return tokens.is(next, 'else') || tokens.is(next, 'as') || /^[.?,=+\-*/%&|^<>:;{([]$/.test(tokens.at(next));
}

/** The offset at which a statement certainly ends: behind a `;`, or behind braces that nothing goes on from. */
function boundary(tokens: Tokens, from: number): number {
  const areArms = holdsArms(tokens, from);
  for (let at = from; at < tokens.count; at = tokens.next(at)) {
    if (isClosing(tokens, at)) return tokens.start(at);
    if (tokens.is(at, ';') || (areArms && tokens.is(at, ','))) return tokens.end(at);
    const isBrace = tokens.is(at, '{');
    at = Math.max(at, tokens.partner(at));
    if (isBrace && !goesOn(tokens, tokens.next(at))) return tokens.end(at);
  }
  return tokens.text.length;
}
