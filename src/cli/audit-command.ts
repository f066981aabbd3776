/** The command `audit`. */
import { readFileSync } from 'node:fs';
import { type AuditSubject, auditTree } from '../app/audit/audit-tree.ts';
import { auditorOfMany } from '../app/audit/cached-auditor.ts';
import { rememberedAudit } from '../app/audit/remembered-audit.ts';
import { policyOf } from '../app/settings/policy-of-settings.ts';
import type { Finding } from '../finding/finding.ts';
import { FORMATS } from '../report/formats.ts';
import type { TextStyle } from '../report/terminal/page.ts';
import type { Audit } from '../review/review.ts';
import { auditByRules } from '../review/rule-choice.ts';
import { compareAudits } from '../review/sum-audit.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Call } from './arguments.ts';
import { otherSubject, revisionSubject, workTreeSubject } from './audit-subject.ts';
import { settingsFor } from './call-settings.ts';
import { statusOf } from './exit-status.ts';
import { choiceUnder, ruleChoiceOf } from './select-rules.ts';
import type { Outcome, Services } from './surroundings.ts';

/** Audits what the call names. Gives the report and the exit status, or what is wrong with the call. */
export async function runAudit(
  call: Call<'audit'>,
  services: Services,
  style: TextStyle,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<Outcome | Failure> {
  const { options } = call;
  const baseline = readBaseline(options.baseline);
  if (isFailure(baseline)) return baseline;
  const choice = ruleChoiceOf(call);
  if (isFailure(choice)) return choice;
  const subject =
    options.rev === undefined
      ? await workTreeSubject(call, services)
      : await revisionSubject(options.rev, call, services);
  if (isFailure(subject)) return subject;
  const settings = await settingsFor(call, subject.tree, services.today);
  if (isFailure(settings)) return settings;
  const isKernel = subject.scope !== 'other';
  const policy = policyOf(settings, isKernel);
  const auditor = auditorOfMany(services.makeAuditor(settings, isKernel));
  const { cache } = services;
  const about = [JSON.stringify(settings), String(isKernel)];
  const auditOf = async (each: AuditSubject): Promise<Audit> => {
    const audit = await rememberedAudit(each, cache, about, (asked) =>
      auditTree(asked, { auditor, policy, cache, onProgress }),
    );
    const made = choice === null ? null : choiceUnder(choice, settings);
    return made === null ? audit : auditByRules(audit, made);
  };
  const name = options.compare;
  const other = name === undefined ? undefined : await otherSubject(name, subject, call, services);
  if (isFailure(other)) return other;
  const own = await auditOf(subject);
  const compared = name === undefined || other === undefined ? null : compareAudits(own, await auditOf(other), name);
  const findings = own.findings.filter(({ fingerprint }) => !baseline.has(fingerprint));
  const fresh = { ...own, compared, findings };
  const { tool, rules: links } = services;
  const means = { tool, rules: RULES, links, style, full: options.full, root: subject.rootWords };
  return {
    text: await FORMATS[options.format].audit(fresh, means),
    status: statusOf(fresh.findings, options.failOn, fresh.complete, options.allowIncomplete),
  };
}

/** The fingerprints of an earlier audit. */
function readBaseline(file: string | undefined): ReadonlySet<string> | Failure {
  if (file === undefined) return new Set();
  try {
    const { findings } = JSON.parse(readFileSync(file, 'utf8')) as { findings?: unknown };
    if (!Array.isArray(findings))
      return failure(file, 'is not a report of this program', 'make one with kernel-rust-audit audit --format json');
    return new Set((findings as Partial<Finding>[]).map(({ fingerprint }) => String(fingerprint)));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return failure(
      file,
      code === undefined ? 'is not JSON' : `cannot be read (${code})`,
      'make one with kernel-rust-audit audit --format json',
    );
  }
}
