/** Folders of a tree, a few at a time: each list is asked for once, and what comes back is in the order of the folders. */
import type { SourceTree } from '../../../src/app/ports/source-tree.ts';
import { fromFolders } from '../../../src/app/review/read-folders.ts';
import { failure } from '../../../src/text/failure.ts';

function treeOf(paths: readonly string[], unlisted: readonly string[] = []) {
  const seen = { lists: [] as string[], reads: 0, underWay: 0, most: 0 };
  const slowly = async <T>(answer: T): Promise<T> => {
    seen.most = Math.max(seen.most, ++seen.underWay);
    await new Promise((resolve) => setImmediate(resolve));
    seen.underWay -= 1;
    return answer;
  };
  const tree: Partial<SourceTree> = {
    list: (suffix, folder = '') => {
      seen.lists.push(folder);
      const below = paths.filter((path) => path.startsWith(`${folder}/`) && path.endsWith(suffix));
      return slowly(unlisted.includes(folder) ? failure(folder, 'is too large', 'use a part of it') : below);
    },
    read: (wanted) => {
      seen.reads += 1;
      return slowly(new Map(wanted.map((path) => [path, { kind: 'text', text: `of ${path}` } as const])));
    },
  };
  return { tree: tree as SourceTree, seen };
}

const named = ({
  folder,
  paths,
  texts,
}: {
  folder: string;
  paths: readonly string[];
  texts: ReadonlyMap<string, string>;
}) => `${folder}: ${paths.map((path) => `${path} ${texts.get(path)}`).join(', ')}`;

test('the files of each folder alone, in the order of the folders; what is inside another one is not listed again', async () => {
  const { tree, seen } = treeOf(['a/b/c/x.rs', 'a/b/y.rs', 'a/b/z.txt', 'd/e.rs', 'ab/f.rs']);
  expect(await fromFolders(tree, ['a/b/c', 'd', 'a/b', 'ab'], '.rs', named)).toEqual([
    'a/b/c: a/b/c/x.rs of a/b/c/x.rs',
    'd: d/e.rs of d/e.rs',
    'a/b: a/b/y.rs of a/b/y.rs',
    'ab: ab/f.rs of ab/f.rs',
  ]);
  expect(seen.lists.sort()).toEqual(['a/b', 'ab', 'd']);
});

test('one that cannot be listed is left out, and what is inside it is asked for alone', async () => {
  const { tree, seen } = treeOf(['a/x.rs', 'a/b/y.rs'], ['a']);
  expect(await fromFolders(tree, ['a/b', 'a'], '.rs', ({ folder }) => folder)).toEqual(['a/b']);
  expect(seen.lists.sort()).toEqual(['a', 'a/b']);
});

test('several at a time, and never more than ten', async () => {
  const folders = Array.from({ length: 40 }, (_, index) => `f${index}`);
  const { tree, seen } = treeOf(folders.map((folder) => `${folder}/x.rs`));
  expect(await fromFolders(tree, folders, '.rs', ({ folder }) => folder)).toEqual(folders);
  expect(seen.most).toBe(10);
  expect(await fromFolders(tree, [], '.rs', ({ folder }) => folder)).toEqual([]);
});
