/** Audits only the files that were not audited before as they are. */
import type { FileAudit } from '../../review/audit.ts';
import { type Cache, cacheKey } from '../ports/source-tree.ts';
import type { AuditJob, Auditor } from './audit-tree.ts';

/** In UTF-16 units of JSON: the audits of some eight trees of a kernel. What was not used for longest goes first. */
const MOST_KEPT = 16 * 1024 * 1024;

/** @param about all that a result depends on besides the program and a file's path and text: the settings */
export function cachedAuditor(auditor: Auditor, cache: Cache, about: readonly string[]): Auditor {
  return async (jobs, onDone) => {
    const name = cache.keyOf(['audits', ...about]);
    // each as JSON, so that only those of this tree are read
    const known = new Map(Object.entries(((await cache.get(name)) ?? {}) as Record<string, string>));
    const keys = jobs.map(({ path, text, known }) => cacheKey([path, text, JSON.stringify(known)]));
    const found = keys.map((key) => readAudit(known.get(key)));
    const missing = jobs.filter((_, index) => found[index] === undefined);
    const isDone = jobs.length - missing.length;
    const fresh = (await auditor(missing, (done) => onDone(isDone + done))).values();
    const all = found.map((audit) => audit ?? (fresh.next().value as FileAudit));
    if (missing.length > 0) {
      const own = keys.flatMap((key, index): [string, string][] => {
        const { unread } = all[index] as FileAudit;
        // why a whole file was not read may be the time that it took here
        return unread.every(({ partial }) => partial) ? [[key, known.get(key) ?? JSON.stringify(all[index])]] : [];
      });
      await cache.put(name, Object.fromEntries(newest([...new Map([...own, ...known])])));
    }
    return all;
  };
}

function readAudit(json: unknown): FileAudit | undefined {
  try {
    return typeof json === 'string' ? (JSON.parse(json) as FileAudit) : undefined;
  } catch {
    return undefined;
  }
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
    const missing = jobs.filter((_, index) => found[index] === undefined);
    const isDone = jobs.length - missing.length;
    const fresh = await auditor(missing, (done) => onDone(isDone + done));
    for (const [index, job] of missing.entries()) known.set(job.path, { job, audit: fresh[index] as FileAudit });
    return jobs.map((job, index) => found[index] ?? (known.get(job.path)?.audit as FileAudit));
  };
}

function isSame(one: AuditJob, other: AuditJob): boolean {
  return one.text === other.text && JSON.stringify(one.known) === JSON.stringify(other.known);
}
