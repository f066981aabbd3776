/** The files of some folders of a tree, a few folders at a time: on GitHub each may cost a call, and one after the other these take long. */
import { type Failure, isFailure } from '../../text/failure.ts';
import { folderOf } from '../../text/paths.ts';
import type { SourceTree } from '../ports/source-tree.ts';
import { textsOf } from './abstraction-index.ts';
import { fewAtOnce } from './few-at-once.ts';

/** Fewer than one installation reads at once, so that others get their answers too. */
const MOST_AT_ONCE = 10;

/** The files of one folder, without those of the folders in it. */
export interface ReadFolder {
  readonly folder: string;
  readonly paths: readonly string[];
  /** By path; of those that are there and can be read. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads the files of each folder whose names end in `suffix`, and takes from them what is wanted.
 * @param folders each once
 * @param take gets one folder at a time, so that not all texts are kept
 * @returns what was taken, in the order of the folders; a folder that cannot be listed is left out
 * @throws what the tree throws
 */
export async function fromFolders<T>(
  tree: SourceTree,
  folders: readonly string[],
  suffix: string,
  take: (folder: ReadFolder) => T,
): Promise<readonly T[]> {
  const all = new Set(folders);
  const outermostOf = (folder: string): string => ancestorsOf(folder).find((above) => all.has(above)) ?? folder;
  // a list has what is below its folder as well, so the others need none
  const outermost = [...new Set(folders.map(outermostOf))];
  const lists = await fewAtOnce(outermost, MOST_AT_ONCE, (folder) => tree.list(suffix, folder));
  const listed = new Map(outermost.map((folder, index) => [folder, lists[index] as readonly string[] | Failure]));
  const taken = await fewAtOnce(folders, MOST_AT_ONCE, async (folder): Promise<readonly T[]> => {
    const outer = outermostOf(folder);
    const list = listed.get(outer) ?? [];
    // what is too large to be listed may have parts that are not
    const own = isFailure(list) && outer !== folder ? await tree.list(suffix, folder) : list;
    if (isFailure(own)) return [];
    const paths = own.filter((path) => folderOf(path) === folder);
    return [take({ folder, paths, texts: await textsOf(tree, paths) })];
  });
  return taken.flat();
}

/** All folders that a folder is in, the outermost first. */
function ancestorsOf(folder: string): readonly string[] {
  const parts = folder.split('/');
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join('/'));
}
