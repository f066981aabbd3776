/** Items: functions, impls, traits, modules and the rest, each with its path. */
import type { Span } from '../text/lines.ts';
import { type Documentation, type Preamble, preambleOf, readDocumentation } from './docs.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import type { SyntaxNode } from './syntax.ts';

export type ItemKind =
  | 'fn'
  | 'impl'
  | 'trait'
  | 'mod'
  | 'extern'
  | 'struct'
  | 'enum'
  | 'union'
  | 'const'
  | 'static'
  | 'type'
  | 'use'
  | 'crate'
  | 'macro'
  | 'call';

const ITEM_TYPES: Readonly<Record<string, ItemKind>> = {
  function_item: 'fn',
  function_signature_item: 'fn',
  impl_item: 'impl',
  trait_item: 'trait',
  mod_item: 'mod',
  foreign_mod_item: 'extern',
  struct_item: 'struct',
  enum_item: 'enum',
  union_item: 'union',
  const_item: 'const',
  static_item: 'static',
  type_item: 'type',
  associated_type: 'type',
  use_declaration: 'use',
  extern_crate_declaration: 'crate',
  macro_definition: 'macro',
};

export interface Item {
  readonly kind: ItemKind;
  /** `baz` of a function; `impl Foo for Bar` of an impl. */
  readonly name: string;
  /** With the items around it: `module::impl Foo for Bar::baz`. */
  readonly path: string;
  /** From its first token (visibility, not attributes) to its end. */
  readonly span: Span;
  /** Index of that first token. */
  readonly token: number;
  /** Index of the `{` of its body; -1 without one. */
  readonly body: number;
  readonly isUnsafe: boolean;
  /** For an impl: whether it is of a trait. */
  readonly ofTrait: boolean;
  readonly parent: Item | undefined;
  /** `code`: from the syntax tree; `macro`: found among the tokens of a macro. */
  readonly source: 'code' | 'macro';
}

/** An item's documentation and attributes; read when asked for. */
export function documentationOf(tokens: Tokens, item: Item): Documentation {
  let documentation = READ.get(item);
  if (documentation === undefined) {
    documentation = readDocumentation(tokens, preambleOfItem(tokens, item));
    READ.set(item, documentation);
  }
  return documentation;
}

/** `#[doc(hidden)]` on it, or on an item around it. */
export function isHidden(tokens: Tokens, item: Item): boolean {
  for (let at: Item | undefined = item; at !== undefined; at = at.parent) {
    if (documentationOf(tokens, at).hidden) return true;
  }
  return false;
}

/** Several rules ask for the same documentation. */
const READ = new WeakMap<Item, Documentation>();

/** Whether an item's documentation holds the word at all: reading what it says takes longer. */
export function speaksOfSafety(tokens: Tokens, item: Item): boolean {
  const words = WORDS.get(tokens) ?? Array.from(tokens.text.matchAll(/safety/gi), ({ index }) => index);
  WORDS.set(tokens, words);
  const { first, docs, attributes } = preambleOfItem(tokens, item);
  // an attribute may put the word together from pieces
  if (attributes.length > 0) return true;
  const last = docs.at(-1);
  if (last === undefined || words.length === 0) return false;
  const [start, end] = [tokens.start(Math.min(first, last)), tokens.end(last)];
  return words.some((offset) => start <= offset && offset < end);
}

/** Where a text holds the word. */
const WORDS = new WeakMap<Tokens, readonly number[]>();

/** Attributes and documentation above an item. */
export function preambleOfItem(tokens: Tokens, item: Item): Preamble {
  return preambleOf(
    tokens,
    item.token,
    item.kind === 'fn' || item.kind === 'mod' || item.kind === 'trait' ? item.body : -1,
  );
}

export interface ItemTree {
  /** All items in the order of their starts. */
  readonly all: readonly Item[];
  /** The item that a node of the skeleton is. */
  readonly ofNode: ReadonlyMap<SyntaxNode, Item>;
}

/** All items of a skeleton. */
export function itemsOf(root: SyntaxNode, tokens: Tokens): ItemTree {
  const all: Item[] = [];
  const ofNode = new Map<SyntaxNode, Item>();
  const open: { node: SyntaxNode; parent: Item | undefined }[] = [{ node: root, parent: undefined }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { node, parent } = next;
    const kind = itemKind(node);
    const item = kind === undefined ? parent : makeItem(kind, node, node.end, tokens, parent, 'code');
    if (item !== parent && item !== undefined) {
      all.push(item);
      ofNode.set(node, item);
    }
    for (let index = node.children.length - 1; index >= 0; index -= 1) {
      open.push({ node: node.children[index] as SyntaxNode, parent: item });
    }
  }
  return { all, ofNode };
}

function itemKind(node: SyntaxNode): ItemKind | undefined {
  const kind = ITEM_TYPES[node.type];
  if (kind !== undefined) return kind;
  if (node.type !== 'macro_invocation') return undefined;
  const holder = node.parent?.type === 'expression_statement' ? node.parent.parent : node.parent;
  return holder?.type === 'source_file' || holder?.type === 'declaration_list' ? 'call' : undefined;
}

