/**
 * Macros by example, expanded (The Rust Reference, "Macros by example"): which arm takes a call, and what the arm's body
 * becomes with the call's tokens in it. Every token keeps the place at which it was written.
 */

import { TokenKind } from '../lexer.ts';
import { behindTree, type Expansion, isPiece, type Piece, REACH, type Stream } from './fragments.ts';

/** What a matcher asks for. */
type Pattern =
  | { readonly kind: 'token'; readonly text: string }
  | { readonly kind: 'group'; readonly open: string; readonly inner: readonly Pattern[] }
  | { readonly kind: 'variable'; readonly name: string; readonly fragment: string }
  | {
      readonly kind: 'repeat';
      readonly inner: readonly Pattern[];
      readonly separator: readonly string[];
      readonly most: number;
    };

/** What a body is made of. */
type Template =
  | { readonly kind: 'token'; readonly piece: Piece }
  | { readonly kind: 'variable'; readonly name: string; readonly piece: Piece }
  | {
      readonly kind: 'repeat';
      readonly inner: readonly Template[];
      readonly separator: readonly Piece[];
      /** Its own tokens hold unsafe code. */
      readonly isUnsafe: boolean;
    };

/** One rule of a macro. */
export interface Arm {
  readonly matcher: readonly Pattern[];
  readonly body: readonly Template[];
}

export interface Macro {
  readonly name: string;
  /** Where the definition begins in the file; undefined for a macro of the standard library. */
  readonly definition: number | undefined;
  readonly arms: readonly Arm[];
}

/** What a metavariable is bound to: a stretch of the call, or one for each turn of a repetition. */
type Binding =
  | {
      readonly kind: 'one';
      readonly fragment: string;
      readonly stream: Stream;
      readonly from: number;
      readonly to: number;
    }
  | { readonly kind: 'many'; readonly turns: readonly Bindings[] };
type Bindings = ReadonlyMap<string, Binding>;

/**
 * Of the turns of a repetition that holds unsafe code so many are written to which the call gives nothing of interest: the
 * others would say the same.
 */
const MOST_EQUAL_TURNS = 4;

/** Groups and repetitions of a definition nest at most so deep; a deeper one is left unread. */
const DEEPEST = 32;

/** Reads the arms of `macro_rules! name { ... }`; `from` to `to` is the content of the brackets. */
export function readMacro(
  name: string,
  definition: number | undefined,
  stream: Stream,
  from: number,
  to: number,
): Macro {
  const arms: Arm[] = [];
  for (let at = from; at < to; ) {
    const body = behindTree(stream, at) + 2;
    const isArm =
      (stream.partners[at] ?? -1) > at && isPiece(stream, body - 2, '=') && (stream.partners[body] ?? -1) > body;
    if (!isArm) break;
    const matcher = readPatterns(stream, at + 1, stream.partners[at] as number, 0);
    const template = readTemplates(stream, body + 1, stream.partners[body] as number, 0);
    if (matcher !== undefined && template !== undefined) arms.push({ matcher, body: template });
    at = behindTree(stream, body);
    if (isPiece(stream, at, ';')) at += 1;
  }
  return { name, definition, arms };
}

function readPatterns(stream: Stream, from: number, to: number, depth: number): Pattern[] | undefined {
  if (depth > DEEPEST) return undefined;
  const patterns: Pattern[] = [];
  for (let at = from; at < to; ) {
    const { text } = stream.pieces[at] as Piece;
    if (isPiece(stream, at, '$') && isPiece(stream, at + 1, '(')) {
      const closing = stream.partners[at + 1] as number;
      const inner = readPatterns(stream, at + 2, closing, depth + 1);
      if (inner === undefined) return undefined;
      const operator = operatorAt(stream, closing + 1, to);
      const separator = stream.pieces.slice(closing + 1, operator).map((piece) => piece.text);
      patterns.push({
        kind: 'repeat',
        inner,
        separator,
        most: isPiece(stream, operator, '?') ? 1 : Number.POSITIVE_INFINITY,
      });
      at = operator + 1;
    } else if (isPiece(stream, at, '$') && isPiece(stream, at + 2, ':')) {
      const [name, fragment] = [stream.pieces[at + 1]?.text ?? '', stream.pieces[at + 3]?.text ?? ''];
      patterns.push({ kind: 'variable', name, fragment });
      at += 4;
    } else if ((stream.partners[at] ?? -1) > at) {
      const closing = stream.partners[at] as number;
      const inner = readPatterns(stream, at + 1, closing, depth + 1);
      if (inner === undefined) return undefined;
      patterns.push({ kind: 'group', open: text, inner });
      at = closing + 1;
    } else {
      patterns.push({ kind: 'token', text });
      at += 1;
    }
  }
  return patterns;
}

