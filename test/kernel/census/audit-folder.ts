/** Audits a folder in this thread, as the command does. */
import { auditTree } from '../../../src/app/audit/audit-tree.ts';
import { policyOf } from '../../../src/app/settings/policy-of-settings.ts';
import { DEFAULT_SETTINGS } from '../../../src/config/settings.ts';
import { workTree } from '../../../src/git/work-tree.ts';
import { auditFile, factsOf } from '../../../src/review/audit.ts';
import type { Audit } from '../../../src/review/review.ts';
import { RULES } from '../../../src/rules/catalogue.ts';
import { isFailure } from '../../../src/text/failure.ts';

/** The audit of a whole kernel tree; without `rules` its census alone. */
export async function auditFolder(folder: string, rules = RULES): Promise<Audit> {
  const tree = workTree(folder);
  const policy = policyOf(DEFAULT_SETTINGS);
  const found = await tree.find('.rs');
  if (isFailure(found)) throw new Error(found.what);
  return auditTree(
    { tree, found, scope: 'tree', includes: () => true },
    {
      policy,
      auditor: async (jobs) =>
        jobs.map(({ path, text, known }) => auditFile(path, text, rules, policy, factsOf(known))),
    },
  );
}
