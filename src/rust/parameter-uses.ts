/** Where the body of a function means one of its parameters: not where another variable has taken the name. */
import type { Item } from './items.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { beforeAngles, NO_CALLS } from './operations.ts';

/** From one token to before another one. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** A place in a body at which a parameter is meant. */
export interface ParameterUse {
  readonly name: string;
  readonly at: number;
}

/**
 * The tokens at which a function's body means one of its parameters, in order: closures belong to the body, functions in it
 * do not. What takes a name anew (`let`, an arm of a `match`, a `for`, the parameter of a closure) hides the parameter where
 * it is in scope.
 */
export function parameterUses(tokens: Tokens, { body }: Item, names: ReadonlySet<string>): readonly ParameterUse[] {
  const found = new Map<string, number[]>([...names].map((name) => [name, []]));
  const end = body === -1 ? -1 : tokens.partner(body);
  for (let at = tokens.next(body); at < end; at = tokens.next(at)) {
    if (tokens.kind(at) !== TokenKind.word) continue;
    if (tokens.is(at, 'fn') && tokens.kind(tokens.next(at)) === TokenKind.word) at = endOfFunction(tokens, at, end);
    else if (!isMember(tokens, at)) found.get(tokens.at(at))?.push(at);
  }
  return [...found]
    .flatMap(([name, words]) => withoutHidden(tokens, words).map((at) => ({ name, at })))
    .sort((a, b) => a.at - b.at);
}

function endOfFunction(tokens: Tokens, word: number, end: number): number {
  let at = word;
  while (at < end && !tokens.is(at, '{') && !tokens.is(at, ';')) at = Math.max(tokens.next(at), tokens.partner(at));
  return Math.max(at, tokens.partner(at));
}

/** Those of the words, given in order, that take the name for no other variable and lie in the scope of none. */
function withoutHidden(tokens: Tokens, words: readonly number[]): readonly number[] {
  const scopes = new Map(words.map((at) => [at, scopeOfBinding(tokens, at)]));
  const hiding = [...scopes.values()].filter((scope) => scope !== undefined).toSorted((a, b) => a.start - b.start);
  let next = 0;
  let hiddenUntil = -1;
  return words.filter((at) => {
    for (; next < hiding.length && (hiding[next] as Stretch).start <= at; next += 1)
      hiddenUntil = Math.max(hiddenUntil, (hiding[next] as Stretch).end);
    return scopes.get(at) === undefined && at >= hiddenUntil;
  });
}

/** A field, a method or a part of a path. */
function isMember(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  const next = tokens.next(at);
  if (tokens.is(before, '.') && !tokens.is(before - 1, '.')) return true;
  return (tokens.is(before, ':') && tokens.is(before - 1, ':')) || (tokens.is(next, ':') && tokens.is(next + 1, ':'));
}

/** The longest pattern, in tokens. */
const LONGEST = 64;

/** So many steps at most for the end of a scope; what is longer goes on to the end of the brackets around it. */
const LONGEST_SCOPE = 1000;

/** Where a word takes a name for a variable: the scope of that variable. Undefined where it takes none. */
function scopeOfBinding(tokens: Tokens, word: number): Stretch | undefined {
  const { first, last } = wholePattern(tokens, word);
  let bars = 0;
  let isBehindComma = false;
  let at = tokens.previous(first);
  for (let steps = 0; at !== -1 && steps < LONGEST; at = tokens.previous(at), steps += 1) {
    if (tokens.is(at, '|')) {
      if (opensClosure(tokens, at)) return bars === 0 ? scopeOfClosure(tokens, at) : undefined;
      bars += 1;
    } else if (tokens.is(at, ',')) isBehindComma = true;
    else if (tokens.is(at, 'if') || tokens.is(at, 'in')) return undefined;
    else if (!isBehindComma && tokens.is(at, 'let')) return scopeOfLet(tokens, at);
    else if (!isBehindComma && tokens.is(at, 'for')) return scopeOfBlock(tokens, at);
    else if (/^[=;{}([]$/.test(tokens.at(at)) || (tokens.is(at, '>') && tokens.is(at - 1, '='))) break;
    else if (tokens.partner(at) !== -1 && tokens.partner(at) < at) at = tokens.partner(at);
  }
  const around = tokens.enclosing(first);
  const isOfMatches = tokens.is(tokens.previous(around), '!') && tokens.is(around - 2, 'matches');
  if (isOfMatches && isBehindComma) return { start: last + 1, end: endOfGroup(tokens, last) };
  return scopeOfArm(tokens, last);
}

/** The pattern or value that a word is a part of, brackets stepped out of: of `x` in `Some((x, _))` all of that. */
function wholePattern(tokens: Tokens, word: number): { readonly first: number; readonly last: number } {
  let whole = { first: word, last: word };
  for (let steps = 0; steps < LONGEST; steps += 1) {
    const opening = tokens.enclosing(whole.first);
    if (opening === -1 || !isPatternBracket(tokens, opening)) break;
    whole = { first: opening, last: tokens.partner(opening) };
  }
  return whole;
}

/** The brackets of a tuple, a slice, `Some( )` or `Ring { }`, of a pattern or a value; not those of a call, an index or a block. */
function isPatternBracket(tokens: Tokens, opening: number): boolean {
  const closing = tokens.previous(opening);
  // `Ring::<4> { ring }`
  const before =
    tokens.is(opening, '{') && tokens.is(closing, '>') && !isArrow(tokens, closing - 1)
      ? tokens.previous(beforeAngles(tokens, closing) - 1)
      : closing;
  if (/^\p{Lu}/u.test(tokens.at(before))) return !tokens.is(opening, '[');
  if (tokens.is(opening, '{')) return false;
  return tokens.kind(before) === TokenKind.word
    ? NO_CALLS.has(tokens.at(before))
    : !/^[!)\]>]$/.test(tokens.at(before));
}

