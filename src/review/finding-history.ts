/** What a later patch of a series makes of an earlier one's findings. */
import type { Finding } from '../finding/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Comparison } from './compare.ts';
import { compareState, type PatchSteps } from './compare-patch.ts';
import type { TreeState } from './patched-tree.ts';
import type { Reader } from './read-views.ts';

/** The fingerprints that stand after each patch, compared with the base; computed when first asked for. */
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
  standingAfter: (index: number) => ReadonlySet<string>,
): string | null {
  const end = trail.find(
    ({ isTouched, fingerprint }, index) => isTouched && !standingAfter(first + index).has(fingerprint),
  );
  return end?.patch ?? null;
}

/** What becomes of findings in a series: which patch took one away, and which one brought what is left. */
export class Fates {
  readonly #patches: readonly PatchSteps[];
  readonly #standingAfter: (index: number) => ReadonlySet<string>;
  readonly #introducers = new Map<string, string>();

  constructor(patches: readonly PatchSteps[], states: readonly TreeState[], reader: Reader, rules: readonly Rule[]) {
    this.#patches = patches;
    this.#standingAfter = laterComparisons(states, reader, rules);
  }

  /** Tells of each finding of patch `index` whether it remains, or which later patch resolved it. */
  tell(comparison: Comparison, index: number, remaining: ReadonlySet<string>): Finding[] {
    const { id } = this.#patches[index] as PatchSteps;
    return comparison.findings.map((finding) => {
      const trail = trailOf(finding, comparison, this.#patches.slice(index + 1));
      const last = trail.at(-1)?.fingerprint ?? finding.fingerprint;
      const key = introducerKey({ ...finding, fingerprint: last });
      if (!this.#introducers.has(key)) this.#introducers.set(key, id);
      const resolvedBy = remaining.has(last) ? null : resolver(trail, index + 1, this.#standingAfter);
      return { ...finding, introducedBy: id, resolvedBy };
    });
  }

  /** The patch whose own review shows a finding of the end; null where only the series as a whole does. Asked after `tell`. */
  introducer(finding: Finding): string | null {
    return this.#introducers.get(introducerKey(finding)) ?? null;
  }
}

/** A finding that was suppressed when it came is another one once it is not. */
function introducerKey({ fingerprint, suppressed }: Finding): string {
  return `${fingerprint} ${suppressed !== null}`;
}
