/** Where this program may keep what it can make again. */
import { join } from 'node:path';

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
