/** Reviews a series: each patch on its own, the whole, and what a later patch made of an earlier one's findings. */
import { type Finding, isGap, type Unread } from '../finding/finding.ts';
import { NO_FACTS, type TreeFacts } from '../kernel/tree-facts.ts';
import type { Rule } from '../rules/rule.ts';
import type { Comparison, SitedComparison } from './compare.ts';
import { compareState, compareSteps, type PatchSteps, withMoves } from './compare-patch.ts';
import { sumOf } from './delta.ts';
import { withOrigins } from './exempt.ts';
import { traceFindings } from './finding-history.ts';
import { inOrder } from './findings.ts';
import { type Guard, UNGUARDED } from './guard.ts';
import { TreeState } from './patched-tree.ts';
import type { Policy } from './policy.ts';
import { Reader } from './read-views.ts';
import type { Basis, PatchReview, Review } from './review.ts';

/** What a review is of. */
export interface ReviewInput {
  readonly base: string | null;
  readonly head: string | null;
  readonly basis: Basis;
  readonly notes: readonly string[];
}

/** Reviews patches in their order. Pure: the same input gives the same bytes. */
export function reviewSeries(
  patches: readonly PatchSteps[],
  input: ReviewInput,
  rules: readonly Rule[],
  policy: Policy,
  facts: TreeFacts = NO_FACTS,
): Review {
  const reviewing = reviewStepwise(patches, input, rules, policy, facts);
  for (;;) {
    const { done, value } = reviewing.next();
    if (done === true) return value;
  }
}

/** The same in steps, for callers that have to breathe in between: yields how many patches are done, and ends with the review. */
export function* reviewStepwise(
  given: readonly PatchSteps[],
  input: ReviewInput,
  rules: readonly Rule[],
  policy: Policy,
  facts: TreeFacts = NO_FACTS,
  guard: Guard = UNGUARDED,
): Generator<number, Review> {
  const patches = withOrigins(
    given.map((patch) => ({ ...patch, steps: withMoves(patch.steps) })),
    facts,
  );
  const reader = new Reader(policy, facts, guard);
  const end = new TreeState();
  const own: SitedComparison[] = [];
  for (const { steps } of patches) {
    end.apply(steps);
    own.push(compareSteps(steps, reader, rules));
    yield own.length;
  }
  const whole = wholeSeries(patches, own, end, reader, rules);
  const remaining = new Set(whole.findings.map(({ fingerprint }) => fingerprint));
  const { perPatch, introducerOf } = traceFindings(patches, own, remaining, reader, rules);
  const reviews = patches.map(({ id, subject, rustFiles, unread }, index): PatchReview => {
    const comparison = own[index] as Comparison;
    const findings = perPatch[index] ?? [];
    const { delta, exempt } = comparison;
    return { id, subject, rustFiles, findings, delta, unread: [...unread, ...comparison.unread], exempt };
  });
  const unread = uniqueUnread([...patches.flatMap((patch) => patch.unread), ...whole.unread]);
  return {
    ...input,
    complete: completeOf([...unread, ...reviews.flatMap((review) => review.unread)]),
    patches: reviews,
    findings: whole.findings.map((finding) => ({ ...finding, introducedBy: introducerOf(finding) })),
    delta: whole.delta,
    unread,
    exempt: whole.exempt,
  };
}

/** Base against end; for files of which only hunks are known, the patches' own comparisons count. */
function wholeSeries(
  patches: readonly PatchSteps[],
  own: readonly SitedComparison[],
  end: TreeState,
  reader: Reader,
  rules: readonly Rule[],
): Comparison {
  if (own.length === 1) return own[0] as Comparison;
  const hunksOnly = new Set(
    patches.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'hunks' ? [step.pathAfter] : []))),
  );
  const whole = compareState(end, reader, rules);
  if (hunksOnly.size === 0) return whole;
  const pieces = patches.map(({ steps }) =>
    compareSteps(
      steps.filter(({ kind }) => kind === 'hunks'),
      reader,
      rules,
    ),
  );
  return {
    findings: inOrder([...whole.findings, ...uniqueFindings(pieces.flatMap(({ findings }) => findings))]),
    delta: sumOf([whole.delta, ...pieces.map(({ delta }) => delta)]),
    unread: whole.unread,
    exempt: [...whole.exempt, ...pieces.flatMap(({ exempt }) => exempt)],
    origins: new Map([whole, ...pieces].flatMap(({ origins }) => [...origins])),
  };
}

function uniqueFindings(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
}

/** Whether all was read that counts. */
export function completeOf(unread: readonly Unread[]): boolean {
  return !unread.some(isGap);
}

/** Each unread part once. */
export function uniqueUnread(unread: readonly Unread[]): Unread[] {
  return [...new Map(unread.map((each) => [`${each.path}\0${each.reason}`, each])).values()];
}
