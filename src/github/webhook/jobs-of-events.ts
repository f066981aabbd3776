/** From events to jobs: what is to be done once has one key, however often it is asked for. */
import type { Event } from '../../app/ports/events.ts';
import type { WantedJob } from '../../app/ports/job-store.ts';
import { wantedJob } from '../../app/ports/wanted-jobs.ts';

/** In ms: the pause between checks of repositories that were just added. */
const APART = 10_000;
/** In ms: a suite names a head after the pull request's own webhook had its time. */
const FALLBACK_AFTER = 60_000;

/**
 * Each event is a job of its own kind; the same thing again is the same job.
 * @param now in ms since 1970
 * @param guid of the delivery: pressing a button again is asking again
 */
export function jobsOf(events: readonly Event[], now: number, guid: string): readonly WantedJob[] {
  return events.map((event, index) => {
    const slowly = event.kind === 'reconcile' ? APART * index : 0;
    const asFallback = event.kind === 'head' && !event.force ? FALLBACK_AFTER : 0;
    return wantedJob(event, now + slowly + asFallback, guid);
  });
}
