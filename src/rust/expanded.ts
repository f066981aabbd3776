/** The expanded reading of a file: calls of macros whose definition is at hand are replaced by what they become. */
import { expand, inParentheses, type Macro, readMacro } from './expansion.ts';
import { behindTree, isPiece, type Expansion, type Piece, type Stream, streamOf } from './fragments.ts';
import { isOuterDoc } from './docs.ts';
import { lex, TokenKind, type Tokens } from './lexer.ts';
import { STANDARD_MACROS } from './prelude.ts';
import type { Place } from './reading.ts';

export interface ExpandedText {
  readonly text: string;
  readonly place: (offset: number) => Place;
  /** Offsets in the expanded text of all tokens that a macro handled. */
  readonly handled: readonly number[];
  /** Offsets in it of what the file has at `offsets`, as far as no macro handled it. */
  readonly moved: (offsets: readonly number[]) => number[];
}

/** Macros that expand into calls of macros, so deep at most. */
const DEEPEST = 100;
/** How many tokens all expansions of a file may be together. */
const MOST_TOKENS = 300_000;

/** A part of the expanded text: one token that a macro handled, or a stretch of the file. */
interface Part {
  readonly at: number;
  readonly piece: Piece | undefined;
  /** For a stretch: where in the file it begins. */
  readonly source: number;
}

/**
 * Expands a file's text.
 * @param points offsets of what the rules care about, ascending; calls that have to do with none of it stay as they are
 * @returns undefined where there is nothing to expand
 */
export function expandText(tokens: Tokens, points: readonly number[]): ExpandedText | undefined {
  if (points.length === 0 || !tokens.text.includes('!')) return undefined;
  const expander = new Expander(tokens, points);
  const calls = expander.topCalls();
  if (calls.length === 0) return undefined;
  const parts: Part[] = [];
  let text = '';
  let source = 0;
  const copyUpTo = (end: number): void => {
    parts.push({ at: text.length, piece: undefined, source });
    text += tokens.text.slice(source, end);
  };
  for (const { start, end, pieces } of calls) {
    copyUpTo(start);
    let before: Piece | undefined;
    for (const piece of pieces) {
      const adjoins = before !== undefined && before.end === piece.start && piece.kind === TokenKind.mark && before.kind === TokenKind.mark;
      if (!adjoins) text += ' ';
      parts.push({ at: text.length, piece, source: piece.start });
      text += piece.text;
      before = piece;
    }
    text += ' ';
    source = end;
  }
  copyUpTo(tokens.text.length);
  const partAt = (offset: number): Part => {
    let low = 0;
    let high = parts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((parts[middle] as Part).at <= offset) low = middle;
      else high = middle;
    }
    return parts[low] as Part;
  };
  return {
    text,
    place: (offset) => {
      const { at, piece, source } = partAt(offset);
      return piece === undefined ? { offset: source + offset - at, within: undefined } : placeOf(piece);
    },
    handled: parts.filter(({ piece }) => piece !== undefined).map(({ at }) => at),
    moved: (offsets) => {
      const found: number[] = [];
      const stretches = parts.filter(({ piece }) => piece === undefined);
      let index = 0;
      for (const offset of offsets) {
        while (index + 1 < stretches.length && (stretches[index + 1] as Part).source <= offset) index += 1;
        const { at, source } = stretches[index] as Part;
        const end = calls[index]?.start ?? tokens.text.length + 1;
        if (offset >= source && offset < end) found.push(at + offset - source);
      }
      return found;
    },
  };
}

function placeOf({ start, within, invisible, statement }: Piece): Place {
  return { offset: start, within, ...(invisible && { invisible }), ...(statement && { statement }) };
}

interface Call {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

class Expander {
  readonly #tokens: Tokens;
  readonly #points: readonly number[];
  readonly #macros = new Map<string, Macro>(standardMacros());
  /** Names of macros of this file whose body, or a body that it calls, holds something of interest. */
  readonly #telling = new Set<string>();
  #room = MOST_TOKENS;

  constructor(tokens: Tokens, points: readonly number[]) {
    this.#tokens = tokens;
    this.#points = points;
  }

