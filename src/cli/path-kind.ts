/** What a path of the command line leads to. */
import { statSync } from 'node:fs';

/** Undefined for a missing path; one without access (a loop of links, no permission) counts as an unreadable file. */
export function lookAt(path: string): 'folder' | 'file' | undefined {
  try {
    const stats = statSync(path, { throwIfNoEntry: false });
    return stats === undefined ? undefined : stats.isDirectory() ? 'folder' : 'file';
  } catch {
    return 'file';
  }
}
