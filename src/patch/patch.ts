/** The words of this room: a series of patches, each a list of file changes with hunks. Plain data. */

export interface Series {
  /** In the order in which they apply. */
  readonly patches: readonly Patch[];
  /** What was skipped (cover letters, replies), one sentence each, for people. */
  readonly notes: readonly string[];
  /** Diffs that were skipped although `git am` would apply them; absent without any. */
  readonly passedOver?: readonly { readonly from: string; readonly reason: string }[];
}

export interface Patch {
  /** The full commit id, the Message-Id without angle brackets, or the name of the file it came from. */
  readonly id: string;
  /** The subject without `[PATCH ...]`; null for a bare diff. */
  readonly subject: string | null;
  readonly files: readonly FilePatch[];
}

export interface FilePatch {
  /** The path before, without `a/`; null for a new file. */
  readonly before: string | null;
  /** The path after, without `b/`; null for a deleted file. */
  readonly after: string | null;
  readonly change: 'add' | 'delete' | 'modify' | 'rename' | 'copy';
  /** `GIT binary patch` or `Binary files ... differ`: then without hunks. */
  readonly binary: boolean;
  readonly oldMode: string | null;
  readonly newMode: string | null;
  /** Blob ids of the `index` line, abbreviated as given; null where there is none or all are zeros. */
  readonly oldBlob: string | null;
  readonly newBlob: string | null;
  readonly hunks: readonly Hunk[];
}

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  /** The text after the second `@@`. */
  readonly section: string;
  readonly lines: readonly HunkLine[];
  /** For error messages: `input:line` of the `@@` line. */
  readonly place: string;
}

export interface HunkLine {
  readonly kind: 'context' | 'add' | 'delete';
  /** Without the leading sign and without `\n`; a `\r` stays. */
  readonly text: string;
  /** `\ No newline at end of file` follows. */
  readonly noNewline: boolean;
}
