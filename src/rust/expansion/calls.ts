/** The macro calls of a file that have to do with what the rules care about, each with the tokens that it becomes. */
import { isOuterDoc } from '../docs.ts';
import { lex, TokenKind, type Tokens } from '../lexer.ts';
import { behindTree, type Expansion, isPiece, type Piece, type Stream, streamOf } from './fragments.ts';
import { type Arm, expand, inParentheses, type Macro, readMacro } from './macro-by-example.ts';
import { STANDARD_MACROS } from './standard-macros.ts';

/** A call in the file's own code, and what it becomes. */
export interface Call {
  readonly start: number;
  readonly end: number;
  readonly pieces: readonly Piece[];
}

/** Macros that expand into calls of macros, so deep at most. */
const DEEPEST = 100;
/** How many tokens all expansions of a file of `count` tokens may be together; what goes beyond stays a call. */
function mostTokens(count: number): number {
  return 5000 + 3 * count;
}

/** So many times as many tokens may be written for calls that turn out to become too much; then all further ones stay calls. */
const MOST_FOR_NOTHING = 2;

/** Of the statements and items that calls of one arm become, so many are read for which the calls give nothing of interest. */
const MOST_EQUAL_CALLS = 8;

/**
 * The calls of macros whose definition is known, as far as they are of interest, in order.
 * @param points offsets in the file, ascending: a call is of interest where it, or the macro's definition, holds one
 */
export function expandedCalls(tokens: Tokens, points: readonly number[]): Call[] {
  return new Expander(tokens, points).topCalls();
}

/** The body of a macro of the file, by the token indices of its brackets. */
interface Body {
  readonly name: string;
  readonly opening: number;
  readonly closing: number;
}

/** The tokens between the brackets of a call. */
interface CallPieces {
  readonly opening: number;
  readonly closing: number;
  readonly stream: Stream;
  /** The index of the first piece at or behind a token. */
  readonly indexOf: (token: number) => number;
}

class Expander {
  readonly #tokens: Tokens;
  readonly #points: readonly number[];
  /** For a macro of this file the token index of its name where it was last defined. */
  readonly #definitions = new Map<string, number>();
  readonly #read = new Map<number, Macro | undefined>();
  /** Macros of the standard library, and those that macros define. */
  readonly #others = new Map<string, Macro>(standardMacros());
  /** Other names of macros: `use name as other`. */
  readonly #aliases = new Map<string, string>();
  /** Names of macros of this file whose body, or a body that it calls, holds something of interest. */
  readonly #telling = new Set<string>();
  /** Token indices of the words that are such names, ascending. */
  #tellingAt: readonly number[] = [];
  /** The call of which pieces were made last: calls within it are read from the same. */
  #last: CallPieces | undefined;
  /** For a stream the indices of its pieces that tell, ascending. */
  readonly #tellingIn = new WeakMap<Stream, readonly number[]>();
  /** How often each arm was taken. */
  readonly #times = new Map<Arm, number>();
  #room: number;
  #forNothing = 0;

  constructor(tokens: Tokens, points: readonly number[]) {
    this.#tokens = tokens;
    this.#points = points;
    this.#room = mostTokens(tokens.count);
  }

