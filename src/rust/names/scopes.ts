/** The scopes of a file: its modules and blocks, with what they import and declare. One pass over the tokens. */
import { TokenKind, type Tokens } from '../lexer.ts';
import { type Import, isMarkedPublic, nameAt, readUse } from './use-trees.ts';
import { KEYWORDS } from './words.ts';

/** Plain data. */
export interface Scope {
  /** Index of the scope around it; -1 of the file's root. */
  readonly parent: number;
  readonly isModule: boolean;
  /** The inline modules from the file's root to here. */
  readonly within: readonly string[];
  readonly imports: Import[];
  /** Functions, types, constants and so on, by name. */
  readonly items: string[];
  /** Variables and parameters: in the way of values of that name, not of types. */
  readonly variables: string[];
  /** `mod name;` */
  readonly fileModules: FileModule[];
  /** `mod name { ... }`, with the scope that it is. */
  readonly inlineModules: Record<string, number>;
}

export interface FileModule {
  readonly name: string;
  readonly path: string | null;
  readonly isPublic: boolean;
}

/** The tokens of a scope. */
export interface Stretch {
  readonly first: number;
  readonly behind: number;
}

export interface Scopes {
  readonly scopes: readonly Scope[];
  /** One for each scope, in the order of their first tokens. */
  readonly stretches: readonly Stretch[];
}

const ITEM_WORDS: ReadonlySet<string> = new Set(['fn', 'struct', 'enum', 'union', 'trait', 'type', 'const', 'static']);

/** More scopes, and inline modules deeper than this, are read as part of those around them. No file of a kernel has a tenth. */
const MOST_SCOPES = 50_000;
const DEEPEST = 32;
/** A pattern of more tokens declares nothing here. */
const LONGEST_PATTERN = 64;

/** The scopes of a file; read once, whatever is asked of them. */
export function scopesOf(tokens: Tokens): Scopes {
  const known = READ.get(tokens) ?? readScopes(tokens);
  READ.set(tokens, known);
  return known;
}

const READ = new WeakMap<Tokens, Scopes>();

function readScopes(tokens: Tokens): Scopes {
  const scopes: Scope[] = [newScope(-1, true, [])];
  const stretches: Stretch[] = [{ first: 0, behind: tokens.count }];
  const open: { readonly closing: number; readonly scope: number }[] = [];
  let scope = 0;
  let parameters: string[] = [];
  const enter = (opening: number, inner: Scope): void => {
    const closing = tokens.partner(opening);
    if (closing === -1 || scopes.length >= MOST_SCOPES) return;
    open.push({ closing, scope });
    scope = scopes.push(inner) - 1;
    stretches.push({ first: opening, behind: closing });
  };
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind(at);
    if (kind === TokenKind.mark) {
      if (open.at(-1)?.closing === at) scope = open.pop()?.scope ?? 0;
      else if (tokens.is(at, '{')) {
        enter(at, newScope(scope, false, (scopes[scope] as Scope).within));
        (scopes[scope] as Scope).variables.push(...parameters);
        parameters = [];
      } else if (tokens.is(at, ';')) parameters = [];
      continue;
    }
    if (kind !== TokenKind.word) continue;
    const here = scopes[scope] as Scope;
    const next = tokens.next(at);
    if (tokens.is(at, 'use')) {
      if (tokens.is(next, '<') || isSegment(tokens, at)) continue;
      const { imports, behind } = readUse(tokens, at);
      here.imports.push(...imports);
      at = Math.max(at, behind - 1);
    } else if (tokens.is(at, 'extern') && tokens.is(next, 'crate')) here.imports.push(...externCrate(tokens, next));
    else if (tokens.is(at, 'mod') && tokens.kind(next) === TokenKind.word) {
      const name = nameAt(tokens, next);
      const body = tokens.next(next);
      if (tokens.is(body, ';'))
        here.fileModules.push({ name, path: pathAttribute(tokens, at), isPublic: isMarkedPublic(tokens, at) });
      else if (tokens.is(body, '{') && here.within.length < DEEPEST) {
        here.inlineModules[name] = scopes.length;
        enter(body, newScope(scope, true, [...here.within, name]));
        at = body;
      }
    } else if (tokens.is(at, 'let')) here.variables.push(...wordsOfPattern(tokens, next));
    else if (tokens.end(at) - tokens.start(at) <= 6 && ITEM_WORDS.has(tokens.at(at))) {
      // `*const Ring` is a type, and `&raw const ring` an expression
      if (tokens.kind(next) !== TokenKind.word || KEYWORDS.has(tokens.at(next)) || isPointer(tokens, at)) continue;
      here.items.push(nameAt(tokens, next));
      if (tokens.is(at, 'fn')) parameters = parametersOf(tokens, next);
    }
  }
  return { scopes, stretches };
}

