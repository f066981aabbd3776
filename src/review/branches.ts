/** Reviews commits that do not follow one another in a line: each alone, merges for what they bring, and the whole as one change. */
import { NO_FACTS, type TreeFacts } from '../kernel/tree-facts.ts';
import type { Rule } from '../rules/rule.ts';
import { type Comparison, compareFiles } from './compare.ts';
import { compareSteps, type PatchSteps, withMoves } from './compare-patch.ts';
import { completeOf, type ReviewInput, uniqueUnread } from './compare-series.ts';
import { withOrigins } from './exempt.ts';
import { type Guard, UNGUARDED } from './guard.ts';
import { compareMerge } from './merge.ts';
import type { Step } from './patched-tree.ts';
import type { Policy } from './policy.ts';
import { Reader } from './read-views.ts';
import type { PatchReview, Review } from './review.ts';

/** A merge with the steps from each of its parents; its own `steps` are those from the first one. */
export interface MergeSteps extends PatchSteps {
  readonly parents: readonly (readonly Step[])[];
}

export type BranchSteps = PatchSteps | MergeSteps;

/**
 * Reviews commits and merges in steps: yields how many are done, and ends with the review.
 * @param wholeGiven from the base to the end; null where there is one commit, which is all that was done
 */
export function* reviewBranches(
  given: readonly BranchSteps[],
  wholeGiven: PatchSteps | null,
  input: ReviewInput,
  rules: readonly Rule[],
  policy: Policy,
  facts: TreeFacts = NO_FACTS,
  guard: Guard = UNGUARDED,
): Generator<number, Review> {
  const reader = new Reader(policy, facts, guard);
  const commits = withOrigins<BranchSteps>(given, facts);
  const whole = wholeGiven === null ? null : (withOrigins([wholeGiven], facts)[0] ?? null);
  const compare = (each: BranchSteps): Comparison =>
    'parents' in each ? compareMerge(marked(each), reader, rules) : compareSteps(withMoves(each.steps), reader, rules);
  const patches: PatchReview[] = [];
  const introducers = new Map<string, string>();
  let compared: Comparison = compareFiles([], [], rules, reader);
  for (const commit of commits) {
    const { id, subject, rustFiles } = commit;
    compared = compare(commit);
    const findings = compared.findings.map((finding) => ({ ...finding, introducedBy: id }));
    for (const { fingerprint } of findings) introducers.set(fingerprint, id);
    const unread = [...commit.unread, ...compared.unread];
    patches.push({ id, subject, rustFiles, findings, delta: compared.delta, unread, exempt: compared.exempt });
    yield patches.length;
  }
  if (whole !== null) compared = compare(whole);
  const unread = uniqueUnread([
    ...patches.flatMap((patch) => patch.unread),
    ...(whole?.unread ?? []),
    ...compared.unread,
  ]);
  return {
    ...input,
    complete: completeOf(unread),
    patches,
    findings: compared.findings.map((finding) => ({
      ...finding,
      introducedBy: introducers.get(finding.fingerprint) ?? null,
    })),
    delta: compared.delta,
    unread,
    exempt: compared.exempt,
  };
}

/** The steps from each parent; what was generated code before is so from all of them. */
function marked({ steps, parents }: MergeSteps): readonly (readonly Step[])[] {
  const generated = new Set(steps.flatMap((step) => (isGeneratedStep(step) ? [step.pathAfter] : [])));
  return parents.map((own) =>
    own.map((step) =>
      step.kind === 'whole' ? { ...step, wasGenerated: generated.has(step.pathAfter), wasRust: true } : step,
    ),
  );
}

function isGeneratedStep(step: Step): boolean {
  return step.kind === 'whole' && step.wasGenerated === true;
}
