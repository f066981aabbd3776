/** Where the search for a comment above some code begins, as in Clippy's `undocumented_unsafe_blocks`. */
import { isInnerDoc } from './docs.ts';
import type { Tokens } from './lexer.ts';
import { inPlainCode, lineOf, type Reading, startOf } from './reading.ts';
import type { SyntaxNode } from './syntax.ts';

/**
 * The first line that is searched for a comment above code: below the first line of the function (or impl, trait, type) around.
 * A const or static belongs to the item around it, and there the search begins below the item before it.
 */
export function firstSearchedLine(reading: Reading, node: SyntaxNode): number {
  const { lines, tokens, items } = reading;
  for (let outer: SyntaxNode | undefined = node; outer !== undefined; outer = outer.parent) {
    const item = items.ofNode.get(outer);
    if (item === undefined || item.kind === 'call') continue;
    if (item.kind !== 'const' && item.kind !== 'static') return lines.lineOf(inPlainCode(startOf(reading, outer))) + 1;
    const holder = item.parent;
    if (holder === undefined) return lines.lineOf(reading.place(tokens.start(firstToken(tokens))).offset) + 1;
    if (holder.kind === 'mod') return endLineBefore(reading, outer) + 1;
  }
  return 1;
}

/** Where the crate begins: documentation of the file is a part of it. */
function firstToken(tokens: Tokens): number {
  let at = 0;
  while (tokens.isComment(at) && !isInnerDoc(tokens, at)) at += 1;
  return at;
}

/** The last line of the item before `node`, or the line on which the module around it opens; 0 at the top of the file. */
export function endLineBefore(reading: Reading, node: SyntaxNode): number {
  const { lines, place } = reading;
  const siblings = node.parent?.children ?? [];
  for (let index = siblings.indexOf(node) - 1; index >= 0; index -= 1) {
    const sibling = siblings[index] as SyntaxNode;
    if (sibling.type.endsWith('comment') || sibling.type.endsWith('attribute_item')) continue;
    if (sibling.type === '{') return lineOf(reading, sibling);
    return lines.lineOf(inPlainCode(place(Math.max(sibling.start, sibling.end - 1)), 'end'));
  }
  return 0;
}

/** The line of a macro's definition, below which the search for a comment inside its body begins; undefined outside of bodies. */
export function definitionLine({ lines }: Reading, definition: number | undefined): number {
  // a macro of the standard library has no line
  return definition === undefined ? Number.POSITIVE_INFINITY : lines.lineOf(definition);
}
