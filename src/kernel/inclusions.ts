/**
 * The files that a Rust file brings in, apart from its modules: by `include!`, and by `#[path]` (The Rust Reference, "Modules",
 * the path attribute). What they are called does not matter to the compiler, so it does not matter here.
 */

import { BLANK, TokenKind, type Tokens } from '../rust/lexer.ts';
import { isInMatcher } from '../rust/macros.ts';
import { itemAround, localNames, macroCalls } from '../rust/token-queries.ts';
import { folderOf, pathFrom } from '../text/paths.ts';

export interface Inclusion {
  /** Of the word `include` or `path`. */
  readonly offset: number;
  /** Where the file may be, relative to the tree's root, the likeliest first; empty where the text does not say. */
  readonly paths: readonly string[];
  /** In the folder of what the build makes: `env!("OBJTREE")`. */
  readonly isBuilt: boolean;
}

/** A macro may get the name `include` alone, among whatever tokens. */
const MAY_INCLUDE = new RegExp(
  String.raw`\binclude\b|\bpath${BLANK}*(?:=|/[*/])|\[${BLANK}*\$${BLANK}*\w+${BLANK}*(?:=|/[*/])`,
  'g',
);

/** Whether a text may bring in files so; quicker than its tokens. Half of the kernel's files have such a word, most of them in a comment. */
export function mayInclude(text: string): boolean {
  MAY_INCLUDE.lastIndex = 0;
  for (let found = MAY_INCLUDE.exec(text); found !== null; found = MAY_INCLUDE.exec(text)) {
    const end = endOfComment(text, found.index);
    if (end === undefined) return true;
    MAY_INCLUDE.lastIndex = end;
  }
  return false;
}

