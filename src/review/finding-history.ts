/** What a later patch of a series makes of an earlier one's findings. */
import type { Finding } from '../finding/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Comparison } from './compare.ts';
import { compareState, type PatchSteps } from './compare-patch.ts';
import type { TreeState } from './patched-tree.ts';
import type { Reader } from './read-views.ts';

/** The fingerprints after each patch, compared with the base; computed when first asked for. */
function laterComparisons(
  states: readonly TreeState[],
  reader: Reader,
  rules: readonly Rule[],
): (index: number) => ReadonlySet<string> {
  const known = new Map<number, ReadonlySet<string>>();
  return (index) => {
    const found =
      known.get(index) ??
      new Set(compareState(states[index] as TreeState, reader, rules).findings.map(({ fingerprint }) => fingerprint));
    known.set(index, found);
    return found;
  };
}

/** A finding after a later patch. */
interface Trace {
  readonly patch: string;
  /** Whether the patch touches its file. */
  readonly isTouched: boolean;
  /** That of the file's name after the patch. */
  readonly fingerprint: string;
}

/** Where a finding goes as later patches rename its file. */
function trailOf({ path, fingerprint }: Finding, { prints }: Comparison, later: readonly PatchSteps[]): Trace[] {
  let at = path;
  return later.map(({ id, steps }) => {
    const step = steps.find((each) => each.pathBefore === at && !(each.kind === 'whole' && each.isCopy));
    const isTouched = step !== undefined || steps.some((each) => each.pathAfter === at);
    at = step?.pathAfter ?? at;
    return {
      patch: id,
      isTouched,
      fingerprint: at === path ? fingerprint : (prints.get(fingerprint)?.(at) ?? fingerprint),
    };
  });
}

/** The first later patch that touches the file and after which the finding is gone. */
function resolver(
  trail: readonly Trace[],
  first: number,
  fingerprintsAfter: (index: number) => ReadonlySet<string>,
): string | null {
  const end = trail.find(
    ({ isTouched, fingerprint }, index) => isTouched && !fingerprintsAfter(first + index).has(fingerprint),
  );
  return end?.patch ?? null;
}

/** What becomes of findings in a series. */
export interface FindingHistory {
  /** For each patch its findings, with the later patch that resolved them; null: they remain. */
  readonly perPatch: readonly (readonly Finding[])[];
  /** The patch whose own review shows a finding of the end; null where only the series as a whole does. */
  readonly introducerOf: (finding: Finding) => string | null;
}

/**
 * Traces each finding through the later patches.
 * @param own what each patch does
 * @param states the tree after each patch
 * @param remaining the fingerprints at the end
 */
export function traceFindings(
  patches: readonly PatchSteps[],
  own: readonly Comparison[],
  states: readonly TreeState[],
  remaining: ReadonlySet<string>,
  reader: Reader,
  rules: readonly Rule[],
): FindingHistory {
  const fingerprintsAfter = laterComparisons(states, reader, rules);
  const introducers = new Map<string, string>();
  const perPatch = patches.map(({ id }, index) => {
    const comparison = own[index] as Comparison;
    return comparison.findings.map((finding) => {
      const trail = trailOf(finding, comparison, patches.slice(index + 1));
      const last = trail.at(-1)?.fingerprint ?? finding.fingerprint;
      const key = introducerKey({ ...finding, fingerprint: last });
      if (!introducers.has(key)) introducers.set(key, id);
      const resolvedBy = remaining.has(last) ? null : resolver(trail, index + 1, fingerprintsAfter);
      return { ...finding, introducedBy: id, resolvedBy };
    });
  });
  return { perPatch, introducerOf: (finding) => introducers.get(introducerKey(finding)) ?? null };
}

/** A finding that was suppressed when it came is another one once it is not. */
function introducerKey({ fingerprint, suppressed }: Finding): string {
  return `${fingerprint} ${suppressed !== null}`;
}
