/**
 * Rust code under other names: what `include!` and `#[path]` bring in is code, whatever its file is called. A touched file
 * that Rust code reaches is read as Rust; what a patch newly reaches and cannot be read is named, and never clean.
 */
import type { Unread } from '../../finding/finding.ts';
import { wordsIn } from '../../kernel/census/count-words.ts';
import { declaredModules, mayDeclareModules } from '../../kernel/declared-modules.ts';
import { type Inclusion, inclusionsIn, mayInclude } from '../../kernel/inclusions.ts';
import { isWithoutRules, layerOf } from '../../kernel/layers.ts';
import type { Step } from '../../review/patched-tree.ts';
import { lex, type Tokens } from '../../rust/lexer.ts';
import { isFailure } from '../../text/failure.ts';
import { LineTable } from '../../text/lines.ts';
import { folderOf } from '../../text/paths.ts';
import { isRustFile } from '../../text/reviewed-files.ts';
import type { SourceTree } from '../ports/source-tree.ts';
import { textsOf } from './abstraction-index.ts';
import { fromFolders } from './read-folders.ts';

/** The files without the ending `.rs` that a Rust text reaches. */
export function namesReached(path: string, text: string): readonly string[] {
  if (!mayInclude(text)) return [];
  return inclusionsIn(path, lex(text)).flatMap(({ paths }) => paths.filter((each) => !isRustFile(each)));
}

/**
 * Of some files those that a Rust file of the tree reaches.
 * @param where in the whole tree, or, where each text is a call of GitHub, in the file's folder and up to two above
 */
export async function reachedInTree(
  tree: SourceTree | null,
  candidates: readonly string[],
  where: 'everywhere' | 'nearby',
): Promise<ReadonlySet<string>> {
  if (tree === null || candidates.length === 0) return new Set();
  const wanted = new Set(candidates);
  const reachedBy = (texts: ReadonlyMap<string, string>): readonly string[] =>
    [...texts].flatMap(([path, text]) => namesReached(path, text).filter((name) => wanted.has(name)));
  if (where === 'nearby') {
    const folders = [...new Set(candidates.flatMap(foldersAbove))];
    return new Set((await fromFolders(tree, folders, '.rs', ({ texts }) => reachedBy(texts))).flat());
  }
  const listed = await tree.list('.rs');
  return new Set(isFailure(listed) ? [] : reachedBy(await textsOf(tree, listed)));
}

/** Names that no Rust code is brought in from: what is written in other languages, and what the build reads. */
const OTHER_LANGUAGES =
  /\.(?:[chSs]|dtsi?|dtso|rst|ya?ml|json|toml|py|pl|sh|awk|lds|md|svg|config)$|(?:^|\/)(?:Makefile|Kbuild|Kconfig|MAINTAINERS)[^/]*$/;

/** Whether the build makes Rust code of a file, as the kernel does of `*.rs.S`. */
export function isBuiltToRust(path: string): boolean {
  return /\.rs\.\w+$/.test(path);
}

/** The most folders searched for Rust code that includes a file; each may be a call of GitHub. */
const MOST_FOLDERS = 50;

/** Of changed files those that Rust code nearby is looked for that includes them, and those that lie in too many folders for it. */
export function candidatesNearby(paths: readonly string[]): {
  readonly candidates: readonly string[];
  readonly left: readonly string[];
} {
  const folders = new Set<string>();
  const candidates: string[] = [];
  const left: string[] = [];
  for (const path of paths) {
    if (OTHER_LANGUAGES.test(path)) continue;
    const more = foldersAbove(path).filter((folder) => !folders.has(folder));
    if (folders.size + more.length > MOST_FOLDERS) {
      left.push(path);
      continue;
    }
    for (const folder of more) folders.add(folder);
    candidates.push(path);
  }
  return { candidates, left };
}

/** Whether a change of the included file alone is recognised as one of Rust code: `reachedInTree` looks nearby. */
function isFoundAgain(includer: string, included: string): boolean {
  return (
    isRustFile(included) ||
    isBuiltToRust(included) ||
    (!OTHER_LANGUAGES.test(included) && foldersAbove(included).includes(folderOf(includer)))
  );
}

function foldersAbove(path: string): readonly string[] {
  const folder = folderOf(path);
  const folders = [folder, folderOf(folder), folderOf(folderOf(folder))];
  return folders.filter((each) => each !== '');
}

/** What is known of the files around a patch. */
export interface Around {
  /** Whether the series changes a file, so that it is read there. */
  readonly isTouched: (path: string) => boolean;
  readonly isIgnored: (path: string) => boolean;
  readonly tree: SourceTree | null;
}

/**
 * What the steps of a patch newly reach and no step holds: files that only the build names, those that no rule covers,
 * those that are not there, and files of the tree with other names that hold an `unsafe`.
 */
export async function unreadInclusions(steps: readonly Step[], around: Around): Promise<Unread[]> {
  const { tree } = around;
  const unread: Unread[] = [];
  for (const side of steps.flatMap(sidesOf)) {
    const lines = new LineTable(side.after);
    for (const inclusion of newlyIn(side, mayInclude, inclusionsIn)) {
      const found = await unreadOf(side.path, inclusion, lines.lineOf(inclusion.offset), around);
      if (found !== undefined) unread.push(found);
    }
    for (const { paths, offset } of newlyIn(side, mayDeclareModules, declaredModules)) {
      const left = paths.filter((each) => isLeftOut(side.path, each, around));
      const there = left.length === 0 || tree === null ? [] : [...(await textsOf(tree, left)).keys()];
      const name = left.find((each) => around.isTouched(each) || there.includes(each));
      if (name !== undefined) unread.push(leftOut(name, `${side.path}:${lines.lineOf(offset)}`));
    }
  }
  return unread;
}