/** Where the line ends, if it is a comment whatever is above it; a literal or a block comment from above would have to end in it. */
function endOfComment(text: string, offset: number): number | undefined {
  const start = text.lastIndexOf('\n', offset) + 1;
  const next = text.indexOf('\n', offset);
  const end = next === -1 ? text.length : next;
  return /^\s*\/\/(?:(?!\*\/)[^"\r])*$/.test(text.slice(start, end)) ? end : undefined;
}

/**
 * What a file brings in, in the order of the text.
 * @param path of the file, relative to the tree's root
 */
export function inclusionsIn(path: string, tokens: Tokens): readonly Inclusion[] {
  if (!mayInclude(tokens.text)) return [];
  const found = [...included(path, tokens), ...pathAttributes(path, tokens), ...namelessAttributes(tokens)];
  return found.sort((a, b) => a.offset - b.offset);
}

/** By `include!`, under whatever name it is imported. */
function included(path: string, tokens: Tokens): Inclusion[] {
  const calls = macroCalls(tokens, localNames(tokens, INCLUDE));
  const handedOn = INCLUDE.flatMap((word) => tokens.allOf(word)).filter((at) => isHandedOn(tokens, at));
  return [...calls, ...handedOn].flatMap((at) => {
    if (isInMatcher(tokens, at)) return [];
    const opening = tokens.next(tokens.next(at));
    if (!tokens.is(tokens.next(at), '!')) return [{ offset: tokens.start(at), paths: [], isBuilt: false }];
    const name = literalOf(tokens, tokens.next(opening), tokens.partner(opening));
    const paths = name === undefined ? [] : [pathFrom(folderOf(path), name)];
    return [{ offset: tokens.start(at), paths, isBuilt: name === undefined && isOfBuild(tokens, opening) }];
  });
}

/** The macro, as a keyword and as any other name. */
const INCLUDE = ['include', 'r#include'];

/** Whether the name alone goes to a macro: `bring!(include)`, `$name!(...)`. */
function isHandedOn(tokens: Tokens, at: number): boolean {
  const opening = tokens.enclosing(at);
  const before = tokens.previous(at);
  return (
    !tokens.is(tokens.next(at), '!') &&
    tokens.is(tokens.previous(opening), '!') &&
    !tokens.is(before, ':') &&
    !tokens.is(tokens.next(at), ':')
  );
}

/** `"name"` or `concat!("na", "me")`; undefined for anything else. */
function literalOf(tokens: Tokens, from: number, end: number): string | undefined {
  if (tokens.is(from, 'concat') && tokens.is(tokens.next(from), '!')) {
    const opening = tokens.next(tokens.next(from));
    return literalsOf(tokens, tokens.next(opening), tokens.partner(opening));
  }
  return literalsOf(tokens, from, end);
}

function literalsOf(tokens: Tokens, from: number, end: number): string | undefined {
  let all = '';
  for (let at = from; at < end; at = tokens.next(at)) {
    if (tokens.is(at, ',')) continue;
    const piece = tokens.kind(at) === TokenKind.literal ? /^r?#*"([^"\\]*)"#*$/.exec(tokens.at(at))?.[1] : undefined;
    if (piece === undefined) return undefined;
    all += piece;
  }
  return all === '' ? undefined : all;
}

/** `concat!(env!("OBJTREE"), ...)` */
function isOfBuild(tokens: Tokens, opening: number): boolean {
  const end = tokens.partner(opening);
  for (let at = opening; at < end; at = tokens.next(at)) {
    if (tokens.is(at, 'env') && tokens.at(tokens.next(tokens.next(tokens.next(at)))) === '"OBJTREE"') return true;
  }
  return false;
}

/** `#[path = "name"]`, also within a `cfg_attr`. */
function pathAttributes(path: string, tokens: Tokens): Inclusion[] {
  return [...tokens.allOf('path'), ...tokens.allOf('r#path')].flatMap((at) => {
    const equals = tokens.next(at);
    const name = tokens.is(equals, '=')
      ? literalsOf(tokens, tokens.next(equals), tokens.next(tokens.next(equals)))
      : undefined;
    if (!tokens.is(equals, '=') || !(isInAttribute(tokens, at) || (name !== undefined && isForMacro(tokens, at))))
      return [];
    const modules: string[] = [];
    for (let item = itemAround(tokens, at); item !== undefined; item = item.parent)
      if (item.kind === 'mod') modules.unshift(item.name);
    const [folder, stem] = [folderOf(path), (path.split('/').pop() ?? '').replace(/\.rs$/, '')];
    const bases = modules.length === 0 ? [''] : [modules.join('/'), `${stem}/${modules.join('/')}`];
    const paths =
      name === undefined ? [] : bases.map((base) => pathFrom(folder, base === '' ? name : `${base}/${name}`));
    return [{ offset: tokens.start(at), paths, isBuilt: false }];
  });
}

/** Whether a macro gets `path = "name"`, of which it can make an attribute. */
function isForMacro(tokens: Tokens, index: number): boolean {
  const before = tokens.at(tokens.previous(index));
  const isVariable =
    before === 'let' || before === 'mut' || before === '.' || before === 'const' || before === 'static';
  return !isVariable && tokens.is(tokens.previous(tokens.enclosing(index)), '!');
}

/** `#[$name = ...]` of a macro's body: the name may be `path`. */
function namelessAttributes(tokens: Tokens): Inclusion[] {
  return tokens.allOf('$').flatMap((at) => {
    const name = tokens.next(at);
    const isName =
      tokens.is(tokens.previous(at), '[') && tokens.is(tokens.next(name), '=') && isInAttribute(tokens, at);
    return isName ? [{ offset: tokens.start(at), paths: [], isBuilt: false }] : [];
  });
}

function isInAttribute(tokens: Tokens, index: number): boolean {
  let opening = tokens.enclosing(index);
  while (tokens.is(opening, '(') && tokens.is(tokens.previous(opening), 'cfg_attr'))
    opening = tokens.enclosing(opening);
  return tokens.is(opening, '[') && tokens.is(tokens.previous(opening), '#');
}