  /** The calls in the file's own code that are of interest, in order, with what they become. */
  topCalls(): Call[] {
    const tokens = this.#tokens;
    this.#findTelling();
    const calls: Call[] = [];
    for (let at = 0; at < tokens.count; at += 1) {
      if (!tokens.is(at, '!') || tokens.kind(at - 1) !== TokenKind.word) continue;
      const name = tokens.at(at - 1);
      if (name === 'macro_rules') {
        this.#definitions.set(tokens.at(at + 1), at + 1);
        at = Math.max(at, tokens.partner(tokens.next(at + 1)));
        continue;
      }
      const opening = tokens.next(at);
      const closing = tokens.partner(opening);
      if (closing <= opening || !this.#isOfInterest(name, at - 1, closing)) continue;
      const macro = this.#macro(name);
      if (macro === undefined) continue;
      const call = this.#expandInFile(macro, at - 1, opening, closing);
      if (call === undefined) continue;
      calls.push(call);
      at = closing;
    }
    return calls;
  }

  /**
   * Takes note of all definitions, as a path may name one that comes later, and closes over calls: a macro whose body calls
   * a telling macro is telling itself.
   */
  #findTelling(): void {
    const tokens = this.#tokens;
    const bodies: Body[] = [];
    for (let at = 0; at < tokens.count; at += 1) {
      if (tokens.is(at, 'as') && this.#definitions.has(tokens.at(at - 1))) {
        this.#aliases.set(tokens.at(at + 1), tokens.at(at - 1));
      }
      if (!tokens.is(at, '!') || !tokens.is(at - 1, 'macro_rules')) continue;
      const name = tokens.at(at + 1);
      const opening = tokens.next(at + 1);
      const closing = tokens.partner(opening);
      if (closing <= opening) continue;
      bodies.push({ name, opening, closing });
      this.#definitions.set(name, at + 1);
    }
    this.#closeOverCalls(bodies);
    if (this.#telling.size === 0) return;
    const tellingAt: number[] = [];
    for (let at = 0; at < tokens.count; at += 1)
      if (tokens.kind(at) === TokenKind.word && this.#telling.has(tokens.at(at))) tellingAt.push(at);
    this.#tellingAt = tellingAt;
  }

  /** Makes telling whatever names a telling macro in its body, over as many calls as there are. */
  #closeOverCalls(bodies: readonly Body[]): void {
    const tokens = this.#tokens;
    const namedIn = new Map<string, string[]>(bodies.map(({ name }) => [name, []]));
    const fresh: string[] = [];
    const tell = (name: string): void => {
      if (this.#telling.has(name)) return;
      this.#telling.add(name);
      fresh.push(name);
    };
    for (const { name, opening, closing } of bodies) {
      if (this.#holdsPoint(tokens.start(opening), tokens.end(closing))) tell(name);
      for (let at = opening + 1; at < closing; at += 1)
        if (tokens.kind(at) === TokenKind.word) namedIn.get(tokens.at(at))?.push(name);
    }
    for (let name = fresh.pop(); name !== undefined; name = fresh.pop())
      for (const each of namedIn.get(name) ?? []) tell(each);
  }

  #holdsPoint(start: number, end: number): boolean {
    return (this.#points[atLeast(this.#points, start)] ?? end) < end;
  }

  /** Whether a telling macro is named between two tokens. */
  #names(opening: number, closing: number): boolean {
    return (this.#tellingAt[atLeast(this.#tellingAt, opening + 1)] ?? closing) < closing;
  }

  #isOfInterest(name: string, first: number, closing: number): boolean {
    const tokens = this.#tokens;
    return (
      this.#telling.has(this.#aliases.get(name) ?? name) ||
      this.#holdsPoint(tokens.start(first), tokens.end(closing)) ||
      this.#names(first, closing)
    );
  }

  #macro(called: string): Macro | undefined {
    const name = this.#aliases.get(called) ?? called;
    const at = this.#definitions.get(name);
    if (at === undefined) return this.#others.get(name);
    if (!this.#read.has(at)) this.#read.set(at, this.#readDefinition(at));
    return this.#read.get(at);
  }

  /** @param name token index of the name in `macro_rules! name { ... }` */
  #readDefinition(name: number): Macro {
    const tokens = this.#tokens;
    const opening = tokens.next(name);
    const stream = streamOf(piecesOf(tokens, opening + 1, tokens.partner(opening)));
    return readMacro(tokens.at(name), tokens.start(name - 2), stream, 0, stream.pieces.length);
  }

  #expandInFile(macro: Macro, name: number, opening: number, closing: number): Call | undefined {
    const tokens = this.#tokens;
    let first = name;
    while (tokens.is(first - 1, ':') && tokens.is(first - 2, ':'))
      first -= tokens.kind(first - 3) === TokenKind.word ? 3 : 2;
    const call = { start: tokens.start(first), end: tokens.end(closing), within: undefined };
    const before = tokens.previous(first);
    const behind = tokens.next(closing);
    const stand = standOf(
      before === -1 ? undefined : tokens.at(before),
      tokens.is(opening, '{'),
      behind < tokens.count ? tokens.at(behind) : undefined,
    );
    const { stream, indexOf } = this.#piecesWithin(opening, closing);
    const pieces = this.#becomes(macro, stream, indexOf(opening + 1), indexOf(closing), call, stand, 0);
    return pieces === undefined ? undefined : { start: call.start, end: call.end, pieces };
  }

