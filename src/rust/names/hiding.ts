/** Where variables and generic parameters hide names of the scopes around them (The Rust Reference, "Scopes"). */
import { TokenKind, type Tokens } from '../lexer.ts';
import { KEYWORDS } from './keywords.ts';
import { isConstantLike, isNameOf } from './positions.ts';
import { isUse, nameAt } from './use-trees.ts';

/** A name that means something else from one token up to another. */
interface Hiding {
  readonly name: string;
  readonly from: number;
  readonly until: number;
  /** Variables leave types of their name in view. */
  readonly isGeneric: boolean;
}

/** What hides names, asked for places in source order. */
export interface HiddenNames {
  /** The token at which what hides a name at token `at` begins; -1 where nothing does. */
  readonly hidingAt: (name: string, at: number, isType: boolean) => number;
}

/** No pattern, head of a function or statement is followed further than this, in tokens. */
const LONGEST = 128;

/**
 * Reads patterns of `let`, `for`, `match`, closures and parameters, and lists of generic parameters.
 * @param isOfInterest all other names are skipped
 */
export function hiddenNames(tokens: Tokens, isOfInterest: (name: string) => boolean): HiddenNames {
  const byName = new Map<string, Hiding[]>();
  const hide = (names: readonly string[], from: number, until: number, isGeneric = false): void => {
    for (const name of names) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [{ name, from, until, isGeneric }]);
      else known.push({ name, from, until, isGeneric });
    }
  };
  const words = (from: number, until: number): string[] => wordsOfPattern(tokens, from, until).filter(isOfInterest);
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind(at);
    if (kind === TokenKind.mark) {
      if (tokens.is(at, '|') && isClosure(tokens, at)) {
        const behind = seek(tokens, tokens.next(at), ['|']);
        if (behind !== -1) hide(words(at + 1, behind), at, endAround(tokens, at));
      } else if (tokens.is(at, '=') && tokens.is(at + 1, '>')) {
        const from = startOfArm(tokens, at);
        const found = words(from, at);
        if (found.length > 0) hide(found, from, endOfArm(tokens, at + 2));
      }
    } else if (kind === TokenKind.word && tokens.end(at) - tokens.start(at) <= LONGEST_WORD) {
      const next = tokens.next(at);
      if (tokens.is(at, 'let')) {
        const behind = seek(tokens, next, [':', '=', ';']);
        const found = behind === -1 ? [] : words(next, behind);
        if (found.length === 0) continue;
        hide(found, next, behind);
        const isCondition = !isStatement(tokens, tokens.previous(at));
        const body = seek(tokens, behind, isCondition ? ['{'] : [';']);
        if (body !== -1) hide(found, body, isCondition ? endOf(tokens, body) : endAround(tokens, at));
      } else if (tokens.is(at, 'for')) {
        const behind = seek(tokens, next, ['in']);
        const found = behind === -1 ? [] : words(next, behind);
        if (found.length === 0) continue;
        hide(found, next, behind);
        const body = seek(tokens, behind, ['{']);
        if (body !== -1) hide(found, body, endOf(tokens, body));
      } else if (tokens.is(at, 'fn')) {
        const name = tokens.kind(next) === TokenKind.word ? tokens.next(next) : next;
        const generics = genericsFrom(tokens, name);
        const opening = generics.behind;
        if (!tokens.is(opening, '(') || tokens.partner(opening) === -1) continue;
        const closing = tokens.partner(opening);
        const body = seek(tokens, closing + 1, ['{', ';']);
        const until = tokens.is(body, '{') ? endOf(tokens, body) : closing;
        hide(parametersIn(tokens, opening, closing).filter(isOfInterest), opening, until);
        hide(generics.names.filter(isOfInterest), name, until, true);
      } else if (DECLARES_GENERICS.some((word) => tokens.is(at, word))) {
        const generics = genericsFrom(tokens, tokens.is(at, 'impl') ? next : tokens.next(next));
        const names = generics.names.filter(isOfInterest);
        if (names.length === 0) continue;
        const body = seek(tokens, generics.behind, ['{', ';']);
        hide(names, at, tokens.is(body, '{') ? endOf(tokens, body) : Math.max(body, generics.behind), true);
      } else if (isUse(tokens, at)) at = next;
    }
  }
  for (const list of byName.values()) list.sort((a, b) => a.from - b.from || b.until - a.until);
  return { hidingAt: sweep(byName) };
}

const LONGEST_WORD = 6;
const DECLARES_GENERICS = ['impl', 'struct', 'enum', 'union', 'trait', 'type'];

/** What is hidden lies within or behind what was hidden before: a stack for each name. */
function sweep(byName: ReadonlyMap<string, readonly Hiding[]>): HiddenNames['hidingAt'] {
  const stacks = new Map<string, { next: number; readonly open: Hiding[] }>();
  return (name, at, isType) => {
    const all = byName.get(name);
    if (all === undefined) return -1;
    const stack = stacks.get(name) ?? { next: 0, open: [] };
    stacks.set(name, stack);
    for (let each = all[stack.next]; each !== undefined && each.from <= at; each = all[stack.next]) {
      while ((stack.open.at(-1)?.until ?? at + 1) <= each.from) stack.open.pop();
      stack.open.push(each);
      stack.next += 1;
    }
    while ((stack.open.at(-1)?.until ?? at + 1) <= at) stack.open.pop();
    // a generic parameter can follow variables of its name; real code has fewer of them than this
    for (const each of stack.open.slice(-8).reverse()) if (each.isGeneric || !isType) return each.from;
    return -1;
  };
}

