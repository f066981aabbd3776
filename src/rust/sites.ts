/** Finds every site of a file and the justification that belongs to it. */
import type { ExpandedReading } from './expansion/reading.ts';
import { codeText, documentationOf, type Item } from './items.ts';
import { commentAt, type Justification } from './justification.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { itemFrom, itemsAround, type MacroPlace, macroPlace, siteKindAt, statementStart } from './macros.ts';
import { markAbove, markInside } from './marks.ts';
import { inPlainCode, type Place, type Reading, startOf } from './reading.ts';
import { definitionLine, endLineBefore, firstSearchedLine } from './search.ts';
import type { Site, SiteKind } from './site.ts';
import { statementAround } from './statements.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';

/**
 * All sites in the order of their keywords.
 * @param expanded the reading that tells of sites among a macro's tokens, where there is one
 */
export function sitesOf(
  plain: Reading,
  expanded: ExpandedReading | undefined,
  unsafeKeywords: readonly number[],
): Site[] {
  const { tokens, root, items } = plain;
  const sites: Site[] = [];
  for (const keyword of unsafeKeywords) {
    const innermost = nodeAt(root, tokens.start(keyword));
    const place = macroPlace(innermost, tokens);
    const site =
      place === undefined ? siteInCode(plain, keyword, innermost) : siteInMacro(plain, expanded, keyword, place);
    if (site !== undefined) sites.push(site);
  }
  // an extern block is a site without the word as well
  for (const [node, item] of items.ofNode) {
    if (item.kind === 'extern' && !item.isUnsafe)
      sites.push(makeSite(plain, 'extern', item.token, item, node, undefined, null, []));
  }
  return sites.sort((a, b) => a.keyword.start - b.keyword.start);
}

const CODE_KINDS: Readonly<Record<string, SiteKind>> = {
  unsafe_block: 'block',
  function_item: 'fn',
  function_signature_item: 'fn',
  impl_item: 'impl',
  trait_item: 'trait',
  foreign_mod_item: 'extern',
  attribute_item: 'attribute',
  inner_attribute_item: 'attribute',
};

function siteInCode(plain: Reading, keyword: number, innermost: SyntaxNode): Site | undefined {
  const { tokens, items } = plain;
  const node = siteNode(innermost);
  const kind = node === undefined ? undefined : CODE_KINDS[node.type];
  if (node === undefined || kind === undefined) return undefined;
  if (kind === 'attribute' && siteKindAt(tokens, keyword) !== 'attribute') return undefined;
  const own = items.ofNode.get(node);
  if (own !== undefined && !own.isUnsafe) return undefined;
  const item = own ?? itemOf(plain, node);
  return makeSite(plain, kind, keyword, item, node, justificationOf(plain, kind, node), null, []);
}

/** What an `unsafe` is itself: an `identifier` in attributes; see parseable.ts for `pub`. */
const KEYWORD_HOLDERS = new Set(['unsafe', 'function_modifiers', 'pub', 'visibility_modifier', 'identifier']);

/** The node whose own keyword the innermost node at an `unsafe` is. */
function siteNode(innermost: SyntaxNode): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = innermost;
  while (node !== undefined && KEYWORD_HOLDERS.has(node.type)) node = node.parent;
  while (node !== undefined && (node.type === 'token_tree' || node.type === 'attribute')) node = node.parent;
  return node;
}

function makeSite(
  { tokens, inDocExample }: Reading,
  kind: SiteKind,
  keyword: number,
  item: Item | undefined,
  { start, end }: { readonly start: number; readonly end: number },
  justification: Justification | undefined,
  inMacro: Site['inMacro'],
  calls: readonly number[],
): Site {
  // an item is compared by its head; what its body does is told by the sites in there
  const isItem = item !== undefined && (kind === 'fn' || kind === 'impl' || kind === 'trait');
  return {
    kind,
    span: { start, end },
    keyword: { start: tokens.start(keyword), end: tokens.end(keyword) },
    item,
    justification,
    inMacro,
    calls,
    inDocExample,
    code: codeText(tokens, tokens.from(start), isItem && item.body !== -1 ? item.body : tokens.from(end)),
    cutOff: false,
  };
}

