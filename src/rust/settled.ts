/** The sites, marks and items of a piece, each with what the piece leaves open about it. */

import type { Marked } from './code-below-marks.ts';
import type { Item } from './items.ts';
import type { Justification } from './justification.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { macroPlace } from './macros.ts';
import type { Reading } from './reading.ts';
import { isContextShown, isPreambleShown, isShown, type ReadPiece } from './shown.ts';
import type { Site } from './site.ts';
import { CODE_KINDS, siteNode } from './site-parts.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';

/** A site of the syntax tree: cut off where something above the first line, or behind the last one, could justify it. */
export function settledSite(read: ReadPiece, reading: Reading, site: Site): Site {
  const { piece, tokens } = read;
  const { justification, kind, keyword } = site;
  if (justification !== undefined) {
    // found in the piece that represents all code above
    if (justification.span.start < piece.start) return { ...site, justification: undefined, cutOff: true };
    return { ...site, cutOff: kind !== 'fn' && kind !== 'trait' && isUnended(read, justification) };
  }
  if (isOfMacro(read, site)) return { ...site, cutOff: !isOwnOfMacro(read, reading, site) };
  if (kind === 'fn' || kind === 'trait') return { ...site, cutOff: !isContractShown(read, site.item) };
  const innermost = nodeAt(reading.root, keyword.start);
  const macro = macroPlace(innermost, tokens);
  // what the parser did not see as a site belongs to a statement that the piece does not show whole
  const isInTree = macro !== undefined || CODE_KINDS[siteNode(innermost)?.type ?? ''] === kind;
  const isCalled = macro !== undefined && isDefinedHere(tokens, macro.name);
  const isSeen = isInTree && !isCalled && isShown(read, macro?.node ?? innermost);
  return { ...site, cutOff: !isSeen || (kind === 'block' && isBodyUnseen(read, keyword.end)) };
}

/** Whether it is in a macro's body: its expansion may be justified at the calls. A `$` shows it where the head is not in the hunk. */
function isOfMacro({ tokens }: ReadPiece, { inMacro, span }: Site): boolean {
  if (inMacro !== null) return inMacro === 'definition';
  for (let at = tokens.from(span.start); tokens.start(at) < span.end; at += 1) if (tokens.is(at, '$')) return true;
  return false;
}

/**
 * Whether a block is in a `let`, `static` or `const` of a macro's body that the piece shows whole: wherever the macro is
 * called, the statement is the macro's, and so is the place for its comment.
 */
function isOwnOfMacro(
  { piece, tokens, errors }: ReadPiece,
  reading: Reading,
  { kind, keyword, inMacro }: Site,
): boolean {
  if (kind !== 'block' || inMacro !== 'definition') return false;
  let definition: SyntaxNode | undefined = nodeAt(reading.root, keyword.start);
  while (definition !== undefined && definition.type !== 'macro_definition') definition = definition.parent;
  if (definition === undefined || definition.start < piece.start || definition.end > piece.end) return false;
  const { start, end } = definition;
  if (errors.some((offset) => start <= offset && offset <= end)) return false;
  let at = tokens.previous(tokens.from(keyword.start));
  while (at !== -1 && !/^[;{}]$/.test(tokens.at(at))) at = tokens.previous(at);
  return at !== -1 && tokens.start(at) > start && /^(?:let|static|const)$/.test(tokens.at(tokens.next(at)));
}

/** Whether the piece defines the macro that is called: then its definition decides what a call becomes. */
function isDefinedHere(tokens: Tokens, name: string): boolean {
  let defined = DEFINED.get(tokens);
  if (defined === undefined) {
    const names = tokens.allOf('macro_rules').filter((at) => tokens.is(at + 1, '!'));
    defined = new Set(names.map((at) => tokens.at(at + 2)));
    DEFINED.set(tokens, defined);
  }
  return defined.has(name);
}

/** The macros that a text defines. */
const DEFINED = new WeakMap<Tokens, ReadonlySet<string>>();

/** Whether a comment may go on below the last line. */
function isUnended({ piece, tokens }: ReadPiece, { span }: Justification): boolean {
  return tokens.start(tokens.next(tokens.from(span.end) - 1)) >= piece.end;
}

