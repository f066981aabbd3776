/** What the rules of a review may know of the tree around the patched files; read only as far as the patches ask for it. */

import type { Layer } from '../../finding/finding.ts';
import type { Header } from '../../kernel/abstractions/index.ts';
import {
  bindingReferences,
  KERNEL_BINDINGS,
  mayAddBindings,
  mayNameKernelBindings,
  mayReachBindings,
} from '../../kernel/bindings.ts';
import { includedLints } from '../../kernel/included-lints.ts';
import { NO_FACTS, replacementsAskedFor, type TreeFacts } from '../../kernel/tree-facts.ts';
import type { LintAttribute } from '../../rust/attributes.ts';
import { lex, type Tokens } from '../../rust/lexer.ts';
import { declaredModules, filesOfCrate } from '../../rust/names/modules.ts';
import { type CrateNames, type FileNames, namesOf } from '../../rust/names/names.ts';
import { isFailure } from '../../text/failure.ts';
import { folderOf } from '../../text/paths.ts';
import { isRustFile } from '../../text/reviewed-files.ts';
import type { Cache, SourceTree } from '../ports/source-tree.ts';
import { abstractionIndex, textsOf } from './abstraction-index.ts';
import { reachedInTree } from './reached-files.ts';
import { fromFolders } from './read-folders.ts';
import { replacementsIn } from './replacements.ts';

/** Where a tree that marks its C helpers defines the mark. */
const HELPERS = 'rust/helpers/helpers.c';
/** Folders of crates are looked for no higher than two levels below the root: `drivers/android`, never `drivers`. */
const HIGHEST = 2;

/** `use kernel::bindings as c`, `pub use kernel::bindings::*`, and some more that merely look so. */
const RENAMED = /\bbindings\b[^;\n]*(?:\bas\b|\*)/;

/** What the patches touch. */
export interface Touched {
  /** Rust files as the patches leave them. */
  readonly files: readonly { readonly path: string; readonly text: string; readonly layer: Layer }[];
  /** What each patch did to a Rust file; null where there is none. */
  readonly changes: readonly { readonly path: string; readonly before: string | null; readonly after: string }[];
  /** Files of other names than `.rs` that the patches found there. */
  readonly others: readonly string[];
  /** Whether a helper or a bindings header is among it. */
  readonly opensC: boolean;
  /** Of any file after the patches: undefined where they do not touch it, null where they delete it. */
  readonly textOf: (path: string) => string | null | undefined;
}

/** @param tree the tree before the patches */
export async function treeFacts(tree: SourceTree | null, touched: Touched, cache: Cache): Promise<TreeFacts> {
  if (tree === null) return NO_FACTS;
  const { files, changes, others, opensC, textOf } = touched;
  const reached = await reachedInTree(tree, others, 'nearby');
  const leaves = files.filter(({ layer }) => layer === 'leaf');
  const marksHelpers = opensC && (await holds(tree, HELPERS, '__rust_helper'));
  const written = [...files.map(({ text }) => text), ...changes.map(({ after }) => after)];
  const replacements = new Set(await replacementsIn(tree, replacementsAskedFor(written), textOf));
  const unsafeLeaves = leaves.filter(({ text }) => text.includes('unsafe')).map(({ path }) => path);
  const leafPaths = leaves.map(({ path }) => path);
  const included = await includedAround(tree, unsafeLeaves, leafPaths, textOf);
  const crates = new Map<string, CrateNames>();
  // if no patch adds a use there can be no new finding, so the base need not be indexed
  const adding = new Set(changes.flatMap(({ path, before, after }) => (mayAddBindings(before, after) ? [path] : [])));
  const naming = leaves.filter(({ path }) => adding.has(path));
  // files of crates to which the kernel's bindings are nothing, whatever they call so
  const apart = new Set<string>();
  for (const { path } of naming) {
    if (crates.has(path) || apart.has(path)) continue;
    const crate = await crateAround(path, tree, textOf);
    if (crate === undefined) continue;
    const ownChanges = changes.flatMap(({ path: changed, after }) => (crate.members.has(changed) ? [after] : []));
    if (crate.mayReachBindings(ownChanges)) for (const [member, names] of crate.names) crates.set(member, names);
    else for (const member of crate.members) apart.add(member);
  }
  const known = {
    marksHelpers,
    replacements,
    wasRust: (path: string) => isRustFile(path) || reached.has(path),
    includedUnder: (path: string) => included.get(path) ?? [],
    crateOf: (path: string) => crates.get(path),
    // a series can change them from patch to patch, and both sides are needed to distinguish moved code from new code
    referencesOf: (path: string) => (adding.size > 0 && !apart.has(path) ? undefined : []),
  };
  const users = naming.filter(
    ({ path, text }) => !apart.has(path) && bindingReferences(lex(text), crates.get(path)).length > 0,
  );
  // the rules ask which of a driver's new unsafe calls the tree does safely
  const isLeaf = new Set(leafPaths);
  const bringsCalls = changes.some(
    ({ path, before, after }) => isLeaf.has(path) && unsafeCalls(after) > unsafeCalls(before ?? ''),
  );
  if (users.length === 0 && !bringsCalls) return { ...NO_FACTS, ...known };
  const headers = await headersBeside(tree, new Set(users.map(({ path }) => folderOf(path))));
  return {
    ...known,
    index: await abstractionIndex(tree, cache),
    headersBeside: (path) => headers.get(folderOf(path)) ?? [],
  };
}

