/**
 * How often a pull request is reviewed: endless pushes must not use up the calls that GitHub gives to all. A rest
 * is decided from the store alone; the check says that it waits, until when, and why.
 */

import { externalIdOf, NO_MERGE_BASE } from '../../publish/external-id.ts';
import { resting, superseded } from '../../publish/messages.ts';
import { publishRun } from '../check/carry-out.ts';
import { closeRuns } from '../check/open-runs.ts';
import { type AppServices, type PullRequestContext, pullRequestContext } from '../context.ts';
import { isReminder, type PullRequestEvent } from '../ports/events.ts';
import type { Job } from '../ports/job-store.ts';
import { PersonRecords } from '../records/person-records.ts';
import { type LookHistory, PullRequestRecords } from '../records/pull-request-records.ts';
import { RepositoryRecords } from '../records/repository-records.ts';
import { belowAt } from '../records/spent-calls.ts';
import { nextLook, withLook } from './cool-down.ts';
import { mayWrite } from './role-memory.ts';
import { Postponed } from './too-much.ts';

/** Why a pull request waits. */
export type WhyResting = 'changes' | 'pull-request' | 'author';

/** In ms: heads that come sooner after one whose check said that it waits have to wait to say so. */
const BETWEEN_TELLINGS = 60_000;
/** In ms: the same over all pull requests of an author. */
const BETWEEN_TELLINGS_OF_AUTHOR = 30_000;

/** Who opened the pull request, as the event or an earlier one had it. */
export async function authorKnown(
  { repository, number, author }: PullRequestEvent,
  { store, clock }: Pick<AppServices, 'store' | 'clock'>,
): Promise<string | null> {
  if (author != null) return author;
  return (await new PullRequestRecords(store, clock, repository, number).looks.recall())?.author ?? null;
}

/** Notes a look that begins. @throws Postponed where the pull request has to rest first */
export async function takeTurn(
  event: PullRequestEvent,
  job: Job,
  services: AppServices,
  onUntold: (error: unknown) => void,
): Promise<void> {
  const { store, clock, limits } = services;
  const records = new PullRequestRecords(store, clock, event.repository, event.number);
  const known = await records.looks.recall();
  if (known?.generation === job.generation) return;
  const author = event.author ?? known?.author ?? null;
  const now = clock.now();
  if (event.head !== null)
    await new RepositoryRecords(store, clock, event.repository).knownHead(event.head).remember(event.number);
  const rest = await restOf(event, records, known, author, services);
  if (rest === null || (await isAskedByWriter(event, services))) {
    // what the App itself asks for makes no rest longer: others' pull requests at the same head can lead to it
    const looks = isReminder(event) ? (known ?? { level: 0, at: now }) : withLook(known, limits.firstRest, now);
    const { level, at } = looks;
    return records.looks.remember({ level, at, generation: job.generation, author, told: known?.told ?? null });
  }
  const pace = known ?? { level: 0, at: 0, generation: 0, author, told: null };
  throw new Postponed(await showRest({ event, job, records, looks: { ...pace, author }, rest }, services, onUntold));
}

interface Rest {
  readonly until: number;
  readonly why: WhyResting;
}

/** Null: it may be reviewed now. */
async function restOf(
  { repository }: PullRequestEvent,
  records: PullRequestRecords,
  looks: LookHistory | undefined,
  author: string | null,
  { store, clock, limits }: AppServices,
): Promise<Rest | null> {
  const now = clock.now();
  const ofAuthor = author === null ? null : new PersonRecords(store, clock, repository, author);
  const rests: readonly Rest[] = [
    { why: 'changes', until: looks === undefined ? now : nextLook(looks, limits.firstRest, now) },
    { why: 'pull-request', until: belowAt(await records.calls.recall(), limits.perPullRequest, now) },
    {
      // of the first look at a pull request too: it is opened as easily as it is pushed to
      why: 'author',
      until: ofAuthor === null ? now : belowAt(await ofAuthor.calls.recall(), limits.perAuthor, now),
    },
  ];
  const longest = rests.reduce((one, other) => (other.until > one.until ? other : one));
  return longest.until > now ? longest : null;
}

async function isAskedByWriter({ asker, repository }: PullRequestEvent, services: AppServices): Promise<boolean> {
  if (asker === undefined || asker === null) return false;
  return mayWrite(asker, await services.forges.of(repository), services);
}

interface Resting {
  readonly event: PullRequestEvent;
  readonly job: Job;
  readonly records: PullRequestRecords;
  readonly looks: LookHistory;
  readonly rest: Rest;
}

/** @returns when to try the job again: at the end of the rest, or sooner if a newer head does not yet show that it waits */
async function showRest(
  { event, job, records, looks, rest }: Resting,
  services: AppServices,
  onUntold: (error: unknown) => void,
): Promise<number> {
  const { repository, head } = event;
  const { store, clock } = services;
  const { told, author } = looks;
  const now = clock.now();
  if (head === null) return rest.until;
  if (told?.head === head && told.until >= rest.until) return rest.until;
  // a push back to a head that has its verdict
  if ((await records.verdict(head).recall()) !== undefined) return rest.until;
  const { restShown } = new PersonRecords(store, clock, repository, author ?? '');
  const next = Math.max(
    afterRest(told?.at, BETWEEN_TELLINGS, now),
    author === null ? now : afterRest(await restShown.recall(), BETWEEN_TELLINGS_OF_AUTHOR, now),
  );
  if (next > now) return Math.min(rest.until, next);
  await restShown.remember(now);
  await records.looks.remember({ ...looks, told: { head: null, until: rest.until, at: now } });
  try {
    const forge = await services.forges.of(repository);
    await showWaiting(pullRequestContext(services, forge, { number: event.number, head }), job, rest);
    await records.looks.remember({ ...looks, told: { head, until: rest.until, at: now } });
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
async function showWaiting(context: PullRequestContext, job: Job, { until, why }: Rest): Promise<void> {
  const { records, forge, services, number, head } = context;
  const { title, summary } = resting(why, until);
  await closeRuns(context, { message: superseded(head), except: (run) => run.head === head });
  const open = (await records.openRuns()).find(({ id }) => id !== null);
  const output = { title, summary, text: null, annotations: [] };
  if (open?.id != null) return forge.changeRun(open.id, { conclusion: null, output, actions: [] });
  const identity = { number, head, mergeBase: NO_MERGE_BASE, settings: 'resting', engine: services.engine };
  const externalId = externalIdOf({ ...identity, attempt: job.generation });
  const wanted = { head, externalId, conclusion: null, output: { title, summary, text: null } };
  await publishRun(context, { ...wanted, annotations: [], actions: [] }, null);
}
