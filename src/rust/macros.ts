/** Unsafe among the tokens of macros: the parser leaves arguments and bodies as token trees, so here keywords are read as tokens. */
import { type Item, type ItemKind, makeItem } from './items.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import type { SiteKind } from './site.ts';
import type { SyntaxNode } from './syntax.ts';
import { WayOut } from './ways-out.ts';

/** Where in a macro a place is. */
export interface MacroPlace {
  readonly role: 'argument' | 'definition' | 'quote' | 'matcher';
  /** The macro's name without path and `!`. */
  readonly name: string;
  /** The invocation or the definition. */
  readonly node: SyntaxNode;
  /** Token index of the bracket that opens the token tree. */
  readonly opening: number;
}

const QUOTES = new Set(['quote', 'quote_spanned', 'parse_quote', 'parse_quote_spanned', 'quote_token']);

/** The macro around a place, found from the innermost node of the skeleton there; undefined in plain code. */
export function macroPlace(innermost: SyntaxNode, tokens: Tokens): MacroPlace | undefined {
  let tree: SyntaxNode | undefined;
  for (let node: SyntaxNode | undefined = innermost; node !== undefined; node = node.parent) {
    if (node.type === 'token_tree' || node.type === 'token_tree_pattern') tree = node;
    else if (node.type === 'macro_definition') {
      const role = tree === undefined || tree.type === 'token_tree_pattern' ? 'matcher' : 'definition';
      const name = tokens.at(tokens.from(node.start) + 2);
      return { role, name, node, opening: tokens.from((tree ?? node).start) };
    } else if (node.type === 'macro_invocation' && tree !== undefined) {
      const opening = tokens.from(tree.start);
      const name = tokens.at(opening - 2);
      return { role: QUOTES.has(name) ? 'quote' : 'argument', name, node, opening };
    } else if (node.type === 'attribute_item' || node.type === 'inner_attribute_item') return undefined;
    else if (tree !== undefined && node.type !== 'macro_rule') return undefined;
  }
  return undefined;
}

/** The outermost macro call or definition around a token, by the tokens alone; undefined in plain code. */
export function macroAround(tokens: Tokens, index: number): Pick<MacroPlace, 'role' | 'opening'> | undefined {
  const outermost = CALLS_AND_DEFINITIONS.outermost(tokens, index);
  if (outermost === -1) return undefined;
  if (isInMatcher(tokens, index)) return { role: 'matcher', opening: outermost };
  const name = tokens.previous(outermost);
  if (!tokens.is(name, '!')) return { role: 'definition', opening: outermost };
  return { role: QUOTES.has(tokens.at(tokens.previous(name))) ? 'quote' : 'argument', opening: outermost };
}

const CALLS_AND_DEFINITIONS = new WayOut(isCallOrDefinition);

/** Whether a bracket opens the tokens of `name!` or of `macro_rules! name`. */
function isCallOrDefinition(tokens: Tokens, bracket: number): boolean {
  const before = tokens.previous(bracket);
  if (tokens.is(before, '!')) return tokens.kind(tokens.previous(before)) === TokenKind.word;
  return isDefinition(tokens, bracket);
}

/** Whether a bracket opens the rules of `macro_rules! name`. */
export function isDefinition(tokens: Tokens, bracket: number): boolean {
  const mark = tokens.previous(tokens.previous(bracket));
  return tokens.is(mark, '!') && tokens.is(tokens.previous(mark), 'macro_rules');
}

/** Whether a token is part of what a macro accepts, which is not code: `(static mut $name:ident) => { ... }`. */
export function isInMatcher(tokens: Tokens, token: number): boolean {
  let group = tokens.enclosing(token);
  for (let depth = 0; group !== -1 && depth < DEEPEST; depth += 1) {
    const around = tokens.enclosing(group);
    if (around !== -1 && isDefinition(tokens, around)) {
      const arrow = tokens.next(tokens.partner(group));
      return tokens.partner(group) !== -1 && tokens.is(arrow, '=') && tokens.is(arrow + 1, '>');
    }
    group = around;
  }
  return false;
}

