/** A review or an audit by some of the rules only. What the others would say is left out after the fact, so that what is cached holds for every choice. */
import type { Finding } from '../finding/finding.ts';
import type { Audit, Review, RuleChoice } from './review.ts';

/** The review as if only the chosen rules had looked. */
export function reviewByRules(review: Review, choice: RuleChoice): Review {
  return {
    ...review,
    findings: byRules(review.findings, choice),
    patches: review.patches.map((patch) => ({ ...patch, findings: byRules(patch.findings, choice) })),
    choice,
  };
}

/** The audit as if only the chosen rules had looked; the census counts what it counts. */
export function auditByRules(audit: Audit, choice: RuleChoice): Audit {
  return { ...audit, findings: byRules(audit.findings, choice), choice };
}

function byRules(findings: readonly Finding[], { asked }: RuleChoice): readonly Finding[] {
  return findings.filter(({ rule }) => asked.includes(rule));
}
