/** The state of a tree while a series is applied to it in memory: what each touched file was at the base, and what it is now. */

import { compareText } from '../text/text-order.ts';

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

/** All files that steps touched, renames followed to the base. */
export class TreeState {
  readonly #now = new Map<string, Touched>();
  /** Deleted files by their paths at the base. */
  readonly #gone = new Map<string, Touched>();
  /** Paths whose file has another name now. */
  readonly #left = new Set<string>();
  /** Of renamed files the present name, by the path at the base. */
  readonly #nameNow = new Map<string, string>();

  apply(steps: readonly Step[]): void {
    for (const step of steps) if (step.kind === 'whole') this.#applyWhole(step);
  }

  #applyWhole({ pathBefore, pathAfter, before, after, isCopy }: FileStep): void {
    let base = pathBefore === null || before === null ? null : { path: pathBefore, text: before };
    if (isCopy) base = null;
    else if (pathBefore !== null) {
      const known = this.#now.get(pathBefore);
      if (known !== undefined) base = known.base;
      this.#now.delete(pathBefore);
      if (pathBefore !== pathAfter) this.#left.add(pathBefore);
    }
    if (pathAfter === null || after === null) {
      if (base !== null) this.#gone.set(base.path, { base, now: null });
      return;
    }
    if (base === null && !isCopy) {
      // deleted by one patch and brought back by a later one
      base = this.#gone.get(pathAfter)?.base ?? null;
      this.#gone.delete(pathAfter);
    }
    this.#left.delete(pathAfter);
    if (base !== null) this.#nameNow.set(base.path, pathAfter);
    this.#now.set(pathAfter, { base, now: { path: pathAfter, text: after } });
  }

  /** The current text of a file: undefined where no step touched it, null where it was deleted. */
  textOf(path: string): string | null | undefined {
    const known = this.#now.get(path);
    if (known !== undefined) return known.now?.text ?? null;
    return this.#left.has(path) || this.#gone.has(path) ? null : undefined;
  }

  /** Every file that differs from the base, sorted by path. */
  touched(): readonly Touched[] {
    const all = [...this.#now.values(), ...this.#gone.values()];
    return all.filter(differs).sort((a, b) => compareText(pathOf(a), pathOf(b)));
  }

  /** Those of the files that have this name now, or had it at the base. */
  touchedNamed(path: string): readonly Touched[] {
    const later = this.#nameNow.get(path) ?? path;
    const known = [this.#now.get(path), later === path ? undefined : this.#now.get(later), this.#gone.get(path)];
    return known.filter((each) => each !== undefined).filter(differs);
  }

  /** Those of which one side is missing: a deletion and an addition may be one file with a new name. */
  unpaired(): readonly Touched[] {
    return this.#gone.size === 0 ? [] : this.touched().filter(({ base, now }) => base === null || now === null);
  }
}

function differs({ base, now }: Touched): boolean {
  return base?.path !== now?.path || base?.text !== now?.text;
}

function pathOf({ base, now }: Touched): string {
  return now?.path ?? base?.path ?? '';
}
