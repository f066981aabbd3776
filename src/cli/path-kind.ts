/** What a path of the command line leads to. */
import { statSync } from 'node:fs';

/** Undefined where there is nothing; what cannot be looked at (a loop of links, no right to) is a file that cannot be read. */
export function lookAt(path: string): 'folder' | 'file' | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : stats.isDirectory() ? 'folder' : 'file';
  } catch {
    return 'file';
  }
}
