/** What a path means: name resolution of modules and imports, over the files of a crate (The Rust Reference, "Paths", "Name resolution"). */

import { CRATES, NAMES_OF_MODULES, PRELUDE } from './keywords.ts';
import type { InlineModule, Scope } from './scopes.ts';
import type { Import } from './use-trees.ts';
import type { FileNames, Wanted } from './written.ts';

/** Other files of the same crate, as far as they are available. */
export interface CrateNames {
  /** The module that the file is: `['crate', 'node']`. */
  readonly own: readonly string[];
  /** The names of the file that a module of the crate is. */
  readonly fileOf: (module: readonly string[]) => FileNames | undefined;
}

/** A file in its crate. */
export interface File {
  readonly names: FileNames;
  /** Undefined without the crate. */
  readonly module: readonly string[] | undefined;
  readonly crate: CrateNames | undefined;
  readonly wanted: Wanted;
  /** What imports mean, as far as it is known. */
  readonly known: Map<Import, readonly Meaning[]>;
  readonly files: Map<string, File | undefined>;
}

/** A path of another crate, a module of this one, or what only an unread file would show. */
export type Meaning =
  | {
      readonly kind: 'path';
      readonly path: readonly string[];
      readonly isCertain: boolean;
      readonly isGlobbed: boolean;
    }
  | { readonly kind: 'module'; readonly file: File; readonly scope: number }
  | { readonly kind: 'unknown' };

/** More than one where conditions of compilation choose; none where a name means nothing of interest. */
type Meanings = readonly Meaning[];

const NOTHING: Meanings = [];
const UNKNOWN: Meanings = [{ kind: 'unknown' }];

/** Longer paths lose their ends, and only so many meanings are followed. */
const LONGEST = 64;
const MOST_MEANINGS = 8;
const MOST_STEPS = 64;
/** Imports of one name, and globs, in one scope: further ones are skipped. */
const MOST_ALTERNATIVES = 64;

/** One search: imports that lead to one another in a circle, or in ever more ways, end it. */
export interface Search {
  left: number;
  readonly open: Set<Import>;
  /** The names that are being looked for behind the globs of a scope. */
  readonly sought: Map<Scope, Set<string>>;
  isCut: boolean;
}

/** A search that has not taken a step. */
export function newSearch(): Search {
  return { left: MOST_STEPS, open: new Set(), sought: new Map(), isCut: false };
}

/** A file as a search sees it. @param crate undefined where the file is on its own */
export function fileOf(names: FileNames, wanted: Wanted, crate: CrateNames | undefined): File {
  return { names, module: crate?.own, crate, wanted, known: new Map(), files: new Map() };
}

/** Whether a path leads to something that is searched for. */
export function isWanted(path: readonly string[], wanted: Wanted): boolean {
  return wanted.some((each) => each.every((segment, at) => path[at] === segment));
}

/** What an import means; nothing for one that is being looked up already. */
export function meaningsOfImport(file: File, scope: number, each: Import, search: Search): Meanings {
  const known = file.known.get(each);
  if (known !== undefined) return known;
  search.left -= 1;
  if (search.left < 0 || search.open.has(each)) {
    search.isCut = true;
    return NOTHING;
  }
  const wasCut = search.isCut;
  search.isCut = false;
  search.open.add(each);
  const found = meaningsOf(file, scope, each.path, -1, search);
  search.open.delete(each);
  // what a circle has cut short is the truth only within this search
  if (!search.isCut) file.known.set(each, found);
  search.isCut ||= wasCut;
  return found;
}

/** @param hiddenIn the scope in which a variable takes the first name away; -1 for none */
export function meaningsOf(
  file: File,
  scope: number,
  segments: readonly string[],
  hiddenIn: number,
  search: Search,
): Meanings {
  const [first = '', ...rest] = segments;
  switch (first) {
    case '':
      return rest.length === 0 ? NOTHING : [pathTo(rest)];
    case 'crate':
      return inCrate(file, rest, search);
    case 'self':
      return below([{ kind: 'module', file, scope: moduleAround(file, scope) }], rest, search);
    case 'super':
      return below(parentOf(file, moduleAround(file, scope)), rest, search);
    default:
      return below(lexical(file, scope, first, hiddenIn, search), rest, search);
  }
}

function pathTo(path: readonly string[], isCertain = true): Meaning {
  return { kind: 'path', path: path.slice(0, LONGEST), isCertain, isGlobbed: false };
}

