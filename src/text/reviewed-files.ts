/** Which files of a change are reviewed by their names: one answer for patches, git and GitHub. What Rust code includes comes on top of that. */

/** Whether a path names a Rust file. */
export function isRustFile(path: string): boolean {
  return path.endsWith('.rs');
}

/** Whether a file takes part in what Rust sees of C. */
export function opensSurface(path: string): boolean {
  return path === 'rust/bindings/bindings_helper.h' || /^rust\/helpers\/[^/]+\.c$/.test(path);
}

/** Rust files, and the C files that open the Rust surface. */
export function isReviewed(path: string): boolean {
  return isRustFile(path) || opensSurface(path);
}

/** What git is asked for so that no such file is left out (gitglossary(7), "pathspec"); it may give others. */
export const REVIEWED_PATHSPEC: readonly string[] = ['*.rs', 'rust'];
