/** Audits only the files that were not audited before as they are. */
import type { FileAudit } from '../../review/audit.ts';
import { type Cache, cacheKey } from '../ports/source-tree.ts';
import type { AuditJob, Auditor } from './audit-tree.ts';

/** In UTF-16 units of JSON: the audits of some eight trees of a kernel. What was not used for longest goes first. */
const MOST_KEPT = 16 * 1024 * 1024;

/** @param about all that a result depends on apart from the program and a file's path and text: the settings */
export function cachedAuditor(auditor: Auditor, cache: Cache, about: readonly string[]): Auditor {
  return async (jobs, onDone) => {
    const name = cache.keyOf(['audits', ...about]);
    // each as JSON, so that only those of this tree are read
    const known = new Map(Object.entries(((await cache.get(name)) ?? {}) as Record<string, string>));
    const keys = jobs.map(({ path, text, known }) => cacheKey([path, text, JSON.stringify(known)]));
    const found = keys.map((key) => known.get(key));
    const all = await withMissing(
      found.map((json) => (json === undefined ? undefined : (JSON.parse(json) as FileAudit))),
      jobs,
      auditor,
      onDone,
    );
    if (found.includes(undefined)) {
      const own = keys.flatMap((key, index): [string, string][] => {
        const { unread } = all[index] as FileAudit;
        // why a whole file was not read may be the time that it took here
        return unread.every(({ partial }) => partial) ? [[key, found[index] ?? JSON.stringify(all[index])]] : [];
      });
      await cache.put(name, Object.fromEntries(newest([...new Map([...own, ...known])])));
    }
    return all;
  };
}

/** The first ones, as many as there is room for. */
function newest(entries: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  let size = 0;
  return entries.filter(([, json]) => {
    size += json.length;
    return size <= MOST_KEPT;
  });
}

/** Audits each file once, for trees that are compared: most of their files are the same. */
export function auditorOfMany(auditor: Auditor): Auditor {
  const known = new Map<string, { readonly job: AuditJob; readonly audit: FileAudit }>();
  return async (jobs, onDone) => {
    const found = jobs.map((job) => {
      const before = known.get(job.path);
      return before !== undefined && isSame(before.job, job) ? before.audit : undefined;
    });
    const all = await withMissing(found, jobs, auditor, onDone);
    for (const [index, job] of jobs.entries()) known.set(job.path, { job, audit: all[index] as FileAudit });
    return all;
  };
}

function isSame(one: AuditJob, other: AuditJob): boolean {
  return one.text === other.text && JSON.stringify(one.known) === JSON.stringify(other.known);
}

/** What was found for each job, and for those without anything what the auditor makes. */
async function withMissing(
  found: readonly (FileAudit | undefined)[],
  jobs: readonly AuditJob[],
  auditor: Auditor,
  onDone: (done: number) => void,
): Promise<readonly FileAudit[]> {
  const missing = jobs.filter((_, index) => found[index] === undefined);
  const isDone = jobs.length - missing.length;
  const fresh = (await auditor(missing, (done) => onDone(isDone + done))).values();
  return found.map((audit) => audit ?? (fresh.next().value as FileAudit));
}