/** Whether nothing is seen of what follows a block's brace: the comment could be there. */
function isBodyUnseen({ piece, tokens }: ReadPiece, keywordEnd: number): boolean {
  const brace = tokens.next(tokens.from(keywordEnd) - 1);
  return tokens.start(brace + 1) >= piece.end;
}

/** Whether an unsafe function or trait without a section has none, and should have one. */
function isContractShown(read: ReadPiece, item: Item | undefined): boolean {
  if (item === undefined || item.span.start < read.looseUntil) return false;
  return isPreambleShown(read, item) && isContextShown(read, item);
}

/** Whether a function, as far as is seen, is not a method of a trait's impl, so that its comments are its own. */
export function isOwnToWrite({ tokens }: ReadPiece, { kind, item }: Site): boolean {
  return kind !== 'fn' || (item !== undefined && (item.parent !== undefined || tokens.is(item.token, 'pub')));
}

/** The deepest nesting of groups. */
const DEEPEST = 64;

/** Whether a token is part of what an arm of a macro accepts: in brackets in front of `=>` that nothing precedes. */
export function isMatcher(tokens: Tokens, token: number): boolean {
  let group = tokens.enclosing(token);
  for (let depth = 0; group !== -1 && depth < DEEPEST; depth += 1, group = tokens.enclosing(group)) {
    const closing = tokens.partner(group);
    const before = tokens.previous(group);
    const isFirst = before === -1 || [';', '{', '}', '('].some((mark) => tokens.is(before, mark));
    if (isFirst && tokens.is(closing + 1, '=') && tokens.is(closing + 2, '>')) return true;
  }
  return false;
}

/** Whether marked code is seen whole, and that nothing around it makes the mark right. */
export function isMarkShown(read: ReadPiece, reading: Reading, { mark, span, kind, item }: Marked): boolean {
  const { piece, heads, tokens } = read;
  if (mark.offset < piece.start || span.end > piece.end) return false;
  const node = nodeAt(reading.root, span.start);
  if (!isShown(read, node) || read.errors.some((offset) => span.start <= offset && offset <= span.end)) return false;
  const next = tokens.from(span.end);
  // below the last line it may go on
  if (kind !== 'item' && !tokens.is(next - 1, ';') && tokens.start(tokens.next(next - 1)) >= piece.end) return false;
  // a macro that the piece does not show may hold an unsafe block
  if (kind !== 'item' && holdsCall(tokens, span.start, span.end)) return false;
  if (heads.length === 0 || isInFunction(node, span.start, piece.start)) return true;
  // an unsafe block may be around a statement, an impl around a function
  return item !== undefined && item.kind !== 'fn' && item.kind !== 'const' && item.kind !== 'type';
}

function holdsCall(tokens: Tokens, start: number, end: number): boolean {
  for (let at = tokens.from(start); at < tokens.count && tokens.start(at) < end; at += 1)
    if (tokens.is(at, '!') && tokens.kind(at - 1) === TokenKind.word && /^[([{]$/.test(tokens.at(tokens.next(at))))
      return true;
  return false;
}

/** Whether a function is around what begins at `start`, itself from offset `from` on. */
function isInFunction(node: SyntaxNode, start: number, from: number): boolean {
  for (let outer = node.parent; outer !== undefined && outer.start >= from; outer = outer.parent)
    if (outer.type === 'function_item' && outer.start < start) return true;
  return false;
}

/** Items whose documentation says something of its own. */
const DOCUMENTED = new Set<Item['kind']>(['fn', 'trait', 'struct', 'enum', 'union']);

/** The items of a piece of which all is known that rules ask: their documentation, and what they are in. */
export function itemsShown(read: ReadPiece, items: readonly Item[], sites: readonly Site[]): Item[] {
  const cutOff = new Set(sites.filter((site) => site.cutOff).map((site) => site.item));
  const contracts = new Set(sites.filter(({ kind }) => kind === 'fn' || kind === 'trait').map(({ item }) => item));
  return items.filter((item) => {
    if (!DOCUMENTED.has(item.kind)) return true;
    if (contracts.has(item)) return !cutOff.has(item);
    return item.span.start >= read.looseUntil && isPreambleShown(read, item) && isContextShown(read, item);
  });
}
