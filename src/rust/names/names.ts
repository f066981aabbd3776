/** From written paths to what they mean: name resolution of modules and imports (The Rust Reference, "Names", "Paths"). */
import type { Span } from '../../text/lines.ts';
import type { Scope } from './scopes.ts';
import type { Import } from './use-trees.ts';
import { CRATES } from './words.ts';
import { type FileNames, namesOf, type Wanted, type WrittenPath } from './written.ts';

export { type FileNames, namesOf, type Wanted };

/** What a path is written for. */
export type Role = 'use' | 'import' | 'glob' | 'reexport';

/** A path that means something at or below a wanted path. */
export interface Reference {
  /** Without generics: `['kernel', 'bindings', 'clk_get']`. */
  readonly path: readonly string[];
  /** The path as it is written; of an import the leaf of its tree. */
  readonly span: Span;
  readonly role: Role;
  /** False where a file that is not at hand could give it another meaning. */
  readonly isCertain: boolean;
  /** A glob import brings the name, if there is such a name at all. */
  readonly isGlobbed: boolean;
}

/** Other files of the same crate, as far as they are at hand. */
export interface CrateNames {
  /** The module that the file is: `['crate', 'node']`. */
  readonly own: readonly string[];
  /** The names of the file that a module of the crate is. */
  readonly fileOf: (module: readonly string[]) => FileNames | undefined;
}

/** What a file's paths refer to, in the order in which they stand; only those at or below a wanted path. */
export function referencesIn(names: FileNames, wanted: Wanted, crate?: CrateNames): readonly Reference[] {
  const file: File = { names, module: crate?.own, crate, wanted };
  const found: Reference[] = [];
  const add = (span: Span, role: Role, meaning: Meaning | undefined): void => {
    if (meaning?.kind !== 'path' || !isWanted(meaning.path, wanted)) return;
    const { path, isCertain, isGlobbed } = meaning;
    found.push({ path, span: { start: span.start, end: span.end }, role, isCertain, isGlobbed });
  };
  for (const [scope, { imports }] of names.scopes.entries()) {
    for (const each of imports) add(each, roleOf(each), new Lookup().follow(file, scope, each));
  }
  for (const path of names.paths) add(path, 'use', meaningOf(file, path));
  return found.sort((a, b) => a.span.start - b.span.start);
}

function roleOf({ name, isPublic }: Import): Role {
  if (name === '*') return 'glob';
  return isPublic ? 'reexport' : 'import';
}

function isWanted(path: readonly string[], wanted: Wanted): boolean {
  return wanted.some((each) => each.every((segment, at) => path[at] === segment));
}

/** A file in its crate. */
interface File {
  readonly names: FileNames;
  /** Undefined where the crate is not at hand. */
  readonly module: readonly string[] | undefined;
  readonly crate: CrateNames | undefined;
  readonly wanted: Wanted;
}

type Meaning =
  | {
      readonly kind: 'path';
      readonly path: readonly string[];
      readonly isCertain: boolean;
      readonly isGlobbed: boolean;
    }
  | { readonly kind: 'module'; readonly file: File; readonly scope: number };

/** One lookup: imports that lead to one another in a circle, or in ever more ways, end it. */
class Lookup {
  #left = 200;
  readonly #open = new Set<Import>();

