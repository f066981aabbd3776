/**
 * How often a pull request is looked at: who pushes without end must not use up the calls that GitHub gives to all. What rests
 * is decided from the store alone; its check says that it waits, until when, and why.
 */

import { externalIdOf, NO_MERGE_BASE } from '../../publish/external-id.ts';
import { resting, superseded } from '../../publish/messages.ts';
import { publish } from '../check/carry-out.ts';
import { endOpenRuns, noteRun } from '../check/open-runs.ts';
import type { AppServices } from '../context.ts';
import { isReminder, type PullRequestEvent } from '../ports/events.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import type { Job, JobStore } from '../ports/job-store.ts';
import { recallOpenRuns, recallVerdict } from '../records/pull-request.ts';
import { belowAt, callsOfPerson, callsOfPullRequest, recallCalls } from './call-budgets.ts';
import { type Looks, nextLook, withLook } from './cool-down.ts';
import { mayWrite } from './role-memory.ts';
import { Postponed } from './too-much.ts';

/** Why a pull request waits. */
export type WhyResting = 'changes' | 'pull-request' | 'author';

interface Pace extends Looks {
  /** Of the job as it was let in last: what failed or was given back is tried again without a rest. */
  readonly generation: number;
  readonly author: string | null;
  readonly told: Told | null;
}

/** What a check was made to say last. */
interface Told {
  /** Null: it could not be written. */
  readonly head: string | null;
  readonly until: number;
  /** In ms since 1970. */
  readonly at: number;
}

/** In ms: heads that come sooner after one whose check said that it waits have to wait to say so. */
const BETWEEN_TELLINGS = 60_000;
/** In ms: the same over all pull requests of an author. */
const BETWEEN_TELLINGS_OF_AUTHOR = 30_000;

function paceKey({ id }: Pick<RepositoryRef, 'id'>, number: number): string {
  return `pace/${id}/${number}`;
}

function knownHeadKey({ id }: Pick<RepositoryRef, 'id'>, head: string): string {
  return `known-head/${id}/${head}`;
}

/** Whether a pull request's own job had it: it was looked at, or it rests and is looked at in its time. */
export async function isKnownHead({ store }: AppServices, repository: RepositoryRef, head: string): Promise<boolean> {
  return (await store.recall(knownHeadKey(repository, head))) !== undefined;
}

/** Who opened the pull request, as the event or an earlier one had it. */
export async function authorKnown(
  { repository, number, author }: PullRequestEvent,
  store: JobStore,
): Promise<string | null> {
  if (author != null) return author;
  return ((await store.recall(paceKey(repository, number))) as Pace | undefined)?.author ?? null;
}

/** Notes a look that begins. @throws Postponed where the pull request has to rest first */
export async function takeTurn(
  event: PullRequestEvent,
  job: Job,
  services: AppServices,
  onUntold: (error: unknown) => void,
): Promise<void> {
  const { store, clock, limits } = services;
  const key = paceKey(event.repository, event.number);
  const known = (await store.recall(key)) as Pace | undefined;
  if (known?.generation === job.generation) return;
  const author = event.author ?? known?.author ?? null;
  const now = clock.now();
  if (event.head !== null) await store.remember(knownHeadKey(event.repository, event.head), event.number, now);
  const rest = await restOf(event, known, author, services, now);
  if (rest === null || (await isAskedByWriter(event, services))) {
    // what the App itself asks for makes no rest longer: others' pull requests at the same head can lead to it
    const looks = isReminder(event) ? (known ?? { level: 0, at: now }) : withLook(known, limits.firstRest, now);
    await store.remember(
      key,
      { level: looks.level, at: looks.at, generation: job.generation, author, told: known?.told ?? null },
      now,
    );
    return;
  }
  const pace = known ?? { level: 0, at: 0, generation: 0, author, told: null };
  throw new Postponed(await toldOfRest(event, job, { ...pace, author }, rest, services, onUntold));
}

interface Rest {
  readonly until: number;
  readonly why: WhyResting;
}

