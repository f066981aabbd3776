/**
 * The modules of a tree: in rust/kernel one for each `pub mod` of lib.rs (x.rs and x/), in leaf code one for each crate,
 * named by its folder where it fills one alone, else by its first file.
 */
import type { Layer } from '../../finding/finding.ts';
import { folderOf } from '../../text/paths.ts';
import type { Crate } from './crates.ts';
import type { CountedFile, SiteCounts } from './file-census.ts';
import { allSites, sum, sumSites } from './sums.ts';
import { abstractionModulesIn } from './tree-census.ts';

export interface ModuleFigures {
  readonly path: string;
  /** The file that it begins with. */
  readonly root: string;
  readonly layer: Layer;
  readonly files: number;
  readonly lines: number;
  readonly codeLines: number;
  readonly sites: SiteCounts;
  readonly sitesInMacros: SiteCounts;
  readonly unsafeWords: number;
  /** Files that hold the word. */
  readonly filesWithUnsafe: number;
  /** Words by lines. */
  readonly unsafeWordShare: number;
  readonly bindingsUses: number;
  /** No site and no use of the bindings, and all of it was read. */
  readonly safeOnly: boolean;
}

/**
 * @param library the text of rust/kernel/lib.rs; empty where there is none
 * @param known how often a file uses the bindings, and whether all of it was read
 */
export function modulesOf(
  files: readonly CountedFile[],
  crates: readonly Crate[],
  library: string,
  known: KnownOfFiles,
): readonly ModuleFigures[] {
  return [...abstractionModules(files, library), ...leafModules(files, crates)]
    .map((module) => figuresOf(module, known))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** What is known of the files, apart from their figures. */
export interface KnownOfFiles {
  readonly usesIn: (path: string) => number;
  readonly isWholeRead: (path: string) => boolean;
}

interface Module {
  readonly path: string;
  readonly root: string;
  readonly files: readonly CountedFile[];
}

const ABSTRACTIONS = 'rust/kernel/';

function abstractionModules(files: readonly CountedFile[], library: string): Module[] {
  const byName = new Map<string, CountedFile[]>();
  for (const file of files) {
    if (!file.path.startsWith(ABSTRACTIONS)) continue;
    const [first = '', ...rest] = file.path.slice(ABSTRACTIONS.length).split('/');
    const name = rest.length === 0 ? first.slice(0, -'.rs'.length) : first;
    const others = byName.get(name);
    if (others === undefined) byName.set(name, [file]);
    else others.push(file);
  }
  return [...new Set(abstractionModulesIn(library))].flatMap((name) => {
    const own = byName.get(name) ?? [];
    const [first] = own;
    if (first === undefined) return [];
    const folder = `${ABSTRACTIONS}${name}`;
    const root = own.find(({ path }) => path === `${folder}.rs` || path === `${folder}/mod.rs`) ?? first;
    const isFolder = own.some(({ path }) => path.startsWith(`${folder}/`));
    return [{ path: isFolder ? folder : root.path, root: root.path, files: own }];
  });
}

function leafModules(files: readonly CountedFile[], crates: readonly Crate[]): Module[] {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const filesBelow = new Map<string, number>();
  for (const { path } of files) {
    for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder))
      filesBelow.set(folder, (filesBelow.get(folder) ?? 0) + 1);
  }
  return crates.flatMap((crate) => {
    const own = [...crate.files.keys()]
      .flatMap((path) => byPath.get(path) ?? [])
      .filter(({ layer }) => layer === 'leaf');
    if (own.length === 0) return [];
    const folder = commonFolder(own);
    const fillsFolder = own.length > 1 && filesBelow.get(folder) === own.length;
    return [{ path: fillsFolder ? folder : crate.root, root: crate.root, files: own }];
  });
}

function commonFolder(files: readonly CountedFile[]): string {
  const folders = files.map(({ path }) => folderOf(path));
  let common = folders.reduce((a, b) => (a.length <= b.length ? a : b));
  while (!folders.every((folder) => common === '' || folder === common || folder.startsWith(`${common}/`)))
    common = folderOf(common);
  return common;
}

function figuresOf({ path, root, files }: Module, { usesIn, isWholeRead }: KnownOfFiles): ModuleFigures {
  const lines = sum(files, (file) => file.lines);
  const unsafeWords = sum(files, (file) => file.unsafeWords);
  const sites = sumSites(files, 'sites');
  const sitesInMacros = sumSites(files, 'sitesInMacros');
  const bindingsUses = sum(files, (file) => usesIn(file.path));
  return {
    path,
    root,
    layer: files[0]?.layer ?? 'leaf',
    files: files.length,
    lines,
    codeLines: sum(files, (file) => file.codeLines),
    sites,
    sitesInMacros,
    unsafeWords,
    filesWithUnsafe: files.filter((file) => file.unsafeWords > 0).length,
    unsafeWordShare: lines === 0 ? 0 : unsafeWords / lines,
    bindingsUses,
    safeOnly:
      allSites(sites) + allSites(sitesInMacros) + bindingsUses === 0 && files.every((file) => isWholeRead(file.path)),
  };
}