/** The innermost item around a node. */
export function itemOf({ items }: Reading, node: SyntaxNode): Item | undefined {
  for (let outer: SyntaxNode | undefined = node; outer !== undefined; outer = outer.parent) {
    const item = items.ofNode.get(outer);
    if (item !== undefined && item.kind !== 'call') return item;
  }
  return undefined;
}

/** What belongs to the site that a node is. */
function justificationOf(reading: Reading, kind: SiteKind, node: SyntaxNode): Justification | undefined {
  if (kind === 'block') return blockJustification(reading, node);
  if (kind === 'fn' || kind === 'trait') return sectionOf(reading, reading.items.ofNode.get(node));
  const start = startOf(reading, node);
  const from =
    start.within === undefined ? endLineBefore(reading, node) : definitionLine(reading, start.within.definition);
  return commentOn(reading, from + 1, start.offset);
}

function sectionOf({ tokens }: Reading, item: Item | undefined): Justification | undefined {
  if (item === undefined) return undefined;
  const { safety } = documentationOf(tokens, item);
  return safety === undefined ? undefined : { kind: 'section', place: 'docs', span: safety.heading, text: safety.text };
}

function commentOn(
  { lines }: Reading,
  from: number,
  offset: number,
  place: Justification['place'] = 'above',
): Justification | undefined {
  const mark = markAbove(lines, from, lines.lineOf(offset));
  return mark === undefined ? undefined : commentAt(lines, mark.offset, place);
}

/** The three places of Clippy's `undocumented_unsafe_blocks`: above the line, inside, above the statement. */
function blockJustification(reading: Reading, block: SyntaxNode): Justification | undefined {
  const start = startOf(reading, block);
  const from = firstSearchedLine(reading, block);
  const above =
    start.within === undefined
      ? commentOn(reading, from, start.offset)
      : commentOn(reading, definitionLine(reading, start.within.definition) + 1, start.offset);
  if (above !== undefined) return above;
  const inside = commentInside(reading, start);
  if (inside !== undefined) return inside;
  const statement = statementAround(reading.tokens, block);
  const place = statement === undefined ? undefined : startOf(reading, statement);
  return place === undefined || place.within !== undefined
    ? undefined
    : commentOn(reading, from, place.offset, 'statement');
}

