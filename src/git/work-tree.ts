/** A folder as a source of files; nothing outside of it is ever read. */
import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import { type Found, LARGEST_FILE, type SourceFile, type SourceTree } from '../app/ports/source-tree.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';

/** The files below `folder`, as they are when they are asked for. `.git` is skipped, built and ignored files are not. */
export function workTree(folder: string): SourceTree {
  return {
    revision: null,
    read: async (paths) => {
      const root = realPathOf(folder);
      return new Map(paths.map((path) => [path, root === null ? ABSENT : readBelow(root, path)]));
    },
    list: async (suffix, below) => {
      const found = findBelow(folder, suffix, below);
      return isFailure(found) ? found : found.files;
    },
    find: async (suffix, below) => findBelow(folder, suffix, below),
  };
}

const ABSENT: SourceFile = { kind: 'absent' };
/** The error codes of a missing file. */
const NOT_THERE: readonly unknown[] = ['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'];

// Everything here is synchronous: for hundreds of small files that takes half of the time.

function readBelow(root: string, path: string): SourceFile {
  if (isAbsolute(path) || path.split('/').includes('..'))
    return { kind: 'unreadable', reason: 'the path leads out of the tree' };
  try {
    const real = realpathSync.native(join(root, path));
    if (real === root) return ABSENT;
    if (!real.startsWith(root.endsWith(sep) ? root : root + sep))
      return { kind: 'unreadable', reason: 'a symbolic link leads out of the tree' };
    return readRegularFile(real);
  } catch (error) {
    const code = codeOf(error);
    return NOT_THERE.includes(code) ? ABSENT : { kind: 'unreadable', reason: `cannot open it (${code})` };
  }
}

/** Not by its name but by its handle, and without waiting: a pipe in the place of a file would never end. */
function readRegularFile(path: string): SourceFile {
  const handle = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stats = fstatSync(handle);
    if (stats.isDirectory()) return ABSENT;
    if (!stats.isFile()) return { kind: 'unreadable', reason: 'not a regular file' };
    if (stats.size > LARGEST_FILE) return { kind: 'unreadable', reason: `it is larger than ${LARGEST_FILE >> 20} MB` };
    return { kind: 'text', text: readFileSync(handle, 'utf8') };
  } finally {
    closeSync(handle);
  }
}

function findBelow(folder: string, suffix: string, below?: string): Found | Failure {
  const files: string[] = [];
  const others: string[] = [];
  if (below?.split('/').includes('..')) return { files, others };
  const open = [below === undefined ? '' : `${below}/`];
  for (let prefix = open.pop(); prefix !== undefined; prefix = open.pop()) {
    try {
      for (const entry of readdirSync(join(folder, prefix), { withFileTypes: true })) {
        const path = `${prefix}${entry.name}`;
        if (entry.name === '.git' && entry.isDirectory()) continue;
        if (entry.isDirectory()) open.push(`${path}/`);
        if (path.endsWith(suffix)) (entry.isFile() ? files : others).push(path);
      }
    } catch (error) {
      // A folder that went away meanwhile does not matter; the one that was asked for, and an unreadable one, do.
      if (prefix === '' || !NOT_THERE.includes(codeOf(error)))
        return failure(join(folder, prefix), `cannot read the folder (${codeOf(error)})`, 'pass a readable folder');
    }
  }
  return { files: files.sort(), others: others.sort() };
}

function realPathOf(folder: string): string | null {
  try {
    return realpathSync.native(folder);
  } catch {
    return null;
  }
}

function codeOf(error: unknown): string {
  return String((error as NodeJS.ErrnoException).code ?? error);
}
