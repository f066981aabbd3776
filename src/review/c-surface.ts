/** What a patch opens of C to Rust: headers for bindgen, helper functions (Documentation/rust/general-information.rst, "Bindings"). */

/** A text file before and after; a side is absent where the file is new or deleted. */
export interface TextChange {
  readonly path: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** Whether a file takes part in what Rust sees of C. */
export function opensSurface(path: string): boolean {
  return path === 'rust/bindings/bindings_helper.h' || /^rust\/helpers\/[^/]+\.c$/.test(path);
}

/** The headers and helper functions that are new, sorted. */
export function cSurfaceOf(changes: readonly TextChange[]): {
  readonly headers: readonly string[];
  readonly helpers: readonly string[];
} {
  const fresh = (wanted: (path: string) => boolean, names: (text: string) => readonly string[]): string[] => {
    const ours = changes.filter(({ path }) => wanted(path));
    const old = new Set(ours.flatMap(({ before }) => names(before ?? '')));
    return [...new Set(ours.flatMap(({ after }) => names(after ?? '')))].filter((name) => !old.has(name)).sort();
  };
  return {
    headers: fresh(
      (path) => path.endsWith('.h'),
      (text) => [...text.matchAll(/^#include <([^>\n]+)>/gm)].map(([, name = '']) => name),
    ),
    helpers: fresh(
      (path) => path.endsWith('.c'),
      (text) => [...text.matchAll(/\brust_helper_(\w+)\s*\(/g)].map(([, name = '']) => name),
    ),
  };
}
