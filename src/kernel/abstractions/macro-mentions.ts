/** Symbols that reach the bindings through a macro of the file: `bindings::$name` in its body, the symbol in its arguments. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';
import { innermostAt, type Outline } from './outline.ts';

export interface MacroMention {
  readonly symbol: string;
  /** Token index of the symbol among the arguments. */
  readonly token: number;
  /** Token index of the metavariable behind `bindings::`. */
  readonly slot: number;
  /** What else the arguments say: metavariable -> word. */
  readonly words: ReadonlyMap<string, string>;
}

/** The first arm of a macro with `bindings::$name` in what it gives. */
interface Arm {
  /** The metavariables between the commas of its matcher, those in repetitions left out. */
  readonly pieces: readonly (readonly string[])[];
  readonly slots: readonly { readonly variable: string; readonly token: number }[];
}

/** How many slots of an arm, and arms of a macro, are read: more than any macro of the kernel has. */
const MOST_SLOTS = 16;
const MOST_ARMS = 64;

const SLOT = 'bindings::$';

/** All symbols that macros of this file put behind `bindings::`. */
export function macroMentionsIn(tokens: Tokens, outlines: readonly Outline[]): readonly MacroMention[] {
  const found: MacroMention[] = [];
  const arms = armsIn(tokens, outlines);
  if (arms.size === 0) return found;
  for (const mark of tokens.allOf('!')) {
    const arm = tokens.kind(mark - 1) === TokenKind.word ? arms.get(tokens.at(mark - 1)) : undefined;
    const opening = tokens.next(mark);
    if (arm !== undefined && tokens.partner(opening) > opening) readCall(tokens, opening, arm, found);
  }
  return found;
}

/** By macro: its arm with slots. */
function armsIn(tokens: Tokens, outlines: readonly Outline[]): ReadonlyMap<string, Arm> {
  const slots = new Map<Outline, number[]>();
  for (let at = tokens.text.indexOf(SLOT); at !== -1; at = tokens.text.indexOf(SLOT, at + SLOT.length)) {
    const dollar = tokens.from(at + SLOT.length - 1);
    let macro = tokens.is(dollar, '$') ? innermostAt(outlines, dollar) : undefined;
    while (macro !== undefined && macro.kind !== 'macro_rules') macro = macro.parent;
    if (macro === undefined || tokens.kind(dollar + 1) !== TokenKind.word) continue;
    slots.set(macro, [...(slots.get(macro) ?? []), dollar + 1].slice(0, MOST_SLOTS));
  }
  const arms = new Map<string, Arm>();
  for (const [macro, own] of slots) {
    const arm = armOf(tokens, macro, own);
    if (arm !== undefined) arms.set(macro.name, arm);
  }
  return arms;
}

function armOf(tokens: Tokens, macro: Outline, slots: readonly number[]): Arm | undefined {
  let matcher = tokens.next(macro.body);
  for (let count = 0; count < MOST_ARMS && matcher < macro.last; count += 1) {
    const arrow = tokens.next(tokens.partner(matcher));
    const body = tokens.next(tokens.next(arrow));
    const bodyEnd = tokens.partner(body);
    if (tokens.partner(matcher) <= matcher || !tokens.is(arrow, '=') || bodyEnd <= body) return undefined;
    const own = slots.filter((slot) => slot > body && slot < bodyEnd);
    if (own.length > 0) {
      const pieces = splitAtCommas(tokens, matcher).map((piece) => variablesIn(tokens, piece));
      return { pieces, slots: own.map((token) => ({ variable: tokens.at(token), token })) };
    }
    matcher = tokens.next(bodyEnd);
    if (tokens.is(matcher, ';')) matcher = tokens.next(matcher);
  }
  return undefined;
}

/** Token indices: the first one, and the one behind the last. */
type Stretch = readonly [number, number];

/** The stretches between a group's own commas. */
function splitAtCommas(tokens: Tokens, opening: number): Stretch[] {
  const closing = tokens.partner(opening);
  const parts: Stretch[] = [];
  let from = tokens.next(opening);
  for (let at = from; at < closing; at = behind(tokens, at)) {
    if (!tokens.is(at, ',')) continue;
    parts.push([from, at]);
    from = tokens.next(at);
  }
  if (from < closing) parts.push([from, closing]);
  return parts;
}

/** The token behind token `at`, or behind the group that it opens. */
function behind(tokens: Tokens, at: number): number {
  return tokens.next(Math.max(at, tokens.partner(at)));
}

function variablesIn(tokens: Tokens, [from, to]: Stretch): string[] {
  const names: string[] = [];
  for (let at = from; at < to; at = behind(tokens, at)) {
    if (tokens.is(at, '$') && tokens.is(tokens.next(at + 1), ':')) names.push(tokens.at(at + 1));
  }
  return names;
}

function readCall(tokens: Tokens, opening: number, arm: Arm, found: MacroMention[]): void {
  const parts = splitAtCommas(tokens, opening);
  const words = new Map<string, string>();
  const places = new Map<string, number>();
  arm.pieces.forEach((variables, index) => {
    const part = parts[index];
    // the last metavariable of a piece is its last word: `$([$flavour:ident])? $ordering:ident`
    const variable = variables.at(-1);
    const word = part === undefined ? -1 : lastWord(tokens, part);
    if (variable === undefined || word === -1) return;
    words.set(variable, tokens.at(word));
    places.set(variable, word);
  });
  for (const { variable, token: slot } of arm.slots) {
    const place = places.get(variable);
    if (place === undefined) addBareNames(tokens, opening, variable, slot, found);
    else if (!tokens.is(place - 1, '$')) found.push({ symbol: tokens.at(place), token: place, slot, words });
  }
}

function lastWord(tokens: Tokens, [from, to]: Stretch): number {
  let last = -1;
  for (let at = from; at < to; at = behind(tokens, at)) {
    if (tokens.kind(at) === TokenKind.word) last = at;
  }
  return last;
}

/** Where the metavariable is in a repetition, or comes by way of another arm, any bare word of the call can be it. */
function addBareNames(tokens: Tokens, opening: number, variable: string, slot: number, found: MacroMention[]): void {
  const closing = tokens.partner(opening);
  for (let at = opening + 1; at < closing; at += 1) {
    if (!isBareName(tokens, at)) continue;
    const symbol = tokens.at(at);
    found.push({ symbol, token: at, slot, words: new Map([[variable, symbol]]) });
  }
}

/** Names of Rust, which C does not write so: primitive types, keywords, types in camel case. */
const NO_SYMBOLS = /^(?:[iu](?:8|16|32|64|128|size)|f32|f64|bool|char|str|as|pub|crate|self|super|[A-Z][a-z].*)$/;

function isBareName(tokens: Tokens, at: number): boolean {
  if (tokens.kind(at) !== TokenKind.word || tokens.is(at - 1, '$') || tokens.is(at - 1, '@')) return false;
  const next = tokens.next(at);
  return !tokens.is(next, ':') && !tokens.is(next, '!') && !tokens.is(next, '(') && !NO_SYMBOLS.test(tokens.at(at));
}
