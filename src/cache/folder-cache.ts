/** A cache in a folder: one JSON file for each key. Whatever goes wrong with it costs time, never a result. */
import { readdirSync, readFileSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { type Cache, cacheKey } from '../app/ports/source-tree.ts';
import { makeFolder, writeWhole } from '../disk/files.ts';

/** Files beyond these are removed, those first that were not used for longest. */
const MOST_FILES = 64;

/**
 * The cache in `folder`, which is made when there is something to keep.
 * @param about what all values depend on: the program that computes them
 */
export function folderCache(folder: string, about: string): Cache {
  const fileOf = (key: string): string => join(folder, `${key}.json`);
  return {
    keyOf: (parts) => cacheKey([about, ...parts]),
    get: async (key) => {
      try {
        const value: unknown = JSON.parse(readFileSync(fileOf(key), 'utf8'));
        const now = new Date();
        utimesSync(fileOf(key), now, now);
        return value;
      } catch {
        return undefined;
      }
    },
    put: async (key, value) => {
      try {
        makeFolder(folder);
        writeWhole(fileOf(key), JSON.stringify(value), 0o600);
        removeOldest(folder);
      } catch {
        // it is computed again
      }
    },
  };
}

function removeOldest(folder: string): void {
  const files = readdirSync(folder)
    .filter((name) => /\.(?:json|tmp)$/.test(name))
    .map((name) => ({ name, used: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.used - a.used);
  for (const { name } of files.slice(MOST_FILES)) remove(join(folder, name));
}

function remove(path: string): void {
  try {
    rmSync(path);
  } catch {
    // it is gone already, or was never there
  }
}
