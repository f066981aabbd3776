/**
 * The skeleton of a file's syntax tree, as plain data: all items, and below them only the nodes that lead to a point of
 * interest. Crossing from JavaScript into the parser costs more than parsing, so the rest of the tree is never visited;
 * and the parser's own trees are invisible to V8's collector, so none outlives this room.
 */
import Parser from 'tree-sitter';
import Rust from 'tree-sitter-rust';
import type { Span } from '../text/lines.ts';
import { collectNow } from './collect-garbage.ts';
import type { Tokens } from './lexer.ts';
import { joined, stretchesOf } from './prune-for-parser.ts';
import { parseable } from './rewrite-for-grammar.ts';
import { RUN, type Run } from './run.ts';

export interface SyntaxNode {
  /** The node's type in tree-sitter-rust's grammar. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly parent: SyntaxNode | undefined;
  /** All children, punctuation included; empty where the node was not entered. */
  readonly children: readonly SyntaxNode[];
}

export interface Syntax {
  readonly root: SyntaxNode;
  /** What the parser does not accept as Rust: ERROR nodes, and missing ones, which are empty; in order. */
  readonly errors: readonly Span[];
  /** What nests too deep to be entered. */
  readonly tooDeep: readonly Span[];
}

/** Nodes that hold items: always entered, so that every item is known. */
const ITEM_HOLDERS = new Set([
  'source_file',
  'mod_item',
  'impl_item',
  'trait_item',
  'foreign_mod_item',
  'declaration_list',
  'macro_definition',
  'macro_rule',
  // what the parser did not know may hold items that it did
  'ERROR',
]);

/** Nodes whose inside is a matter of tokens, not of syntax. */
const CLOSED = new Set(['token_tree', 'token_tree_pattern', 'line_comment', 'block_comment']);

let parser: Parser | undefined;

/**
 * Parses a text; comments, and the content of braces that hold no point, are left out.
 * @param points offsets of interest, ascending: the nodes that lead to them are in the skeleton
 * @param limitMs how long the parser may take, in milliseconds
 * @param change what else is taken out of the text before the parser reads it; its length stays
 * @param run limits what is done before the parser begins
 * @returns undefined where the parser gave up at the limit
 */
export function parseSyntax(
  tokens: Tokens,
  points: readonly number[],
  limitMs: number,
  change: (text: string) => string = (text) => text,
  run: Run = RUN,
): Syntax | undefined {
  if (parser === undefined) {
    parser = new Parser();
    // without the table of types the binding makes no class for each of them, which takes it as long as a small file
    parser.setLanguage({ ...Rust, nodeTypeInfo: [] } as unknown as Parser.Language);
  }
  const { text, origin } = run(() => {
    const stretches = stretchesOf(tokens, points);
    return joined(change(parseable(tokens, stretches)), stretches);
  });
  const tree = parseWithin(parser, text, limitMs);
  if (tree === undefined) return undefined;
  const tooDeep: Span[] = [];
  const root = skeleton(tree.walk(), origin, points, tooDeep);
  const errors = tree.rootNode.hasError ? errorsIn(tree.rootNode, origin) : [];
  collectNow(text.length);
  return { root, errors, tooDeep };
}

function parseWithin(parser: Parser, text: string, limitMs: number): Parser.Tree | undefined {
  parser.setTimeoutMicros(limitMs * 1000);
  try {
    // null at the time limit, whatever the type says
    const tree: Parser.Tree | null = parser.parse(text, undefined, {
      bufferSize: Math.max(text.length * 2 + 1, 1 << 15),
    });
    if (tree !== null) return tree;
  } catch {
    // the binding throws instead of returning null for some inputs; either way the parse failed
  }
  parser.reset();
  return undefined;
}

interface OpenNode extends SyntaxNode {
  readonly children: OpenNode[];
}

/** Names of node types by their ids: a number crosses from the parser faster than a string. */
const TYPE_NAMES: string[] = [];

function typeName(cursor: Parser.TreeCursor): string {
  const id = cursor.nodeTypeId;
  const known = TYPE_NAMES[id];
  if (known !== undefined) return known;
  const name = cursor.nodeType;
  TYPE_NAMES[id] = name;
  return name;
}

/** Nodes nest no deeper than this in code that a compiler takes; what lies below is not entered. */
const DEEPEST = 500;

function skeleton(
  cursor: Parser.TreeCursor,
  origin: (offset: number) => number,
  points: readonly number[],
  tooDeep: Span[],
): SyntaxNode {
  const read = (parent: OpenNode | undefined): OpenNode => {
    const node: OpenNode = {
      type: typeName(cursor),
      start: origin(cursor.startIndex),
      end: origin(cursor.endIndex - 1) + 1,
      parent,
      children: [],
    };
    parent?.children.push(node);
    return node;
  };
  const root = read(undefined);
  let node = root;
  let depth = 0;
  for (;;) {
    const isWanted = (ITEM_HOLDERS.has(node.type) || holdsPoint(points, node)) && !CLOSED.has(node.type);
    if (isWanted && depth === DEEPEST) tooDeep.push({ start: node.start, end: node.end });
    if (isWanted && depth < DEEPEST && cursor.gotoFirstChild()) {
      depth += 1;
      node = read(node);
      continue;
    }
    while (!cursor.gotoNextSibling()) {
      if (node.parent === undefined || !cursor.gotoParent()) return root;
      depth -= 1;
      node = node.parent as OpenNode;
      if (node === root) return root;
    }
    node = read(node.parent as OpenNode);
  }
}

/** Whether a point lies in the node. */
function holdsPoint(points: readonly number[], { start, end }: SyntaxNode): boolean {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((points[middle] as number) < start) low = middle + 1;
    else high = middle;
  }
  const point = points[low];
  return point !== undefined && point < end;
}

/** How many places of a file are named. */
const MOST_ERRORS = 1000;

function errorsIn(root: Parser.SyntaxNode, origin: (offset: number) => number): Span[] {
  const errors: Span[] = [];
  const open = [root];
  for (let node = open.pop(); node !== undefined && errors.length < MOST_ERRORS; node = open.pop()) {
    if (node.isError || node.isMissing) {
      const { startIndex, endIndex } = node;
      const start = origin(startIndex);
      errors.push({ start, end: endIndex > startIndex ? origin(endIndex - 1) + 1 : start });
    } else for (const child of node.children) if (child.hasError) open.push(child);
  }
  return errors.sort((a, b) => a.start - b.start);
}

/** The innermost node of the skeleton that holds `offset`. */
export function nodeAt(root: SyntaxNode, offset: number): SyntaxNode {
  let node = root;
  for (;;) {
    const children = node.children;
    let low = 0;
    let high = children.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((children[middle] as SyntaxNode).end <= offset) low = middle + 1;
      else high = middle;
    }
    const child = children[low];
    if (child === undefined || child.start > offset) return node;
    node = child;
  }
}