/** The first of some marks or words at or behind `from`, brackets skipped; -1 where none is near. */
function seek(tokens: Tokens, from: number, wanted: readonly string[]): number {
  let at = from;
  for (let steps = 0; at < tokens.count && steps < LONGEST; steps += 1) {
    if (wanted.some((each) => tokens.is(at, each))) {
      if (!isPathColon(tokens, at)) return at;
    } else if (tokens.is(at, ';') || tokens.is(at, '}') || tokens.is(at, ')') || tokens.is(at, ']')) return -1;
    const closing = tokens.partner(at);
    at = tokens.next(closing > at ? closing : at);
  }
  return -1;
}

function isPathColon(tokens: Tokens, at: number): boolean {
  return tokens.is(at, ':') && (tokens.is(at + 1, ':') || tokens.is(at - 1, ':'));
}

function endOf(tokens: Tokens, brace: number): number {
  return tokens.partner(brace) === -1 ? tokens.count : tokens.partner(brace);
}

/** The end of the brackets around a token. */
function endAround(tokens: Tokens, at: number): number {
  const open = tokens.enclosing(at);
  return open === -1 ? tokens.count : endOf(tokens, open);
}

function isStatement(tokens: Tokens, before: number): boolean {
  return before === -1 || STATEMENT_BEFORE.some((mark) => tokens.is(before, mark));
}

const STATEMENT_BEFORE = [';', '{', '}', ']'];

/** A `|` that no operand precedes. */
function isClosure(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  if (tokens.kind(before) === TokenKind.word) return tokens.is(before, 'move') || tokens.is(before, 'return');
  if (tokens.kind(before) !== TokenKind.mark || tokens.is(before, '|') || tokens.is(at + 1, '|')) return false;
  return !(tokens.is(before, ')') || tokens.is(before, ']') || tokens.is(before, '}') || tokens.is(before, '?'));
}

/** Where the pattern in front of a `=>` begins. */
function startOfArm(tokens: Tokens, arrow: number): number {
  let at = tokens.previous(arrow);
  for (let steps = 0; at >= 0 && steps < LONGEST; steps += 1, at = tokens.previous(at)) {
    const opening = tokens.partner(at);
    if (tokens.is(at, ',') || tokens.is(at, '{')) return at + 1;
    if (opening !== -1 && opening < at) {
      // the braces of the arm before, unless a struct is matched
      if (tokens.is(at, '}') && tokens.is(tokens.previous(opening), '>')) return at + 1;
      at = opening;
    } else if (opening > at) return at + 1;
  }
  return arrow;
}

function endOfArm(tokens: Tokens, from: number): number {
  const start = tokens.is(from, '{') ? from : tokens.next(from - 1);
  if (tokens.is(start, '{')) return endOf(tokens, start);
  const comma = seek(tokens, start, [',']);
  return comma === -1 ? endAround(tokens, from - 1) : comma;
}

/** The words of a pattern that can be variables: no paths, no constructors, no fields, no constants. */
function wordsOfPattern(tokens: Tokens, from: number, until: number): string[] {
  const found: string[] = [];
  for (let at = from, steps = 0; at < until && steps < LONGEST; at += 1, steps += 1) {
    if (tokens.is(at, 'if')) break;
    if (tokens.kind(at) !== TokenKind.word || KEYWORDS.has(tokens.at(at))) continue;
    const next = tokens.next(at);
    const isPart = tokens.is(at - 1, ':') && tokens.is(at - 2, ':');
    if (isPart || tokens.is(at - 1, '$') || tokens.is(next, '(') || tokens.is(next, '{') || tokens.is(next, '!'))
      continue;
    if (tokens.is(next, ':') && (next < until || tokens.is(next + 1, ':'))) continue;
    const name = nameAt(tokens, at);
    if (!isConstantLike(name)) found.push(name);
  }
  return found;
}

/** The names in front of the parameters' colons. */
function parametersIn(tokens: Tokens, opening: number, closing: number): string[] {
  const found: string[] = [];
  const behind = Math.min(closing, opening + 16 * LONGEST);
  for (let at = tokens.next(opening); at < behind; at = tokens.next(at)) {
    if (tokens.enclosing(at) === opening && isNameOf(tokens, at)) found.push(nameAt(tokens, at));
  }
  return found;
}

/** The list of generic parameters that can begin at a token. */
function genericsFrom(tokens: Tokens, from: number): { readonly names: readonly string[]; readonly behind: number } {
  const names: string[] = [];
  if (!tokens.is(from, '<')) return { names, behind: from };
  let depth = 0;
  let at = from;
  for (let steps = 0; at < tokens.count && steps < LONGEST; steps += 1) {
    if (tokens.is(at, '<')) depth += 1;
    else if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) depth -= 1;
    if (depth === 0) return { names, behind: tokens.next(at) };
    const before = tokens.previous(at);
    const isFirst = depth === 1 && (tokens.is(before, '<') || tokens.is(before, ',') || tokens.is(before, 'const'));
    if (isFirst && tokens.kind(at) === TokenKind.word && !KEYWORDS.has(tokens.at(at))) names.push(nameAt(tokens, at));
    const closing = tokens.partner(at);
    at = tokens.next(closing > at ? closing : at);
  }
  return { names: [], behind: at };
}