/** The index of the `*`, `+` or `?` behind `$( ... )` and its separator. */
function operatorAt(stream: Stream, from: number, to: number): number {
  let at = from;
  while (at < to && !isPiece(stream, at, '*') && !isPiece(stream, at, '+') && !isPiece(stream, at, '?')) at += 1;
  return at;
}

function readTemplates(stream: Stream, from: number, to: number, depth: number): Template[] | undefined {
  if (depth > DEEPEST) return undefined;
  const templates: Template[] = [];
  for (let at = from; at < to; ) {
    const piece = stream.pieces[at] as Piece;
    const next = stream.pieces[at + 1];
    if (isPiece(stream, at, '$') && isPiece(stream, at + 1, '(')) {
      const closing = stream.partners[at + 1] as number;
      const inner = readTemplates(stream, at + 2, closing, depth + 1);
      if (inner === undefined) return undefined;
      const operator = operatorAt(stream, closing + 1, to);
      const isUnsafe = stream.pieces.slice(at, closing).some(({ text }) => text === 'unsafe');
      templates.push({ kind: 'repeat', inner, separator: stream.pieces.slice(closing + 1, operator), isUnsafe });
      at = operator + 1;
    } else if (isPiece(stream, at, '$') && next?.kind === TokenKind.word) {
      templates.push(
        next.text === 'crate' ? { kind: 'token', piece: next } : { kind: 'variable', name: next.text, piece },
      );
      at += 2;
    } else {
      templates.push({ kind: 'token', piece });
      at += 1;
    }
  }
  return templates;
}

/**
 * What a call becomes.
 * @param from `from` to `to` is the content of the call's brackets
 * @param room how many tokens it may become at most
 * @param isEnough whether what this arm becomes is known well enough; then the call becomes nothing
 * @param onTooMuch takes how many tokens were written for nothing where it becomes too much
 * @returns undefined where no arm takes the call, or where it becomes too much
 */
export function expand(
  macro: Macro,
  stream: Stream,
  from: number,
  to: number,
  call: Expansion['call'],
  room: number,
  isEnough: (arm: Arm) => boolean,
  onTooMuch: (written: number) => void,
): Piece[] | undefined {
  for (const arm of macro.arms) {
    const { matcher, body } = arm;
    const bindings = new Map<string, Binding>();
    if (match(matcher, stream, from, to, bindings) !== to) continue;
    if (isEnough(arm)) return [];
    const writer = new Writer({ definition: macro.definition, call }, room);
    writer.write(body, bindings);
    if (!writer.isFull) return writer.pieces;
    onTooMuch(writer.pieces.length);
    return undefined;
  }
  return undefined;
}

/** Matches patterns from `at` on; gives the index behind the match, or -1. */
function match(
  patterns: readonly Pattern[],
  stream: Stream,
  from: number,
  end: number,
  bindings: Map<string, Binding>,
): number {
  let at = from;
  for (const pattern of patterns) {
    if (pattern.kind === 'token') {
      if (at >= end || stream.pieces[at]?.text !== pattern.text) return -1;
      at += 1;
    } else if (pattern.kind === 'group') {
      const closing = stream.partners[at] ?? -1;
      if (at >= end || !isPiece(stream, at, pattern.open) || closing < at) return -1;
      if (match(pattern.inner, stream, at + 1, closing, bindings) !== closing) return -1;
      at = closing + 1;
    } else if (pattern.kind === 'variable') {
      const behind = REACH[pattern.fragment]?.(stream, at, end) ?? -1;
      if (behind === -1 || behind > end) return -1;
      bindings.set(pattern.name, { kind: 'one', fragment: pattern.fragment, stream, from: at, to: behind });
      at = behind;
    } else at = matchRepeat(pattern, stream, at, end, bindings);
  }
  return at;
}

function matchRepeat(
  { inner, separator, most }: Extract<Pattern, { kind: 'repeat' }>,
  stream: Stream,
  from: number,
  end: number,
  bindings: Map<string, Binding>,
): number {
  const turns: Bindings[] = [];
  let at = from;
  while (turns.length < most) {
    const isFirst = turns.length === 0;
    const hasSeparator = separator.every((text, index) => at + index < end && isPiece(stream, at + index, text));
    if (!isFirst && !hasSeparator) break;
    const start = isFirst ? at : at + separator.length;
    const turn = new Map<string, Binding>();
    const behind = start < end ? match(inner, stream, start, end, turn) : -1;
    if (behind === -1 || behind === at) break;
    turns.push(turn);
    at = behind;
  }
  for (const name of variablesOf(inner)) bindings.set(name, { kind: 'many', turns });
  return at;
}

