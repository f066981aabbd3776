/** Finds every site of a file and the justification that belongs to it. */
import type { LineTable } from '../text/lines.ts';
import { codeText, documentationOf, type Item, type ItemTree } from './items.ts';
import { commentAt, type Justification } from './justification.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import {
  itemFrom,
  itemsAround,
  keepsPlainExpression,
  localMacros,
  type MacroPlace,
  macroPlace,
  siteKindAt,
  statementStart,
} from './macros.ts';
import { markAbove, markInside } from './marks.ts';
import type { Site, SiteKind } from './site.ts';
import { statementPlace } from './statements.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';

/** What is known of a file when its sites are looked for. */
export interface Parsed {
  readonly lines: LineTable;
  readonly tokens: Tokens;
  readonly root: SyntaxNode;
  readonly items: ItemTree;
  readonly inDocExample: boolean;
}

/** All sites in the order of their keywords. */
export function sitesOf(parsed: Parsed, unsafeKeywords: readonly number[]): Site[] {
  const { tokens, root, items } = parsed;
  const definitions = [...items.ofNode.keys()].filter((node) => node.type === 'macro_definition');
  const local = localMacros(tokens, definitions);
  const sites: Site[] = [];
  for (const keyword of unsafeKeywords) {
    const innermost = nodeAt(root, tokens.start(keyword));
    const place = macroPlace(innermost, tokens);
    const site =
      place === undefined ? siteInCode(parsed, keyword, innermost, local) : siteInMacro(parsed, keyword, place, local);
    if (site !== undefined) sites.push(site);
  }
  // an extern block is a site without the word as well
  for (const [node, item] of items.ofNode) {
    if (item.kind === 'extern' && !item.isUnsafe)
      sites.push(makeSite(parsed, 'extern', item.token, item, node.start, node.end, undefined, null));
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

function siteInCode(
  parsed: Parsed,
  keyword: number,
  innermost: SyntaxNode,
  local: ReadonlyMap<string, boolean>,
): Site | undefined {
  const { tokens, items } = parsed;
  const node = siteNode(innermost);
  const kind = node === undefined ? undefined : CODE_KINDS[node.type];
  if (node === undefined || kind === undefined) return undefined;
  if (kind === 'attribute' && siteKindAt(tokens, keyword) !== 'attribute') return undefined;
  const own = items.ofNode.get(node);
  if (own !== undefined && !own.isUnsafe) return undefined;
  const item = own ?? itemOf(parsed, node);
  const justification =
    kind === 'block'
      ? blockJustification(parsed, node, local)
      : kind === 'fn' || kind === 'trait'
        ? sectionOf(parsed, own)
        : commentOn(parsed, previousEndLine(parsed, node) + 1, node.start);
  return makeSite(parsed, kind, keyword, item, node.start, node.end, justification, null);
}

/** The node whose own keyword the innermost node at an `unsafe` is. */
function siteNode(innermost: SyntaxNode): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = innermost.type === 'unsafe' ? innermost.parent : innermost;
  if (node?.type === 'function_modifiers') node = node.parent;
  // `#[unsafe(no_mangle)]`: to the grammar a name with arguments
  const isWithin = /^(?:token_tree|attribute|identifier)$/;
  while (node !== undefined && isWithin.test(node.type)) node = node.parent;
  return node;
}

function makeSite(
  { tokens, inDocExample }: Parsed,
  kind: SiteKind,
  keyword: number,
  item: Item | undefined,
  start: number,
  end: number,
  justification: Justification | undefined,
  inMacro: Site['inMacro'],
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
    inDocExample,
    code: codeText(tokens, tokens.from(start), isItem && item.body !== -1 ? item.body : tokens.from(end)),
    cutOff: false,
  };
}

/** The innermost item around a node. */
export function itemOf({ items }: Parsed, node: SyntaxNode): Item | undefined {
  for (let outer: SyntaxNode | undefined = node; outer !== undefined; outer = outer.parent) {
    const item = items.ofNode.get(outer);
    if (item !== undefined && item.kind !== 'call') return item;
  }
  return undefined;
}

function sectionOf({ tokens }: Parsed, item: Item | undefined): Justification | undefined {
  if (item === undefined) return undefined;
  const { safety } = documentationOf(tokens, item);
  return safety === undefined ? undefined : { kind: 'section', place: 'docs', span: safety.heading, text: safety.text };
}

function commentOn(
  { lines }: Parsed,
  from: number,
  start: number,
  place: Justification['place'] = 'above',
): Justification | undefined {
  const mark = markAbove(lines, from, lines.lineOf(start));
  return mark === undefined ? undefined : commentAt(lines, mark.offset, place);
}

/** The three places of Clippy's `undocumented_unsafe_blocks`: above the line, inside, above the statement. */
function blockJustification(
  parsed: Parsed,
  block: SyntaxNode,
  local: ReadonlyMap<string, boolean>,
): Justification | undefined {
  const from = firstSearchedLine(parsed, block);
  const above = commentOn(parsed, from, block.start);
  if (above !== undefined) return above;
  const inside = commentInside(parsed, parsed.tokens.from(block.start));
  if (inside !== undefined) return inside;
  const statement = statementPlace(block, (call) => keepsPlainExpression(macroName(parsed, call), local));
  return statement === undefined ? undefined : commentOn(parsed, from, statement, 'statement');
}