/** Makes an item from its first token on; `end` is an offset. */
export function makeItem(
  kind: ItemKind,
  { start }: { readonly start: number },
  end: number,
  tokens: Tokens,
  parent: Item | undefined,
  source: Item['source'],
): Item {
  const token = tokens.from(start);
  const header = readHeader(kind, tokens, token, end);
  const path = parent === undefined ? header.name : `${parent.path}::${header.name}`;
  return { kind, path, span: { start, end }, token, parent, source, ...header };
}

interface Header {
  readonly name: string;
  readonly body: number;
  readonly isUnsafe: boolean;
  readonly ofTrait: boolean;
}

const KEYWORDS: Readonly<Partial<Record<ItemKind, string>>> = {
  extern: 'extern',
  crate: 'crate',
  macro: 'macro_rules',
};

/** Reads an item's first tokens, up to its body. */
function readHeader(kind: ItemKind, tokens: Tokens, first: number, end: number): Header {
  let isUnsafe = false;
  const keyword = KEYWORDS[kind] ?? kind;
  let at = first;
  for (; at < tokens.count && tokens.start(at) < end; at = tokens.next(at)) {
    if (tokens.is(at, 'unsafe')) isUnsafe = true;
    // `pub(in crate::x)` and the like hold no keyword of ours
    if (tokens.is(at, '(')) at = Math.max(at, tokens.partner(at));
    else if (tokens.is(at, keyword)) break;
    else if (kind === 'call') break;
  }
  const body = bodyOf(tokens, at, end);
  if (kind === 'impl') return { ...implName(tokens, at, body === -1 ? tokens.from(end) : body), body, isUnsafe };
  if (kind === 'extern') return { name: 'extern', body, isUnsafe, ofTrait: false };
  let name = kind === 'call' ? at : tokens.next(at);
  if (kind === 'macro') name = tokens.next(name);
  if (tokens.is(name, 'mut')) name = tokens.next(name);
  // inside a macro's body a name may be a metavariable
  const text = tokens.is(name, '$') ? `$${tokens.at(name + 1)}` : tokens.at(name);
  return { name: kind === 'macro' || kind === 'call' ? `${text}!` : text, body, isUnsafe, ofTrait: false };
}

function bodyOf(tokens: Tokens, from: number, end: number): number {
  for (let at = from; at < tokens.count && tokens.start(at) < end; at = tokens.next(at)) {
    if (tokens.is(at, '{')) return at;
    if (tokens.is(at, ';')) return -1;
    if (tokens.is(at, '(') || tokens.is(at, '[')) at = Math.max(at, tokens.partner(at));
  }
  return -1;
}

/** `impl Trait for Type`: without the impl's own generics and its where clause. */
function implName(tokens: Tokens, keyword: number, end: number): { name: string; ofTrait: boolean } {
  let at = tokens.next(keyword);
  if (tokens.is(at, '<')) at = tokens.next(closingAngle(tokens, at, end));
  const from = at;
  let ofTrait = false;
  for (; at < end && !tokens.is(at, 'where') && !tokens.is(at, ';'); at = tokens.next(at)) {
    // `for<'a> Fn(&'a T)` is a bound, not the trait's target
    if (tokens.is(at, 'for') && !tokens.is(tokens.next(at), '<')) ofTrait = true;
    else if (tokens.is(at, '[') || tokens.is(at, '(')) at = Math.max(at, tokens.partner(at));
  }
  return { name: `impl ${codeText(tokens, from, at)}`, ofTrait };
}

/** The `>` that closes `<`, `->` and `=>` skipped; the last token before `end` where there is none. */
function closingAngle(tokens: Tokens, opening: number, end: number): number {
  let depth = 0;
  for (let at = opening; at < end; at = tokens.next(at)) {
    if (tokens.is(at, '<')) depth += 1;
    else if (tokens.is(at, '>') && !tokens.is(at - 1, '-') && !tokens.is(at - 1, '=')) depth -= 1;
    else if (tokens.is(at, '(') || tokens.is(at, '[') || tokens.is(at, '{')) at = Math.max(at, tokens.partner(at));
    if (depth === 0) return at;
  }
  return end - 1;
}

/** Tokens `from` to before `end` without comments, with one blank only where two words would meet or where Rust is written so. */
export function codeText(tokens: Tokens, from: number, end: number): string {
  let text = '';
  let lastWasWord = false;
  for (let at = from; at < end; at += 1) {
    if (tokens.isComment(at)) continue;
    // a comma before a closing bracket comes and goes with the formatting
    if (tokens.is(at, ',') && /^[)\]}]$/.test(tokens.at(tokens.next(at)))) continue;
    const isWord = tokens.kind(at) !== TokenKind.mark;
    if (isWord && lastWasWord) text += ' ';
    text += tokens.at(at);
    lastWasWord = isWord;
    if (tokens.is(at, ',')) text += ' ';
  }
  return text.trim();
}
