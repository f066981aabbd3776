/** What the commands need of the world outside; main/ brings it. */
import type { Auditor } from '../app/audit/audit-tree.ts';
import type { RemotePullRequest } from '../app/check/remote-review.ts';
import type { BlobSource, Cache, Merge, SourceTree } from '../app/ports/source-tree.ts';
import type { Settings } from '../config/settings.ts';
import type { RuleLinks } from '../report/markdown/rule-links.ts';
import type { Guard } from '../review/guard.ts';
import type { Failure } from '../text/failure.ts';

/** Commits in their order; `base` is what all of them stand on. */
export interface CommitRange {
  readonly spec: string;
  readonly base: string | null;
  readonly head: string;
  readonly commits: readonly { readonly id: string; readonly parents: readonly string[] }[];
}

/** A git repository, as far as the commands use it. */
export interface GitRepository extends BlobSource {
  /** The top of the work tree; null for a bare repository. */
  readonly workTree: string | null;
  resolve(revision: string): Promise<string | Failure>;
  tree(commit: string): SourceTree;
  refNames(): Promise<readonly string[]>;
  rangeOf(spec: string): Promise<CommitRange | Failure>;
  patchesOf(range: CommitRange): Promise<Uint8Array | Failure>;
  mergesOf(range: CommitRange): Promise<readonly Merge[] | Failure>;
  changeOf(range: CommitRange, others: readonly string[]): Promise<Uint8Array | Failure>;
  uncommitted(which: { readonly staged: boolean }): Promise<Uint8Array | Failure>;
  /** The paths of Rust files that git neither tracks nor ignores, in its order; none without a work tree. */
  untrackedRust(): Promise<readonly string[] | Failure>;
}

export interface Services {
  readonly openRepository: (folder?: string) => Promise<GitRepository | Failure>;
  readonly workTree: (folder: string) => SourceTree;
  readonly makeAuditor: (settings: Settings, isKernel: boolean) => Auditor;
  /** The limit of time for the work on one file of a review. */
  readonly guard: Guard;
  /** A pull request on GitHub, as `owner/name#12` or its address. */
  readonly pullRequest: (input: string) => Promise<RemotePullRequest | Failure>;
  /** What earlier runs computed. */
  readonly cache: Cache;
  readonly tool: { readonly name: string; readonly version: string };
  /** Where rules are explained. */
  readonly rules: RuleLinks;
  /** Today's date in UTC, as `2027-03-01`. */
  readonly today: string;
}

/** What a command ends with: what goes to standard output (or --output), and the exit status. */
export interface Outcome {
  readonly text: string;
  readonly status: 0 | 1 | 3;
}
