/** What counts of a series on a pull request. */
import type { Settings } from '../../config/settings.ts';
import type { PerCommit } from '../../report/select/selection.ts';

/** Where the settings say nothing, what a later commit resolved is told and does not count. */
export function perCommitOf({ perCommit }: Settings): PerCommit {
  return perCommit ?? 'report';
}
