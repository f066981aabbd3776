/**
 * Rust code under other names: what `include!` and `#[path]` bring in is code, whatever its file is called. A touched file
 * that Rust code reaches is read as Rust; what a patch newly reaches and cannot be read is named, and never clean.
 */
import type { Unread } from '../finding/finding.ts';
import { wordsIn } from '../kernel/census/words.ts';
import { type Inclusion, inclusionsIn, mayInclude } from '../kernel/inclusions.ts';
import { isWithoutRules, layerOf } from '../kernel/layers.ts';
import type { Step } from '../review/state.ts';
import { lex } from '../rust/lexer.ts';
import { isFailure } from '../text/failure.ts';
import { LineTable } from '../text/lines.ts';
import { folderOf } from '../text/paths.ts';
import { textsOf } from './abstraction-index.ts';
import type { SourceTree } from './ports.ts';

/** The files without the ending `.rs` that a Rust text reaches. */
export function namesReached(path: string, text: string): readonly string[] {
  if (!mayInclude(text)) return [];
  return inclusionsIn(path, lex(text)).flatMap(({ paths }) => paths.filter((each) => !each.endsWith('.rs')));
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
  const found = new Set<string>();
  if (tree === null || candidates.length === 0) return found;
  const wanted = new Set(candidates);
  for (const folder of where === 'everywhere' ? [undefined] : new Set(candidates.flatMap(foldersAbove))) {
    const listed = await tree.list('.rs', folder);
    if (isFailure(listed)) continue;
    const here = folder === undefined ? listed : listed.filter((path) => folderOf(path) === folder);
    for (const [path, text] of await textsOf(tree, here))
      for (const name of namesReached(path, text)) if (wanted.has(name)) found.add(name);
  }
  return found;
}

/** Names that no Rust code is brought in from: what is written in other languages, and what the build reads. */
const OTHER_LANGUAGES =
  /\.(?:[chSs]|dtsi?|dtso|rst|ya?ml|json|toml|py|pl|sh|awk|lds|md|svg|config)$|(?:^|\/)(?:Makefile|Kbuild|Kconfig|MAINTAINERS)[^/]*$/;

/** Whether the build makes Rust code of a file, as the kernel does of `*.rs.S`. */
export function isBuiltToRust(path: string): boolean {
  return /\.rs\.\w+$/.test(path);
}

/** In so many folders of the tree is looked for Rust code that includes a file; each may be a call of GitHub. */
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
    included.endsWith('.rs') ||
    isBuiltToRust(included) ||
    (!OTHER_LANGUAGES.test(included) && foldersAbove(included).includes(folderOf(includer)))
  );
}

function foldersAbove(path: string): readonly string[] {
  const folder = folderOf(path);
  const folders = [folder, folderOf(folder), folderOf(folderOf(folder))];
  return folders.filter((each) => each !== '');
}

/**
 * What the steps of a patch newly reach and no step holds: files that only the build names, and files of the tree with other
 * names that hold an `unsafe`.
 * @param isTouched whether the series changes a file, so that it is read there
 */
export async function unreadInclusions(
  steps: readonly Step[],
  isTouched: (path: string) => boolean,
  tree: SourceTree | null,
): Promise<readonly Unread[]> {
  const unread: Unread[] = [];
  for (const { path, before, after } of steps.flatMap(sidesOf)) {
    if (!mayInclude(after)) continue;
    const known = new Set(inclusionsIn(path, lex(before)).map(keyOf));
    const lines = new LineTable(after);
    for (const inclusion of inclusionsIn(path, lex(after))) {
      if (known.has(keyOf(inclusion))) continue;
      const { paths, offset } = inclusion;
      const line = lines.lineOf(offset);
      if (paths.length === 0) {
        unread.push({
          path,
          reason: `line ${line}: the file that it includes has no name in the text`,
          partial: false,
        });
        continue;
      }
      const withoutRules = hasRules(path) ? paths.find((each) => !hasRules(each)) : undefined;
      if (withoutRules !== undefined) {
        const reason = `${path}:${line} reaches it now, and no rule speaks of code in its folder`;
        unread.push({ path: withoutRules, reason, partial: false });
        continue;
      }
      const lost = paths.find((each) => isTouched(each) && !isFoundAgain(path, each));
      if (lost !== undefined) {
        const reason = `${path}:${line} reaches it as Rust code now; a later change of it alone would not be read as such`;
        unread.push({ path: lost, reason, partial: false });
        continue;
      }
      if (paths.some((each) => each.endsWith('.rs') || isTouched(each))) continue;
      const [name = paths[0] ?? '', text] = tree === null ? [] : ([...(await textsOf(tree, paths))][0] ?? []);
      const keywords = wordsIn(text ?? '', 'unsafe');
      if (text !== undefined && keywords === 0) continue;
      const reason = `${path}:${line} reaches it as Rust code now`;
      unread.push({ path: name, reason, partial: false, ...(keywords > 0 && { keywords }) });
    }
  }
  return unread;
}

/** What the Rust files of a tree reach under other names: an audit does not read it, and says so. */
export interface UnreadInTree {
  readonly unread: readonly Unread[];
  /** The files that reach it. */
  readonly by: ReadonlySet<string>;
}

export async function unreadInTree(tree: SourceTree, texts: ReadonlyMap<string, string>): Promise<UnreadInTree> {
  const unread: Unread[] = [];
  const by = new Set<string>();
  for (const [path, text] of texts) {
    if (!mayInclude(text)) continue;
    const lines = new LineTable(text);
    for (const { paths, offset, isBuilt } of inclusionsIn(path, lex(text))) {
      const line = lines.lineOf(offset);
      // what the build makes is no part of the tree
      if (paths.length === 0 && !isBuilt) {
        by.add(path);
        unread.push({ path, reason: `line ${line}: the file that it includes has no name in the text`, partial: true });
      }
      if (paths.length === 0 || paths.some((each) => each.endsWith('.rs'))) continue;
      const [name = '', reached] = [...(await textsOf(tree, paths))][0] ?? [];
      const keywords = wordsIn(reached ?? '', 'unsafe');
      if (keywords === 0) continue;
      by.add(path);
      unread.push({ path: name, reason: `${path}:${line} reaches it as Rust code`, partial: false, keywords });
    }
  }
  return { unread, by };
}

function hasRules(path: string): boolean {
  return !isWithoutRules(path, layerOf(path));
}

function keyOf({ paths, isBuilt }: Inclusion): string {
  return `${paths.join('\0')} ${isBuilt}`;
}

/** The two sides of each piece of code that a step has. */
function sidesOf(step: Step): { readonly path: string; readonly before: string; readonly after: string }[] {
  if (step.kind === 'hunks')
    return step.pieces.map(({ before, after }) => ({ path: step.pathAfter, before: before.text, after: after.text }));
  const { pathAfter, before, after, isCopy } = step;
  return pathAfter === null || after === null ? [] : [{ path: pathAfter, before: isCopy ? '' : (before ?? ''), after }];
}