  /** What an import means; undefined for one that is being looked up already. */
  follow(file: File, scope: number, each: Import): Meaning | undefined {
    this.#left -= 1;
    if (this.#left < 0 || this.#open.has(each)) return undefined;
    this.#open.add(each);
    const meaning = meaningOfPath(file, scope, each.path, this, false);
    this.#open.delete(each);
    return meaning;
  }

  /** Whether an import is being looked up: it cannot explain itself. */
  isOpen(each: Import): boolean {
    return this.#open.has(each);
  }
}

function absolute(path: readonly string[], isCertain = true): Meaning {
  return { kind: 'path', path, isCertain, isGlobbed: false };
}

/** A path in code: its first name is looked up in the scopes around it. */
function meaningOf(file: File, { segments, scope, isType }: WrittenPath): Meaning | undefined {
  const isValue = segments.length === 1 && !isType;
  return meaningOfPath(file, scope, segments, new Lookup(), isValue);
}

function meaningOfPath(
  file: File,
  scope: number,
  segments: readonly string[],
  lookup: Lookup,
  isValue: boolean,
): Meaning | undefined {
  const [first = '', ...rest] = segments;
  switch (first) {
    case '':
      return rest.length === 0 ? undefined : absolute(rest);
    case 'crate':
      return inCrate(file, rest, lookup);
    case 'self':
      return below({ kind: 'module', file, scope: moduleAround(file, scope) }, rest, lookup);
    case 'super':
      return below(parentOf(file, moduleAround(file, scope)), rest, lookup);
    default:
      return below(lexical(file, scope, first, lookup, isValue), rest, lookup);
  }
}

/** Without the crate a file can be its root: then what it says itself holds. Else the path stays as it is. */
function inCrate(file: File, rest: readonly string[], lookup: Lookup): Meaning | undefined {
  if (file.crate !== undefined) return below(moduleOfCrate(file, ['crate']), rest, lookup);
  const asRoot = below({ kind: 'module', file, scope: 0 }, rest, lookup);
  return asRoot?.kind === 'path' && isWanted(asRoot.path, file.wanted) ? asRoot : absolute(['crate', ...rest]);
}

function moduleOfCrate(file: File, module: readonly string[]): Meaning | undefined {
  const names = file.crate?.fileOf(module);
  if (names !== undefined) return { kind: 'module', file: { ...file, names, module }, scope: 0 };
  return undefined;
}

function scopeOf({ names }: File, scope: number): Scope {
  return names.scopes[scope] as Scope;
}

function moduleAround(file: File, scope: number): number {
  let at = scope;
  while (!scopeOf(file, at).isModule) at = scopeOf(file, at).parent;
  return at;
}

function parentOf(file: File, module: number): Meaning | undefined {
  const { parent } = scopeOf(file, module);
  if (parent !== -1) return { kind: 'module', file, scope: moduleAround(file, parent) };
  return file.module === undefined || file.module.length < 2 ? undefined : holderOf(file, file.module.slice(0, -1));
}

/** A module by its path: a file of its own, or an inline module of the one above. */
function holderOf(file: File, module: readonly string[]): Meaning | undefined {
  const own = moduleOfCrate(file, module);
  if (own !== undefined || module.length < 2) return own;
  const above = holderOf(file, module.slice(0, -1));
  if (above?.kind !== 'module') return undefined;
  const inner = scopeOf(above.file, above.scope).inlineModules[module.at(-1) as string];
  return inner === undefined ? undefined : { ...above, scope: inner };
}

/** What the further segments of a path mean. */
function below(start: Meaning | undefined, rest: readonly string[], lookup: Lookup): Meaning | undefined {
  let at = start;
  for (const [index, name] of rest.entries()) {
    if (at === undefined) return undefined;
    if (at.kind === 'path') return { ...at, path: [...at.path, ...rest.slice(index)] };
    if (name === 'super') at = parentOf(at.file, at.scope);
    else if (name !== 'self') at = member(at.file, at.scope, name, lookup);
  }
  return at;
}

/** A name in the scopes around a place, the innermost first; modules do not see into those around them. */
function lexical(file: File, scope: number, name: string, lookup: Lookup, isValue: boolean): Meaning | undefined {
  for (let at = scope; at !== -1; at = scopeOf(file, at).parent) {
    const here = scopeOf(file, at);
    if (isValue && here.variables.includes(name)) return undefined;
    const found = explicit(file, at, name, lookup);
    if (found !== 'nothing') return found;
    const globbed = globs(file, at, name, lookup);
    if (globbed !== undefined) return globbed;
    if (here.isModule) break;
  }
  return CRATES.has(name) ? absolute([name]) : undefined;
}

/** The imports of a scope by the names that they bring. */
function importsNamed(scope: Scope, name: string): readonly Import[] {
  let byName = BY_NAME.get(scope);
  if (byName === undefined) {
    byName = new Map<string, Import[]>();
    for (const each of scope.imports) {
      // `use kernel;` explains nothing
      if (each.path.length === 1 && each.path[0] === each.name) continue;
      const known = byName.get(each.name);
      if (known === undefined) byName.set(each.name, [each]);
      else known.push(each);
    }
    BY_NAME.set(scope, byName);
  }
  return byName.get(name) ?? [];
}

const BY_NAME = new WeakMap<Scope, Map<string, Import[]>>();

/** A name of a module, as others see it. */
function member(file: File, scope: number, name: string, lookup: Lookup): Meaning | undefined {
  const found = explicit(file, scope, name, lookup);
  return found === 'nothing' ? globs(file, scope, name, lookup) : found;
}

/** What a scope says of a name itself: undefined for what is of no interest, `nothing` where it does not say. */
function explicit(file: File, scope: number, name: string, lookup: Lookup): Meaning | undefined | 'nothing' {
  const { items, fileModules, inlineModules, within } = scopeOf(file, scope);
  const inner = inlineModules[name];
  if (inner !== undefined) return { kind: 'module', file, scope: inner };
  if (fileModules.some((each) => each.name === name))
    return file.module === undefined ? undefined : moduleOfCrate(file, [...file.module, ...within, name]);
  for (const each of importsNamed(scopeOf(file, scope), name)) {
    if (!lookup.isOpen(each)) return lookup.follow(file, scope, each);
  }
  return items.includes(name) ? undefined : 'nothing';
}

function globs(file: File, scope: number, name: string, lookup: Lookup): Meaning | undefined {
  for (const each of importsNamed(scopeOf(file, scope), '*')) {
    const target = lookup.follow(file, scope, each);
    if (target?.kind === 'module') {
      const found = member(target.file, target.scope, name, lookup);
      if (found !== undefined) return found;
    } else if (target?.kind === 'path' && isWanted(target.path, file.wanted) && !CRATES.has(name))
      return { ...target, path: [...target.path, name], isGlobbed: true };
  }
  return undefined;
}
