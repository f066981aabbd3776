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
    for (const each of imports) add(each, roleOf(each), meaningOfImport(file, scope, each, new Steps()));
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

/** Imports that lead to one another in a circle, or in ever more ways, end here. */
class Steps {
  #left = 200;
  take(): boolean {
    this.#left -= 1;
    return this.#left > 0;
  }
}

function absolute(path: readonly string[], isCertain = true): Meaning {
  return { kind: 'path', path, isCertain, isGlobbed: false };
}

/** A path in code: its first name is looked up in the scopes around it. */
function meaningOf(file: File, { segments, scope, isType }: WrittenPath): Meaning | undefined {
  const isValue = segments.length === 1 && !isType;
  return meaningOfPath(file, scope, segments, new Steps(), isValue);
}

function meaningOfImport(file: File, scope: number, each: Import, steps: Steps): Meaning | undefined {
  return steps.take() ? meaningOfPath(file, scope, each.path, steps, false, each) : undefined;
}

/** @param but the import that is being looked up, which cannot explain itself */
function meaningOfPath(
  file: File,
  scope: number,
  segments: readonly string[],
  steps: Steps,
  isValue: boolean,
  but?: Import,
): Meaning | undefined {
  const [first = '', ...rest] = segments;
  switch (first) {
    case '':
      return rest.length === 0 ? undefined : absolute(rest);
    case 'crate':
      return inCrate(file, rest, steps);
    case 'self':
      return below({ kind: 'module', file, scope: moduleAround(file, scope) }, rest, steps);
    case 'super':
      return below(parentOf(file, moduleAround(file, scope)), rest, steps);
    default:
      return below(lexical(file, scope, first, steps, isValue, but), rest, steps);
  }
}

/** Without the crate a file can be its root: then what it says itself holds. Else the path stays as it is. */
function inCrate(file: File, rest: readonly string[], steps: Steps): Meaning | undefined {
  if (file.crate !== undefined) return below(moduleOfCrate(file, ['crate']), rest, steps);
  const asRoot = below({ kind: 'module', file, scope: 0 }, rest, steps);
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
function below(start: Meaning | undefined, rest: readonly string[], steps: Steps): Meaning | undefined {
  let at = start;
  for (const [index, name] of rest.entries()) {
    if (at === undefined) return undefined;
    if (at.kind === 'path') return { ...at, path: [...at.path, ...rest.slice(index)] };
    if (name === 'super') at = parentOf(at.file, at.scope);
    else if (name !== 'self') at = member(at.file, at.scope, name, steps);
  }
  return at;
}

/** A name in the scopes around a place, the innermost first; modules do not see into those around them. */
function lexical(
  file: File,
  scope: number,
  name: string,
  steps: Steps,
  isValue: boolean,
  but?: Import,
): Meaning | undefined {
  for (let at = scope; at !== -1; at = scopeOf(file, at).parent) {
    const here = scopeOf(file, at);
    if (isValue && here.variables.includes(name)) return undefined;
    const found = explicit(file, at, name, steps, but);
    if (found !== 'nothing') return found;
    if (here.isModule) {
      const globbed = globs(file, at, name, steps, but);
      if (globbed !== undefined) return globbed;
      break;
    }
    const globbed = globs(file, at, name, steps, but);
    if (globbed !== undefined) return globbed;
  }
  return CRATES.has(name) ? absolute([name]) : undefined;
}

/** A name of a module, as others see it. */
function member(file: File, scope: number, name: string, steps: Steps): Meaning | undefined {
  const found = explicit(file, scope, name, steps);
  return found === 'nothing' ? globs(file, scope, name, steps) : found;
}

/** What a scope says of a name itself: undefined for what is of no interest, `nothing` where it does not say. */
function explicit(
  file: File,
  scope: number,
  name: string,
  steps: Steps,
  but?: Import,
): Meaning | undefined | 'nothing' {
  const { imports, items, fileModules, inlineModules, within } = scopeOf(file, scope);
  const inner = inlineModules[name];
  if (inner !== undefined) return { kind: 'module', file, scope: inner };
  if (fileModules.some((each) => each.name === name))
    return file.module === undefined ? undefined : moduleOfCrate(file, [...file.module, ...within, name]);
  for (const each of imports) {
    if (each.name !== name || each === but) continue;
    const meaning = meaningOfImport(file, scope, each, steps);
    if (meaning !== undefined) return meaning;
    return undefined;
  }
  return items.includes(name) ? undefined : 'nothing';
}

function globs(file: File, scope: number, name: string, steps: Steps, but?: Import): Meaning | undefined {
  for (const each of scopeOf(file, scope).imports) {
    if (each.name !== '*' || each === but || !steps.take()) continue;
    const target = meaningOfPath(file, scope, each.path, steps, false, each);
    if (target?.kind === 'module') {
      const found = member(target.file, target.scope, name, steps);
      if (found !== undefined) return found;
    } else if (target?.kind === 'path' && isWanted(target.path, file.wanted))
      return { ...target, path: [...target.path, name], isGlobbed: true };
  }
  return undefined;
}