/** The comment behind the brace that follows the `unsafe` at `keyword`. */
function commentInside({ lines }: Reading, keyword: Place): Justification | undefined {
  const brace = /^unsafe\s*\{/.exec(lines.text.slice(keyword.offset, keyword.offset + 100));
  const mark = brace === null ? undefined : markInside(lines.text, keyword.offset + brace[0].length);
  return mark === undefined ? undefined : commentAt(lines, mark, 'inside');
}

/** A site among a macro's tokens: what the expanded reading says of it, else what the tokens tell. */
function siteInMacro(
  plain: Reading,
  expanded: ExpandedReading | undefined,
  keyword: number,
  place: MacroPlace,
): Site | undefined {
  const offset = plain.tokens.start(keyword);
  const occurrences = place.role === 'matcher' ? undefined : expanded?.occurrences.get(offset);
  if (expanded !== undefined && occurrences !== undefined) {
    const nodes = occurrences.flatMap((at) => siteNode(nodeAt(expanded.root, at)) ?? []);
    const kinds = new Set(nodes.map((node) => CODE_KINDS[node.type]));
    const kind = [...kinds][0];
    if (kinds.size === 1 && kind !== undefined && kind !== 'attribute' && kind !== 'extern')
      return siteExpanded(plain, expanded, keyword, kind, nodes, place);
  }
  // an argument that its macro throws away is no code
  const isDropped = expanded?.calls.some(({ start, end }) => start <= offset && offset < end) === true;
  if (occurrences === undefined && isDropped) return undefined;
  return siteAmongTokens(plain, keyword, place);
}

/** A site that macros of this file put into code, once or several times: it is justified where it is so each time. */
function siteExpanded(
  plain: Reading,
  expanded: ExpandedReading,
  keyword: number,
  kind: SiteKind,
  nodes: readonly SyntaxNode[],
  place: MacroPlace,
): Site | undefined {
  const isKeyword = ({ offset }: Place): boolean => plain.lines.text.startsWith('unsafe', offset);
  // a block whose `unsafe` and braces come from different hands is nobody's
  const own = kind === 'block' ? nodes.filter((node) => isKeyword(startOf(expanded, node))) : nodes;
  if (own.length === 0) return undefined;
  const justifications = own.map((node) => justificationOf(expanded, kind, node));
  const justification = justifications.includes(undefined) ? undefined : justifications[0];
  const calls = own.map((node) => inPlainCode(startOf(expanded, node)));
  const { item, span } = tokensOf(plain, keyword, kind, place);
  return makeSite(plain, kind, keyword, item, span, justification, place.role === 'matcher' ? null : place.role, calls);
}

/** The item that a site among tokens is or stands in, and how far the site reaches. */
function tokensOf(plain: Reading, keyword: number, kind: SiteKind, place: MacroPlace) {
  const { tokens } = plain;
  const outer = itemOf(plain, place.node);
  const around = itemsAround(tokens, keyword, place.opening, outer).at(-1) ?? outer;
  const isItem = kind === 'fn' || kind === 'impl' || kind === 'trait';
  const item = isItem ? (itemFrom(tokens, keyword, around) ?? around) : around;
  if (isItem && item !== undefined) return { around, item, span: item.span };
  const closing = kind === 'block' ? tokens.partner(tokens.next(keyword)) : -1;
  const span = { start: tokens.start(keyword), end: tokens.end(closing === -1 ? keyword : closing) };
  return { around, item, span };
}

function siteAmongTokens(plain: Reading, keyword: number, place: MacroPlace): Site | undefined {
  const { tokens } = plain;
  const kind = place.role === 'matcher' ? undefined : siteKindAt(tokens, keyword);
  if (kind === undefined || place.role === 'matcher') return undefined;
  const { around, item, span } = tokensOf(plain, keyword, kind, place);
  const from = macroSearchStart(plain, place, around);
  const offset = tokens.start(keyword);
  const justification =
    kind === 'fn' || kind === 'trait'
      ? sectionOf(plain, item)
      : (commentOn(plain, from, offset) ??
        (kind === 'block'
          ? (commentInside(plain, plain.place(offset)) ?? statementComment(plain, keyword, place, from))
          : undefined));
  return makeSite(plain, kind, keyword, item, span, justification, place.role, []);
}

function macroSearchStart(plain: Reading, place: MacroPlace, around: Item | undefined): number {
  if (around?.source === 'macro' && place.role !== 'definition') return plain.lines.lineOf(around.span.start) + 1;
  if (place.role === 'definition') return plain.lines.lineOf(place.node.start) + 1;
  const outer = itemOf(plain, place.node);
  return outer === undefined || outer.kind === 'mod'
    ? endLineBefore(plain, place.node) + 1
    : firstSearchedLine(plain, place.node);
}

/**
 * Above the statement inside the argument, or above the call's own statement: of a macro whose definition is not at hand the
 * argument is taken for a plain expression.
 */
function statementComment(plain: Reading, keyword: number, place: MacroPlace, from: number): Justification | undefined {
  const { tokens, lines } = plain;
  // In a macro's own body only the line rule holds, unless another macro rewrites the tokens on their way.
  if (place.role === 'definition' && !isInCall(tokens, keyword, place.opening)) return undefined;
  const start = outermostStart(tokens, keyword, place.opening);
  const opening = lines.lineOf(tokens.start(place.opening));
  const within = commentOn(plain, Math.max(from, opening + 1), tokens.start(start), 'statement');
  if (within !== undefined) return within;
  const statement = statementAround(tokens, place.node);
  return statement === undefined || place.node.parent?.type === 'expression_statement'
    ? undefined
    : commentOn(plain, from, statement.start, 'statement');
}

/** Steps out of parentheses and square brackets, as an expression is part of a greater one, but never out of braces. */
function outermostStart(tokens: Tokens, keyword: number, opening: number): number {
  let start = statementStart(tokens, keyword);
  for (;;) {
    const bracket = tokens.enclosing(start);
    const isRepetition = tokens.is(bracket - 1, '$');
    if (bracket <= opening || tokens.is(bracket, '{') || isRepetition) return start;
    start = statementStart(tokens, bracket);
  }
}

/** Whether a macro call inside the token tree at `opening` holds token `index`: `paste! { ... unsafe ... }`. */
function isInCall(tokens: Tokens, index: number, opening: number): boolean {
  for (let at = tokens.enclosing(index); at > opening; at = tokens.enclosing(at)) {
    if (tokens.is(at - 1, '!') && tokens.kind(at - 2) === TokenKind.word) return true;
  }
  return false;
}
