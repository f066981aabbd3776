/** Logs what a job does under its own names: which delivery asked for it, which check runs it began, what people decided in it. */

import type { RunChange } from '../../publish/published.ts';
import type { AppServices } from '../context.ts';
import type { Event } from '../ports/events.ts';
import type { Forge, Forges, Role } from '../ports/forge.ts';
import type { Job, JobStore } from '../ports/job-store.ts';
import type { AuditRecord } from '../ports/records.ts';
import type { Handler } from './run-jobs.ts';

/** Constant words, with their data beside them. */
export type Tell = (level: 'debug' | 'info', data: object, words: string) => void;

/** Who a job is about, by the names that people know; `delivery` is the id of the one that asked for it last. */
export interface About {
  readonly job: string;
  readonly delivery?: string;
  readonly repository?: string;
  readonly pullRequest?: number;
}

/** The names under which a job is logged. */
export function aboutJob({ key, event }: Pick<Job, 'key' | 'event'>): About {
  const number = 'number' in event ? event.number : event.kind === 'merge-group' ? event.pullRequest : null;
  return {
    job: key,
    ...(event.delivery === undefined ? {} : { delivery: event.delivery }),
    ...('repository' in event ? { repository: `${event.repository.owner}/${event.repository.name}` } : {}),
    ...(number === null ? {} : { pullRequest: number }),
  };
}

/** @param make the handler with the services of one job */
export function tracedHandler(services: AppServices, tell: Tell, make: (services: AppServices) => Handler): Handler {
  const of = (job: Job) => make(traced(services, job, tell));
  return {
    handle: (job, signal) => {
      tell('debug', { ...aboutJob(job), attempts: job.attempts, generation: job.generation }, 'a job was claimed');
      return of(job).handle(job, signal);
    },
    isGone: (job) => of(job).isGone(job),
    waits: (job, until) => of(job).waits(job, until),
    giveUp: (job, error, signal) => of(job).giveUp(job, error, signal),
    refused: (job, reason, error) => of(job).refused(job, reason, error),
  };
}

function traced(services: AppServices, job: Job, tell: Tell): AppServices {
  const about = aboutJob(job);
  /** What GitHub said of people in this job. */
  const roles = new Map<string, Role>();
  return {
    ...services,
    forges: tracedForges(services.forges, about, tell, roles),
    store: tracedStore(services.store, job.event, about, tell, roles),
  };
}

function tracedForges(forges: Forges, about: About, tell: Tell, roles: Map<string, Role>): Forges {
  const tellConclusion = (checkRun: number, { conclusion }: RunChange): void => {
    if (conclusion !== null) tell('info', { ...about, checkRun, conclusion }, 'a check run was concluded');
  };
  const trace = (forge: Forge): Forge => ({
    ...forge,
    createRun: async (run, whileWaiting) => {
      const made = await forge.createRun(run, whileWaiting);
      const { head, name } = run;
      tell('info', { ...about, checkRun: made.id, head, name }, 'a check run was begun');
      tellConclusion(made.id, run);
      return made;
    },
    changeRun: async (id, change, whileWaiting) => {
      await forge.changeRun(id, change, whileWaiting);
      tellConclusion(id, change);
    },
    roleOf: async (person) => {
      const role = await forge.roleOf(person);
      roles.set(person, role);
      return role;
    },
  });
  return { of: async (repository, onCall) => trace(await forges.of(repository, onCall)) };
}

function tracedStore(
  store: JobStore,
  { delivery, ...event }: Event,
  about: About,
  tell: Tell,
  roles: ReadonlyMap<string, Role>,
): JobStore {
  return {
    ...store,
    want: (jobs, now) =>
      store.want(
        jobs.map((job) => (delivery === undefined ? job : { ...job, event: { delivery, ...job.event } })),
        now,
      ),
    record: async (entry) => {
      const role = roles.get(entry.actor);
      const repository = 'repository' in event ? `${event.repository.owner}/${event.repository.name}` : undefined;
      const more = { ...(role === undefined ? {} : { role }), ...(repository === undefined ? {} : { repository }) };
      const detail = { ...more, ...(entry.detail as object) };
      await store.record({ ...entry, detail });
      tell('info', { ...about, ...loggedOf({ ...entry, detail }) }, 'a decision was recorded');
    },
  };
}

/** Without the words that a person wrote. */
function loggedOf({ actor, what, pullRequest, detail }: AuditRecord): object {
  const { reason, ...rest } = detail as { readonly reason?: unknown };
  return { ...rest, actor, what, ...(pullRequest === null ? {} : { pullRequest }) };
}