function variablesOf(patterns: readonly Pattern[]): string[] {
  return patterns.flatMap((pattern) =>
    pattern.kind === 'variable' ? [pattern.name] : pattern.kind === 'token' ? [] : variablesOf(pattern.inner),
  );
}

/** Writes a body's tokens with the bindings in place. */
class Writer {
  readonly pieces: Piece[] = [];
  readonly #within: Expansion;
  readonly #room: number;
  /** A token exceeded the room. */
  #isOver = false;

  constructor(within: Expansion, room: number) {
    this.#within = within;
    this.#room = room;
  }

  get isFull(): boolean {
    return this.#isOver || this.pieces.length >= this.#room;
  }

  write(templates: readonly Template[], bindings: Bindings): void {
    for (const template of templates) {
      if (this.isFull) return;
      if (template.kind === 'token') this.#own(template.piece);
      else if (template.kind === 'variable') this.#variable(template, bindings);
      else this.#repeat(template, bindings);
    }
  }

  #own(piece: Piece): void {
    this.pieces.push({ ...piece, within: this.#within });
  }

  #repeat({ inner, separator, isUnsafe }: Extract<Template, { kind: 'repeat' }>, bindings: Bindings): void {
    const names = templateVariables(inner);
    const turns =
      names.map((name) => bindings.get(name)).find((binding) => binding?.kind === 'many')?.turns.length ?? 0;
    let equal = 0;
    for (let index = 0; index < turns && !this.isFull; index += 1) {
      if (isUnsafe && !names.some((name) => isTelling(bindings.get(name), name, index))) {
        equal += 1;
        if (equal > MOST_EQUAL_TURNS) continue;
      }
      if (index > 0) for (const piece of separator) this.#own(piece);
      // the other repetitions of the same depth go along, turn by turn
      const together = new Map(bindings);
      for (const name of names) {
        const binding = bindings.get(name);
        const own = binding?.kind === 'many' ? binding.turns[index]?.get(name) : undefined;
        if (own !== undefined) together.set(name, own);
      }
      this.write(inner, together);
    }
  }

  #variable({ name, piece }: Extract<Template, { kind: 'variable' }>, bindings: Bindings): void {
    const binding = bindings.get(name);
    if (binding?.kind !== 'one') {
      this.#own({ ...piece, text: binding === undefined ? `$${name}` : name, kind: TokenKind.word });
      return;
    }
    const { fragment, stream, from, to } = binding;
    if (this.pieces.length + to - from >= this.#room) {
      this.#isOver = true;
      return;
    }
    const pieces = stream.pieces.slice(from, to);
    const here = { start: piece.start, end: piece.end, within: this.#within };
    // an expression stays whole, and for the code around it it begins where the variable is
    if (fragment === 'expr' || fragment === 'expr_2021')
      for (const each of inParentheses(pieces, here)) this.pieces.push(each);
    else if (fragment === 'vis') for (const each of pieces) this.pieces.push({ ...each, ...here });
    else if (fragment === 'block') {
      const last = pieces.length - 1;
      for (const [index, each] of pieces.entries())
        this.pieces.push(index === 0 || index === last ? { ...each, ...here } : each);
    } else if (fragment === 'stmt') {
      for (const [index, each] of pieces.entries()) this.pieces.push(index === 0 ? { ...each, statement: true } : each);
    } else for (const each of pieces) this.pieces.push(each);
  }
}

/** Whether what the call gives for a turn holds unsafe code or mentions safety. */
function isTelling(binding: Binding | undefined, name: string, turn: number): boolean {
  const own = binding?.kind === 'many' ? binding.turns[turn]?.get(name) : undefined;
  if (own === undefined) return false;
  if (own.kind === 'many') return own.turns.some((_, index) => isTelling(own, name, index));
  for (let at = own.from; at < own.to; at += 1) {
    if (/^unsafe$|safety/i.test(own.stream.pieces[at]?.text ?? '')) return true;
  }
  return false;
}

/** Pieces in parentheses that are not in the source. */
export function inParentheses(pieces: readonly Piece[], place: Pick<Piece, 'start' | 'end' | 'within'>): Piece[] {
  const mark = { kind: TokenKind.mark, invisible: true as const, within: place.within };
  const opening: Piece = { ...mark, text: '(', start: place.start, end: place.start };
  const closing: Piece = { ...mark, text: ')', start: Math.max(place.start, place.end - 1), end: place.end };
  return [opening, ...pieces, closing];
}

function templateVariables(templates: readonly Template[]): string[] {
  return templates.flatMap((template) =>
    template.kind === 'variable' ? [template.name] : template.kind === 'token' ? [] : templateVariables(template.inner),
  );
}
