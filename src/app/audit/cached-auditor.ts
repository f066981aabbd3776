/** Audits only the files that were not audited before as they are. */
import type { FileAudit } from '../../review/audit.ts';
import type { Cache } from '../ports/source-tree.ts';
import type { Auditor } from './audit-tree.ts';

/** Some two trees of a kernel. */
const MOST_FILES = 1200;

/**
 * @param about all that a result depends on besides the program and a file's path and text: the settings
 */
export function cachedAuditor(auditor: Auditor, cache: Cache, about: readonly string[]): Auditor {
  return async (jobs, onDone) => {
    const name = cache.keyOf(['audits', ...about]);
    const known = new Map(Object.entries(((await cache.get(name)) ?? {}) as Record<string, FileAudit>));
    const keys = jobs.map(({ path, text, known }) => cache.keyOf([path, text, JSON.stringify(known)]));
    const missing = jobs.filter((_, index) => !known.has(keys[index] as string));
    const isDone = jobs.length - missing.length;
    const fresh = await auditor(missing, (done) => onDone(isDone + done));
    const made = new Map(missing.map((job, index) => [job, fresh[index] as FileAudit]));
    const found = jobs.map((job, index) => made.get(job) ?? (known.get(keys[index] as string) as FileAudit));
    if (missing.length > 0) {
      const current = keys.map((key, index) => [key, found[index] as FileAudit] as const);
      // why a whole file was not read may be the time that it took here
      const kept = [...current, ...known].filter(([, { unread }]) => unread.every(({ partial }) => partial));
      await cache.put(name, Object.fromEntries(new Map(kept.slice(0, MOST_FILES))));
    }
    return found;
  };
}
