/** The state of a tree while a series is applied to it in memory: what each touched file was at the base, and what it is now. */

/** A text file before and after; `null` where there is none. */
export interface FileStep {
  readonly kind: 'whole';
  readonly pathBefore: string | null;
  readonly pathAfter: string | null;
  readonly before: string | null;
  readonly after: string | null;
  /** A copy's source stays, so its text does not count as the earlier side. */
  readonly isCopy: boolean;
  /** Before the first patch of the series it was generated code. */
  readonly wasGenerated?: boolean;
  /** The text before was Rust code already; otherwise all of it is new. */
  readonly wasRust?: boolean;
}

/** A file of which only the hunks are available. */
export interface HunkStep {
  readonly kind: 'hunks';
  /** Whether it was generated code before the patch, where its text is available. */
  readonly wasGenerated?: boolean;
  readonly pathBefore: string;
  readonly pathAfter: string;
  readonly pieces: readonly { readonly before: Piece; readonly after: Piece }[];
}

export interface Piece {
  readonly firstLine: number;
  readonly text: string;
}

export type Step = FileStep | HunkStep;

/** A touched file: what it was at the base (null: not there), what it is now (null: deleted). */
export interface Touched {
  readonly base: { readonly path: string; readonly text: string } | null;
  readonly now: { readonly path: string; readonly text: string } | null;
}

/** All files that steps touched, renames followed to the base. A value: applying steps gives a new one. */
export class TreeState {
  readonly #now: ReadonlyMap<string, Touched>;
  readonly #gone: readonly Touched[];
  /** Paths whose file has another name now. */
  readonly #left: ReadonlySet<string>;

  constructor(
    now: ReadonlyMap<string, Touched> = new Map(),
    gone: readonly Touched[] = [],
    left: ReadonlySet<string> = new Set(),
  ) {
    this.#now = now;
    this.#gone = gone;
    this.#left = left;
  }

  apply(steps: readonly Step[]): TreeState {
    const now = new Map(this.#now);
    let gone = [...this.#gone];
    const left = new Set(this.#left);
    for (const step of steps) {
      if (step.kind === 'hunks') continue;
      const { pathBefore, pathAfter, before, after, isCopy } = step;
      let base = pathBefore === null || before === null ? null : { path: pathBefore, text: before };
      if (isCopy) base = null;
      else if (pathBefore !== null) {
        const known = now.get(pathBefore);
        if (known !== undefined) base = known.base;
        now.delete(pathBefore);
        if (pathBefore !== pathAfter) left.add(pathBefore);
      }
      if (pathAfter === null || after === null) {
        if (base !== null) gone.push({ base, now: null });
        continue;
      }
      if (base === null && !isCopy) {
        // deleted by one patch and brought back by a later one
        const back = gone.find((touched) => touched.base?.path === pathAfter);
        base = back?.base ?? null;
        gone = gone.filter((touched) => touched !== back);
      }
      left.delete(pathAfter);
      now.set(pathAfter, { base, now: { path: pathAfter, text: after } });
    }
    return new TreeState(now, gone, left);
  }

  /** The current text of a file: undefined where no step touched it, null where it was deleted. */
  textOf(path: string): string | null | undefined {
    const known = this.#now.get(path);
    if (known !== undefined) return known.now?.text ?? null;
    return this.#left.has(path) || this.#gone.some((touched) => touched.base?.path === path) ? null : undefined;
  }

  /** Every file that differs from the base, sorted by path. */
  touched(): readonly Touched[] {
    const all = [...this.#now.values(), ...this.#gone];
    const pathOf = ({ base, now }: Touched): string => now?.path ?? base?.path ?? '';
    return all
      .filter(({ base, now }) => base?.path !== now?.path || base?.text !== now?.text)
      .sort((a, b) => (pathOf(a) < pathOf(b) ? -1 : pathOf(a) > pathOf(b) ? 1 : 0));
  }
}