function commentInside({ lines, tokens }: Parsed, keyword: number): Justification | undefined {
  const mark = markInside(lines.text, tokens.end(tokens.next(keyword)));
  return mark === undefined ? undefined : commentAt(lines, mark, 'inside');
}

function macroName({ tokens }: Parsed, call: SyntaxNode): string {
  let at = tokens.from(call.start);
  while (at < tokens.count && !tokens.is(at + 1, '!')) at += 1;
  return tokens.at(at);
}

/**
 * The first line that is searched for a comment: below the first line of the function (or impl, trait, type) around.
 * A const or static belongs to what it stands in, and there the search begins below the item before it.
 */
export function firstSearchedLine(parsed: Parsed, node: SyntaxNode): number {
  const { lines, tokens, items } = parsed;
  for (let outer: SyntaxNode | undefined = node; outer !== undefined; outer = outer.parent) {
    const item = items.ofNode.get(outer);
    if (item === undefined || item.kind === 'call') continue;
    if (item.kind !== 'const' && item.kind !== 'static') return lines.lineOf(item.span.start) + 1;
    const holder = item.parent;
    if (holder === undefined) return lines.lineOf(tokens.start(tokens.next(-1))) + 1;
    if (holder.kind === 'mod') return previousEndLine(parsed, outer) + 1;
  }
  return 1;
}

/** The last line of the item before `node`, or the line on which the module around it opens; 0 at the top of the file. */
export function previousEndLine({ lines }: Parsed, node: SyntaxNode): number {
  const siblings = node.parent?.children ?? [];
  for (let index = siblings.indexOf(node) - 1; index >= 0; index -= 1) {
    const sibling = siblings[index] as SyntaxNode;
    if (sibling.type.endsWith('comment') || sibling.type.endsWith('attribute_item')) continue;
    return lines.lineOf(sibling.type === '{' ? sibling.start : Math.max(sibling.start, sibling.end - 1));
  }
  return 0;
}

function siteInMacro(
  parsed: Parsed,
  keyword: number,
  place: MacroPlace,
  local: ReadonlyMap<string, boolean>,
): Site | undefined {
  const { tokens, lines } = parsed;
  const kind = place.role === 'matcher' ? undefined : siteKindAt(tokens, keyword);
  if (kind === undefined || place.role === 'matcher') return undefined;
  const outer = itemOf(parsed, place.node);
  const around = itemsAround(tokens, keyword, place.opening, outer).at(-1) ?? outer;
  const isItem = kind === 'fn' || kind === 'impl' || kind === 'trait';
  const item = isItem ? (itemFrom(tokens, keyword, around) ?? around) : around;
  const from = macroSearchStart(parsed, place, around);
  const start = isItem && item !== undefined ? item.span.start : tokens.start(keyword);
  const brace = kind === 'block' ? tokens.next(keyword) : -1;
  const end =
    brace !== -1 && tokens.partner(brace) !== -1
      ? tokens.end(tokens.partner(brace))
      : isItem && item !== undefined
        ? item.span.end
        : tokens.end(keyword);
  const justification =
    kind === 'fn' || kind === 'trait'
      ? sectionOf(parsed, item)
      : (commentOn(parsed, from, tokens.start(keyword)) ??
        (kind === 'block'
          ? (commentInside(parsed, keyword) ?? statementComment(parsed, keyword, place, from, lines, local))
          : undefined));
  return makeSite(parsed, kind, keyword, item, start, end, justification, place.role);
}

function macroSearchStart(parsed: Parsed, place: MacroPlace, around: Item | undefined): number {
  if (around?.source === 'macro' && place.role !== 'definition') return parsed.lines.lineOf(around.span.start) + 1;
  if (place.role === 'definition') return parsed.lines.lineOf(place.node.start) + 1;
  const outer = itemOf(parsed, place.node);
  return outer === undefined || outer.kind === 'mod'
    ? previousEndLine(parsed, place.node) + 1
    : firstSearchedLine(parsed, place.node);
}

/** Above the statement inside the argument; or, where the macro leaves its argument a plain expression, above the call's own statement. */
function statementComment(
  parsed: Parsed,
  keyword: number,
  place: MacroPlace,
  from: number,
  lines: LineTable,
  local: ReadonlyMap<string, boolean>,
): Justification | undefined {
  const { tokens } = parsed;
  // In a macro's own body only the line rule holds, unless another macro rewrites the tokens on their way.
  if (place.role === 'definition' && !isInCall(tokens, keyword, place.opening)) return undefined;
  const passes = keepsPlainExpression(place.name, local);
  const start = outermostStart(tokens, keyword, place.opening);
  const before = tokens.previous(start);
  const beginsStatement = before !== place.opening && !tokens.is(before, ',');
  const within =
    passes || beginsStatement
      ? commentOn(
          parsed,
          Math.max(from, lines.lineOf(tokens.start(place.opening)) + 1),
          tokens.start(start),
          'statement',
        )
      : undefined;
  if (within !== undefined || !passes) return within;
  const statement = statementPlace(place.node, (call) => keepsPlainExpression(macroName(parsed, call), local));
  return statement === undefined || place.node.parent?.type === 'expression_statement'
    ? undefined
    : commentOn(parsed, from, statement, 'statement');
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
