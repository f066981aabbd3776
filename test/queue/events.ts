/** Events and wanted jobs for the tests of the store. */
import type { Event, PullRequestEvent } from '../../src/app/ports/events.ts';
import type { RepositoryRef } from '../../src/app/ports/forge.ts';
import type { JobStore, WantedJob } from '../../src/app/ports/job-store.ts';
import { failureText, isFailure } from '../../src/text/failure.ts';

export const REPOSITORY: RepositoryRef = { owner: 'rust-for-linux', name: 'linux', id: 7, installation: 3 };

export function pullRequest(number: number, head: string | null = null, force = false): PullRequestEvent {
  return { kind: 'pull-request', repository: REPOSITORY, number, reason: 'pushed', head, force };
}

/** A sweep's: look once more. */
export function reminder(number: number, head: string | null = null): PullRequestEvent {
  return { ...pullRequest(number, head), reason: 'reconciled' };
}

export function comment(number: number, body: string, sender = 'ada'): Event {
  return { kind: 'comment', repository: REPOSITORY, number: 1, comment: number, body, sender, author: 'ada' };
}

export function wanted(key: string, event: Event, notBefore = 0, repository = REPOSITORY): WantedJob {
  return { key, installation: repository.installation, repository: repository.id, event, notBefore };
}

let deliveries = 0;
/** A delivery that was never there. */
export function delivery(): { id: string; name: string; action: string } {
  deliveries += 1;
  return { id: `1/${process.pid}-${deliveries}`, name: 'pull_request', action: 'synchronize' };
}

/** The store, or a test that fails with its words. */
export function opened(store: JobStore | Parameters<typeof failureText>[0]): JobStore {
  if (isFailure(store)) throw new Error(failureText(store));
  return store;
}