/** The arm of a `match` whose pattern ends behind token `last`, with a guard where it has one; undefined where no `=>` follows. */
function scopeOfArm(tokens: Tokens, last: number): Stretch | undefined {
  const end = endOfGroup(tokens, last);
  let at = tokens.next(last);
  for (let steps = 0; at < end && steps < LONGEST && !isArrow(tokens, at); steps += 1) {
    if (/^[,;=]$/.test(tokens.at(at)) && !isComparison(tokens, at)) return undefined;
    if (tokens.is(at, '{') && !isPatternBracket(tokens, at)) return undefined;
    at = Math.max(tokens.next(at), tokens.partner(at));
  }
  if (at >= end || !isArrow(tokens, at)) return undefined;
  const value = tokens.next(at + 1);
  if (tokens.is(value, '{')) return { start: last + 1, end: Math.max(value, tokens.partner(value)) };
  return { start: last + 1, end: upTo(tokens, value, ',') };
}

function isArrow(tokens: Tokens, at: number): boolean {
  return tokens.is(at, '=') && tokens.is(at + 1, '>');
}

/** An `=` of `==`, `<=`, `>=`, `!=` and `..=`. */
function isComparison(tokens: Tokens, at: number): boolean {
  return tokens.is(at, '=') && (tokens.is(at + 1, '=') || /^[=<>!.]$/.test(tokens.at(at - 1)));
}

/** Whether a `|` opens a closure's parameters: no value precedes it. */
function opensClosure(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  if (tokens.kind(before) === TokenKind.word) return /^(?:move|return|async|else|in)$/.test(tokens.at(before));
  return tokens.kind(before) === TokenKind.mark && !/^[)\]}?|]$/.test(tokens.at(before));
}

/** The body of a closure whose parameters begin behind token `opening`. */
function scopeOfClosure(tokens: Tokens, opening: number): Stretch {
  const start = upTo(tokens, tokens.next(opening), '|');
  return { start, end: upTo(tokens, start, ',', ';') };
}

/** Behind the statement of a plain `let`; the block of `if let` and `while let`. */
function scopeOfLet(tokens: Tokens, word: number): Stretch {
  const isCondition = /^(?:if|while|&)$/.test(tokens.at(tokens.previous(word)));
  if (isCondition) {
    const { start, end } = scopeOfBlock(tokens, word);
    // what follows in a chain of conditions has the variable already
    return { start: Math.min(start, upTo(tokens, word, '&')), end };
  }
  return { start: upTo(tokens, word, ';'), end: endOfGroup(tokens, word) };
}

/** The block behind a condition or the head of a loop. */
function scopeOfBlock(tokens: Tokens, from: number): Stretch {
  const end = endOfGroup(tokens, from);
  let at = from;
  for (let steps = 0; at < end && (!tokens.is(at, '{') || isPatternBracket(tokens, at)); steps += 1) {
    if (steps === LONGEST_SCOPE) return { start: from, end };
    at = Math.max(tokens.next(at), tokens.partner(at));
  }
  return { start: at, end: Math.max(at, tokens.partner(at)) };
}

/** The first of some marks behind a token, in the same brackets; their end where there is none. */
function upTo(tokens: Tokens, from: number, ...marks: readonly string[]): number {
  const end = endOfGroup(tokens, from);
  let at = from;
  for (let steps = 0; at < end && !marks.some((mark) => tokens.is(at, mark)); steps += 1) {
    if (steps === LONGEST_SCOPE) return end;
    at = Math.max(tokens.next(at), tokens.partner(at));
  }
  return Math.min(at, end);
}

/** The end of the innermost brackets around a token. */
function endOfGroup(tokens: Tokens, at: number): number {
  const around = tokens.enclosing(at);
  return around === -1 ? tokens.count : Math.max(at, tokens.partner(around));
}
