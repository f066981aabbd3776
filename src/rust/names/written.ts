/** What the names of a file mean, as far as the file alone shows: plain data, so that it can come from another thread or a cache. */
import type { Span } from '../../text/lines.ts';
import { TokenKind, type Tokens } from '../lexer.ts';
import { hiddenNames } from './hiding.ts';
import { CRATES, KEYWORDS, NAMES_OF_MODULES } from './keywords.ts';
import { isDeclaration, isTypePosition, mayBeGlobbed } from './positions.ts';
import { type Scope, scopeAt, scopesOf } from './scopes.ts';
import { endOfUse, type Import, isDoubleColon, isUse, nameAt } from './use-trees.ts';

/** A path that is written in code. */
export interface WrittenPath extends Span {
  readonly segments: readonly string[];
  readonly scope: number;
  /** The scope in which a variable or a generic parameter takes its first name away; -1 where none does. */
  readonly hiddenIn: number;
}

/** What a file says of names: its modules and blocks, what they import and declare, and the paths that could be wanted. */
export interface FileNames {
  readonly scopes: readonly Scope[];
  readonly paths: readonly WrittenPath[];
}

/** The wanted paths: of the kernel's bindings, for example `['kernel', 'bindings']`. */
export type Wanted = readonly (readonly string[])[];

/** Reads a file's names: those that cannot mean something wanted are left out. */
export function namesOf(tokens: Tokens, wanted: Wanted): FileNames {
  const scopes = scopesOf(tokens);
  const found = pathsIn(tokens, interestOf(scopes.scopes, wanted));
  const singles = new Set(found.flatMap(({ isSingle, segments }) => (isSingle ? segments : [])));
  const hidden = singles.size === 0 ? undefined : hiddenNames(tokens, (name) => singles.has(name));
  const paths = found.map(({ segments, isSingle, first, start, last }): WrittenPath => {
    const isType = !isSingle || isTypePosition(tokens, start);
    const hiding = hidden?.hidingAt(segments[0] as string, first, isType) ?? -1;
    return {
      segments,
      start: tokens.start(start),
      end: tokens.end(last),
      scope: scopeAt(scopes, first),
      hiddenIn: hiding === -1 ? -1 : scopeAt(scopes, hiding),
    };
  });
  return { scopes: scopes.scopes, paths };
}

/** A path by its tokens: where it starts, its first name, its last. */
interface FoundPath {
  readonly segments: readonly string[];
  readonly isSingle: boolean;
  readonly start: number;
  readonly first: number;
  readonly last: number;
}

function pathsIn(tokens: Tokens, interest: Interest): readonly FoundPath[] {
  const found: FoundPath[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.kind(at) !== TokenKind.word) continue;
    if (isUse(tokens, at)) {
      at = Math.max(at, endOfUse(tokens, at) - 1);
      continue;
    }
    const first = at;
    if (!mayBeginPath(tokens, first)) continue;
    const { segments, last } = readPath(tokens, first);
    at = last;
    const isAbsolute = isDoubleColon(tokens, first - 2) && !endsSegment(tokens, first - 2);
    const isSingle = segments.length === 1 && !isAbsolute && !goesOn(tokens, last);
    if (!isOfInterest(tokens, first, isSingle, interest)) continue;
    if (isAbsolute) found.push({ segments: ['', ...segments], isSingle, start: first - 2, first, last });
    else found.push({ segments, isSingle, start: first, first, last });
  }
  return found;
}

interface Interest {
  /** With what a path to something wanted can begin. */
  readonly firsts: ReadonlySet<string>;
  /** The names of imports that alone can mean something wanted. */
  readonly singles: ReadonlySet<string>;
  /** Whether a glob can bring any name. */
  readonly hasGlob: boolean;
}

function interestOf(scopes: readonly Scope[], wanted: Wanted): Interest {
  const firsts = new Set(['crate', 'self', 'super', ...wanted.flatMap(([first]) => first ?? [])]);
  const singles = new Set<string>();
  const given = namesGiven(scopes);
  let hasGlob = false;
  for (const { imports, fileModules, inlineModules } of scopes) {
    for (const each of imports) {
      const reach = reachOf(each, wanted, given);
      if (reach === 'nowhere') continue;
      if (each.name !== '*') {
        firsts.add(each.name);
        singles.add(each.name);
      } else if (reach === 'anywhere') hasGlob = true;
      else firsts.add(reach.next);
    }
    for (const { name } of fileModules) firsts.add(name);
    for (const { name } of inlineModules) firsts.add(name);
  }
  return { firsts, singles, hasGlob };
}

/** The names that the file gives to something: a crate of such a name may not be what is meant. */
function namesGiven(scopes: readonly Scope[]): ReadonlySet<string> {
  const given = new Set<string>();
  for (const { imports, fileModules, inlineModules } of scopes) {
    for (const { name, path } of imports) if (path.length > 1 || path[0] !== name) given.add(name);
    for (const { name } of fileModules) given.add(name);
    for (const { name } of inlineModules) given.add(name);
  }
  return given;
}

/** Where an import can lead: on the way to a wanted path, of which it leaves the next name to be said; to it or below, or to this crate's own. */
function reachOf(
  { path }: Import,
  wanted: Wanted,
  given: ReadonlySet<string>,
): 'nowhere' | 'anywhere' | { readonly next: string } {
  const own = path[0] === '' ? path.slice(1) : path;
  const first = own[0] ?? '';
  const isForeign = CRATES.has(first) && !given.has(first);
  const target = wanted.find((each) => each.every((segment, at) => own[at] === undefined || own[at] === segment));
  if (target === undefined) return isForeign ? 'nowhere' : 'anywhere';
  const next = target[own.length];
  return next === undefined || !isForeign ? 'anywhere' : { next };
}

function isOfInterest(
  tokens: Tokens,
  first: number,
  isSingle: boolean,
  { firsts, singles, hasGlob }: Interest,
): boolean {
  const name = nameAt(tokens, first);
  if (!isSingle) return firsts.has(name) || (hasGlob && name !== 'Self' && isNoCrate(name));
  return (singles.has(name) || (hasGlob && mayBeGlobbed(tokens, first))) && !isDeclaration(tokens, first);
}

function isNoCrate(name: string): boolean {
  return !CRATES.has(name) || NAMES_OF_MODULES.has(name);
}

/** Whether a word can be a path's first segment: not a field, a method, a later segment, a keyword. */
function mayBeginPath(tokens: Tokens, at: number): boolean {
  if (tokens.is(at - 1, '.') && !tokens.is(at - 2, '.')) return false;
  if (isDoubleColon(tokens, at - 2) && endsSegment(tokens, at - 2)) return false;
  return !KEYWORDS.has(tokens.at(at));
}

/** Whether a `::` continues the path before it. */
function endsSegment(tokens: Tokens, colons: number): boolean {
  const before = colons - 1;
  // `Ring<u8>::new`, but `impl<T> ::kernel::Device for`
  if (tokens.is(before, '>')) return tokens.end(before) === tokens.start(colons);
  return tokens.kind(before) === TokenKind.word && !KEYWORDS.has(tokens.at(before));
}

/** Reads on over `::`; generic arguments end what is read. */
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

/** `bindings::$name`: what a macro puts there is not known, the path up to it is. */
function goesOn(tokens: Tokens, last: number): boolean {
  const colon = tokens.next(last);
  return isDoubleColon(tokens, colon) && GOING_ON.some((mark) => tokens.is(tokens.next(colon + 1), mark));
}

const GOING_ON = ['$', '{', '*'];
