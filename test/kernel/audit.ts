/** Audits a real tree in this thread. */
import { policyOf } from '../../src/app/settings/policy-of-settings.ts';
import { DEFAULT_SETTINGS } from '../../src/config/settings.ts';
import { auditFile } from '../../src/review/audit.ts';
import type { Audit } from '../../src/review/review.ts';
import { sumAudit } from '../../src/review/sum-audit.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { rustFiles, type Tree } from './trees.ts';

export function auditOf(tree: Tree): Audit {
  const policy = policyOf(DEFAULT_SETTINGS);
  const files = [...rustFiles(tree)].map(([path, text]) => auditFile(path, text, RULES, policy));
  return sumAudit(files);
}
