/**
 * A reading of a file: its tokens, skeleton and items, and where in the file each of them was written. The plain reading is
 * the file itself; the expanded one has the calls of known macros replaced by what they become.
 */
import type { LineTable } from '../text/lines.ts';
import type { Expansion } from './expansion/fragments.ts';
import type { ItemTree } from './items.ts';
import type { Tokens } from './lexer.ts';
import type { SyntaxNode } from './syntax.ts';

/** A place in the file, and the macro whose body it was written in, if any. */
export interface Place {
  readonly offset: number;
  readonly within: Expansion | undefined;
  /** The code there went through a macro. */
  readonly isHandled?: true;
  /** Of a parenthesis that is not in the source. */
  readonly invisible?: true;
  /** Of a statement that was handed over whole. */
  readonly statement?: true;
}

export interface Reading {
  /** Of the file, in all readings. */
  readonly lines: LineTable;
  readonly tokens: Tokens;
  readonly root: SyntaxNode;
  readonly items: ItemTree;
  readonly inDocExample: boolean;
  /** Where the character at an offset of this reading was written. */
  readonly place: (offset: number) => Place;
}

/**
 * Where a node begins. The compiler joins the places of a node's first and last tokens; where one of them came out of a
 * macro and the other did not, what came out of the macro counts alone.
 */
export function startOf(reading: Reading, node: SyntaxNode): Place {
  const inner = visible(reading, node);
  const start = joinedStart(reading, inner);
  // parentheses count only around what was written in the same place
  const child = inner.type === 'parenthesized_expression' ? inner.children[1] : undefined;
  const within = child === undefined ? start : startOf(reading, child);
  return within.within === start.within ? start : within;
}

function joinedStart(reading: Reading, node: SyntaxNode): Place {
  const first = reading.place(node.start);
  if (first.within !== undefined || first.statement) return first;
  const last = reading.place(node.end - 1);
  if (last.within === undefined) return first;
  const child = node.children.at(-1);
  return child === undefined ? last : startOf(reading, child);
}

/** The node itself, or the content of parentheses that are not in the source. */
export function visible(reading: Reading, node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.type === 'parenthesized_expression' && reading.place(inner.start).invisible) {
    const child = inner.children[1];
    if (child === undefined) break;
    inner = child;
  }
  return inner;
}

/** The file's line on which a node begins. */
export function lineOf(reading: Reading, node: SyntaxNode): number {
  return reading.lines.lineOf(startOf(reading, node).offset);
}

/** Where a place is in plain code: itself, or the outermost call that it came out of. */
export function inPlainCode({ offset, within }: Place, side: 'start' | 'end' = 'start'): number {
  let at = offset;
  for (let expansion = within; expansion !== undefined; expansion = expansion.call.within) at = expansion.call[side];
  return at;
}
