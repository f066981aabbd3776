/** What the files of a tree mean by `bindings`, once it is known which of them make a crate. */
import { type CrateNames, type FileNames, type Reference, referencesIn } from '../../rust/names/names.ts';
import { KERNEL_BINDINGS, mayReachBindings, renamesKernel } from '../bindings.ts';
import type { Crate } from './crates.ts';

export interface LinkedFile {
  readonly path: string;
  readonly crate: CrateNames;
  /** To the kernel's bindings, in source order; never empty. */
  readonly references: readonly Reference[];
}

/** What there is to know of the files. */
export interface LinkInput {
  /** Of the files that hold the word `bindings`; undefined of the others. */
  readonly namesIn: (path: string) => FileNames | undefined;
  /** Of any file: in a crate that gives the bindings another name, files refer to them without the word. */
  readonly namesOnDemand: (path: string) => FileNames | undefined;
  readonly textOf: (path: string) => string;
}

/** The files that refer to the kernel's bindings, sorted by path. */
export function linkCrates(crates: readonly Crate[], ground: LinkInput): readonly LinkedFile[] {
  const linked = new Map<string, LinkedFile>();
  for (const { files } of crates) {
    if (!mayReach(files, ground)) continue;
    for (const file of linkCrate(files, ground)) if (!linked.has(file.path)) linked.set(file.path, file);
  }
  return [...linked.values()].sort((a, b) => (a.path < b.path ? -1 : 1));
}

type Files = Crate['files'];

function mayReach(files: Files, { namesIn, textOf }: LinkInput): boolean {
  const paths = [...files.keys()];
  const speaking = paths.flatMap((path) => namesIn(path) ?? []);
  return speaking.length > 0 && (files.size === 1 || mayReachBindings(paths.map(textOf), speaking));
}

function linkCrate(files: Files, { namesIn, namesOnDemand, textOf }: LinkInput): LinkedFile[] {
  const paths = [...files.keys()];
  const names = new Map<string, FileNames>();
  const isRenamed = paths.some((path) => renamesKernel(textOf(path)));
  for (const path of paths) {
    const known = namesIn(path) ?? (isRenamed ? namesOnDemand(path) : undefined);
    if (known !== undefined) names.set(path, known);
  }
  // an included file is a piece of the module of the file before it, whose names are the module's
  const byModule = new Map([...files].reverse().map(([path, module]) => [module.join('::'), path]));
  const crateOf = (path: string): CrateNames => ({
    own: files.get(path) ?? ['crate'],
    fileOf: (module) => names.get(byModule.get(module.join('::')) ?? ''),
  });
  const linkAll = (): ReadonlyMap<string, readonly Reference[]> =>
    new Map([...names].map(([path, own]) => [path, referencesIn(own, KERNEL_BINDINGS, crateOf(path))]));
  let links = linkAll();
  // files without the word are read as far as names that others bring lead to them
  for (let reached = [...names.keys()]; reached.length > 0; ) {
    const reaching = reached.flatMap((path) =>
      (links.get(path) ?? []).flatMap((reference) => nameBrought(reference, textOf(path)) ?? []).map(pathTo),
    );
    reached = paths.filter((path) => !names.has(path) && reaching.some((each) => each.test(textOf(path))));
    for (const path of reached) {
      const found = namesOnDemand(path);
      if (found !== undefined) names.set(path, found);
    }
    reached = reached.filter((path) => names.has(path));
    if (reached.length > 0) links = linkAll();
  }
  return [...links].flatMap(([path, references]) =>
    references.length === 0 ? [] : [{ path, crate: crateOf(path), references }],
  );
}

/** How another file of the crate can come by a name: by a path from the crate's root or a module around. */
function pathTo(name: string): RegExp {
  return new RegExp(`\\b(?:crate|super|self)\\s*::${name === '' ? '' : `[^;]{0,200}?\\b${name}\\b`}`);
}

/** The name that an import gives its file, and all that see into it; the empty one for a glob, which may bring any. */
function nameBrought({ role, path, span }: Reference, text: string): string | undefined {
  if (role === 'use') return undefined;
  if (role === 'glob') return '';
  return /^\s{1,80}as\s{1,80}(\w+)/.exec(text.slice(span.end, span.end + 300))?.[1] ?? path.at(-1) ?? '';
}

/**
 * Whether a reference is, without a doubt, a place where the bindings are used; imports are not.
 * @param isSymbol whether the bindings are known to have a symbol: a glob import may bring any name
 */
export function isUse(reference: Reference, isSymbol: (symbol: string) => boolean): boolean {
  const { role, isCertain, isGlobbed, path } = reference;
  if (role !== 'use' || !isCertain || path[0] !== 'kernel') return false;
  return !isGlobbed || isSymbol(symbolOf(reference) ?? '');
}

/** What a reference refers to: the symbol behind `bindings`; undefined where the bindings as a whole are meant. */
export function symbolOf({ path }: Reference): string | undefined {
  return path[path.indexOf('bindings') + 1];
}
