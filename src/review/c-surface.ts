/** What a patch opens of C to Rust: headers for bindgen, helper functions (Documentation/rust/general-information.rst, "Bindings"). */

/** A text file before and after; a side is absent where the file is new or deleted. */
export interface TextChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

export interface CSurface {
  /** New headers for bindgen. */
  readonly headers: readonly string[];
  /** New helper functions. */
  readonly helpers: readonly string[];
  /** Helper functions that are without `__rust_helper` now, in a tree that marks them with it: they would not be inlined. */
  readonly unmarkedHelpers: readonly string[];
}

/**
 * What is new, sorted.
 * @param marksHelpers whether the tree's helpers are marked with `__rust_helper`
 */
export function cSurfaceOf(changes: readonly TextChange[], marksHelpers: boolean): CSurface {
  const fresh = (wanted: (path: string) => boolean, names: (text: string) => readonly string[]): string[] => {
    const ours = changes.filter(({ path }) => wanted(path));
    const old = new Set(ours.flatMap(({ before }) => names(before ?? '')));
    return [...new Set(ours.flatMap(({ after }) => names(after ?? '')))].filter((name) => !old.has(name)).sort();
  };
  const isHelper = (path: string): boolean => path.endsWith('.c');
  const isMarking =
    marksHelpers || changes.some(({ before = '', after = '' }) => MARK.test(before) || MARK.test(after));
  return {
    headers: fresh((path) => path.endsWith('.h'), headersIn),
    helpers: fresh(isHelper, (text) => helpersIn(text).map(({ name }) => name)),
    unmarkedHelpers: isMarking
      ? fresh(isHelper, (text) => helpersIn(text).flatMap(({ name, isMarked }) => (isMarked ? [] : [name])))
      : [],
  };
}

const MARK = /\b__rust_helper\b/;

/** The headers that a text includes: `linux/clk.h`. */
export function headersIn(text: string): string[] {
  return [...text.matchAll(/^#include <([^>\n]+)>/gm)].map(([, name = '']) => name);
}

/** The helper functions that a text defines, by the names under which Rust calls them. */
export function helpersIn(text: string): { readonly name: string; readonly isMarked: boolean }[] {
  const found: { name: string; isMarked: boolean }[] = [];
  let isMarked = false;
  // a mark holds up to the end of its declaration
  for (const [word, name] of text.matchAll(/[;}#]|\b__rust_helper\b|\brust_helper_(\w+)\s*\(/g)) {
    if (name !== undefined) found.push({ name, isMarked });
    isMarked = word === '__rust_helper';
  }
  return found;
}