function isPointer(tokens: Tokens, word: number): boolean {
  const before = tokens.previous(word);
  return tokens.is(before, '*') || (tokens.is(before, 'raw') && tokens.is(tokens.previous(before), '&'));
}

function newScope(parent: number, isModule: boolean, within: readonly string[]): Scope {
  return {
    parent,
    isModule,
    within,
    imports: [],
    items: [],
    variables: [],
    fileModules: [],
    inlineModules: Object.create(null) as Record<string, number>,
  };
}

/** Whether a word is part of a path or a field, not a keyword. */
function isSegment(tokens: Tokens, at: number): boolean {
  return tokens.is(at - 1, '.') || tokens.is(at - 1, '$') || tokens.is(at - 1, '#');
}

/** `extern crate kernel as k;` */
function externCrate(tokens: Tokens, crate: number): Import[] {
  const at = tokens.next(crate);
  if (tokens.kind(at) !== TokenKind.word) return [];
  const alias = tokens.is(tokens.next(at), 'as') ? tokens.next(tokens.next(at)) : at;
  const path = tokens.is(at, 'self') ? ['crate'] : ['', nameAt(tokens, at)];
  const place = { start: tokens.start(at), end: tokens.end(at) };
  return [{ path, name: nameAt(tokens, alias), ...place, isPublic: false }];
}

/** The value of `#[path = "..."]` among the attributes in front of an item. */
function pathAttribute(tokens: Tokens, item: number): string | null {
  let at = tokens.previous(item);
  if (tokens.is(at, ')')) at = tokens.previous(Math.max(tokens.partner(at), 0));
  if (tokens.is(at, 'pub')) at = tokens.previous(at);
  while (tokens.is(at, ']') && tokens.partner(at) !== -1) {
    const opening = tokens.partner(at);
    const name = tokens.next(opening);
    const value = tokens.next(tokens.next(name));
    if (tokens.is(name, 'path') && tokens.is(tokens.next(name), '=')) return tokens.at(value).replace(/^"|"$/g, '');
    at = tokens.previous(tokens.previous(opening));
  }
  return null;
}

/** The names in front of a parameter's colon. */
function parametersOf(tokens: Tokens, name: number): string[] {
  let at = tokens.next(name);
  // generics hold no parentheses but those of bounds
  for (let steps = 0; !tokens.is(at, '(') && steps < LONGEST_PATTERN; steps += 1) {
    if (at >= tokens.count || tokens.is(at, '{') || tokens.is(at, ';')) return [];
    at = tokens.next(at);
  }
  const closing = tokens.partner(at);
  const found: string[] = [];
  for (let token = tokens.next(at); token < closing; token = tokens.next(token)) {
    if (isNameOf(tokens, token)) found.push(nameAt(tokens, token));
  }
  return found;
}

/** Whether a word is followed by one colon, as a parameter or a field is. */
export function isNameOf(tokens: Tokens, at: number): boolean {
  const next = tokens.next(at);
  return tokens.kind(at) === TokenKind.word && tokens.is(next, ':') && !tokens.is(next + 1, ':');
}

/** The words of a pattern up to its `:`, `=` or `;` that can be variables. */
function wordsOfPattern(tokens: Tokens, from: number): string[] {
  const found: string[] = [];
  for (let at = from, steps = 0; at < tokens.count && steps < LONGEST_PATTERN; at = tokens.next(at), steps += 1) {
    if (tokens.is(at, '=') || tokens.is(at, ';') || tokens.is(at, '{')) break;
    if (tokens.is(at, ':') && !tokens.is(at + 1, ':') && !tokens.is(at - 1, ':')) break;
    if (tokens.kind(at) !== TokenKind.word || KEYWORDS.has(tokens.at(at))) continue;
    // a path or a constructor is no variable
    if (!tokens.is(tokens.next(at), ':') && !tokens.is(tokens.next(at), '(') && !tokens.is(at - 1, ':'))
      found.push(nameAt(tokens, at));
  }
  return found;
}

/** The innermost scope around a token. */
export function scopeAt({ scopes, stretches }: Scopes, token: number): number {
  let low = 0;
  let high = stretches.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((stretches[middle] as Stretch).first <= token) low = middle;
    else high = middle;
  }
  // the last one that begins before the token may have ended: then one around it holds the token
  let scope = low;
  while (scope > 0 && token >= (stretches[scope] as Stretch).behind) scope = (scopes[scope] as Scope).parent;
  return scope;
}
