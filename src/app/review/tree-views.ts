/** Trees seen from another place. */
import { isFailure } from '../../text/failure.ts';
import type { Found, SourceTree } from '../ports/source-tree.ts';

/** A folder of a tree as a tree. @param folder the empty text is the whole of it */
export function treeBelow(tree: SourceTree, folder: string): SourceTree {
  if (folder === '') return tree;
  const outside = (path: string): string => `${folder}/${path}`;
  const inside = (path: string): string => path.slice(folder.length + 1);
  return seen(tree, {
    read: async (paths) =>
      new Map([...(await tree.read(paths.map(outside)))].map(([path, file]) => [inside(path), file])),
    find: async (suffix, below) => {
      const found = await tree.find(suffix, below === undefined ? folder : outside(below));
      return isFailure(found) ? found : renamed(found, inside);
    },
  });
}

/** A tree as a folder of one that holds nothing else. @param folder the empty text is the tree itself */
export function treeAt(tree: SourceTree, folder: string): SourceTree {
  if (folder === '') return tree;
  const outside = (path: string): string => `${folder}/${path}`;
  const isInside = (path: string): boolean => path.startsWith(`${folder}/`);
  const inside = (path: string): string => path.slice(folder.length + 1);
  return seen(tree, {
    read: async (paths) => {
      const known = await tree.read(paths.filter(isInside).map(inside));
      return new Map(paths.map((path) => [path, (isInside(path) && known.get(inside(path))) || { kind: 'absent' }]));
    },
    find: async (suffix, below) => {
      const isAbove = below === undefined || below === folder || folder.startsWith(`${below}/`);
      if (!isAbove && !isInside(below)) return { files: [], others: [] };
      const found = await tree.find(suffix, isAbove ? undefined : inside(below));
      return isFailure(found) ? found : renamed(found, outside);
    },
  });
}

function renamed({ files, others }: Found, name: (path: string) => string): Found {
  return { files: files.map(name), others: others.map(name) };
}

function seen({ revision }: SourceTree, { read, find }: Pick<SourceTree, 'read' | 'find'>): SourceTree {
  return {
    revision,
    read,
    find,
    list: async (suffix, below) => {
      const found = await find(suffix, below);
      return isFailure(found) ? found : found.files;
    },
  };
}