/** Null: it may be looked at now. */
async function restOf(
  { repository, number }: PullRequestEvent,
  pace: Pace | undefined,
  author: string | null,
  { store, limits }: AppServices,
  now: number,
): Promise<Rest | null> {
  const spentUntil = async (key: string, budget: number) => belowAt(await recallCalls(store, key), budget, now);
  const rests: readonly Rest[] = [
    { why: 'changes', until: pace === undefined ? now : nextLook(pace, limits.firstRest, now) },
    { why: 'pull-request', until: await spentUntil(callsOfPullRequest(repository, number), limits.perPullRequest) },
    {
      // of the first look at a pull request too: it is opened as easily as it is pushed to
      why: 'author',
      until: author === null ? now : await spentUntil(callsOfPerson(repository, author), limits.perAuthor),
    },
  ];
  const longest = rests.reduce((one, other) => (other.until > one.until ? other : one));
  return longest.until > now ? longest : null;
}

async function isAskedByWriter({ asker, repository }: PullRequestEvent, services: AppServices): Promise<boolean> {
  if (asker === undefined || asker === null) return false;
  return mayWrite(asker, await services.forges.of(repository), services);
}

/** @returns when the job is to be looked at again: the end of the rest, or sooner where a newer head has not said yet that it waits */
async function toldOfRest(
  event: PullRequestEvent,
  job: Job,
  pace: Pace,
  rest: Rest,
  services: AppServices,
  onUntold: (error: unknown) => void,
): Promise<number> {
  const { repository, number, head } = event;
  const { store, clock } = services;
  const now = clock.now();
  if (head === null) return rest.until;
  if (pace.told?.head === head && pace.told.until >= rest.until) return rest.until;
  // a push back to a head that has its verdict
  if ((await recallVerdict(store, repository.id, head, number)) !== undefined) return rest.until;
  const ofAuthor = `told-of/${repository.installation}/${(pace.author ?? '').toLowerCase()}`;
  const next = Math.max(
    afterRest(pace.told?.at, BETWEEN_TELLINGS, now),
    pace.author === null ? now : afterRest((await store.recall(ofAuthor)) as number, BETWEEN_TELLINGS_OF_AUTHOR, now),
  );
  if (next > now) return Math.min(rest.until, next);
  const key = paceKey(repository, number);
  await store.remember(ofAuthor, now, now);
  await store.remember(key, { ...pace, told: { head: null, until: rest.until, at: now } }, now);
  try {
    await tell(event, head, job, rest, services);
    await store.remember(key, { ...pace, told: { head, until: rest.until, at: now } }, now);
  } catch (error) {
    onUntold(error);
  }
  return rest.until;
}

/** @param last when it was done last, in ms since 1970 */
function afterRest(last: number | undefined, rest: number, now: number): number {
  return last === undefined ? now : Math.min(last, now) + rest;
}

/** The newest head's check says that it waits; those of earlier heads end. */
async function tell(
  { repository, number }: PullRequestEvent,
  head: string,
  job: Job,
  { until, why }: Rest,
  services: AppServices,
): Promise<void> {
  const forge = await services.forges.of(repository);
  const told = resting(why, until);
  const output = { ...told, text: null, annotations: [] };
  await endOpenRuns(forge, number, superseded(head), services, head, (run) => run.head !== head);
  const open = (await recallOpenRuns(services.store, repository.id, number)).find(({ id }) => id !== null);
  if (open?.id != null) return forge.changeRun(open.id, { conclusion: null, output, actions: [] });
  const identity = { number, head, mergeBase: NO_MERGE_BASE, settings: 'resting', engine: services.engine };
  const externalId = externalIdOf({ ...identity, attempt: job.generation });
  const wanted = { head, externalId, conclusion: null, output: { ...told, text: null } };
  await publish(
    { ...wanted, annotations: [], actions: [], comment: null },
    { run: null, comments: [] },
    { forge, number, ensureCurrent: async () => {}, onRun: noteRun(services, forge, number, head) },
  );
}
