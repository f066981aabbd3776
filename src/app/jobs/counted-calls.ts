/** What each job cost GitHub is noted at its end, however it ends, for its pull request and for the person who caused it. */

import type { AppServices } from '../context.ts';
import { authorKnown } from '../limits/pace.ts';
import { type Event, personOf } from '../ports/events.ts';
import type { Job } from '../ports/job-store.ts';
import { PersonRecords } from '../records/person-records.ts';
import { PullRequestRecords } from '../records/pull-request-records.ts';
import { type SpentCalls, withCalls } from '../records/spent-calls.ts';
import type { Handler } from './run-jobs.ts';

/** @param make the handler with the services of one job, whose calls are counted */
export function countingHandler(services: AppServices, make: (services: AppServices) => Handler): Handler {
  const counted = async <T>(job: Job, work: (handler: Handler) => Promise<T>): Promise<T> => {
    let calls = 0;
    const { forges } = services;
    const count = () => {
      calls += 1;
    };
    const handler = make({ ...services, forges: { of: (repository) => forges.of(repository, count) } });
    try {
      return await work(handler);
    } finally {
      // without a note of what it cost the work is done all the same
      if (calls > 0) await note(job.event, calls, services).catch(() => {});
    }
  };
  return {
    handle: (job, signal) => counted(job, (handler) => handler.handle(job, signal)),
    isGone: (job) => counted(job, (handler) => handler.isGone(job)),
    waits: (job, until) => counted(job, (handler) => handler.waits(job, until)),
    giveUp: (job, error, signal) => counted(job, (handler) => handler.giveUp(job, error, signal)),
    refused: (job, reason, error) => counted(job, (handler) => handler.refused(job, reason, error)),
  };
}

async function note(event: Event, calls: number, { store, clock }: AppServices): Promise<void> {
  if (!('repository' in event)) return;
  const { repository } = event;
  const now = clock.now();
  // other people's comments in a pull request do not count against its author
  const more = (spent?: SpentCalls) => withCalls(spent, calls, now);
  if (event.kind === 'pull-request')
    await new PullRequestRecords(store, clock, repository, event.number).calls.change(more);
  const person = event.kind === 'pull-request' ? await authorKnown(event, { store, clock }) : personOf(event);
  if (person) await new PersonRecords(store, clock, repository, person).calls.change(more);
}