/** Without the crate a file can be its root: then what it says itself holds as well. */
function inCrate(file: File, rest: readonly string[], search: Search): Meanings {
  if (file.crate !== undefined) return below(moduleOfCrate(file, ['crate']), rest, search);
  return [...below([{ kind: 'module', file, scope: 0 }], rest, search), pathTo(['crate', ...rest])];
}

function moduleOfCrate(file: File, module: readonly string[]): Meanings {
  const key = module.join('::');
  if (!file.files.has(key)) {
    const names = file.crate?.fileOf(module);
    file.files.set(key, names === undefined ? undefined : { ...file, names, module });
  }
  const found = file.files.get(key);
  return found === undefined ? UNKNOWN : [{ kind: 'module', file: found, scope: 0 }];
}

function scopeOf({ names }: File, scope: number): Scope {
  return names.scopes[scope] as Scope;
}

function moduleAround(file: File, scope: number): number {
  let at = scope;
  while (!scopeOf(file, at).isModule) at = scopeOf(file, at).parent;
  return at;
}

function parentOf(file: File, module: number): Meanings {
  const { parent } = scopeOf(file, module);
  if (parent !== -1) return [{ kind: 'module', file, scope: moduleAround(file, parent) }];
  return file.module === undefined || file.module.length < 2 ? UNKNOWN : holderOf(file, file.module.slice(0, -1));
}

/** A module by its path: a file of its own, or an inline module of the one above. */
function holderOf(file: File, module: readonly string[]): Meanings {
  const own = moduleOfCrate(file, module);
  if (own !== UNKNOWN || module.length < 2) return own;
  return holderOf(file, module.slice(0, -1)).flatMap((above): Meanings => {
    if (above.kind !== 'module') return [above];
    const inner = namesIn(above.file, above.scope).inlineModules.get(module.at(-1) as string) ?? [];
    return inner.map(({ scope }) => ({ ...above, scope }));
  });
}

/** What the further segments of a path mean. */
function below(start: Meanings, rest: readonly string[], search: Search): Meanings {
  let now = start;
  for (const [index, name] of rest.entries()) {
    const next: Meaning[] = [];
    for (const each of now) {
      if (each.kind === 'unknown') next.push(each);
      else if (each.kind === 'path') next.push({ ...each, path: [...each.path, name].slice(0, LONGEST) });
      else if (name === 'self') next.push(each);
      else if (name === 'super') next.push(...parentOf(each.file, each.scope));
      else next.push(...(member(each.file, each.scope, name, search) ?? NOTHING));
    }
    if (next.length === 0) return NOTHING;
    now = next.length > MOST_MEANINGS ? next.slice(0, MOST_MEANINGS) : next;
    if (index >= LONGEST) break;
  }
  return now;
}

/** A name in the scopes around a place, the innermost first; modules do not see into those around them. */
function lexical(file: File, scope: number, name: string, hiddenIn: number, search: Search): Meanings {
  let canBeGlobbed = false;
  for (let at = scope; at !== -1; at = scopeOf(file, at).parent) {
    if (at === hiddenIn) return NOTHING;
    const found = explicit(file, at, name, search) ?? globbed(file, at, name, search);
    if (found === UNKNOWN) canBeGlobbed = true;
    else if (found !== undefined) return found;
    if (scopeOf(file, at).isModule) break;
  }
  if (CRATES.has(name)) return [pathTo([name], !(canBeGlobbed && NAMES_OF_MODULES.has(name)))];
  return canBeGlobbed ? UNKNOWN : NOTHING;
}

/** A name of a module, as others see it; undefined where the module has none such. */
function member(file: File, scope: number, name: string, search: Search): Meanings | undefined {
  return explicit(file, scope, name, search) ?? globbed(file, scope, name, search);
}

