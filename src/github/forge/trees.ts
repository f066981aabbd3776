/** A commit on GitHub as a source of files, with the meaning that a git repository's has (git/revision-tree.ts). */
import type { Found, SourceFile, SourceTree } from '../../app/ports/source-tree.ts';
import { type Failure, failure, isFailure } from '../../text/failure.ts';
import { checkedRevision, textOf } from '../client/response-fields.ts';
import { type Blobs, NO_REGULAR_FILE } from './blobs.ts';
import type { Entry, Listings } from './listings.ts';
import type { Objects } from './object-names.ts';

export interface TreesOf {
  readonly objects: Objects;
  readonly listings: Listings;
  readonly blobs: Blobs;
}

export interface Trees {
  /** @param revision a full commit id */
  of(revision: string): SourceTree;
  /** Git's ids of folders (empty: the root) of a commit, null for one that is not there. */
  idsOf(revision: string, folders: readonly string[]): Promise<readonly (string | null)[]>;
  readonly listings: Listings;
}

/** Commits of one repository as sources of files. */
export function makeTrees({ objects, listings, blobs }: TreesOf): Trees {
  const ids = new Map<string, Promise<readonly (string | null)[]>>();
  const idsOf: Trees['idsOf'] = (revision, folders) => {
    const key = JSON.stringify([checkedRevision(revision), ...folders]);
    const known = ids.get(key) ?? idsOfFolders(objects, revision, folders);
    ids.set(key, known);
    known.catch(() => ids.delete(key));
    return known;
  };
  const trees = new Map<string, SourceTree>();
  return {
    listings,
    idsOf,
    of: (revision) => {
      const known = trees.get(checkedRevision(revision)) ?? makeTree(revision, idsOf, listings, blobs);
      trees.set(revision, known);
      return known;
    },
  };
}

/** What is known of the files below a folder. */
interface Known {
  readonly folder: string;
  readonly suffix: string;
  /** By their full paths. */
  readonly entries: ReadonlyMap<string, Entry>;
}

function makeTree(revision: string, idsOf: Trees['idsOf'], listings: Listings, blobs: Blobs): SourceTree {
  const listed: Known[] = [];
  const knowing = (path: string, suffix: string) =>
    listed.find((known) => isBelow(path, known.folder) && suffix.endsWith(known.suffix));

  const entriesBelow = async (folder: string, suffix: string): Promise<Known | Failure> => {
    const known = knowing(`${folder}/`, suffix);
    if (known !== undefined) return known;
    const [root = null, id = root] = await idsOf(revision, folder === '' ? [''] : ['', folder]);
    if (root === null)
      return failure(revision, 'GitHub has no such commit in this repository', 'pass a commit of the repository');
    const below = id === null ? { entries: [], suffix: '' } : await listings.below(id, suffix, folder === '');
    const prefix = folder === '' ? '' : `${folder}/`;
    const entries = new Map(below.entries.map((entry) => [`${prefix}${entry.path}`, entry]));
    const found = { folder, suffix: below.suffix, entries };
    listed.push(found);
    return found;
  };

  const find = async (suffix: string, folder = ''): Promise<Found | Failure> => {
    const known = await entriesBelow(folder, suffix);
    if (isFailure(known)) return known;
    const wanted = [...known.entries].filter(([path]) => isBelow(path, folder) && path.endsWith(suffix));
    const pathsOf = (isFile: boolean) =>
      wanted.flatMap(([path, { kind }]) => ((kind === 'file') === isFile ? [path] : [])).sort();
    return { files: pathsOf(true), others: pathsOf(false) };
  };

  return {
    revision,
    read: async (paths) => {
      const files = new Map<string, SourceFile>();
      const known = new Map<string, Entry>();
      const unknown: string[] = [];
      for (const path of new Set(paths)) {
        const listing = knowing(path, path);
        const entry = listing?.entries.get(path);
        if (listing === undefined) unknown.push(path);
        else if (entry?.kind === 'file') known.set(path, entry);
        else files.set(path, entry?.kind === 'other' ? NO_REGULAR_FILE : { kind: 'absent' });
      }
      const [byId, asked] = await Promise.all([
        blobs.readBlobs([...known.values()]),
        blobs.readAt(unknown.map((path) => ({ revision, path }))),
      ]);
      for (const [path, { id }] of known) files.set(path, byId.get(id) ?? { kind: 'absent' });
      for (const [index, path] of unknown.entries()) files.set(path, asked[index] ?? { kind: 'absent' });
      return new Map(paths.map((path) => [path, files.get(path) ?? { kind: 'absent' }]));
    },
    list: async (suffix, folder) => {
      const found = await find(suffix, folder);
      return isFailure(found) ? found : found.files;
    },
    find,
    identityOf: async (folder) => {
      const entry = knowing(folder, folder)?.entries.get(folder);
      if (entry !== undefined) return entry.kind === 'folder' ? entry.id : undefined;
      return (await idsOf(revision, ['', folder]))[folder === '' ? 0 : 1] ?? undefined;
    },
  };
}

/** Whether a path is in a folder, at any depth; all are in the root. */
function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

async function idsOfFolders(
  objects: Objects,
  revision: string,
  folders: readonly string[],
): Promise<readonly (string | null)[]> {
  const found = await objects.of(
    folders.map((folder) => `${revision}:${folder}`),
    false,
  );
  return found.map((object) => (object?.['__typename'] === 'Tree' ? textOf(object, 'oid') : null));
}
