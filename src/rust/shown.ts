/** What a piece of a file shows for certain: which of its statements and items are read as they would be in the whole file. */
import type { Completed } from './completed.ts';
import { type Item, preambleOfItem } from './items.ts';
import type { Tokens } from './lexer.ts';
import type { SyntaxNode } from './syntax.ts';

/** Nodes that hold statements or items: each statement or item in one of them begins behind a `;`, a brace or an attribute. */
const HOLDERS = new Set(['block', 'source_file', 'declaration_list']);

/** A completed piece as the parser read it. */
export interface ReadPiece extends Completed {
  /** Where the parser met something that it does not know, in order. */
  readonly errors: readonly number[];
}

/**
 * Whether the statement or item around a node begins in the piece, and is read as the compiler would read it: no comment
 * and no macro's call above the first line can have to do with it.
 */
export function isShown(piece: ReadPiece, node: SyntaxNode): boolean {
  let element = node;
  while (element.parent !== undefined && !HOLDERS.has(element.parent.type)) element = element.parent;
  for (let outer: SyntaxNode | undefined = node; outer !== undefined; outer = outer.parent)
    if (outer.type === 'ERROR') return false;
  const holder = element.parent;
  if (holder === undefined || element.start < piece.looseUntil || holdsError(piece.errors, element)) return false;
  const isCutHolder = holder.type === 'source_file' || holder.start < piece.piece.start;
  // an arm begins anew, whatever the `match` is a part of
  if (isCutHolder && isInHead(piece, element.start) && !isInArm(node, element)) return false;
  return beginsStatement(piece.tokens, piece.tokens.from(element.start));
}

function isInHead({ heads }: Completed, offset: number): boolean {
  return heads.some(({ start, end }) => start <= offset && offset < end);
}

function isInArm(node: SyntaxNode, element: SyntaxNode): boolean {
  for (let outer: SyntaxNode | undefined = node; outer !== undefined && outer !== element; outer = outer.parent)
    if (outer.type === 'match_arm') return true;
  return false;
}

function holdsError(errors: readonly number[], { start, end }: SyntaxNode): boolean {
  return errors.some((offset) => start <= offset && offset <= end);
}

function beginsStatement(tokens: Tokens, token: number): boolean {
  const before = tokens.previous(token);
  return before === -1 || [';', '{', '}', ']'].some((mark) => tokens.is(before, mark));
}

/** Whether an item's documentation is seen from its first line on. */
export function isPreambleShown({ tokens, piece, heads }: Completed, item: Item): boolean {
  if (heads.length === 0) return true;
  const { first } = preambleOfItem(tokens, item);
  const before = tokens.previous(Math.min(first, item.token));
  return before !== -1 && tokens.start(before) >= piece.start;
}

/** Whether the piece shows the code around an item, as far as it decides whose contract the item's documentation is. */
export function isContextShown({ tokens, heads }: Completed, { kind, parent, body, token }: Item): boolean {
  if (heads.length === 0 || parent !== undefined || kind !== 'fn') return true;
  // in an impl of a trait nothing is `pub`, and in an extern block nothing has a body
  return tokens.is(token, 'pub') && body !== -1;
}
