/** Use case: audit the files of a tree as they stand. */
import type { Unread } from '../finding/finding.ts';
import type { FileAudit } from '../review/audit.ts';
import { sumAudit } from '../review/audit.ts';
import type { Audit } from '../review/review.ts';
import type { SourceTree } from './ports.ts';

/** A file to audit: its path is relative to the tree's root. */
export interface AuditJob {
  readonly path: string;
  readonly text: string;
}

/** Analyses files, here or in other threads; gives the results in the order of the jobs. */
export type Auditor = (jobs: readonly AuditJob[], onDone: (done: number) => void) => Promise<readonly FileAudit[]>;

/** Audits files of a tree. A file that cannot be read is named in the audit and makes it incomplete. */
export async function auditTree(
  tree: SourceTree,
  paths: readonly string[],
  auditor: Auditor,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<Audit> {
  const files = await tree.read(paths);
  const jobs: AuditJob[] = [];
  const unread: Unread[] = [];
  for (const path of [...paths].sort()) {
    const file = files.get(path);
    if (file?.kind === 'text') jobs.push({ path, text: file.text });
    else
      unread.push({
        path,
        reason: file?.kind === 'unreadable' ? file.reason : 'there is no such file',
        partial: false,
      });
  }
  const audits = await auditor(jobs, (done) => onProgress(done, jobs.length));
  return sumAudit(audits, tree.revision, unread);
}
