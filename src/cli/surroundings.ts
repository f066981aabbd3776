/** What the commands need of the world outside; main/ brings it. */

import type { Auditor } from '../app/audit/audit-tree.ts';
import type { RemotePullRequest } from '../app/check/remote-review.ts';
import type { GitRepository } from '../app/ports/git-repository.ts';
import type { Cache, SourceTree } from '../app/ports/source-tree.ts';
import type { Settings } from '../config/settings.ts';
import type { RuleLinks } from '../report/markdown/rule-links.ts';
import type { Guard } from '../review/guard.ts';
import type { Failure } from '../text/failure.ts';

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
