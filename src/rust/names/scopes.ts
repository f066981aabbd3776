/** The scopes of a file: its modules and blocks, with what they import and declare. One pass over the tokens. */
import { TokenKind, type Tokens } from '../lexer.ts';
import { KEYWORDS } from './keywords.ts';
import { type Import, isMarkedPublic, isUse, nameAt, readUse } from './use-trees.ts';

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
  /** `mod name;` */
  readonly fileModules: FileModule[];
  /** `mod name { ... }`: several of one name where conditions of compilation choose among them. */
  readonly inlineModules: InlineModule[];
}

export interface FileModule {
  readonly name: string;
  readonly path: string | null;
  readonly isPublic: boolean;
}

export interface InlineModule {
  readonly name: string;
  /** Index of the scope that it is. */
  readonly scope: number;
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

const ITEM_WORDS: ReadonlySet<string> = new Set([
  ...['fn', 'struct', 'enum', 'union', 'trait', 'type', 'const', 'static', 'impl', 'mod', 'extern'],
]);
const LONGEST_ITEM_WORD = 6;
/** `*const Ring`, `&raw const ring`, `<T, const N: usize>` */
const NOT_BEFORE_ITEMS = ['*', 'raw', '<', ','];

/** More scopes, blocks and inline modules deeper than this, are read as part of those around them. No file of a kernel has a tenth. */
const MOST_SCOPES = 50_000;
const DEEPEST_BLOCK = 250;
const DEEPEST_MODULE = 32;

/** The scopes of a file; read once, whatever is asked of them. */
export function scopesOf(tokens: Tokens): Scopes {
  const known = READ.get(tokens) ?? readScopes(tokens);
  READ.set(tokens, known);
  return known;
}

const READ = new WeakMap<Tokens, Scopes>();

/**
 * What braces do to the names declared in them: those of `impl` and `trait` do not enter the scope, those of an
 * `extern` block are names of the scope around, and a macro's argument can end up around it.
 */
type Body = 'block' | 'associated' | 'foreign' | 'macro';

interface Open {
  readonly closing: number;
  readonly scope: number;
  readonly body: Body;
  /** The scope that imports and modules in it belong to. */
  readonly home: number;
}

function readScopes(tokens: Tokens): Scopes {
  const scopes: Scope[] = [newScope(-1, true, [])];
  const stretches: Stretch[] = [{ first: 0, behind: tokens.count }];
  const open: Open[] = [];
  let now: Open = { closing: -1, scope: 0, body: 'block', home: 0 };
  let coming: Body = 'block';
  const enter = (opening: number, body: Body, module?: string): void => {
    const closing = tokens.partner(opening);
    if (closing === -1 || scopes.length >= MOST_SCOPES || open.length >= DEEPEST_BLOCK) return;
    const { within } = scopes[now.scope] as Scope;
    open.push(now);
    const scope = scopes.push(
      newScope(now.scope, module !== undefined, module === undefined ? within : [...within, module]),
    );
    now = { closing, scope: scope - 1, body, home: body === 'macro' ? now.home : scope - 1 };
    stretches.push({ first: opening, behind: closing });
  };
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind(at);
    if (kind === TokenKind.mark) {
      if (now.closing === at) now = open.pop() as Open;
      else if (tokens.is(at, '{')) {
        enter(at, isOfMacro(tokens, at, now.body) ? 'macro' : coming);
        coming = 'block';
      } else if (coming !== 'block' && tokens.is(at, ';') && !tokens.is(tokens.enclosing(at), '[')) coming = 'block';
      continue;
    }
    if (kind !== TokenKind.word) continue;
    if (isUse(tokens, at)) {
      const { imports, behind } = readUse(tokens, at);
      for (const each of imports) (scopes[now.home] as Scope).imports.push(each);
      at = Math.max(at, behind - 1);
      continue;
    }
    if (tokens.end(at) - tokens.start(at) > LONGEST_ITEM_WORD || !ITEM_WORDS.has(tokens.at(at))) continue;
    const next = tokens.next(at);
    const home = scopes[now.home] as Scope;
    if (tokens.is(at, 'impl')) {
      if (isItemStart(tokens, at)) coming = 'associated';
    } else if (tokens.is(at, 'extern')) {
      if (tokens.is(next, 'crate')) home.imports.push(...externCrate(tokens, next));
      else if (tokens.is(next, '{') || tokens.is(tokens.next(next), '{')) coming = 'foreign';
    } else if (tokens.kind(next) !== TokenKind.word || KEYWORDS.has(tokens.at(next))) continue;
    else if (tokens.is(at, 'mod')) {
      const name = nameAt(tokens, next);
      const body = tokens.next(next);
      if (tokens.is(body, ';'))
        home.fileModules.push({ name, path: pathAttribute(tokens, at), isPublic: isMarkedPublic(tokens, at) });
      else if (tokens.is(body, '{') && home.within.length < DEEPEST_MODULE) {
        const inner = scopes.length;
        enter(body, 'block', name);
        if (scopes.length > inner) home.inlineModules.push({ name, scope: inner });
        at = body;
      }
    } else if (!NOT_BEFORE_ITEMS.some((word) => tokens.is(tokens.previous(at), word))) {
      if (tokens.is(at, 'trait')) coming = 'associated';
      if (now.body === 'foreign')
        (scopes[(scopes[now.scope] as Scope).parent] as Scope).items.push(nameAt(tokens, next));
      else if (now.body !== 'associated') (scopes[now.scope] as Scope).items.push(nameAt(tokens, next));
    }
  }
  return { scopes, stretches };
}

function newScope(parent: number, isModule: boolean, within: readonly string[]): Scope {
  return { parent, isModule, within, imports: [], items: [], fileModules: [], inlineModules: [] };
}

/** `name! {`, `macro_rules! name {`, and in those what follows `=>`, a condition or `else`. */
function isOfMacro(tokens: Tokens, brace: number, around: Body): boolean {
  const before = tokens.previous(brace);
  if (tokens.is(before, '!')) return true;
  if (tokens.is(before, '>') || tokens.is(before, ']') || tokens.is(before, 'else')) return around === 'macro';
  return tokens.kind(before) === TokenKind.word && tokens.is(tokens.previous(before), '!');
}

/** Whether an `impl` begins an item: in types it follows marks. */
function isItemStart(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  if (tokens.kind(before) !== TokenKind.mark) return true;
  return tokens.is(before, '}') || tokens.is(before, '{') || tokens.is(before, ';') || tokens.is(before, ']');
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
