/** Port: a git repository, which is only read. */
import type { Failure } from '../../text/failure.ts';
import type { BlobSource, Merge, SourceFile, SourceTree } from './source-tree.ts';

export interface Commit {
  readonly id: string;
  /** None for a root commit, several for a merge. */
  readonly parents: readonly string[];
}

export interface CommitRange {
  /** As it was written. */
  readonly spec: string;
  /** The commit below all of them: the first parent of a commit alone, the merge base of a range, the head of a range without commits; null where there is none. */
  readonly base: string | null;
  /** The end of the range, be it a merge. */
  readonly head: string;
  /** Oldest first, parents before children; merges are among them. */
  readonly commits: readonly Commit[];
}

/** A git repository, as far as the program uses it. */
export interface GitRepository extends BlobSource {
  /** The top of the work tree; null for a bare repository. */
  readonly workTree: string | null;
  /** The full id of the commit that a revision names. */
  resolve(revision: string): Promise<string | Failure>;
  /** The files of a commit; `commit` is a full id, as `resolve` gives it. */
  tree(commit: string): SourceTree;
  /** Blobs by ids of 7 to 64 digits; one that is not here is absent. */
  readBlobs(ids: readonly string[]): Promise<ReadonlyMap<string, SourceFile>>;
  /** Its branches and tags. */
  refNames(): Promise<readonly string[]>;
  /** A revision, or a range A..B, which may be without commits. */
  rangeOf(spec: string): Promise<CommitRange | Failure>;
  /** The patches of its commits but merges, in the form of `git format-patch --stdout --full-index -M`, without the messages' bodies. */
  patchesOf(range: CommitRange): Promise<Uint8Array | Failure>;
  /** Its merges that hold files which are in no parent so. */
  mergesOf(range: CommitRange): Promise<readonly Merge[] | Failure>;
  /** All that it changed as one diff: of Rust files, of what is below `rust`, and of the paths that are named. */
  changeOf(range: CommitRange, others: readonly string[]): Promise<Uint8Array | Failure>;
  /** What is changed against HEAD, in the form of `git diff`; without untracked files. */
  uncommitted(which: { readonly staged: boolean }): Promise<Uint8Array | Failure>;
  /** The paths of Rust files that git neither tracks nor ignores, in its order; none without a work tree. */
  untrackedRust(): Promise<readonly string[] | Failure>;
}
