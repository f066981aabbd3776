/** What sites in code and among the tokens of macros have in common: the item around, the justification, the site itself. */

import { definitionLine, endLineBefore, firstSearchedLine } from './comment-range.ts';
import { codeText, documentationOf, type Item } from './items.ts';
import { commentAt, type Justification } from './justification.ts';
import { type Place, type Reading, startOf } from './reading.ts';
import { markAbove, markInside } from './safety-marks.ts';
import type { Site, SiteKind } from './site.ts';
import { statementAround } from './statements.ts';
import type { SyntaxNode } from './syntax.ts';

/** The kind of site that a node of the syntax tree is. */
export const CODE_KINDS: Readonly<Record<string, SiteKind>> = {
  unsafe_block: 'block',
  function_item: 'fn',
  function_signature_item: 'fn',
  impl_item: 'impl',
  trait_item: 'trait',
  foreign_mod_item: 'extern',
  attribute_item: 'attribute',
  inner_attribute_item: 'attribute',
};

/** What an `unsafe` is itself: an `identifier` in attributes; see parseable.ts for `pub`. */
const KEYWORD_HOLDERS = new Set(['unsafe', 'function_modifiers', 'pub', 'visibility_modifier', 'identifier']);

/** The node whose own keyword the innermost node at an `unsafe` is. */
export function siteNode(innermost: SyntaxNode): SyntaxNode | undefined {
  let node: SyntaxNode | undefined = innermost;
  while (node !== undefined && KEYWORD_HOLDERS.has(node.type)) node = node.parent;
  while (node !== undefined && (node.type === 'token_tree' || node.type === 'attribute')) node = node.parent;
  return node;
}

/** A site with its justification. */
export function makeSite(
  { tokens, inDocExample }: Reading,
  kind: SiteKind,
  keyword: number,
  item: Item | undefined,
  { start, end }: { readonly start: number; readonly end: number },
  justification: Justification | undefined,
  inMacro: Site['inMacro'],
  calls: readonly number[],
): Site {
  // an item is compared by its head; the sites in its body are compared on their own
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
export function justificationOf(reading: Reading, kind: SiteKind, node: SyntaxNode): Justification | undefined {
  if (kind === 'block') return blockJustification(reading, node);
  if (kind === 'fn' || kind === 'trait') return sectionOf(reading, reading.items.ofNode.get(node));
  const start = startOf(reading, node);
  const from =
    start.within === undefined ? endLineBefore(reading, node) : definitionLine(reading, start.within.definition);
  return commentOn(reading, from + 1, start.offset);
}

/** The `# Safety` section of an item. */
export function sectionOf({ tokens }: Reading, item: Item | undefined): Justification | undefined {
  if (item === undefined) return undefined;
  const { safety } = documentationOf(tokens, item);
  return safety === undefined ? undefined : { kind: 'section', place: 'docs', span: safety.heading, text: safety.text };
}

/** The SAFETY comment above the line of an offset, searched from line `from` on. */
export function commentOn(
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
export function commentInside({ lines }: Reading, keyword: Place): Justification | undefined {
  const brace = /^unsafe\s*\{/.exec(lines.text.slice(keyword.offset, keyword.offset + 100));
  const mark = brace === null ? undefined : markInside(lines.text, keyword.offset + brace[0].length);
  return mark === undefined ? undefined : commentAt(lines, mark, 'inside');
}