  /** The pieces of a call, or of one around it that stayed a call. */
  #piecesWithin(opening: number, closing: number): CallPieces {
    if (this.#last !== undefined && this.#last.opening <= opening && closing <= this.#last.closing) return this.#last;
    const first = opening + 1;
    const at = new Int32Array(closing - opening);
    const pieces = piecesOf(this.#tokens, first, closing, (token, piece) => {
      at[token - first] = piece;
    });
    at[closing - first] = pieces.length;
    this.#last = { opening, closing, stream: streamOf(pieces), indexOf: (token) => at[token - first] as number };
    return this.#last;
  }

  /** What a call becomes, calls in there expanded as well. */
  #becomes(
    macro: Macro,
    stream: Stream,
    from: number,
    to: number,
    call: Expansion['call'],
    stand: Stand,
    depth: number,
  ): readonly Piece[] | undefined {
    if (this.#forNothing > MOST_FOR_NOTHING * mostTokens(this.#tokens.count)) return undefined;
    const isEqual = stand !== 'expression' && !this.#tellsWithin(stream, from, to);
    const isEnough = (arm: Arm): boolean => {
      const times = (this.#times.get(arm) ?? 0) + 1;
      this.#times.set(arm, times);
      return isEqual && times > MOST_EQUAL_CALLS;
    };
    const onTooMuch = (written: number): void => {
      this.#forNothing += written;
    };
    const pieces = expand(macro, stream, from, to, call, this.#room, isEnough, onTooMuch);
    if (pieces === undefined) return undefined;
    this.#room -= pieces.length;
    const whole = this.#expandAll(pieces, depth + 1);
    return stand === 'expression' ? inParentheses(whole, call) : stand === 'statement' ? ended(whole, call) : whole;
  }

  /** Whether any of the pieces tells; what tells in a stream is looked for once. */
  #tellsWithin(stream: Stream, from: number, to: number): boolean {
    let telling = this.#tellingIn.get(stream);
    if (telling === undefined) {
      telling = stream.pieces.flatMap((piece, index) => (this.#tells(piece) ? [index] : []));
      this.#tellingIn.set(stream, telling);
    }
    return (telling[atLeast(telling, from)] ?? to) < to;
  }

  /** Whether a token that a call hands over may make a difference to us. */
  #tells({ text, start, within }: Piece): boolean {
    return /^unsafe$|safety/i.test(text) || (within === undefined && this.#holdsPoint(start, start + 1));
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
        this.#others.set(name, readMacro(name, piece.start, stream, opening + 2, behind - 1));
        for (const each of pieces.slice(at, behind)) result.push(each);
        at = behind - 1;
        continue;
      }
      const closing = stream.partners[opening] ?? -1;
      const macro = closing > opening ? this.#macro(piece.text) : undefined;
      const first = macro === undefined ? at : pathStart(stream, at);
      const whole = macro === undefined ? undefined : this.#nested(macro, stream, first, opening, closing, depth);
      if (whole === undefined) {
        result.push(piece);
        continue;
      }
      // the path in front of the name is a part of the call
      result.length -= at - first;
      for (const each of whole) result.push(each);
      at = closing;
    }
    return result;
  }

  #nested(
    macro: Macro,
    stream: Stream,
    first: number,
    opening: number,
    closing: number,
    depth: number,
  ): readonly Piece[] | undefined {
    const { start, within } = stream.pieces[first] as Piece;
    const call = { start, end: (stream.pieces[closing] as Piece).end, within };
    const before = stream.pieces[first - 1]?.text;
    const stand = standOf(before, isPiece(stream, opening, '{'), stream.pieces[closing + 1]?.text);
    return this.#becomes(macro, stream, opening + 1, closing, call, stand, depth);
  }
}

/** The index of the first of ascending numbers that is `wanted` or more. */
function atLeast(ascending: readonly number[], wanted: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ascending[middle] as number) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Where the path begins that ends with the name at `at`. */
function pathStart(stream: Stream, at: number): number {
  let first = at;
  while (isPiece(stream, first - 1, ':') && isPiece(stream, first - 2, ':')) {
    first -= stream.pieces[first - 3]?.kind === TokenKind.word ? 3 : 2;
  }
  return first;
}

/** The position of a call in its code: a `statement` has to end, the last of a block does not, an `expression` is a part of another. */
type Stand = 'statement' | 'last' | 'expression';

function standOf(before: string | undefined, isBraced: boolean, behind: string | undefined): Stand {
  if (before !== undefined && !/^[;{}\]]$/.test(before)) return 'expression';
  if (behind === undefined || behind === ';' || behind === '}') return 'last';
  return isBraced && behind !== '.' && behind !== '?' ? 'statement' : 'expression';
}

/** A statement that other statements follow needs an end. */
function ended(pieces: readonly Piece[], call: Expansion['call']): readonly Piece[] {
  const last = pieces.at(-1);
  if (last === undefined || last.text === ';' || last.text === '}') return pieces;
  const place = { start: call.end - 1, end: call.end, within: call.within };
  return [...pieces, { text: ';', kind: TokenKind.mark, ...place }];
}

/**
 * The file's tokens as pieces: comments left out, documentation as the attributes that it is to a macro.
 * @param each takes for each token the index of the first piece at or behind it
 */
function piecesOf(
  tokens: Tokens,
  from: number,
  to: number,
  each: (token: number, piece: number) => void = () => {},
): Piece[] {
  const pieces: Piece[] = [];
  for (let at = from; at < to; at += 1) {
    each(at, pieces.length);
    const place = { start: tokens.start(at), end: tokens.end(at), within: undefined };
    if (!tokens.isComment(at)) pieces.push({ text: tokens.at(at), kind: tokens.kind(at), ...place });
    else if (isOuterDoc(tokens, at)) {
      const body = tokens
        .at(at)
        .slice(3)
        .replace(tokens.kind(at) === TokenKind.blockComment ? /\*\/$/ : /$^/, '');
      for (const text of ['#', '[', 'doc', '=']) {
        pieces.push({ text, kind: text === 'doc' ? TokenKind.word : TokenKind.mark, ...place });
      }
      pieces.push(
        { text: `r###"${body}"###`, kind: TokenKind.literal, ...place },
        { text: ']', kind: TokenKind.mark, ...place },
      );
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