  /** The calls in the file's own code that are of interest, in order, with what they become. */
  topCalls(): Call[] {
    this.#findTelling();
    const tokens = this.#tokens;
    const calls: Call[] = [];
    for (let at = 0; at < tokens.count; at += 1) {
      if (!tokens.is(at, '!') || tokens.kind(at - 1) !== TokenKind.word) continue;
      const name = tokens.at(at - 1);
      if (name === 'macro_rules') {
        at = Math.max(at, this.#define(at + 1));
        continue;
      }
      const opening = tokens.next(at);
      const closing = tokens.partner(opening);
      const macro = this.#macros.get(name);
      if (macro === undefined || closing <= opening || !this.#isOfInterest(macro, at - 1, closing)) continue;
      const call = this.#expandInFile(macro, at - 1, opening, closing);
      if (call === undefined) continue;
      calls.push(call);
      at = closing;
    }
    return calls;
  }

  /** Closes over calls: a macro whose body calls a telling macro is telling itself. */
  #findTelling(): void {
    const tokens = this.#tokens;
    const bodies: { name: string; opening: number; closing: number }[] = [];
    for (let at = 0; at < tokens.count; at += 1) {
      if (!tokens.is(at, '!') || !tokens.is(at - 1, 'macro_rules')) continue;
      const opening = tokens.next(at + 1);
      const closing = tokens.partner(opening);
      if (closing > opening) bodies.push({ name: tokens.at(at + 1), opening, closing });
    }
    for (let grown = true; grown; ) {
      grown = false;
      for (const { name, opening, closing } of bodies) {
        if (this.#telling.has(name)) continue;
        const tells = this.#holdsPoint(tokens.start(opening), tokens.end(closing)) || this.#callsTelling(opening, closing);
        if (tells) this.#telling.add(name);
        grown ||= tells;
      }
    }
  }

  #holdsPoint(start: number, end: number): boolean {
    let low = 0;
    let high = this.#points.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#points[middle] as number) < start) low = middle + 1;
      else high = middle;
    }
    const point = this.#points[low];
    return point !== undefined && point < end;
  }

  #callsTelling(opening: number, closing: number): boolean {
    if (this.#telling.size === 0) return false;
    for (let at = opening + 1; at < closing; at += 1) {
      if (this.#tokens.kind(at) === TokenKind.word && this.#telling.has(this.#tokens.at(at))) return true;
    }
    return false;
  }

  #isOfInterest({ name }: Macro, first: number, closing: number): boolean {
    const tokens = this.#tokens;
    return (
      this.#telling.has(name) ||
      this.#holdsPoint(tokens.start(first), tokens.end(closing)) ||
      this.#callsTelling(first, closing)
    );
  }

  /** Takes a definition up that begins behind `macro_rules!`; gives the index of its last token. */
  #define(name: number): number {
    const tokens = this.#tokens;
    const opening = tokens.next(name);
    const closing = tokens.partner(opening);
    if (closing <= opening) return name;
    const stream = streamOf(piecesOf(tokens, opening + 1, closing));
    const definition = tokens.start(name - 2);
    this.#macros.set(tokens.at(name), readMacro(tokens.at(name), definition, stream, 0, stream.pieces.length));
    return closing;
  }

