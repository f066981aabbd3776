/** The names by which drivers know the items of rust/kernel: a file's module, and the `pub use` that make a name shorter. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';
import type { Outline } from './outline.ts';
import { modulesAround } from './places.ts';

/** A leaf of a `use` tree: `pub use self::file::{File, LocalFile};` gives two. Plain data. */
export interface Import {
  /** Inline modules around the `use`. */
  readonly within: readonly string[];
  /** The path as written; `*` at its end for a glob. */
  readonly target: readonly string[];
  readonly name: string;
  readonly isPublic: boolean;
}

/** `rust/kernel/sync/lock/spinlock.rs` -> `['kernel', 'sync', 'lock', 'spinlock']` */
export function moduleOfFile(path: string): readonly string[] {
  const parts = path.replace(/^.*?rust\/kernel\//, '').replace(/(?:(?:^|\/)(?:mod|lib))?\.rs$/, '');
  return ['kernel', ...parts.split('/').filter((part) => part !== '')];
}

/** Modules that other crates cannot name, with their paths inside of the file's module: `mod entry;`, `mod common { ... }`. */
export function hiddenModulesIn(outlines: readonly Outline[]): readonly (readonly string[])[] {
  return outlines
    .filter((each) => each.kind === 'mod' && each.visibility !== 'public' && !each.isTest)
    .map((each) => modulesAround(each));
}

/** Use trees nest no deeper than this. */
const DEEPEST = 16;

/** The imports of a file, those in functions left out. */
export function importsIn(tokens: Tokens, withinAt: (token: number) => readonly string[]): readonly Import[] {
  const found: Import[] = [];
  for (const use of tokens.allOf('use')) {
    const before = tokens.previous(use);
    readTree(
      tokens,
      tokens.next(use),
      { path: [], within: withinAt(use), isPublic: tokens.is(before, 'pub'), depth: 0 },
      found,
    );
  }
  return found;
}

interface Branch {
  readonly path: readonly string[];
  readonly within: readonly string[];
  readonly isPublic: boolean;
  readonly depth: number;
}

/** Reads one use tree; gives the token behind it. */
function readTree(tokens: Tokens, from: number, branch: Branch, found: Import[]): number {
  const { within, isPublic, depth } = branch;
  const path = [...branch.path];
  let at = from;
  for (; at < tokens.count && path.length < DEEPEST; at = tokens.next(at)) {
    if (tokens.is(at, ':')) continue;
    if (tokens.is(at, '{')) {
      const closing = tokens.partner(at);
      if (closing === -1 || depth === DEEPEST) return tokens.count;
      let inner = tokens.next(at);
      while (inner < closing) {
        inner = readTree(tokens, inner, { ...branch, path, depth: depth + 1 }, found);
        if (tokens.is(inner, ',')) inner = tokens.next(inner);
        else if (inner < closing) return tokens.count;
      }
      return tokens.next(closing);
    }
    if (tokens.is(at, '*')) path.push('*');
    else if (tokens.is(at, 'as')) {
      const name = tokens.next(at);
      found.push({ within, target: path, name: tokens.at(name), isPublic });
      return tokens.next(name);
    } else if (tokens.kind(at) === TokenKind.word) path.push(tokens.at(at));
    else break;
  }
  const target = path.at(-1) === 'self' ? path.slice(0, -1) : path;
  const name = target.at(-1);
  if (name !== undefined) found.push({ within, target, name, isPublic });
  return at;
}

export interface PublicName {
  readonly name: string;
  /** False where drivers can name only the module around the item. */
  readonly isReachable: boolean;
}

/** From an item's full path to the one that drivers write. */
export class PublicNames {
  /** By full path: the shorter one. */
  readonly #items = new Map<string, string>();
  /** By module: the outer module that re-exports all of it. */
  readonly #globs = new Map<string, string>();
  readonly #hidden = new Set<string>();

  add(module: readonly string[], imports: readonly Import[], hidden: readonly (readonly string[])[]): void {
    for (const path of hidden) this.#hidden.add([...module, ...path].join('::'));
    for (const { within, target, name } of imports) {
      const here = [...module, ...within];
      const full = absolute(target, here);
      if (full === undefined) continue;
      // the prelude and the like give names that say less: only outer modules of the item's own count
      if (full.at(-1) === '*') {
        const from = full.slice(0, -1);
        if (isOuter(here, from)) this.#globs.set(from.join('::'), here.join('::'));
      } else if (isOuter(here, full.slice(0, -1))) this.#items.set(full.join('::'), [...here, name].join('::'));
    }
  }

  /**
   * The name that an outer module of the item's own gives it, or the last module that can be named at all.
   * @param item a type, trait or free function; empty for the module itself
   */
  of(module: string, item: string): PublicName {
    let path = `${module}::${item}`;
    for (let steps = 0; steps < 8; steps += 1) {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf('::')));
      const glob = this.#globs.get(parent);
      const shorter = this.#items.get(path) ?? (glob === undefined ? undefined : glob + path.slice(parent.length));
      if (shorter === undefined) break;
      path = shorter;
    }
    for (let end = path.indexOf('::'); end !== -1; end = path.indexOf('::', end + 2)) {
      if (this.#hidden.has(path.slice(0, end)))
        return { name: path.slice(0, path.lastIndexOf('::', end - 1)), isReachable: false };
    }
    return { name: item === '' ? path.replace(/::$/, '') : path, isReachable: true };
  }
}

function isOuter(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.length < inner.length && outer.every((part, index) => inner[index] === part);
}

/** A path as seen from a module; undefined where it leads out of the crate. */
export function absolute(target: readonly string[], here: readonly string[]): readonly string[] | undefined {
  const [first, ...rest] = target;
  if (first === undefined) return undefined;
  if (first === 'crate' || first === 'kernel') return ['kernel', ...rest];
  if (first === 'self') return [...here, ...rest];
  let from = here;
  let parts = target;
  while (parts[0] === 'super') {
    from = from.slice(0, -1);
    parts = parts.slice(1);
  }
  return from.length === 0 ? undefined : [...from, ...parts];
}
