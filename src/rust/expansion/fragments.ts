/**
 * How far a fragment of a macro's matcher reaches (The Rust Reference, "Macros by example": metavariables and follow-set
 * ambiguity restrictions). What may follow a fragment is restricted, so its end is found without parsing it.
 */
import { TokenKind } from '../lexer.ts';

/** A token on its way through macros. */
export interface Piece {
  readonly text: string;
  readonly kind: number;
  /** Where it was written: offsets into the file's text. */
  readonly start: number;
  readonly end: number;
  /** The expansion of whose body it is a part; undefined outside of macros' bodies. */
  readonly within: Expansion | undefined;
  /** A parenthesis that is not in the source: it keeps an expression whole. */
  readonly invisible?: true;
  /** The first token of a `$s:stmt`, whose place is that of the whole statement whatever follows. */
  readonly statement?: true;
}

/** One expansion of a macro: which one, and the place of the call. */
export interface Expansion {
  /** Where the definition begins; undefined for a macro of the standard library. */
  readonly definition: number | undefined;
  readonly call: { readonly start: number; readonly end: number; readonly within: Expansion | undefined };
}

/** Tokens with their brackets matched. */
export interface Stream {
  readonly pieces: readonly Piece[];
  /** For a bracket the index of its partner, otherwise -1. */
  readonly partners: readonly number[];
}

const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** One stream of tokens, made of pieces of others. */
export function streamOf(pieces: readonly Piece[]): Stream {
  const partners = new Array<number>(pieces.length).fill(-1);
  const open: number[] = [];
  for (const [index, { kind, text }] of pieces.entries()) {
    if (kind !== TokenKind.mark) continue;
    if (text in CLOSING) open.push(index);
    else if (text === ')' || text === ']' || text === '}') {
      const opening = open.at(-1);
      if (opening === undefined || CLOSING[(pieces[opening] as Piece).text] !== text) continue;
      open.pop();
      partners[opening] = index;
      partners[index] = opening;
    }
  }
  return { pieces, partners };
}

/** Whether token `at` is the mark or word `text`. */
export function isPiece({ pieces }: Stream, at: number, text: string): boolean {
  const piece = pieces[at];
  return piece !== undefined && piece.kind !== TokenKind.literal && piece.text === text;
}

/** The index behind the token or group at `at`. */
export function behindTree({ partners }: Stream, at: number): number {
  return Math.max(at, partners[at] ?? -1) + 1;
}

type Reach = (stream: Stream, at: number, end: number) => number;

/** For each fragment specifier: the index behind the fragment that begins at `at`, or -1 where none begins. */
export const REACH: Readonly<Record<string, Reach>> = {
  tt: (stream, at, end) => (at < end ? behindTree(stream, at) : -1),
  ident: (stream, at) => (isWord(stream, at) && !isPiece(stream, at, '_') ? at + 1 : -1),
  lifetime: ({ pieces }, at) => (pieces[at]?.kind === TokenKind.lifetime ? at + 1 : -1),
  literal: (stream, at) => {
    const value = isPiece(stream, at, '-') ? at + 1 : at;
    const isBoolean = isPiece(stream, value, 'true') || isPiece(stream, value, 'false');
    return stream.pieces[value]?.kind === TokenKind.literal || isBoolean ? value + 1 : -1;
  },
  block: (stream, at) => (isPiece(stream, at, '{') ? behindTree(stream, at) : -1),
  vis: (stream, at) => {
    if (!isPiece(stream, at, 'pub')) return at;
    const isRestricted =
      isPiece(stream, at + 1, '(') && /^(?:crate|self|super|in)$/.test(stream.pieces[at + 2]?.text ?? '');
    return isRestricted ? behindTree(stream, at + 1) : at + 1;
  },
  meta: (stream, at, end) => {
    let behind = pathEnd(stream, at, end);
    if (behind === -1) return -1;
    if (isPiece(stream, behind, '=')) {
      behind = expressionEnd(stream, behind + 1, end);
    } else if (stream.partners[behind] !== -1 && behind < end) behind = behindTree(stream, behind);
    return behind;
  },
  path: typeEnd,
  ty: typeEnd,
  expr: (stream, at, end) => (beginsExpression(stream, at) ? expressionEnd(stream, at, end) : -1),
  expr_2021: (stream, at, end) => (beginsExpression(stream, at) ? expressionEnd(stream, at, end) : -1),
  stmt: expressionEnd,
  pat: patternEnd,
  pat_param: patternEnd,
  item: itemEnd,
};

function isWord({ pieces }: Stream, at: number): boolean {
  return pieces[at]?.kind === TokenKind.word;
}

function isArrow(stream: Stream, at: number): boolean {
  return isPiece(stream, at, '=') && isPiece(stream, at + 1, '>');
}

function isPathSeparator(stream: Stream, at: number): boolean {
  return isPiece(stream, at, ':') && isPiece(stream, at + 1, ':');
}

function pathEnd(stream: Stream, at: number, end: number): number {
  let behind = isPathSeparator(stream, at) ? at + 2 : at;
  while (behind < end && isWord(stream, behind)) {
    behind += 1;
    if (!isPathSeparator(stream, behind)) return behind;
    behind += 2;
  }
  return -1;
}

/** Behind the `>` that closes the `<` at `at`. */
function behindAngles(stream: Stream, at: number, end: number): number {
  let depth = 0;
  for (let index = at; index < end; index = behindTree(stream, index)) {
    if (isPiece(stream, index, '<')) depth += 1;
    else if (isPiece(stream, index, '>') && !isPiece(stream, index - 1, '-') && !isPiece(stream, index - 1, '='))
      depth -= 1;
    if (depth === 0) return index + 1;
  }
  return end;
}

