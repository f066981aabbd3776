/** `use` declarations and `extern crate` (The Rust Reference, "Use declarations"). */
import { TokenKind, type Tokens } from '../lexer.ts';

/** One name that a declaration brings, or a glob. Plain data. */
export interface Import {
  /** As written: `['super', 'bindings', 'clk']`; an absolute path begins with an empty segment. */
  readonly path: readonly string[];
  /** The name that it has here; `*` of a glob, `_` where it has none. */
  readonly name: string;
  /** Where the leaf of the tree is written. */
  readonly start: number;
  readonly end: number;
  readonly isPublic: boolean;
}

/** Use trees nest no deeper than this, and no path has more segments. */
const DEEPEST = 64;

/**
 * Reads the declaration that begins with the `use` at token `at`.
 * @returns its imports, and the token behind its `;`
 */
export function readUse(tokens: Tokens, at: number): { readonly imports: readonly Import[]; readonly behind: number } {
  const imports: Import[] = [];
  const isPublic = isMarkedPublic(tokens, at);
  const end = endOfUse(tokens, at);
  readTree(tokens, tokens.next(at), end, [], isPublic, imports, 0);
  return { imports, behind: end + 1 };
}

/** Whether the word `use` begins a declaration: it can be a name as well, and `use<'a>` captures lifetimes. */
export function isUse(tokens: Tokens, at: number): boolean {
  if (!tokens.is(at, 'use') || tokens.is(tokens.next(at), '<')) return false;
  return !tokens.is(at - 1, '.') && !tokens.is(at - 1, '$');
}

/** The `;` that ends it; braces that do not close end it as well. */
export function endOfUse(tokens: Tokens, from: number): number {
  let at = from;
  while (at < tokens.count && !tokens.is(at, ';')) {
    const closing = tokens.is(at, '{') ? tokens.partner(at) : at;
    if (closing < at || tokens.is(at, '}')) return at;
    at = closing + 1;
  }
  return at;
}

/** `pub`, `pub(crate)` and the like in front of a token. */
export function isMarkedPublic(tokens: Tokens, at: number): boolean {
  let before = tokens.previous(at);
  if (tokens.is(before, ')')) before = tokens.previous(Math.max(tokens.partner(before), 0));
  return tokens.is(before, 'pub');
}

function readTree(
  tokens: Tokens,
  from: number,
  end: number,
  prefix: readonly string[],
  isPublic: boolean,
  imports: Import[],
  depth: number,
): void {
  const path = [...prefix];
  let last = -1;
  for (let at = from; at < end; at = tokens.next(at)) {
    if (isDoubleColon(tokens, at)) {
      if (path.length === 0) path.push('');
      at += 1;
    } else if (tokens.is(at, '{')) {
      const closing = Math.min(tokens.partner(at) === -1 ? end : tokens.partner(at), end);
      if (depth < DEEPEST)
        for (const branch of branches(tokens, at, closing))
          readTree(tokens, branch.from, branch.end, path, isPublic, imports, depth + 1);
      return;
    } else if (tokens.is(at, '*')) {
      imports.push({ path, name: '*', start: tokens.start(at), end: tokens.end(at), isPublic });
      return;
    } else if (tokens.is(at, 'as')) {
      addLeaf(tokens, last, path, nameAt(tokens, tokens.next(at)), isPublic, imports);
      return;
    } else if (tokens.kind(at) === TokenKind.word) {
      if (path.length === DEEPEST) return;
      path.push(nameAt(tokens, at));
      last = at;
    } else if (!tokens.is(at, '$')) return;
  }
  addLeaf(tokens, last, path, undefined, isPublic, imports);
}

/** `a::{self}` brings `a` itself. */
function addLeaf(
  tokens: Tokens,
  last: number,
  path: readonly string[],
  alias: string | undefined,
  isPublic: boolean,
  imports: Import[],
): void {
  if (last === -1) return;
  const target = path.length > 1 && path.at(-1) === 'self' ? path.slice(0, -1) : path;
  const name = alias ?? target.at(-1) ?? '_';
  imports.push({ path: target, name, start: tokens.start(last), end: tokens.end(last), isPublic });
}

/** The parts of braces that commas separate. */
function* branches(tokens: Tokens, opening: number, closing: number): Iterable<{ from: number; end: number }> {
  let from = tokens.next(opening);
  for (let at = from; at < closing; at = tokens.next(at)) {
    if (tokens.is(at, '{') && tokens.partner(at) > at) at = tokens.partner(at);
    if (!tokens.is(at, ',')) continue;
    yield { from, end: at };
    from = tokens.next(at);
  }
  if (from < closing) yield { from, end: closing };
}

/** `r#type` is the name `type`. */
export function nameAt(tokens: Tokens, at: number): string {
  const name = tokens.at(at);
  return name.startsWith('r#') ? name.slice(2) : name;
}

/** Whether two marks make `::` here. */
export function isDoubleColon(tokens: Tokens, at: number): boolean {
  return tokens.is(at, ':') && tokens.is(at + 1, ':') && tokens.end(at) === tokens.start(at + 1);
}