/** Roughly how many unsafe blocks call something. */
function unsafeCalls(text: string): number {
  return text.match(/\bunsafe\s*\{[^{}]*?\w\(/g)?.length ?? 0;
}

async function holds(tree: SourceTree, path: string, words: string): Promise<boolean> {
  return (await textsOf(tree, [path])).get(path)?.includes(words) ?? false;
}

/** What files in the same folder, or in the folder above, are included under, as the patches leave it. */
async function includedAround(
  tree: SourceTree,
  paths: readonly string[],
  touched: readonly string[],
  textOf: Touched['textOf'],
): Promise<ReadonlyMap<string, readonly LintAttribute[]>> {
  const all = new Set(paths.flatMap((path) => [folderOf(path), folderOf(folderOf(path))]));
  const folders = [...all].filter((folder) => folder.split('/').length >= HIGHEST);
  const included = await fromFolders(tree, folders, '.rs', ({ folder, paths: here, texts }) => {
    const fresh = touched.filter((path) => folderOf(path) === folder && !here.includes(path));
    return [...here, ...fresh].flatMap((path) => {
      const text = textOf(path) ?? (textOf(path) === null ? '' : (texts.get(path) ?? ''));
      return includedLints(path, text);
    });
  });
  return new Map(included.flat().map(({ path, lints }) => [path, lints]));
}

/** The crate that a file belongs to, as the patches leave it. */
interface CrateAround {
  /** The files of it. */
  readonly members: ReadonlySet<string>;
  /** Of those that can refer to the bindings. */
  readonly names: ReadonlyMap<string, CrateNames>;
  /** @param written what single patches made of its files on the way */
  mayReachBindings(written: readonly string[]): boolean;
}

/** Undefined where no file around declares it. */
async function crateAround(
  path: string,
  tree: SourceTree,
  textOf: (path: string) => string | null | undefined,
): Promise<CrateAround | undefined> {
  for (let folder = folderOf(path); folder.split('/').length >= HIGHEST; folder = folderOf(folder)) {
    const listed = await tree.list('.rs', folder);
    if (isFailure(listed)) return undefined;
    const texts = new Map(await textsOf(tree, listed));
    for (const member of [...listed, path]) {
      const text = textOf(member);
      if (text === null) texts.delete(member);
      else if (text !== undefined) texts.set(member, text);
    }
    const crate = crateAmong(path, texts);
    if (crate !== undefined) return crate;
  }
  return undefined;
}

function crateAmong(path: string, texts: ReadonlyMap<string, string>): CrateAround | undefined {
  const tokens = new Map<string, Tokens>();
  const tokensOf = (file: string): Tokens | undefined => {
    const text = texts.get(file);
    const known = tokens.get(file) ?? (text === undefined ? undefined : lex(text));
    if (known !== undefined) tokens.set(file, known);
    return known;
  };
  const modulesOf = (file: string) => {
    const found = tokensOf(file);
    return found === undefined ? undefined : declaredModules(found);
  };
  const declared = new Set<string>();
  const trees = [...texts.keys()].map((root) => ({ root, files: filesOfCrate(root, modulesOf) }));
  for (const { root, files } of trees) for (const file of files.keys()) if (file !== root) declared.add(file);
  const crate = trees.find(({ root, files }) => !declared.has(root) && files.has(path) && files.size > 1);
  if (crate === undefined) return undefined;
  const byModule = new Map([...crate.files].map(([file, module]) => [module.join('::'), file]));
  const names = new Map<string, FileNames>();
  const namesOfFile = (file: string): FileNames | undefined => {
    const found = tokensOf(file);
    const known = names.get(file) ?? (found === undefined ? undefined : namesOf(found, KERNEL_BINDINGS));
    if (known !== undefined) names.set(file, known);
    return known;
  };
  const fileOf = (module: readonly string[]): FileNames | undefined => {
    const file = byModule.get(module.join('::'));
    return file === undefined ? undefined : namesOfFile(file);
  };
  // only where the crate gives the bindings another name can a file without the word refer to them
  const isRenamed = [...crate.files.keys()].some((file) => RENAMED.test(texts.get(file) ?? ''));
  const speaking = [...crate.files].filter(([file]) => isRenamed || texts.get(file)?.includes('bindings'));
  const members = new Set(crate.files.keys());
  return {
    members,
    names: new Map(speaking.map(([file, own]) => [file, { own, fileOf }])),
    mayReachBindings: (written) => {
      const all = [...[...members].flatMap((file) => texts.get(file) ?? []), ...written];
      return mayReachBindings(all, namesOfEach(all.filter(mayNameKernelBindings)));
    },
  };
}

function* namesOfEach(texts: readonly string[]): Generator<FileNames> {
  for (const text of texts) yield namesOf(lex(text), KERNEL_BINDINGS);
}

async function headersBeside(
  tree: SourceTree,
  folders: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly Header[]>> {
  return new Map(
    await fromFolders(tree, [...folders], '.h', ({ folder, texts }) => [
      folder,
      [...texts].map(([path, text]) => ({ path, text })),
    ]),
  );
}
