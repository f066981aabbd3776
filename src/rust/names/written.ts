/** What the names of a file mean, as far as the file tells by itself: plain data, so that it can come from another thread or a cache. */
import type { Span } from '../../text/lines.ts';
import { TokenKind, type Tokens } from '../lexer.ts';
import { isNameOf, type Scope, scopeAt, scopesOf } from './scopes.ts';
import { isDoubleColon, nameAt } from './use-trees.ts';
import { KEYWORDS } from './words.ts';

/** A path that is written in code. */
export interface WrittenPath extends Span {
  readonly segments: readonly string[];
  readonly scope: number;
  /** Only where a type can stand: a variable of its first name is not in its way. */
  readonly isType: boolean;
}

/** What a file says of names: its modules and blocks, what they import and declare, and the paths that could be wanted. */
export interface FileNames {
  readonly scopes: readonly Scope[];
  readonly paths: readonly WrittenPath[];
}

/** The wanted paths: of the kernel's bindings, for example `['kernel', 'bindings']`. */
export type Wanted = readonly (readonly string[])[];

/** Reads a file's names. */
export function namesOf(tokens: Tokens, wanted: Wanted): FileNames {
  const scopes = scopesOf(tokens);
  const firsts = interestingFirsts(scopes.scopes, wanted);
  const singles = new Set(
    scopes.scopes.flatMap(({ imports }) =>
      imports.filter((each) => mayReach(each.path, wanted)).map(({ name }) => name),
    ),
  );
  const hasGlob = scopes.scopes.some(({ imports }) =>
    imports.some(({ name, path }) => name === '*' && mayReach(path, wanted)),
  );
  const paths: WrittenPath[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind(at) !== TokenKind.word) continue;
    const first = at;
    // `use<'a>` captures lifetimes
    if (tokens.is(at, 'use') && !tokens.is(at - 1, '.') && !tokens.is(tokens.next(at), '<')) {
      while (at < tokens.count && !tokens.is(at, ';'))
        at = tokens.is(at, '{') && tokens.partner(at) > at ? tokens.partner(at) + 1 : at + 1;
      continue;
    }
    if (!mayBeginPath(tokens, first)) continue;
    const { segments, last } = readPath(tokens, first);
    at = last;
    const name = segments[0] as string;
    const isWanted =
      segments.length === 1 ? singles.has(name) || (hasGlob && mayBeGlobbed(tokens, first)) : firsts.has(name);
    if (!isWanted || (segments.length === 1 && isDeclaration(tokens, first))) continue;
    const isAbsolute = isDoubleColon(tokens, first - 2) && !isSegmentEnd(tokens, first - 3);
    paths.push({
      segments: isAbsolute ? ['', ...segments] : segments,
      start: tokens.start(isAbsolute ? first - 2 : first),
      end: tokens.end(last),
      scope: scopeAt(scopes, first),
      isType: isTypePosition(tokens, isAbsolute ? first - 2 : first),
    });
  }
  return { scopes: scopes.scopes, paths };
}

/** With what a path can begin that comes to mean something wanted. */
function interestingFirsts(scopes: readonly Scope[], wanted: Wanted): ReadonlySet<string> {
  const firsts = new Set(['crate', 'self', 'super', ...wanted.flatMap(([first]) => first ?? [])]);
  for (const { imports, fileModules, inlineModules } of scopes) {
    for (const { path, name } of imports) if (mayReach(path, wanted)) firsts.add(name);
    for (const { name } of fileModules) firsts.add(name);
    for (const name of Object.keys(inlineModules)) firsts.add(name);
  }
  return firsts;
}

/** Whether an import can have to do with a wanted path: it lies on the way there or below, or its meaning is this crate's. */
function mayReach(path: readonly string[], wanted: Wanted): boolean {
  const own = path[0] === '' ? path.slice(1) : path;
  const isOn = wanted.some((each) => each.every((segment, at) => own[at] === undefined || own[at] === segment));
  return isOn || !FOREIGN.has(own[0] ?? '');
}

/** Crates in which nothing wanted is re-exported. */
const FOREIGN: ReadonlySet<string> = new Set(['kernel', 'core', 'alloc', 'std', 'pin_init', 'macros', 'uapi']);

/** Whether a word can be a path's first segment: not a field, a method, a later segment, a keyword. */
function mayBeginPath(tokens: Tokens, at: number): boolean {
  if (tokens.is(at - 1, '.') && !tokens.is(at - 2, '.')) return false;
  if (isDoubleColon(tokens, at - 2) && isSegmentEnd(tokens, at - 3)) return false;
  return !KEYWORDS.has(tokens.at(at));
}

/** Whether what stands before a `::` is a path that goes on. */
function isSegmentEnd(tokens: Tokens, before: number): boolean {
  if (tokens.is(before, '>')) return !tokens.is(before - 1, '-') && !tokens.is(before - 1, '=');
  return tokens.kind(before) === TokenKind.word && !KEYWORDS.has(tokens.at(before));
}

/** Reads on over `::` and turbofishes. */
function readPath(tokens: Tokens, first: number): { readonly segments: string[]; readonly last: number } {
  const segments = [nameAt(tokens, first)];
  let last = first;
  for (;;) {
    const colon = tokens.next(last);
    if (!isDoubleColon(tokens, colon)) return { segments, last };
    const next = tokens.next(colon + 1);
    if (tokens.kind(next) !== TokenKind.word) return { segments, last };
    segments.push(nameAt(tokens, next));
    last = next;
  }
}

/** Whether a word alone is declared, or names a field, a label or an argument. */
function isDeclaration(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  if (isNameOf(tokens, at) || tokens.is(tokens.next(at), '!')) return !tokens.is(tokens.next(tokens.next(at)), '=');
  return DECLARING.some((word) => tokens.is(before, word));
}

const DECLARING = ['fn', 'struct', 'enum', 'union', 'trait', 'type', 'mod', 'let', 'static'];

/** Names that a glob of C's names can have brought. */
function mayBeGlobbed(tokens: Tokens, at: number): boolean {
  return tokens.is(tokens.next(at), '(') || isTypePosition(tokens, at) || /^[A-Z][A-Z0-9_]+$/.test(tokens.at(at));
}

/** Behind `*mut`, `*const`, `:`, `->`, `<` or `as` stands a type. */
function isTypePosition(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  if (tokens.is(before, 'mut') || tokens.is(before, 'const')) return tokens.is(tokens.previous(before), '*');
  if (tokens.is(before, ':')) return !tokens.is(before - 1, ':');
  if (tokens.is(before, '>')) return tokens.is(before - 1, '-');
  return tokens.is(before, '<') || tokens.is(before, 'as');
}
