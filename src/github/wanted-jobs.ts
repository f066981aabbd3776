/** From events to jobs: what is to be done once has one key, however often it is asked for. */
import { createHash } from 'node:crypto';
import type { Event } from '../app/events.ts';
import type { WantedJob } from '../app/job-store.ts';

/** In ms: so far apart repositories that were just added are looked at. */
const APART = 10_000;
/** In ms: a suite tells of a head after the pull request's own webhook had its time. */
const FALLBACK_AFTER = 60_000;

/**
 * Each event is a job of its own kind; the same thing again is the same job.
 * @param now in ms since 1970
 * @param guid of the delivery: pressing a button again is asking again
 */
export function jobsOf(events: readonly Event[], now: number, guid: string): readonly WantedJob[] {
  return events.map((event, index) => {
    const [installation, repository] =
      event.kind === 'uninstalled' ? [event.installation, 0] : [event.repository.installation, event.repository.id];
    const slowly = event.kind === 'reconcile' ? APART * index : 0;
    const asFallback = event.kind === 'head' && !event.force ? FALLBACK_AFTER : 0;
    const notBefore = now + slowly + asFallback;
    return { key: keyOf(event, guid), installation, repository, event, notBefore };
  });
}

function keyOf(event: Event, guid: string): string {
  switch (event.kind) {
    case 'pull-request':
      return `pr/${event.repository.id}/${event.number}`;
    case 'head':
      return `head/${event.repository.id}/${event.head}`;
    case 'merge-group':
      return `group/${event.repository.id}/${event.head}`;
    case 'comment':
      return `comment/${event.repository.id}/${event.comment}`;
    case 'action':
      return `action/${event.repository.id}/${event.run}/${event.identifier}/${guid}`;
    case 'full':
      return `full/${event.repository.id}/${event.number}`;
    case 'reconcile':
      return `reconcile/${event.repository.id}`;
    case 'settings':
      // a branch may be named by anything
      return `settings/${event.repository.id}/${createHash('sha256').update(event.branch).digest('hex').slice(0, 16)}`;
    case 'uninstalled':
      return `uninstalled/${event.installation}/${guid}`;
  }
}
