/** A commit's tree as a source of files: git's tree objects are read as far as the paths lead. */
import type { Found, SourceFile, SourceTree } from '../app/ports/source-tree.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { folderOf } from '../text/paths.ts';
import { fileOf, type GitObject, type ObjectReader } from './objects.ts';

/** The files of a commit, by its full id. Each folder is read once, when it is first needed. */
export function revisionTree(folder: string, objects: ObjectReader, commit: string): SourceTree {
  const folders = new Map<string, Promise<Folder | Failure | undefined>>();
  const folderIn = (object: GitObject | undefined): Folder | Failure | undefined => {
    if (object?.kind === 'broken') return object.failure;
    const isTree = object?.kind === 'object' && object.type === 'tree';
    const entries = isTree ? entriesOf(object.bytes, commit.length / 2) : undefined;
    const trouble = isTree ? 'is malformed' : 'is missing (partial clone?)';
    return entries ?? failure(folder, `a tree of ${commit} ${trouble}`, 'check it with `git fsck`');
  };

  /** Those of the folders that are there, by their paths; of those above them the same. */
  const readFolders = async (paths: readonly string[]): Promise<void> => {
    const missing = [...new Set(paths)].filter((path) => !folders.has(path));
    if (missing.length === 0) return;
    const above = missing.filter((path) => path !== '').map(folderOf);
    await readFolders(above);
    const names = await Promise.all(
      missing.map(async (path) => {
        if (path === '') return `${commit}^{tree}`;
        const found = await folders.get(folderOf(path));
        return found === undefined || isFailure(found) ? found : found.get(nameOf(path))?.folder;
      }),
    );
    const ids = names.filter((name) => typeof name === 'string');
    const reading = objects.read(ids).then((read) => new Map(ids.map((id, index) => [id, read[index]])));
    for (const [index, path] of missing.entries()) {
      const name = names[index];
      folders.set(
        path,
        typeof name === 'string' ? reading.then((read) => folderIn(read.get(name))) : Promise.resolve(name),
      );
    }
  };

  /** The folder, and all below it, by their paths. */
  const readBelow = async (path: string): Promise<ReadonlyMap<string, Folder> | Failure> => {
    const found = new Map<string, Folder>();
    for (let level: readonly string[] = [path]; level.length > 0; ) {
      await readFolders(level);
      const next: string[] = [];
      for (const each of level) {
        const known = await folders.get(each);
        if (isFailure(known)) return known;
        if (known === undefined) continue;
        found.set(each, known);
        for (const [name, entry] of known) if (entry.folder !== undefined) next.push(joined(each, name));
      }
      level = next;
    }
    return found;
  };

  const find = async (suffix: string, below = ''): Promise<Found | Failure> => {
    const found = await readBelow(below);
    return isFailure(found) ? found : findAmong(found, suffix);
  };

  /** Of a file whose folder was read. */
  const entryAt = async (path: string): Promise<Entry | Failure | undefined> => {
    const found = await folders.get(folderOf(path));
    return found === undefined || isFailure(found) ? found : found.get(nameOf(path));
  };

  return {
    revision: commit,
    read: async (paths) => {
      await readFolders(paths.map(folderOf));
      const entries = await Promise.all(paths.map(entryAt));
      const ids = entries.flatMap((entry) => (entry === undefined || isFailure(entry) ? [] : (entry.blob ?? [])));
      const read = await objects.read(ids);
      const fileOfBlob = new Map(ids.map((id, index) => [id, fileOf(read[index], LOST)]));
      return new Map(paths.map((path, index) => [path, fileOfEntry(entries[index], fileOfBlob)]));
    },
    list: async (suffix, below) => {
      const found = await find(suffix, below);
      return isFailure(found) ? found : found.files;
    },
    find,
  };
}

/** What a folder holds, by name. */
type Folder = ReadonlyMap<string, Entry>;

/** The id of a regular file's blob, or of a folder's tree; neither of a symbolic link or a submodule. */
interface Entry {
  readonly blob?: string;
  readonly folder?: string;
}

/**
 * The entries of a tree object: `100644 NAME\0ID`, the id as bytes (git's source, tree-walk.c, decode_tree_entry).
 * @param idBytes 20, or 32 in a repository of the SHA-256 kind
 * @returns undefined where the object is malformed
 */
function entriesOf(bytes: Buffer, idBytes: number): Folder | undefined {
  const entries = new Map<string, Entry>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(0x20, at);
    const end = bytes.indexOf(0, space);
    if (space === -1 || end === -1 || end + idBytes >= bytes.length) return undefined;
    const mode = bytes.toString('latin1', at, space);
    const id = bytes.toString('hex', end + 1, end + 1 + idBytes);
    const isFolder = mode === '40000' || mode === '040000';
    const name = bytes.toString('utf8', space + 1, end);
    entries.set(name, isFolder ? { folder: id } : mode.startsWith('100') ? { blob: id } : {});
    at = end + 1 + idBytes;
  }
  return entries;
}

function findAmong(folders: ReadonlyMap<string, Folder>, suffix: string): Found {
  const files: string[] = [];
  const others: string[] = [];
  for (const [path, entries] of folders) {
    for (const [name, { blob }] of entries) {
      const own = joined(path, name);
      if (own.endsWith(suffix)) (blob === undefined ? others : files).push(own);
    }
  }
  return { files: files.sort(), others: others.sort() };
}

function fileOfEntry(entry: Entry | Failure | undefined, fileOfBlob: ReadonlyMap<string, SourceFile>): SourceFile {
  if (isFailure(entry)) return { kind: 'unreadable', reason: entry.what };
  if (entry === undefined || entry.folder !== undefined) return { kind: 'absent' };
  if (entry.blob === undefined) return { kind: 'unreadable', reason: 'it is a symbolic link or a submodule' };
  return fileOfBlob.get(entry.blob) ?? { kind: 'absent' };
}

function joined(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A tree names it, so it has to be there. */
const LOST: SourceFile = { kind: 'unreadable', reason: 'its blob is missing from the repository (partial clone?)' };
