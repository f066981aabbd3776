/** What is to be done, as jobs: the same thing has one key, however often it is asked for. Only this file makes job keys. */
import { createHash } from 'node:crypto';
import type { Event, PullRequestEvent, Reason } from './events.ts';
import type { RepositoryRef } from './forge.ts';
import type { WantedJob } from './job-store.ts';

/** @param guid of the delivery: pressing a button again is asking again */
function jobKey(event: Event, guid: string): string {
  if (event.kind === 'uninstalled') return `uninstalled/${event.installation}/${guid}`;
  const { id } = event.repository;
  switch (event.kind) {
    case 'pull-request':
      return `pr/${id}/${event.number}`;
    case 'head':
      return `head/${id}/${event.head}`;
    case 'merge-group':
      return `group/${id}/${event.head}`;
    case 'comment':
      return `comment/${id}/${event.comment}`;
    case 'action':
      return `action/${id}/${event.run}/${event.identifier}/${guid}`;
    case 'full':
      return `full/${id}/${event.number}`;
    case 'reconcile':
      return `reconcile/${id}`;
    case 'settings':
      // a branch may have any name
      return `settings/${id}/${createHash('sha256').update(event.branch).digest('hex').slice(0, 16)}`;
  }
}

/** The job of an event. @param notBefore in ms since 1970 @param guid of the delivery, where the event comes from one */
export function wantedJob(event: Event, notBefore: number, guid = ''): WantedJob {
  const [installation, repository] =
    event.kind === 'uninstalled' ? [event.installation, 0] : [event.repository.installation, event.repository.id];
  return { key: jobKey(event, guid), installation, repository, event, notBefore };
}

/** Another look at a pull request. */
export function wantedReview(
  repository: RepositoryRef,
  number: number,
  reason: Reason,
  options: {
    readonly head: string | null;
    readonly force: boolean;
    readonly notBefore: number;
    /** Who opened it; without it the job keeps the one that it has. */
    readonly author?: string | null;
    /** Who asked for it. */
    readonly asker?: string | null;
  },
): WantedJob {
  const { notBefore, author = null, ...rest } = options;
  return wantedJob({ kind: 'pull-request', repository, number, reason, author, ...rest }, notBefore);
}

/** The look at a head that came while another one was reviewed: a push by the author, even where another person asked for that review. */
export function wantedAfterPush(event: PullRequestEvent, head: string, notBefore: number): WantedJob {
  return wantedJob({ ...event, reason: 'pushed', head, asker: null }, notBefore);
}

/** The census of the tree at the head of a pull request. @param sender who asked for it */
export function wantedReport(repository: RepositoryRef, number: number, sender: string, notBefore: number): WantedJob {
  return wantedJob({ kind: 'full', repository, number, sender }, notBefore);
}
