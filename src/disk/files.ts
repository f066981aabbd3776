/** How this program makes folders and files of its own, and reads those whose length is not known. */
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Makes a folder for its owner alone, and those above it. Node's own `recursive` tries without end below /proc, where
 * nothing can be made.
 * @throws as `mkdirSync` does
 */
export function makeFolder(path: string): void {
  if (existsSync(path)) return;
  makeFolder(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    // another process was faster
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * Makes a folder below one for caches, for what is run from there: no other user may write it.
 * @returns its path
 * @throws where another user could, and as `makeFolder` does
 */
export function privateFolder(folder: string, name: string): string {
  const own = join(folder, name);
  makeFolder(own);
  if (!isPrivate(own)) throw new Error(`${own} can be changed by other users`);
  return own;
}

/** Whether a path is a folder that no other user may write. @throws as `lstatSync` does, for one that is not there */
export function isPrivate(path: string): boolean {
  const found = lstatSync(path);
  return found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
}

/**
 * Writes a file whole or not at all, by a name of its own beside it. What was there is replaced; several processes and threads may
 * do so at once, and any of them may be the last.
 * @throws as `writeFileSync` and `renameSync` do
 */
export function writeWhole(path: string, data: string | Uint8Array, mode?: number): void {
  const unfinished = `${path}.${process.pid}-${process.hrtime.bigint()}.tmp`;
  try {
    writeFileSync(unfinished, data, { flag: 'wx', mode });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

/**
 * The text of a file, a device or a pipe, of which at most `most` bytes are read.
 * @throws as `openSync` and `readSync` do; an Error in plain words where there is more
 */
export function readAtMost(path: string, most: number): string {
  const bytes = Buffer.alloc(most + 1);
  const file = openSync(path, 'r');
  try {
    let length = 0;
    for (let read = -1; read !== 0 && length <= most; length += read)
      read = readSync(file, bytes, length, bytes.length - length, null);
    if (length > most) throw new Error(`it is larger than ${most / 1024} KB`);
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}
