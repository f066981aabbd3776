/** Use case: review a pull request as it stands now, and show on GitHub what came of it. */
import type { Gate } from '../config/settings.ts';
import { conclusionOfCrash } from '../publish/conclusion.ts';
import type { WithoutReview } from '../publish/external-id.ts';
import type { Conclusion } from '../publish/published.ts';
import {
  CHECK_NAME,
  CLOSED,
  crashed,
  DRAFT,
  PAUSED,
  skippedByLabel,
  superseded,
  type Told,
  timedOut,
} from '../publish/words.ts';
import { forgetDecisions } from './decisions.ts';
import type { PullRequestEvent } from './events.ts';
import type { Forge, PullRequest } from './forge.ts';
import { isSettled, leaveEarlierHead, leaveLastHead } from './head-verdicts.ts';
import type { Job } from './job-store.ts';
import { endNotedRuns, endOpenRuns } from './open-runs.ts';
import { pauseKey } from './pull-request-state.ts';
import { refusalOf } from './refusals.ts';
import { Moved, reviewAndPublish } from './review-and-publish.ts';
import { isOfReview, newestOf } from './run-to-show.ts';
import type { AppServices } from './services.ts';
import { showSettingsCheck } from './settings-check.ts';
import { recordSkip, skippedBy } from './skip-label.ts';
import { noteRepository } from './sweeps.ts';
import { type Telling, tellWithout } from './tell-without.ts';

/** Reads, reviews, publishes. Throws a `ForgeError` where GitHub does not play along; doing it again does nothing twice. */
export async function reviewPullRequest(
  event: PullRequestEvent,
  job: Job,
  services: AppServices,
  signal: AbortSignal,
): Promise<void> {
  const forge = await services.forges.of(event.repository);
  await noteRepository(services.store, event.repository, services.clock.now());
  const pullRequest = await forge.pullRequest(event.number);
  if (!pullRequest.isOpen) return closePullRequest(forge, pullRequest, services);
  const inForce = await services.settingsFor(forge, {
    base: pullRequest.base,
    branch: pullRequest.baseBranch,
    head: pullRequest.head,
  });
  const told = (why: WithoutReview, conclusion: Conclusion, words: Told): Telling => ({
    why,
    conclusion,
    told: words,
    attempt: job.generation,
    isForced: event.force,
  });
  await showSettingsCheck(forge, pullRequest, inForce);
  const { settings } = inForce;
  if (pullRequest.isDraft && settings.drafts === 'skip' && !event.force)
    return leaveDraft(forge, pullRequest, services);
  const person = await skippedBy(forge, pullRequest, settings);
  if (person !== null) {
    await recordSkip(forge, pullRequest, settings, person, services);
    const words = skippedByLabel(settings.skipLabel, person);
    return tellWithout(forge, pullRequest, told('skipped', 'success', words), services);
  }
  if (!event.force && (await isPaused(event, services)))
    return tellOfPause(forge, pullRequest, told('paused', conclusionOfPause(settings.gate), PAUSED), services);
  try {
    await reviewAndPublish(forge, pullRequest, inForce, event, job, services, signal);
  } catch (error) {
    if (isTimeout(error) && !signal.aborted) {
      const words = timedOut(Math.round(services.deadline / 60_000), null);
      return tellWithout(forge, pullRequest, told('timeout', 'timed_out', words), services);
    }
    if (!(error instanceof Moved)) throw error;
    const { now } = error;
    if (!now.isOpen) return closePullRequest(forge, now, services);
    await endOpenRuns(forge, event.number, superseded(now.head), services, now.head, (run) => run.head !== now.head);
    await services.store.want([againFor(event, now, services.clock.now())], services.clock.now());
  }
}

async function isPaused({ repository, number }: PullRequestEvent, { store }: AppServices): Promise<boolean> {
  return (await store.recall(pauseKey(repository.id, number))) !== undefined;
}

/** A required check that never comes looks like a fault, and one that passes like a review: the head that was not audited says so. */
async function tellOfPause(
  forge: Forge,
  pullRequest: PullRequest,
  telling: Telling,
  services: AppServices,
): Promise<void> {
  const runs = await forge.runsOn(pullRequest.head, CHECK_NAME);
  const isReviewed = isOfReview(newestOf(pullRequest.number, runs));
  if (isReviewed && (await isSettled(services, forge, pullRequest, runs))) return;
  await tellWithout(forge, pullRequest, telling, services);
}

function conclusionOfPause(gate: Gate): Conclusion {
  return gate === 'advisory' ? 'neutral' : 'action_required';
}

/** The signal of a deadline ends with this (DOM, AbortSignal.timeout). */
function isTimeout(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'TimeoutError';
}

/** The check ends with words that blame nobody but us. */
export async function giveUpReview(
  event: PullRequestEvent,
  job: Job,
  errorId: string,
  services: AppServices,
): Promise<void> {
  const forge = await services.forges.of(event.repository);
  try {
    await tellOfCrash(forge, event, job, errorId, services);
  } catch (error) {
    if (refusalOf(error) !== null) await endNotedRuns(forge, event.number, crashed(errorId), services);
    throw error;
  }
}

async function tellOfCrash(
  forge: Forge,
  event: PullRequestEvent,
  job: Job,
  errorId: string,
  services: AppServices,
): Promise<void> {
  const pullRequest = await forge.pullRequest(event.number);
  if (!pullRequest.isOpen) return closePullRequest(forge, pullRequest, services);
  const gate = await gateFor(forge, pullRequest, services);
  const telling = { why: 'crash', conclusion: conclusionOfCrash(gate), told: crashed(errorId) } as const;
  await tellWithout(forge, pullRequest, { ...telling, attempt: job.generation, isForced: event.force }, services);
}

/** Where GitHub refuses the settings, the strictest gate that is usual: what was not audited does not pass. */
async function gateFor(forge: Forge, { base, baseBranch }: PullRequest, { settingsFor }: AppServices): Promise<Gate> {
  try {
    return (await settingsFor(forge, { base, branch: baseBranch, head: null })).settings.gate;
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    return 'enforce';
  }
}

function againFor(event: PullRequestEvent, { head }: PullRequest, now: number) {
  const { repository, number } = event;
  return {
    key: `pr/${repository.id}/${number}`,
    installation: repository.installation,
    repository: repository.id,
    event: { ...event, reason: 'pushed' as const, head },
    notBefore: now,
  };
}

/** Settings may leave drafts alone: nothing is shown of them, and what was begun ends. */
async function leaveDraft(forge: Forge, pullRequest: PullRequest, services: AppServices): Promise<void> {
  await endOpenRuns(forge, pullRequest.number, DRAFT, services, null, () => true);
  await leaveEarlierHead(services, forge, pullRequest);
}

/** Open runs of a pull request that is closed without a merge end as cancelled, and what people decided about it is forgotten. */
async function closePullRequest(forge: Forge, pullRequest: PullRequest, services: AppServices): Promise<void> {
  const { store, clock } = services;
  await endOpenRuns(forge, pullRequest.number, CLOSED, services, null, () => true);
  await forgetDecisions(store, forge.repository.id, pullRequest.number, clock.now());
  await leaveLastHead(services, forge, pullRequest);
}
