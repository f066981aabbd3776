/** Which faults the files of a series have, after each patch, that they did not have at the base. */
import type { Rule } from '../rules/rule.ts';
import type { SitedComparison } from './compare.ts';
import { faultsOf } from './compare-patch.ts';
import type { Origin, Placed } from './findings.ts';
import { type Step, TreeState } from './patched-tree.ts';
import type { Reader } from './read-views.ts';
import { Relatives } from './relatives.ts';

interface Known {
  /** How many patches were applied then. */
  readonly made: number;
  readonly faults: ReadonlyMap<string, Origin>;
}

/** The faults after the patches that were applied. Each file is compared alone, or with those from which its faults may have moved. */
export class Faults {
  readonly #state = new TreeState();
  readonly #relatives: Relatives;
  readonly #reader: Reader;
  readonly #rules: readonly Rule[];
  readonly #known = new Map<string, Known>();
  readonly #touched = new Map<string, number>();
  #applied = 0;

  /** @param own what each patch of the series does */
  constructor(own: readonly SitedComparison[], reader: Reader, rules: readonly Rule[]) {
    this.#relatives = new Relatives(own, reader, rules);
    this.#reader = reader;
    this.#rules = rules;
  }

  apply(steps: readonly Step[]): void {
    this.#applied += 1;
    this.#state.apply(steps);
    for (const { pathBefore, pathAfter } of steps)
      for (const path of [pathBefore, pathAfter]) if (path !== null) this.#touched.set(path, this.#applied);
  }

  /**
   * Whether a comparison of the base with the present state has a finding.
   * @param path of its file now
   */
  has(fingerprint: string, path: string): boolean {
    const alone = this.#among([path]).get(fingerprint);
    if (alone === undefined) return false;
    const others = this.#relatives.of(alone.placed);
    if (others.length > 0 && !this.#among([path, ...others]).has(fingerprint)) return false;
    const group = groupOf(alone.placed);
    return group === undefined || !this.#isNamedElsewhere(group, path);
  }

  /** Whether a file that is listed before this one has a fault of the group: then the finding is in that file, and names the others. */
  #isNamedElsewhere(group: string, path: string): boolean {
    const paths = this.#state.touched().flatMap(({ now }) => (now !== null && now.path < path ? [now.path] : []));
    return paths.some((other) => this.#hasGroup(group, other));
  }

  #hasGroup(group: string, path: string): boolean {
    const paths = new Set([path]);
    for (;;) {
      const found = [...this.#among([...paths]).values()]
        .map(({ placed }) => placed)
        .filter((each) => each.view.path === path && groupOf(each) === group);
      const others = found.flatMap((each) => this.#relatives.of(each)).filter((other) => !paths.has(other));
      if (others.length === 0) return found.length > 0;
      for (const other of others) paths.add(other);
    }
  }

  #among(paths: readonly string[]): ReadonlyMap<string, Origin> {
    const key = paths.join('\0');
    const known = this.#known.get(key);
    const isFresh = ({ made }: Known): boolean => paths.every((path) => (this.#touched.get(path) ?? 0) <= made);
    if (known !== undefined && isFresh(known)) return known.faults;
    const files = new Set(paths.flatMap((path) => this.#state.touchedNamed(path)));
    const faults = faultsOf([...files], this.#state, this.#reader, this.#rules);
    this.#known.set(key, { made: this.#applied, faults });
    return faults;
  }
}

/** Of a fault that is one finding with those of other files. */
function groupOf({ rule, hit }: Placed): string | undefined {
  return hit.group !== undefined && 'standing' in hit ? `${rule.id}\0${hit.group}` : undefined;
}
