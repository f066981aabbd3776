/** What a merge queue is about to merge is often what its pull request was audited as: the same files on the same base. */

import { type CheckMessage, groupAudited } from '../../publish/messages.ts';
import type { Conclusion } from '../../publish/published.ts';
import type { AppServices, SettingsInForce } from '../context.ts';
import type { Event } from '../ports/events.ts';
import type { Forge } from '../ports/forge.ts';
import { PullRequestRecords, type PullRequestState } from '../records/pull-request-records.ts';

/** A short name for settings, and for what was accepted: what was judged by others is to be judged again. */
export function settingsId(
  { settings, trouble }: Pick<SettingsInForce, 'settings' | 'trouble'>,
  { store }: AppServices,
  accepted: readonly { readonly fingerprint: string }[] = [],
): string {
  const fingerprints = accepted.map(({ fingerprint }) => fingerprint).sort();
  const about = trouble === null ? [] : [JSON.stringify(trouble)];
  return store.cache.keyOf(['settings', JSON.stringify(settings), ...about, ...fingerprints]).slice(0, 8);
}

/**
 * A conclusion and words that point to the pull request's own check; null where the group has to be audited. Git's ids of both
 * trees decide, so it does not matter how the queue merges, squashes or rebases, nor what else is in the group.
 */
export async function auditedAlready(
  { pullRequest, base, head, repository }: Event & { readonly kind: 'merge-group' },
  forge: Forge,
  inForce: SettingsInForce,
  services: AppServices,
): Promise<{ readonly conclusion: Conclusion; readonly message: CheckMessage } | null> {
  if (pullRequest === null) return null;
  const { store, clock } = services;
  const state = await new PullRequestRecords(store, clock, repository, pullRequest).state.recall();
  if (state === undefined || !isPassed(state) || state.judgedBy !== judgedBy(inForce, services)) return null;
  const [baseNow, headNow, baseThen, headThen] = await Promise.all(
    [base, head, state.mergeBase, state.head].map((revision) => forge.tree(revision).identityOf?.('')),
  );
  if (headNow === undefined || headNow !== headThen || baseNow === undefined || baseNow !== baseThen) return null;
  const run = `${services.webUrl}/${repository.owner}/${repository.name}/runs/${state.run}`;
  return { conclusion: state.conclusion, message: groupAudited(pullRequest, run) };
}

/** Engine and settings: both decide what is found. */
export function judgedBy(inForce: SettingsInForce, services: AppServices): string {
  return `${services.engine} ${settingsId(inForce, services)}`;
}

/** A neutral check does not hold a queue up either. */
function isPassed({ conclusion }: PullRequestState): boolean {
  return conclusion === 'success' || conclusion === 'neutral';
}
