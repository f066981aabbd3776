/** Which files make a crate of leaf code: a file, what its `mod` declarations reach, and what those files `include!`. */
import { type DeclaredModule, filesOfCrate } from '../../rust/names/modules.ts';

/** A file as far as crates are concerned. */
export interface CrateFile {
  readonly path: string;
  readonly modules: readonly DeclaredModule[];
  /** Whether it holds the call that makes a crate a kernel module. */
  readonly isRoot: boolean;
  readonly included: readonly string[];
}

export interface Crate {
  readonly root: string;
  /** The module that each file is, `crate` first; an included file is a piece of the module that includes it. */
  readonly files: ReadonlyMap<string, readonly string[]>;
}

/** The crates, sorted by their roots; a file that nothing reaches is the root of its own. Every file is in one at least. */
export function cratesOf(files: readonly CrateFile[]): readonly Crate[] {
  const known = new Map(files.map((file) => [file.path, file]));
  const crateFrom = ({ path, modules }: CrateFile): Crate => {
    const declared =
      modules.length === 0 ? [[path, ['crate']] as const] : filesOfCrate(path, (each) => known.get(each)?.modules);
    const reached = new Map(declared);
    for (const [each, module] of reached) {
      for (const name of known.get(each)?.included ?? [])
        if (known.has(name) && !reached.has(name)) reached.set(name, module);
    }
    return { root: path, files: reached };
  };
  const crates = files.filter(({ isRoot }) => isRoot).map(crateFrom);
  const placed = new Set(crates.flatMap((crate) => [...crate.files.keys()]));
  const rest = files.filter(({ path }) => !placed.has(path));
  const tentative = rest.map(crateFrom);
  const reached = new Set(tentative.flatMap(({ root, files }) => [...files.keys()].filter((path) => path !== root)));
  // where files reach each other in a ring, the first of them is taken for the root
  for (const isLast of [false, true]) {
    for (const crate of tentative) {
      if (placed.has(crate.root) || (!isLast && reached.has(crate.root))) continue;
      crates.push(crate);
      for (const path of crate.files.keys()) placed.add(path);
    }
  }
  return crates.sort((a, b) => (a.root < b.root ? -1 : 1));
}
