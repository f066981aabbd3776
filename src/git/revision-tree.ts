/** A commit's tree as a source of files, by `git ls-tree` and the blobs it names. */
import type { Found, SourceFile, SourceTree } from '../app/ports/source-tree.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { runGit } from './command.ts';
import { fileOf, readObjects } from './objects.ts';

/** The files of a commit, by its full id. Its list of files is read once, when it is first needed. */
export function revisionTree(folder: string, commit: string): SourceTree {
  let entries: Promise<ReadonlyMap<string, Entry> | Failure> | null = null;
  const allEntries = () => {
    entries ??= readEntries(folder, commit);
    return entries;
  };

  return {
    revision: commit,
    read: async (paths) => {
      const known = await allEntries();
      if (isFailure(known)) return new Map(paths.map((path) => [path, { kind: 'unreadable', reason: known.what }]));
      const ids = paths.flatMap((path) => known.get(path)?.blob ?? []);
      const objects = await readObjects(folder, ids);
      const fileOfBlob = new Map(ids.map((id, index) => [id, fileOf(objects[index], LOST)]));
      return new Map(paths.map((path) => [path, fileOfEntry(known.get(path), fileOfBlob)]));
    },
    list: async (suffix, below) => {
      const found = findAmong(await allEntries(), suffix, below);
      return isFailure(found) ? found : found.files;
    },
    find: async (suffix, below) => findAmong(await allEntries(), suffix, below),
  };
}

/** A regular file with its blob, or something else: a symbolic link or a submodule. */
interface Entry {
  readonly blob: string | null;
}

async function readEntries(folder: string, commit: string): Promise<ReadonlyMap<string, Entry> | Failure> {
  const answer = await runGit(folder, ['ls-tree', '-r', '-z', '--full-tree', commit]);
  if (isFailure(answer)) return answer;
  if (answer.kind === 'refused')
    return failure(folder, `cannot list the files of ${commit}: ${answer.words}`, 'check it with `git fsck`');
  // `100644 blob ID\tPATH\0`
  const records = answer.bytes.toString().split('\0').slice(0, -1);
  return new Map(
    records.map((record) => {
      const tab = record.indexOf('\t');
      const [mode, , id = null] = record.slice(0, tab).split(' ');
      const isRegularFile = mode?.startsWith('100') === true;
      return [record.slice(tab + 1), { blob: isRegularFile ? id : null }];
    }),
  );
}

function findAmong(entries: ReadonlyMap<string, Entry> | Failure, suffix: string, below?: string): Found | Failure {
  if (isFailure(entries)) return entries;
  const prefix = below === undefined ? '' : `${below}/`;
  const isWanted = (path: string) => path.startsWith(prefix) && path.endsWith(suffix);
  const files: string[] = [];
  const others = new Set<string>();
  for (const [path, { blob }] of entries) {
    if (isWanted(path)) {
      if (blob === null) others.add(path);
      else files.push(path);
    }
    // the list names files only, and folders by the files in them
    if (!path.includes(`${suffix}/`)) continue;
    for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
      const folder = path.slice(0, slash);
      if (isWanted(folder)) others.add(folder);
    }
  }
  return { files: files.sort(), others: [...others].sort() };
}

function fileOfEntry(entry: Entry | undefined, fileOfBlob: ReadonlyMap<string, SourceFile>): SourceFile {
  if (entry === undefined) return { kind: 'absent' };
  if (entry.blob === null) return { kind: 'unreadable', reason: 'it is a symbolic link or a submodule' };
  return fileOfBlob.get(entry.blob) ?? { kind: 'absent' };
}

/** A tree names it, so it has to be there. */
const LOST: SourceFile = { kind: 'unreadable', reason: 'its blob is missing from the repository (partial clone?)' };