/** What a scope says of a name itself; undefined where it does not say. */
function explicit(file: File, scope: number, name: string, search: Search): Meanings | undefined {
  const { imports, items, fileModules, inlineModules } = namesIn(file, scope);
  const inner = inlineModules.get(name);
  const sources = imports.get(name);
  const isFile = fileModules.has(name);
  if (inner === undefined && sources === undefined && !isFile) return items.has(name) ? NOTHING : undefined;
  const found: Meaning[] = (inner ?? []).map((each) => ({ kind: 'module', file, scope: each.scope }));
  if (isFile) {
    const own = file.module === undefined ? UNKNOWN : [...file.module, ...scopeOf(file, scope).within, name];
    found.push(...(own === UNKNOWN ? UNKNOWN : moduleOfCrate(file, own as readonly string[])));
  }
  let explains = inner !== undefined || isFile || items.has(name);
  for (const each of sources?.slice(0, MOST_ALTERNATIVES) ?? []) {
    // `use kernel;` explains nothing, nor does an import explain itself
    if (each.path.length === 1 && each.path[0] === name) continue;
    if (isBeingLookedUp(each, search)) continue;
    explains = true;
    found.push(...meaningsOfImport(file, scope, each, search));
    if (found.length >= MOST_MEANINGS) break;
  }
  return explains ? found : undefined;
}

/** What the globs of a scope bring under a name; `UNKNOWN` where one of an unread file could, undefined where none does. */
function globbed(file: File, scope: number, name: string, search: Search): Meanings | undefined {
  const globs = namesIn(file, scope).imports.get('*');
  if (globs === undefined) return undefined;
  const sought = search.sought.get(scopeOf(file, scope)) ?? new Set();
  if (search.left <= 0 || sought.has(name)) {
    search.isCut = true;
    return undefined;
  }
  search.left -= 1;
  search.sought.set(scopeOf(file, scope), sought.add(name));
  const found: Meaning[] = [];
  let isUnknown = false;
  let isExplained = false;
  for (const target of targetsOf(globs, file, scope, search)) {
    if (target.kind === 'path') {
      if (target.path[0] === 'crate') isUnknown = true;
      const brought = broughtBy(target, name, file.wanted);
      if (brought !== undefined) found.push(brought);
      continue;
    }
    const names = target.kind === 'unknown' ? UNKNOWN : member(target.file, target.scope, name, search);
    if (names === UNKNOWN) isUnknown = true;
    else if (names !== undefined) isExplained = true;
    for (const each of names ?? NOTHING) if (each.kind !== 'unknown') found.push(each);
    if (found.length >= MOST_MEANINGS) break;
  }
  sought.delete(name);
  if (found.length > 0 || (isExplained && !isUnknown)) return found;
  return isUnknown ? UNKNOWN : undefined;
}

function* targetsOf(globs: readonly Import[], file: File, scope: number, search: Search): Iterable<Meaning> {
  for (const each of globs.slice(0, MOST_ALTERNATIVES))
    if (!isBeingLookedUp(each, search)) yield* meaningsOfImport(file, scope, each, search);
}

function isBeingLookedUp(each: Import, search: Search): boolean {
  const isOpen = search.open.has(each);
  search.isCut ||= isOpen;
  return isOpen;
}

/** What a glob import of another crate's module brings under a name, of what is wanted. */
function broughtBy(target: Meaning & { kind: 'path' }, name: string, wanted: Wanted): Meaning | undefined {
  const path = [...target.path, name];
  const isOnTheWay = wanted.some((each) => each.length >= path.length && path.every((part, at) => part === each[at]));
  if (isOnTheWay) return { ...target, path };
  const isName = isWanted(target.path, wanted) && !CRATES.has(name) && !PRELUDE.has(name);
  return isName && path.length <= LONGEST ? { ...target, path, isGlobbed: true } : undefined;
}

/** The names of a scope, for looking up. */
interface ScopeNames {
  readonly imports: ReadonlyMap<string, readonly Import[]>;
  readonly items: ReadonlySet<string>;
  readonly fileModules: ReadonlySet<string>;
  readonly inlineModules: ReadonlyMap<string, readonly InlineModule[]>;
}

const NAMES = new WeakMap<Scope, ScopeNames>();

function namesIn(file: File, scope: number): ScopeNames {
  const here = scopeOf(file, scope);
  const known = NAMES.get(here);
  if (known !== undefined) return known;
  const names = {
    imports: byName(here.imports),
    items: new Set(here.items),
    fileModules: new Set(here.fileModules.map(({ name }) => name)),
    inlineModules: byName(here.inlineModules),
  };
  NAMES.set(here, names);
  return names;
}

function byName<T extends { readonly name: string }>(all: readonly T[]): ReadonlyMap<string, readonly T[]> {
  const found = new Map<string, T[]>();
  for (const each of all) {
    const known = found.get(each.name);
    if (known === undefined) found.set(each.name, [each]);
    else known.push(each);
  }
  return found;
}
