/** The items of a file, read from its tokens alone: the index needs no bodies, so it can do without the syntax tree. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';

export type OutlineKind =
  | 'mod'
  | 'struct'
  | 'enum'
  | 'union'
  | 'trait'
  | 'impl'
  | 'fn'
  | 'const'
  | 'static'
  | 'type'
  | 'macro_rules';

export interface Outline {
  readonly kind: OutlineKind;
  /** An impl has the name of its type; a metavariable keeps its `$`. */
  readonly name: string;
  /** The last word of the trait that an impl is of; empty for all else. */
  readonly trait: string;
  /** A macro is public where it is exported; what documentation hides is not meant for drivers. */
  readonly visibility: 'public' | 'restricted' | 'private';
  readonly isUnsafe: boolean;
  /** `extern "C"`: C calls it. */
  readonly isCallback: boolean;
  /** A test module: what it does says nothing of the abstraction. */
  readonly isTest: boolean;
  /** Token indices: where it begins (with its `pub`), where its body opens (`last` where it has none), and its last token. */
  readonly first: number;
  readonly body: number;
  readonly last: number;
  readonly parent: Outline | undefined;
  readonly depth: number;
}

/** A head that is longer (a group in brackets counts as one token) belongs to no item: hostile text must not cost quadratic time. */
const LONGEST_HEAD = 250;

/** Items nest no deeper than this; what is deeper belongs to the last one. */
const DEEPEST = 64;

const KINDS: ReadonlyMap<string, OutlineKind> = new Map(
  (['mod', 'struct', 'enum', 'union', 'trait', 'impl', 'fn', 'const', 'static', 'type', 'macro_rules'] as const).map(
    (kind) => [kind, kind],
  ),
);

/** The first characters of the words above, and the words' lengths: what most words fail at. */
const INITIALS = new Set([...KINDS.keys()].map((word) => word.charCodeAt(0)));
const LENGTHS = new Set([...KINDS.keys()].map((word) => word.length));

/** All items of a file in the order in which they begin, those in the tokens of macros included; constants and types only outside of functions. */
export function outlinesOf(tokens: Tokens): readonly Outline[] {
  const { text } = tokens;
  const found: Outline[] = [];
  let around: Outline | undefined;
  for (let index = 0; index < tokens.count; index += 1) {
    if (tokens.kind(index) !== TokenKind.word) continue;
    const start = tokens.start(index);
    const length = tokens.end(index) - start;
    if (!LENGTHS.has(length) || !INITIALS.has(text.charCodeAt(start))) continue;
    const kind = KINDS.get(text.slice(start, start + length));
    if (kind === undefined) continue;
    while (around !== undefined && around.last < index) around = around.parent;
    const item = itemAt(tokens, index, kind, around);
    if (item === undefined) continue;
    found.push(item);
    around = item;
  }
  return found;
}

/** The innermost item around a token. */
export function innermostAt(outlines: readonly Outline[], token: number): Outline | undefined {
  let low = 0;
  let high = outlines.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((outlines[middle] as Outline).first <= token) low = middle + 1;
    else high = middle;
  }
  let item = outlines[low - 1];
  while (item !== undefined && item.last < token) item = item.parent;
  return item;
}

function itemAt(tokens: Tokens, keyword: number, kind: OutlineKind, parent: Outline | undefined): Outline | undefined {
  if (parent?.depth === DEEPEST) return undefined;
  const before = tokens.previous(keyword);
  if (kind === 'const' || kind === 'static' || kind === 'type') {
    if (parent?.kind === 'fn' || !isStatementStart(tokens, before)) return undefined;
  }
  if (kind === 'impl' && !isStatementStart(tokens, before)) return undefined;
  const named = nameBehind(tokens, keyword, kind);
  if (named === -1) return undefined;
  const extent = extentOf(tokens, named, kind);
  if (extent === undefined) return undefined;
  const qualifiers = qualifiersOf(tokens, keyword);
  const ofImpl = kind === 'impl' ? implHead(tokens, keyword, extent.body) : undefined;
  const attributes = tokens.previous(qualifiers.first);
  const isTest = parent?.isTest === true || (kind === 'mod' && hasAttribute(tokens, attributes, isTestMark));
  const isDocHidden = qualifiers.visibility === 'public' && hasAttribute(tokens, attributes, isDocHiddenMark);
  const isExported = kind === 'macro_rules' && hasAttribute(tokens, attributes, isExportMark);
  return {
    kind,
    name: ofImpl?.name ?? nameAt(tokens, named),
    trait: ofImpl?.trait ?? '',
    visibility: isExported ? 'public' : isDocHidden ? 'restricted' : qualifiers.visibility,
    isUnsafe: qualifiers.isUnsafe,
    isCallback: qualifiers.isCallback,
    isTest,
    first: qualifiers.first,
    ...extent,
    parent,
    depth: (parent?.depth ?? 0) + 1,
  };
}

/** Whether an item can begin behind token `before`. */
function isStatementStart(tokens: Tokens, before: number): boolean {
  if (before === -1 || tokens.kind(before) === TokenKind.literal) return true;
  return (
    ['{', '}', ';', ']', ')', 'pub', 'unsafe', '+', '*', '?'].some((mark) => tokens.is(before, mark)) &&
    !isPointerStar(tokens, before)
  );
}

