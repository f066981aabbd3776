/** Symbols that reach the bindings through a macro of the file: `bindings::$name` in its body, the symbol in its arguments. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';
import type { Outline } from './outline.ts';

export interface MacroMention {
  readonly symbol: string;
  /** Token index of the symbol among the arguments. */
  readonly token: number;
  /** Token index of the metavariable behind `bindings::`. */
  readonly slot: number;
  /** What else the arguments say: metavariable -> word. */
  readonly words: ReadonlyMap<string, string>;
}

/** A macro's arm with `bindings::$name` in what it gives. */
interface Arm {
  readonly matcher: readonly Piece[];
  readonly slots: readonly { readonly variable: string; readonly token: number }[];
}

/** What stands between two commas of a matcher, as far as it names metavariables outside of repetitions. */
type Piece = readonly string[];

/** How many macros and calls of a file are looked at: hostile text must not make more of them than it is worth. */
const MOST = 2000;

/** All symbols that macros of this file put behind `bindings::`. */
export function macroMentionsIn(tokens: Tokens, outlines: readonly Outline[]): readonly MacroMention[] {
  const found: MacroMention[] = [];
  for (const macro of outlines) {
    if (macro.kind !== 'macro_rules') continue;
    const slots = slotsIn(tokens, macro);
    if (slots.length === 0) continue;
    const arms = armsOf(tokens, macro, slots);
    for (const opening of callsOf(tokens, macro.name).slice(0, MOST)) readCall(tokens, opening, arms, found);
  }
  return found;
}

/** The token indices of metavariables behind `bindings::`. */
function slotsIn(tokens: Tokens, macro: Outline): number[] {
  const from = tokens.start(macro.body);
  const to = tokens.start(macro.last);
  const found: number[] = [];
  for (
    let at = tokens.text.indexOf('bindings::$', from);
    at !== -1 && at < to;
    at = tokens.text.indexOf('bindings::$', at + 11)
  ) {
    const token = tokens.from(at + 10) + 1;
    if (tokens.kind(token) === TokenKind.word && !tokens.isComment(tokens.from(at))) found.push(token);
  }
  return found;
}

function armsOf(tokens: Tokens, macro: Outline, slots: readonly number[]): Arm[] {
  const arms: Arm[] = [];
  let at = tokens.next(macro.body);
  while (at < macro.last && arms.length < MOST) {
    const matcherEnd = tokens.partner(at);
    if (matcherEnd <= at) break;
    const arrow = tokens.next(matcherEnd);
    const body = tokens.next(tokens.next(arrow));
    const bodyEnd = tokens.partner(body);
    if (!tokens.is(arrow, '=') || bodyEnd <= body) break;
    const own = slots.filter((slot) => slot > body && slot < bodyEnd);
    if (own.length > 0)
      arms.push({
        matcher: piecesOf(tokens, at, matcherEnd),
        slots: own.map((token) => ({ variable: tokens.at(token), token })),
      });
    at = tokens.next(bodyEnd);
    if (tokens.is(at, ';')) at = tokens.next(at);
  }
  return arms;
}

/** The metavariables of a matcher between its commas. */
function piecesOf(tokens: Tokens, opening: number, closing: number): Piece[] {
  return splitAtCommas(tokens, opening, closing).map(([from, to]) => {
    const names: string[] = [];
    for (let at = from; at < to; at = tokens.next(Math.max(at, tokens.partner(at)))) {
      if (tokens.is(at, '$') && tokens.is(tokens.next(at + 1), ':')) names.push(tokens.at(at + 1));
    }
    return names;
  });
}

/** The stretches between a group's own commas. */
function splitAtCommas(tokens: Tokens, opening: number, closing: number): [number, number][] {
  const parts: [number, number][] = [];
  let from = tokens.next(opening);
  for (let at = from; at < closing; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    if (!tokens.is(at, ',')) continue;
    parts.push([from, at]);
    from = tokens.next(at);
  }
  if (from < closing) parts.push([from, closing]);
  return parts;
}

/** The opening brackets of a macro's calls. */
function callsOf(tokens: Tokens, name: string): number[] {
  return tokens
    .allOf(name)
    .filter((word) => tokens.is(word + 1, '!'))
    .map((word) => tokens.next(word + 1))
    .filter((opening) => tokens.partner(opening) > opening);
}

function readCall(tokens: Tokens, opening: number, arms: readonly Arm[], found: MacroMention[]): void {
  const closing = tokens.partner(opening);
  const parts = splitAtCommas(tokens, opening, closing);
  const [arm] = arms;
  if (arm === undefined) return;
  const words = new Map<string, string>();
  const places = new Map<string, number>();
  arm.matcher.forEach((piece, index) => {
    const part = parts[index];
    if (part === undefined) return;
    // the last metavariable of a piece is its last word: `$([$flavour:ident])? $ordering:ident`
    const variable = piece.at(-1);
    const word = lastWord(tokens, part);
    if (variable === undefined || word === -1) return;
    words.set(variable, tokens.at(word));
    places.set(variable, word);
  });
  for (const { variable, token: slot } of arm.slots) {
    const place = places.get(variable);
    if (place !== undefined) {
      if (!tokens.is(place - 1, '$')) found.push({ symbol: tokens.at(place), token: place, slot, words });
      continue;
    }
    // the metavariable stands in a repetition or comes by way of another arm: any bare word can be it
    for (let at = opening + 1; at < closing; at += 1) {
      if (isBareName(tokens, at))
        found.push({ symbol: tokens.at(at), token: at, slot, words: new Map([[variable, tokens.at(at)]]) });
    }
  }
}

function lastWord(tokens: Tokens, [from, to]: readonly [number, number]): number {
  let last = -1;
  for (let at = from; at < to; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    if (tokens.kind(at) === TokenKind.word) last = at;
  }
  return last;
}

const NO_NAMES = /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|str|as|pub|crate|self|super|[A-Z][a-z].*)$/;

function isBareName(tokens: Tokens, at: number): boolean {
  if (tokens.kind(at) !== TokenKind.word || tokens.is(at - 1, '$') || tokens.is(at - 1, '@')) return false;
  const next = tokens.next(at);
  return !tokens.is(next, ':') && !tokens.is(next, '!') && !tokens.is(next, '(') && !NO_NAMES.test(tokens.at(at));
}
