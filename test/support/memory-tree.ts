/** A tree of files in memory. */
import type { SourceFile, SourceTree } from '../../src/app/ports/source-tree.ts';

/** Texts by path; a path that is not among them is absent. */
export type Files = Readonly<Record<string, string>>;

export function memoryTree(files: Files): SourceTree {
  const fileAt = (path: string): SourceFile => {
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    return text === undefined ? { kind: 'absent' } : { kind: 'text', text };
  };
  const listed = (suffix: string, folder?: string) =>
    Object.keys(files)
      .filter((path) => path.startsWith(folder === undefined ? '' : `${folder}/`) && path.endsWith(suffix))
      .toSorted();
  return {
    revision: null,
    read: async (paths) => new Map(paths.map((path) => [path, fileAt(path)])),
    list: async (suffix, folder) => listed(suffix, folder),
    find: async (suffix, folder) => ({ files: listed(suffix, folder), others: [] }),
  };
}