  #expandInFile(macro: Macro, name: number, opening: number, closing: number): Call | undefined {
    const tokens = this.#tokens;
    let first = name;
    while (tokens.is(first - 1, ':') && tokens.is(first - 2, ':')) first -= tokens.kind(first - 3) === TokenKind.word ? 3 : 2;
    if (tokens.is(first - 1, '$')) first -= 1;
    const call = { start: tokens.start(first), end: tokens.end(closing), within: undefined };
    const before = tokens.previous(first);
    const behind = tokens.next(closing);
    const stands = standsAlone(
      before === -1 ? undefined : tokens.at(before),
      tokens.is(opening, '{'),
      behind < tokens.count ? tokens.at(behind) : undefined,
    );
    const stream = streamOf(piecesOf(tokens, opening + 1, closing));
    const pieces = this.#becomes(macro, stream, 0, stream.pieces.length, call, stands, 0);
    return pieces === undefined ? undefined : { start: call.start, end: call.end, pieces };
  }

  /** What a call becomes, calls in there expanded as well. */
  #becomes(
    macro: Macro,
    stream: Stream,
    from: number,
    to: number,
    call: Expansion['call'],
    stands: boolean,
    depth: number,
  ): readonly Piece[] | undefined {
    const pieces = expand(macro, stream, from, to, call, this.#room);
    if (pieces === undefined) return undefined;
    this.#room -= pieces.length;
    const whole = this.#expandAll(pieces, depth + 1);
    return stands ? ended(whole) : inParentheses(whole, call);
  }

  #expandAll(pieces: readonly Piece[], depth: number): readonly Piece[] {
    if (depth > DEEPEST || !pieces.some(({ text, kind }) => text === '!' && kind === TokenKind.mark)) return pieces;
    const stream = streamOf(pieces);
    const result: Piece[] = [];
    for (let at = 0; at < pieces.length; at += 1) {
      const piece = pieces[at] as Piece;
      const opening = isPiece(stream, at + 1, '!') && piece.kind === TokenKind.word ? at + 2 : -1;
      if (opening !== -1 && piece.text === 'macro_rules') {
        const behind = behindTree(stream, opening + 1);
        const name = pieces[opening]?.text ?? '';
        this.#macros.set(name, readMacro(name, piece.start, stream, opening + 2, behind - 1));
        for (const each of pieces.slice(at, behind)) result.push(each);
        at = behind - 1;
        continue;
      }
      const closing = stream.partners[opening] ?? -1;
      const macro = closing > opening ? this.#macros.get(piece.text) : undefined;
      const whole = macro === undefined ? undefined : this.#nested(macro, stream, at, opening, closing, depth);
      if (whole === undefined) {
        result.push(piece);
        continue;
      }
      while (isPiece({ pieces: result, partners: [] }, result.length - 1, ':')) result.length -= result.at(-3)?.kind === TokenKind.word ? 3 : 2;
      for (const each of whole) result.push(each);
      at = closing;
    }
    return result;
  }

  #nested(macro: Macro, stream: Stream, name: number, opening: number, closing: number, depth: number): readonly Piece[] | undefined {
    const { start, within } = stream.pieces[name] as Piece;
    const call = { start, end: (stream.pieces[closing] as Piece).end, within };
    const stands = standsAlone(stream.pieces[name - 1]?.text, isPiece(stream, opening, '{'), stream.pieces[closing + 1]?.text);
    return this.#becomes(macro, stream, opening + 1, closing, call, stands, depth);
  }
}

/** Whether a call is a statement, a tail or an item, and so becomes just what its body says; everywhere else it is an expression. */
function standsAlone(before: string | undefined, isBraced: boolean, behind: string | undefined): boolean {
  const begins = before === undefined || /^[;{}\]]$/.test(before);
  const ends = behind === undefined || behind === ';' || behind === '}' || (isBraced && behind !== '.' && behind !== '?');
  return begins && ends;
}

/** A statement that other statements follow needs an end. */
function ended(pieces: readonly Piece[]): readonly Piece[] {
  return pieces;
}

/** The file's tokens as pieces: comments left out, documentation as the attributes that it is to a macro. */
function piecesOf(tokens: Tokens, from: number, to: number): Piece[] {
  const pieces: Piece[] = [];
  for (let at = from; at < to; at += 1) {
    const place = { start: tokens.start(at), end: tokens.end(at), within: undefined };
    if (!tokens.isComment(at)) pieces.push({ text: tokens.at(at), kind: tokens.kind(at), ...place });
    else if (isOuterDoc(tokens, at)) {
      const body = tokens.at(at).slice(3).replace(tokens.kind(at) === TokenKind.blockComment ? /\*\/$/ : /$^/, '');
      for (const text of ['#', '[', 'doc', '=']) {
        pieces.push({ text, kind: text === 'doc' ? TokenKind.word : TokenKind.mark, ...place });
      }
      pieces.push({ text: `r###"${body}"###`, kind: TokenKind.literal, ...place }, { text: ']', kind: TokenKind.mark, ...place });
    }
  }
  return pieces;
}

let standard: readonly (readonly [string, Macro])[] | undefined;

function standardMacros(): readonly (readonly [string, Macro])[] {
  if (standard !== undefined) return standard;
  const tokens = lex(STANDARD_MACROS);
  const found: [string, Macro][] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (!tokens.is(at, 'macro_rules')) continue;
    const opening = at + 3;
    const stream = streamOf(piecesOf(tokens, opening + 1, tokens.partner(opening)));
    found.push([tokens.at(at + 2), readMacro(tokens.at(at + 2), undefined, stream, 0, stream.pieces.length)]);
    at = tokens.partner(opening);
  }
  standard = found;
  return found;
}
