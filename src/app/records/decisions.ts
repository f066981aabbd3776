/** What people decided about a pull request. It is kept for as long as that is open, since nobody says it again. */
import type { JobStore } from '../ports/job-store.ts';

/** How the keys of such values begin; the numbers of the repository and of the pull request follow. */
export const DECISIONS = ['accepted/', 'paused/', 'labelled/'] as const;
export type Decision = (typeof DECISIONS)[number];

export function decisionKey(decision: Decision, repository: number, pullRequest: number): string {
  return `${decision}${repository}/${pullRequest}`;
}

/** Of all pull requests of a repository that the App has left. */
export async function forgetDecisionsIn(store: JobStore, repository: number, now: number): Promise<void> {
  for (const decision of DECISIONS)
    for (const key of (await store.recallAll(`${decision}${repository}/`)).keys())
      await store.remember(key, undefined, now);
}

/** A pull request that was closed: if it is opened again, people decide again. */
export async function forgetDecisions(
  store: JobStore,
  repository: number,
  pullRequest: number,
  now: number,
): Promise<void> {
  for (const decision of DECISIONS) {
    const own = decisionKey(decision, repository, pullRequest);
    for (const key of (await store.recallAll(own)).keys())
      if (key === own || key.startsWith(`${own}/`)) await store.remember(key, undefined, now);
  }
}