const NO_EXPRESSION =
  /^(?:[)\]},;=>.+/@:?^%]|as|else|enum|extern|fn|impl|in|mod|pub|struct|trait|type|use|where|mut|ref|dyn)$/;

function beginsExpression({ pieces }: Stream, at: number): boolean {
  const piece = pieces[at];
  if (piece === undefined) return false;
  if (piece.kind === TokenKind.literal || piece.kind === TokenKind.lifetime) return true;
  // `..` begins a range, `::` a path
  if ((piece.text === '.' || piece.text === ':') && pieces[at + 1]?.text === piece.text) return true;
  return !NO_EXPRESSION.test(piece.text);
}

/** An expression or statement goes up to `=>`, `,` or `;`. */
function expressionEnd(stream: Stream, at: number, end: number): number {
  let index = at;
  while (index < end) {
    if (isPiece(stream, index, ',') || isPiece(stream, index, ';') || isArrow(stream, index)) break;
    if (isPathSeparator(stream, index) && isPiece(stream, index + 2, '<')) index = behindAngles(stream, index + 2, end);
    else if (isPiece(stream, index, '|') && opensClosure(stream, index, at))
      index = behindParameters(stream, index, end);
    else index = behindTree(stream, index);
  }
  return index === at ? -1 : Math.min(index, end);
}

/** A `|` where a value would begin opens the parameters of a closure. */
function opensClosure({ pieces }: Stream, at: number, first: number): boolean {
  const before = at === first ? undefined : pieces[at - 1];
  if (before === undefined) return true;
  if (before.kind === TokenKind.word) return /^(?:move|return|break|async|static|in|else|if|match)$/.test(before.text);
  return before.kind === TokenKind.mark && !/^[)\]}?]$/.test(before.text);
}

function behindParameters(stream: Stream, at: number, end: number): number {
  let index = at + 1;
  while (index < end && !isPiece(stream, index, '|')) index = behindTree(stream, index);
  return index + 1;
}

/** A type or path goes up to one of `{ [ => , > = : ; | as where`. */
function typeEnd(stream: Stream, at: number, end: number): number {
  let index = at;
  while (index < end) {
    const { text, kind } = stream.pieces[index] as Piece;
    if (kind === TokenKind.mark) {
      if (/^[{,>=;|)\]}]$/.test(text)) break;
      if (text === '[' && index > at && endsType(stream, index - 1)) break;
      if (text === '<') {
        index = behindAngles(stream, index, end);
        continue;
      }
      if (text === ':') {
        if (!isPathSeparator(stream, index)) break;
        index += 2;
        continue;
      }
      if (text === '-' && isPiece(stream, index + 1, '>')) {
        index += 2;
        continue;
      }
    } else if (kind === TokenKind.literal) {
      // the ABI of a function pointer
      if (!isPiece(stream, index - 1, 'extern')) break;
    } else if (text === 'as' || text === 'where') break;
    index = behindTree(stream, index);
  }
  return index === at ? -1 : Math.min(index, end);
}

function endsType({ pieces }: Stream, at: number): boolean {
  const { text, kind } = pieces[at] as Piece;
  if (kind === TokenKind.word) return !/^(?:mut|const|dyn|impl)$/.test(text);
  return kind === TokenKind.mark && /^[>)\]]$/.test(text);
}

/** A pattern goes up to `=>`, `,`, `=`, `if` or `in`. */
function patternEnd(stream: Stream, at: number, end: number): number {
  let index = at;
  while (index < end) {
    const isRange = isPiece(stream, index - 1, '.') && index > at;
    if (isPiece(stream, index, ',') || (isPiece(stream, index, '=') && !isRange)) break;
    if (isPiece(stream, index, ';') || isPiece(stream, index, 'if') || isPiece(stream, index, 'in')) break;
    index = behindTree(stream, index);
  }
  return index === at ? -1 : Math.min(index, end);
}

const UP_TO_SEMICOLON = /^(?:const|static|use|type)$/;
const ITEM_WORDS =
  /^(?:pub|unsafe|async|const|static|extern|fn|struct|enum|union|trait|impl|mod|use|type|macro_rules|default|safe)$/;

/** An item goes up to its `;` or the end of its braces. */
function itemEnd(stream: Stream, at: number, end: number): number {
  let index = at;
  while (isPiece(stream, index, '#') && isPiece(stream, index + 1, '[')) index = behindTree(stream, index + 1);
  const first = stream.pieces[index];
  if (first === undefined || first.kind !== TokenKind.word) return -1;
  if (!ITEM_WORDS.test(first.text) && !isPiece(stream, index + 1, '!')) return -1;
  const keyword = isPiece(stream, index, 'pub') ? (REACH['vis'] as Reach)(stream, index, end) : index;
  const isFunction =
    isPiece(stream, keyword + 1, 'fn') ||
    isPiece(stream, keyword + 1, 'unsafe') ||
    isPiece(stream, keyword + 1, 'extern');
  const needsSemicolon = UP_TO_SEMICOLON.test(stream.pieces[keyword]?.text ?? '') && !isFunction;
  for (; index < end; index = behindTree(stream, index)) {
    if (isPiece(stream, index, ';')) return index + 1;
    if (isPiece(stream, index, '{') && !needsSemicolon) return behindTree(stream, index);
  }
  return -1;
}