/** What the text after a change brings in and the one before does not. */
function newlyIn(
  { path, before, after }: Side,
  mayHave: (text: string) => boolean,
  inclusionsOf: (path: string, tokens: Tokens) => readonly Inclusion[],
): readonly Inclusion[] {
  if (!mayHave(after)) return [];
  const known = new Set(inclusionsOf(path, lex(before)).map(keyOf));
  return inclusionsOf(path, lex(after)).filter((each) => !known.has(keyOf(each)));
}

async function unreadOf(path: string, { paths }: Inclusion, line: number, around: Around): Promise<Unread | undefined> {
  const { isTouched, tree } = around;
  if (paths.length === 0)
    return { path, reason: `line ${line}: the file that it includes has no name in the text`, partial: false };
  const left = paths.find((each) => isLeftOut(path, each, around));
  if (left !== undefined) return leftOut(left, `${path}:${line}`);
  const lost = paths.find((each) => isTouched(each) && !isFoundAgain(path, each));
  if (lost !== undefined) {
    const reason = `${path}:${line} reaches it as Rust code now; a later change of it alone would not be read as such`;
    return { path: lost, reason, partial: false };
  }
  if (paths.some(isTouched) || (tree === null && paths.some((each) => isRustFile(each)))) return undefined;
  const [name = paths[0] ?? '', text] = tree === null ? [] : ([...(await textsOf(tree, paths))][0] ?? []);
  if (text !== undefined && isRustFile(name)) return undefined;
  const keywords = wordsIn(text ?? '', 'unsafe');
  if (text !== undefined && keywords === 0) return undefined;
  const reason = `${path}:${line} reaches it as Rust code now${isRustFile(name) ? ', and it cannot be read there' : ''}`;
  return { path: name, reason, partial: false, ...(keywords > 0 && { keywords }) };
}

/** Whether code that counts reaches code that does not: of a folder without rules, or that the settings ignore. */
function isLeftOut(from: string, to: string, { isIgnored }: Around): boolean {
  return (isLinted(from) && !isLinted(to)) || (!isIgnored(from) && isIgnored(to));
}

function leftOut(path: string, place: string): Unread {
  const why = isLinted(path) ? 'the settings ignore it' : 'no rule speaks of code in its folder';
  return { path, reason: `${place} reaches it now, and ${why}`, partial: false };
}

/** A name that a folder of modules may have. */
const FOLDER_NAME = /(?:^|\/)[A-Za-z_]\w*$/;

/** Whether Rust code may be reached through a link or submodule of this name; links to single files of code are read as such. */
export function mayHoldModules(path: string): boolean {
  return FOLDER_NAME.test(path) && !OTHER_LANGUAGES.test(path) && isLinted(path);
}

/** A link or submodule through which code may be reached. */
export function unreadFolder(path: string): Unread {
  return {
    path,
    reason: 'it is a symbolic link or a submodule: Rust code that it leads to was not read',
    partial: false,
  };
}

/** What the Rust files of a tree reach under other names: an audit does not read it, and says so. */
export interface UnreadInTree {
  readonly unread: readonly Unread[];
  /** The files that reach it. */
  readonly by: ReadonlySet<string>;
}

/** What files of the tree bring in under other names and was not read. */
export async function unreadInTree(tree: SourceTree, texts: ReadonlyMap<string, string>): Promise<UnreadInTree> {
  const unread: Unread[] = [];
  const by = new Set<string>();
  for (const [path, text] of texts) {
    if (!mayInclude(text)) continue;
    const lines = new LineTable(text);
    for (const { paths, offset, isBuilt } of inclusionsIn(path, lex(text))) {
      const line = lines.lineOf(offset);
      // what the build makes is not in the tree
      if (paths.length === 0 && !isBuilt) {
        by.add(path);
        unread.push({ path, reason: `line ${line}: the file that it includes has no name in the text`, partial: true });
      }
      if (paths.length === 0 || paths.some((each) => isRustFile(each))) continue;
      const [name = '', reached] = [...(await textsOf(tree, paths))][0] ?? [];
      const keywords = wordsIn(reached ?? '', 'unsafe');
      if (keywords === 0) continue;
      by.add(path);
      unread.push({ path: name, reason: `${path}:${line} reaches it as Rust code`, partial: false, keywords });
    }
  }
  return { unread, by };
}

function isLinted(path: string): boolean {
  return !isWithoutRules(path, layerOf(path));
}

function keyOf({ paths, isBuilt }: Inclusion): string {
  return `${paths.join('\0')} ${isBuilt}`;
}

/** The two sides of each piece of code that a step has. */
interface Side {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

function sidesOf(step: Step): Side[] {
  if (step.kind === 'hunks')
    return step.pieces.map(({ before, after }) => ({ path: step.pathAfter, before: before.text, after: after.text }));
  const { pathAfter, before, after, isCopy } = step;
  return pathAfter === null || after === null ? [] : [{ path: pathAfter, before: isCopy ? '' : (before ?? ''), after }];
}