/** What an `unsafe` among loose tokens begins; undefined where it is part of a type, a matcher or a macro's own syntax. */
export function siteKindAt(tokens: Tokens, keyword: number): SiteKind | undefined {
  if (tokens.is(keyword - 1, '$')) return undefined;
  const next = tokens.next(keyword);
  if (tokens.is(next, '{')) return 'block';
  if (tokens.is(next, 'impl')) return 'impl';
  if (tokens.is(next, 'trait') || (tokens.is(next, 'auto') && tokens.is(tokens.next(next), 'trait'))) return 'trait';
  if (tokens.is(next, 'fn')) return isNamed(tokens, next) ? 'fn' : undefined;
  if (tokens.is(next, 'extern')) {
    const at = behindAbi(tokens, next);
    if (tokens.is(at, '{')) return 'extern';
    return tokens.is(at, 'fn') && isNamed(tokens, at) ? 'fn' : undefined;
  }
  return tokens.is(next, '(') && isInAttribute(tokens, keyword) ? 'attribute' : undefined;
}

/** The token behind `extern` and its ABI, which in a macro may be a metavariable. */
export function behindAbi(tokens: Tokens, extern: number): number {
  const abi = tokens.next(extern);
  if (tokens.kind(abi) === TokenKind.literal) return tokens.next(abi);
  return tokens.is(abi, '$') ? tokens.next(tokens.next(abi)) : abi;
}

