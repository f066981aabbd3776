/** What a tree has more or less than another one. */
import type { UsedBinding } from './bindings-census.ts';
import type { ModuleFigures } from './module-census.ts';

/** Figures of the other tree, and what was added to them. */
export interface Growth<T> {
  readonly before: T;
  readonly difference: Difference<T>;
}

/** The same figures, of which only numbers are left. */
export type Difference<T> = {
  readonly [K in keyof T as T[K] extends number | object ? K : never]: T[K] extends number ? number : Difference<T[K]>;
};

/** Each figure now, less what it was. */
export function growthOf<T extends object>(now: T, before: T): Growth<T> {
  return { before, difference: differenceOf(now, before) as Difference<T> };
}

function differenceOf(now: object, before: object): object {
  const old = before as Readonly<Record<string, unknown>>;
  const entries: [string, unknown][] = [];
  for (const [key, value] of Object.entries(now) as [string, unknown][]) {
    const previous = old[key];
    if (typeof value === 'number' && typeof previous === 'number') entries.push([key, value - previous]);
    if (isObject(value) && isObject(previous)) entries.push([key, differenceOf(value, previous)]);
  }
  return Object.fromEntries(entries);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A module of both trees whose figures differ. */
export interface ModuleGrowth extends Growth<ModuleFigures> {
  readonly path: string;
}

/** Modules by their paths. */
export interface ModuleChanges {
  readonly came: readonly string[];
  readonly went: readonly string[];
  /** Of those in both trees: wholly safe Rust now, and no longer. */
  readonly becameSafe: readonly string[];
  readonly ceasedSafe: readonly string[];
  readonly changed: readonly ModuleGrowth[];
}

/** A module is the same where its path is, whether or not it became a folder, or where it begins with the same file. */
export function moduleChanges(now: readonly ModuleFigures[], before: readonly ModuleFigures[]): ModuleChanges {
  const byPath = new Map(before.map((module) => [stem(module.path), module]));
  const byRoot = new Map(before.map((module) => [module.root, module]));
  const pairs = now.map((module) => ({ module, old: byPath.get(stem(module.path)) ?? byRoot.get(module.root) }));
  const kept = new Set(pairs.map(({ old }) => old));
  const both = pairs.flatMap(({ module, old }) => (old === undefined ? [] : [{ module, old }]));
  const pathsOf = (modules: readonly { readonly module: ModuleFigures }[]) => modules.map(({ module }) => module.path);
  return {
    came: pathsOf(pairs.filter(({ old }) => old === undefined)),
    went: before.filter((module) => !kept.has(module)).map(({ path }) => path),
    becameSafe: pathsOf(both.filter(({ module, old }) => module.safeOnly && !old.safeOnly)),
    ceasedSafe: pathsOf(both.filter(({ module, old }) => !module.safeOnly && old.safeOnly)),
    changed: both
      .map(({ module, old }) => ({ path: module.path, ...growthOf(module, old) }))
      .filter(({ difference }) => hasChange(difference)),
  };
}

function stem(path: string): string {
  return path.replace(/\.rs$/, '');
}

function hasChange(difference: object): boolean {
  return Object.values(difference).some((value) => (typeof value === 'object' ? hasChange(value) : value !== 0));
}

/** Symbols that leaf code uses, and did not; and the other way round. */
export interface BindingChanges {
  readonly came: readonly string[];
  readonly went: readonly string[];
}

/** The symbols that leaf code uses now and did not use before, and the reverse. */
export function bindingChanges(now: readonly UsedBinding[], before: readonly UsedBinding[]): BindingChanges {
  const inLeaf = (bindings: readonly UsedBinding[]) =>
    new Set(bindings.filter(({ leafUses }) => leafUses > 0).map(({ symbol }) => symbol));
  const [ours, theirs] = [inLeaf(now), inLeaf(before)];
  return {
    came: [...ours].filter((symbol) => !theirs.has(symbol)),
    went: [...theirs].filter((symbol) => !ours.has(symbol)),
  };
}
