/** Where this program may keep what it can make again. */
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * `KRA_CACHE` names the folder, or is `off`; else it is where the user's caches are (XDG Base Directory Specification).
 * @returns undefined where nothing is to be kept
 */
export function cacheFolder(env: NodeJS.ProcessEnv): string | undefined {
  const named = env['KRA_CACHE'];
  const home = env['XDG_CACHE_HOME'] || (env['HOME'] && join(env['HOME'], '.cache'));
  const folder = named || (home && join(home, 'kernel-rust-audit'));
  return folder && folder !== 'off' ? folder : undefined;
}

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