/** Whether a token begins an attribute, or one of those that a `cfg_attr` holds. */
function isInAttribute(tokens: Tokens, index: number): boolean {
  const before = tokens.previous(index);
  let opening = tokens.enclosing(index);
  if (before !== opening && !tokens.is(before, ',')) return false;
  while (tokens.is(opening, '(') && tokens.is(tokens.previous(opening), 'cfg_attr'))
    opening = tokens.enclosing(opening);
  return tokens.is(opening, '[') && /^[#!]$/.test(tokens.at(tokens.previous(opening)));
}

/** Whether an `unsafe` belongs to the type of a function pointer: `unsafe fn(...)`, `unsafe extern "C" fn(...)`. */
export function isFunctionType(tokens: Tokens, keyword: number): boolean {
  const next = tokens.next(keyword);
  const fn = tokens.is(next, 'extern') ? behindAbi(tokens, next) : next;
  return tokens.is(fn, 'fn') && tokens.is(tokens.next(fn), '(');
}

/** `fn name`, `fn $name` and `fn [<name $of $parts>]`, but not the type `fn(...)`. */
function isNamed(tokens: Tokens, fn: number): boolean {
  const name = tokens.next(fn);
  const isPasted = tokens.is(name, '[') && tokens.is(name + 1, '<');
  return tokens.is(name, '$') || isPasted || tokens.kind(name) === TokenKind.word;
}

/** Items among a macro's tokens nest no deeper than this. */
const DEEPEST = 64;

/**
 * So many tokens are walked over at most from a place to the ends of its statement and of those around it: a statement of code
 * that people write has some hundred. What lies farther away is not seen, as if the statement began there.
 */
const FARTHEST_TOKENS = 4_000;

/** How many steps are left of a walk, or of several. */
export interface Steps {
  left: number;
}

/** For one place of many in a file. */
export function fewSteps(): Steps {
  return { left: FARTHEST_TOKENS };
}

function anySteps(): Steps {
  return { left: Number.POSITIVE_INFINITY };
}

const BRACES = new WayOut((tokens, bracket) => tokens.is(bracket, '{'));

/**
 * The items around token `index` among loose tokens, outermost first: groups in braces whose head reads as an item.
 * @param floor token index of the bracket (or -1) at which to stop
 */
export function itemsAround(tokens: Tokens, index: number, floor: number, parent: Item | undefined): Item[] {
  const groups: number[] = [];
  const steps = fewSteps();
  for (let at = BRACES.nearest(tokens, index); at > floor && groups.length < DEEPEST; at = BRACES.nearest(tokens, at)) {
    groups.unshift(at);
  }
  const items: Item[] = [];
  for (const group of groups) {
    const item = itemOfGroup(tokens, group, items.at(-1) ?? parent, steps);
    if (item !== undefined) items.push(item);
  }
  return items;
}

/** The item whose body opens with token `brace`. */
function itemOfGroup(tokens: Tokens, brace: number, parent: Item | undefined, steps: Steps): Item | undefined {
  const first = statementStart(tokens, brace, steps);
  const kind = headKind(tokens, first, brace, steps);
  if (kind === undefined) return undefined;
  const closing = tokens.partner(brace);
  return makeItem(
    kind,
    { start: tokens.start(first) },
    tokens.end(closing === -1 ? brace : closing),
    tokens,
    parent,
    'macro',
  );
}

/** The item that begins with the statement around `keyword`, for a site among loose tokens. */
export function itemFrom(
  tokens: Tokens,
  keyword: number,
  parent: Item | undefined,
  steps: Steps = anySteps(),
): Item | undefined {
  const first = statementStart(tokens, keyword, steps);
  let end = keyword;
  for (; steps.left > 0 && end < tokens.count; steps.left -= 1) {
    if (tokens.is(end, '{') || tokens.is(end, ';')) break;
    end =
      (tokens.is(end, '(') || tokens.is(end, '[')) && tokens.partner(end) !== -1 ? tokens.partner(end) + 1 : end + 1;
  }
  const kind = headKind(tokens, first, end, steps);
  if (kind === undefined) return undefined;
  const closing = tokens.is(end, '{') && tokens.partner(end) !== -1 ? tokens.partner(end) : end;
  return makeItem(kind, { start: tokens.start(first) }, tokens.end(closing), tokens, parent, 'macro');
}

const HEADS: readonly ItemKind[] = ['impl', 'trait', 'mod', 'struct', 'enum', 'union', 'fn'];

function headKind(tokens: Tokens, first: number, end: number, steps: Steps): ItemKind | undefined {
  for (let at = first; at < end && steps.left > 0; at = tokens.next(at), steps.left -= 1) {
    if (tokens.is(at, '=') || tokens.is(at, 'let') || tokens.is(at, 'match') || tokens.is(at, '|')) return undefined;
    if (tokens.is(at, '(')) {
      at = Math.max(at, tokens.partner(at));
      continue;
    }
    const kind = HEADS.find((head) => tokens.is(at, head));
    if (kind === 'fn' && !isNamed(tokens, at)) return undefined;
    if (kind !== undefined) return kind;
    if (tokens.is(at, 'extern')) {
      const behind =
        tokens.kind(tokens.next(at)) === TokenKind.literal ? tokens.next(tokens.next(at)) : tokens.next(at);
      if (behind >= end) return 'extern';
    }
  }
  return undefined;
}

/** Where the statement begins for places from which it was looked for, or which were passed on the way. */
const STARTS = new WeakMap<Tokens, Map<number, number>>();

/** The first token of the statement or item that token `index` is in: behind the previous `;`, `{`, `}`, attributes and macro arms left out. */
export function statementStart(tokens: Tokens, index: number, steps: Steps = anySteps()): number {
  const starts = STARTS.get(tokens) ?? new Map<number, number>();
  if (starts.size === 0) STARTS.set(tokens, starts);
  const way: number[] = [];
  let at = index;
  let angles = 0;
  for (; ; steps.left -= 1) {
    // cut short, and so known of no place
    if (steps.left <= 0) return at;
    if (angles === 0) {
      const known = starts.get(at);
      if (known !== undefined) {
        at = known;
        break;
      }
      way.push(at);
    }
    const before = tokens.previous(at);
    const mark = markText(tokens, before);
    // a comma between the arguments of a type ends nothing
    if (before === -1 || /^[;{}]$/.test(mark) || (mark === ',' && angles <= 0)) break;
    const opening = tokens.partner(before);
    if (opening > before) break;
    const isArrow = mark === '>' && /^[=-]$/.test(tokens.at(before - 1));
    // the arrow of a macro's arm
    if (isArrow && tokens.is(before - 1, '=')) break;
    if (mark === '>' && !isArrow) angles += 1;
    if (mark === '<') angles -= 1;
    // an attribute ends here: what follows is the statement
    if (mark === ']' && opening > 0 && /^[#!]$/.test(tokens.at(opening - 1))) break;
    at = opening !== -1 && opening < before ? opening : before;
  }
  for (const passed of way) starts.set(passed, at);
  return at;
}

/**
 * The start of the statement around a place, brackets stepped out of up to one at which a way ends.
 * @param known for brackets that were stepped out of with the same ends: where that led
 */
export function startOfWhole(
  tokens: Tokens,
  index: number,
  isEnd: (bracket: number) => boolean,
  known: Map<number, number>,
): number {
  const steps = fewSteps();
  const way: number[] = [];
  let start = statementStart(tokens, index, steps);
  for (let bracket = tokens.enclosing(start); !isEnd(bracket); bracket = tokens.enclosing(start)) {
    const found = known.get(bracket);
    if (found !== undefined) {
      start = found;
      break;
    }
    // cut short, and so known of no bracket
    if (steps.left <= 0) return start;
    way.push(bracket);
    start = statementStart(tokens, bracket, steps);
  }
  for (const passed of way) known.set(passed, start);
  return start;
}

function markText(tokens: Tokens, index: number): string {
  return tokens.kind(index) === TokenKind.mark ? tokens.at(index) : '';
}
