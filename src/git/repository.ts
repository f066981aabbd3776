/** A git repository as a source of files, blobs and patches. It is only read, and no command of its configuration runs. */

import { realpathSync, statSync } from 'node:fs';
import { resolve, sep } from 'node:path';
import type { GitRepository } from '../app/ports/git-repository.ts';
import type { SourceFile } from '../app/ports/source-tree.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { runGit } from './command.ts';
import { changeOf, patchesOf, uncommittedChanges, untrackedRust } from './history.ts';
import { mergesOf } from './merges.ts';
import { fileOf, type GitObject, type ObjectReader, objectReader } from './objects.ts';
import { rangeOf, refNames, resolveRevision } from './range.ts';
import { revisionTree } from './revision-tree.ts';

/** The repository that `folder` is, or that is around it. */
export async function openRepository(folder: string = process.cwd()): Promise<GitRepository | Failure> {
  if (!isFolder(folder)) return failure(folder, 'no such folder', 'pass a git repository with --repo');
  const found = await runGit(folder, ['rev-parse', '--absolute-git-dir', '--is-inside-work-tree', '--show-cdup']);
  if (isFailure(found)) return found;
  if (found.kind === 'refused') return failure(folder, found.words, 'pass a git repository with --repo');
  // Within a work tree the last line is `../` and the like; outside it may be the path of one elsewhere. The first path may hold a line break.
  const [, gitFolder = '', upwards] = /^(.*)\n(?:true\n([./]*)|false(?:\n.*)?)\n$/s.exec(found.bytes.toString()) ?? [];
  const workTree = upwards === undefined ? null : resolve(realpathSync(folder), upwards);
  const base = workTree ?? gitFolder;
  const objects = objectReader(base);

  return {
    workTree,
    resolve: (revision) => resolveRevision(base, objects, revision),
    tree: (commit) => {
      if (!/^[0-9a-f]{40,64}$/.test(commit)) throw new TypeError(`not a full commit id: ${commit}`);
      return revisionTree(base, objects, commit);
    },
    readBlobs: (ids) => readBlobs(objects, ids),
    refNames: () => refNames(base),
    rangeOf: (spec) => rangeOf(base, objects, spec),
    patchesOf: (range) => patchesOf(base, range),
    mergesOf: (range) => mergesOf(base, range),
    changeOf: (range, others) => changeOf(base, range, others),
    uncommitted: async ({ staged }) => {
      if (workTree === null)
        return failure(gitFolder, 'a bare repository has no uncommitted changes', 'pass a revision or a range');
      return uncommittedChanges(workTree, { staged, indexFile: indexOfRunningCommit(gitFolder) });
    },
    untrackedRust: async () => (workTree === null ? [] : untrackedRust(workTree)),
  };
}

/** In a pre-commit hook the index of the commit in the making may be another file; any other GIT_INDEX_FILE is not obeyed. */
function indexOfRunningCommit(gitFolder: string): string | null {
  const named = process.env['GIT_INDEX_FILE'];
  if (named === undefined) return null;
  const path = resolve(named);
  return path.startsWith(gitFolder + sep) ? path : null;
}

async function readBlobs(objects: ObjectReader, ids: readonly string[]): Promise<ReadonlyMap<string, SourceFile>> {
  const wellFormed = ids.filter((id) => /^[0-9a-f]{7,64}$/i.test(id));
  const read = await objects.read(wellFormed);
  const files = new Map(wellFormed.map((id, index) => [id, blobOf(read[index], id)]));
  return new Map(ids.map((id) => [id, files.get(id) ?? NO_BLOB_ID]));
}

const NO_BLOB_ID: SourceFile = { kind: 'unreadable', reason: 'a blob id has 7 to 64 hexadecimal digits' };

function blobOf(object: GitObject | undefined, id: string): SourceFile {
  // A tag may bear the name of an abbreviated id.
  if (object?.kind === 'object' && !object.id.startsWith(id.toLowerCase()))
    return { kind: 'unreadable', reason: `a tag or branch is named ${id}` };
  return fileOf(object, { kind: 'absent' });
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    return false;
  }
}
