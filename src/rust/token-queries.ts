/** Words in code, by name: calls of functions and macros, and the items around them. */
import type { Item } from './items.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { itemFrom } from './macros.ts';
import type { Site } from './site.ts';

/** Items nest no deeper than this; what is deeper belongs to the last of them. */
const DEEPEST = 64;

interface Around {
  readonly item: Item | undefined;
  readonly depth: number;
}

const NOTHING: Around = { item: undefined, depth: 0 };
const READ = new WeakMap<Tokens, Map<number, Around>>();

/**
 * The item around a token, in code and in macros; undefined at the top of a file. Each bracket is visited once, however
 * many tokens it holds.
 */
export function itemAround(tokens: Tokens, token: number): Item | undefined {
  const known = READ.get(tokens) ?? new Map<number, Around>();
  READ.set(tokens, known);
  const open: number[] = [];
  let at = tokens.enclosing(token);
  for (; at !== -1 && !known.has(at); at = tokens.enclosing(at)) open.push(at);
  let around = known.get(at) ?? NOTHING;
  for (let bracket = open.pop(); bracket !== undefined; bracket = open.pop()) {
    const inner =
      tokens.is(bracket, '{') && around.depth < DEEPEST ? itemFrom(tokens, bracket, around.item) : undefined;
    if (inner !== undefined) around = { item: inner, depth: around.depth + 1 };
    known.set(bracket, around);
  }
  return around.item;
}

/** What can precede a name in an import. */
const IN_IMPORTS = [':', '{', ',', 'use'];

/** Names by which a file can call what has one of these names: themselves, and what `use ... as ...` makes of them. */
export function localNames(tokens: Tokens, names: readonly string[]): readonly string[] {
  const aliases = names.flatMap((name) =>
    tokens.allOf(name).flatMap((at) => {
      const before = tokens.previous(at);
      const isPath = IN_IMPORTS.some((mark) => tokens.is(before, mark));
      const as = tokens.next(at);
      const alias = tokens.at(tokens.next(as));
      return isPath && tokens.is(as, 'as') && alias !== '_' ? [alias] : [];
    }),
  );
  return [...new Set([...names, ...aliases])];
}

/** The trait that an impl is of, by the last word of its path; undefined where that is generic, or of an impl of no trait. */
export function implementedTrait({ item }: Site): string | undefined {
  return /^impl (?:[^<]*::)?(?:r#)?(\w+)\s*for\b/.exec(item?.name ?? '')?.[1];
}

/** Where one of the macros is called: the tokens of their names. */
export function macroCalls(tokens: Tokens, names: readonly string[]): readonly number[] {
  return names.flatMap((name) => tokens.allOf(name).filter((at) => isMacroCall(tokens, at))).sort((a, b) => a - b);
}

/** A `!` and a bracket behind it: `asm != 1` is none, `asm!($($t)*)` is. */
function isMacroCall(tokens: Tokens, at: number): boolean {
  const mark = tokens.next(at);
  const bracket = tokens.next(mark);
  return tokens.is(mark, '!') && (tokens.is(bracket, '(') || tokens.is(bracket, '[') || tokens.is(bracket, '{'));
}

/**
 * Where one of the functions is called, by whatever path, or handed on by its path (`map(mem::transmute)`); methods and
 * associated functions of the same name are none of them.
 */
export function functionUses(tokens: Tokens, names: readonly string[]): readonly number[] {
  return names
    .flatMap((name) => {
      const words = tokens.allOf(name);
      const isOwn = words.some((at) => isFreeFunction(tokens, at));
      return words.filter((at) => isFunctionUse(tokens, at, isOwn));
    })
    .sort((a, b) => a - b);
}

/** Whether a word is the name of a function that is declared here, outside of impls and traits. */
function isFreeFunction(tokens: Tokens, at: number): boolean {
  if (!tokens.is(tokens.previous(at), 'fn')) return false;
  const kind = itemAround(tokens, at)?.kind;
  return kind !== 'impl' && kind !== 'trait';
}

/** @param isOwn whether the name alone means a function of this file */
function isFunctionUse(tokens: Tokens, at: number, isOwn: boolean): boolean {
  const before = tokens.previous(at);
  if (tokens.is(before, '.') || tokens.is(before, 'fn')) return false;
  const next = tokens.next(at);
  const isPathOn = tokens.is(next, ':') && tokens.is(next + 1, ':');
  const isQualified = tokens.is(before, ':') && tokens.is(before - 1, ':');
  const holder = isQualified ? tokens.previous(before - 1) : -1;
  // a type in front makes it the type's own
  if (tokens.is(holder, '>') || /^\p{Lu}/u.test(tokens.at(holder)) || (isOwn && !isQualified)) return false;
  if (tokens.is(next, '(') || (isPathOn && tokens.is(tokens.next(next + 1), '<'))) return true;
  const isHandedOn = tokens.is(next, ')') || tokens.is(next, ',') || tokens.is(next, ';');
  return isQualified && isHandedOn && tokens.kind(holder) === TokenKind.word && !isImported(tokens, at);
}

/** A path in an import goes back to the `use` through names, `::`, `{` and `,` alone. */
function isImported(tokens: Tokens, at: number): boolean {
  let opening = tokens.enclosing(at);
  let first = at;
  for (let depth = 0; depth < DEEPEST; depth += 1) {
    let before = tokens.previous(first);
    while (tokens.is(before, ':') || (tokens.kind(before) === TokenKind.word && !tokens.is(before, 'use'))) {
      first = before;
      before = tokens.previous(before);
    }
    if (tokens.is(before, 'use')) return true;
    if (!tokens.is(opening, '{') || !tokens.is(tokens.previous(opening), ':')) return false;
    first = opening;
    opening = tokens.enclosing(opening);
  }
  return false;
}