/** The star of `*const T`, and not the one that ends a repetition in a macro: `$(...)*`. */
function isPointerStar(tokens: Tokens, star: number): boolean {
  return tokens.is(star, '*') && !tokens.is(star - 1, ')');
}

/** The token that names the item; for an impl the keyword itself; -1 where the word begins no item. */
function nameBehind(tokens: Tokens, keyword: number, kind: OutlineKind): number {
  if (kind === 'impl') return keyword;
  let name = tokens.next(keyword);
  if (kind === 'macro_rules') name = tokens.is(name, '!') ? tokens.next(name) : -1;
  if (kind === 'static' && tokens.is(name, 'mut')) name = tokens.next(name);
  if (tokens.is(name, '$')) return tokens.kind(name + 1) === TokenKind.word ? name : -1;
  if (tokens.kind(name) !== TokenKind.word) return -1;
  const isQualifier = kind === 'const' && ['fn', 'unsafe', 'extern', 'async'].some((word) => tokens.is(name, word));
  return isQualifier ? -1 : name;
}

function nameAt(tokens: Tokens, name: number): string {
  return tokens.is(name, '$') ? `$${tokens.at(name + 1)}` : tokens.at(name);
}

/** Where the body opens and where the item ends. */
function extentOf(tokens: Tokens, named: number, kind: OutlineKind): { body: number; last: number } | undefined {
  const hasValue = kind === 'const' || kind === 'static' || kind === 'type';
  let at = tokens.next(named);
  for (let steps = 0; steps < LONGEST_HEAD && at < tokens.count; steps += 1) {
    const partner = tokens.partner(at);
    if (tokens.is(at, ';')) return { body: at, last: at };
    if (partner !== -1 && partner < at) return undefined;
    if (partner > at && !hasValue && (tokens.is(at, '{') || (kind === 'macro_rules' && named < at)))
      return { body: at, last: partner };
    if (partner > at && kind === 'struct' && tokens.is(at, '(')) return { body: at, last: partner };
    at = tokens.next(partner > at ? partner : at);
  }
  return undefined;
}

interface Qualifiers {
  readonly first: number;
  readonly visibility: Outline['visibility'];
  readonly isUnsafe: boolean;
  readonly isCallback: boolean;
}

/** `pub(crate) const unsafe extern "C"` before a keyword. */
function qualifiersOf(tokens: Tokens, keyword: number): Qualifiers {
  let first = keyword;
  let visibility: Outline['visibility'] = 'private';
  let isUnsafe = false;
  let isCallback = false;
  for (let steps = 0; steps < 8; steps += 1) {
    const at = tokens.previous(first);
    if (tokens.is(at, 'unsafe')) isUnsafe = true;
    else if (tokens.is(at, 'extern')) isCallback = true;
    else if (tokens.is(at, 'pub')) visibility = 'public';
    else if (tokens.is(at, ')') && tokens.is(tokens.previous(tokens.partner(at)), 'pub')) {
      visibility = 'restricted';
      first = tokens.previous(tokens.partner(at));
      break;
    } else if (tokens.is(at, 'vis') && tokens.is(tokens.previous(at), '$')) visibility = 'public';
    else {
      const isOther =
        tokens.is(at, 'const') ||
        tokens.is(at, 'async') ||
        (tokens.kind(at) === TokenKind.literal && tokens.is(tokens.previous(at), 'extern'));
      if (!isOther) break;
    }
    first = at;
  }
  return { first, visibility, isUnsafe, isCallback };
}

/** The type and the trait of an impl: the last word of each path, without generics. */
function implHead(tokens: Tokens, keyword: number, body: number): { name: string; trait: string } {
  let trait = '';
  let name = '';
  let angles = 0;
  for (let at = tokens.next(keyword); at < body; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    if (tokens.is(at, '<')) angles += 1;
    else if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) angles -= 1;
    else if (angles > 0) continue;
    else if (tokens.is(at, 'where')) break;
    else if (tokens.is(at, 'for')) {
      trait = name;
      name = '';
    } else if (
      tokens.kind(at) === TokenKind.word &&
      !tokens.is(at, 'dyn') &&
      !tokens.is(at, 'mut') &&
      !tokens.is(at, 'const')
    )
      name = tokens.is(at - 1, '$') ? `$${tokens.at(at)}` : tokens.at(at);
  }
  return { name, trait };
}

/** Whether one of the attributes that end with token `closing` is what is asked for. */
function hasAttribute(tokens: Tokens, closing: number, isIt: (tokens: Tokens, name: number) => boolean): boolean {
  let at = closing;
  for (let steps = 0; steps < 16 && tokens.is(at, ']'); steps += 1) {
    const opening = tokens.partner(at);
    if (opening === -1 || !tokens.is(tokens.previous(opening), '#')) return false;
    if (isIt(tokens, tokens.next(opening))) return true;
    at = tokens.previous(tokens.previous(opening));
  }
  return false;
}

function isTestMark(tokens: Tokens, name: number): boolean {
  if (tokens.is(name, 'cfg')) return tokens.is(tokens.next(tokens.next(name)), 'test');
  return tokens.is(name, 'kunit_tests');
}

function isExportMark(tokens: Tokens, name: number): boolean {
  return tokens.is(name, 'macro_export');
}

function isDocHiddenMark(tokens: Tokens, name: number): boolean {
  return tokens.is(name, 'doc') && tokens.is(tokens.next(tokens.next(name)), 'hidden');
}
