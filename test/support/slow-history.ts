/** What becomes of each finding of a series, by its definition: after each patch the whole tree is compared with the base. */
import type { Finding } from '../../src/finding/finding.ts';
import { compareState, compareSteps, type PatchSteps } from '../../src/review/compare-patch.ts';
import type { PrintAt } from '../../src/review/findings.ts';
import { type Step, TreeState } from '../../src/review/patched-tree.ts';
import type { Reader } from '../../src/review/read-views.ts';
import type { Rule } from '../../src/rules/rule.ts';

type Traced = readonly [rule: string, path: string, resolvedBy: string | null];

/**
 * For each patch its findings: rule, path, and the patch that resolved it; null: none did.
 * A finding is resolved by the first later patch that touches its file and after which the comparison with the base does not have it,
 * unless the end has it.
 */
export function resolversBySlowDefinition(
  patches: readonly PatchSteps[],
  reader: Reader,
  rules: readonly Rule[],
): readonly (readonly Traced[])[] {
  const state = new TreeState();
  const after = patches.map(({ steps }) => {
    state.apply(steps);
    return new Set(compareState(state, reader, rules).findings.map(({ fingerprint }) => fingerprint));
  });
  return patches.map(({ steps }, index) => {
    const { findings, origins } = compareSteps(steps, reader, rules);
    return findings.map((finding): Traced => {
      const { rule, path } = finding;
      const trail = trailOf(finding, origins.get(finding.fingerprint)?.printAt, patches.slice(index + 1));
      if (after.at(-1)?.has(trail.at(-1)?.fingerprint ?? finding.fingerprint)) return [rule, path, null];
      const end = trail.findIndex(
        ({ isTouched, fingerprint }, later) => isTouched && after[index + 1 + later]?.has(fingerprint) === false,
      );
      return [rule, path, end === -1 ? null : (patches[index + 1 + end]?.id ?? null)];
    });
  });
}

/** Where a finding is after each later patch, as they rename its file. */
function trailOf(
  { path, fingerprint }: Finding,
  printAt: PrintAt | undefined,
  later: readonly PatchSteps[],
): { readonly isTouched: boolean; readonly fingerprint: string }[] {
  let at = path;
  return later.map(({ steps }) => {
    const step = steps.find((each: Step) => each.pathBefore === at && !(each.kind === 'whole' && each.isCopy));
    const isTouched = step !== undefined || steps.some((each) => each.pathAfter === at);
    at = step?.pathAfter ?? at;
    return { isTouched, fingerprint: at === path ? fingerprint : (printAt?.(at) ?? fingerprint) };
  });
}
