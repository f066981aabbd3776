/** Use case: review a pull request as it stands now, and show on GitHub what came of it. */

import type { Gate } from '../../config/settings.ts';
import { conclusionOfCrash } from '../../publish/conclusion.ts';
import { externalIdOf, parseExternalId, type WithoutReview } from '../../publish/external-id.ts';
import {
  BEGUN,
  CHECK_NAME,
  CLOSED,
  crashed,
  DRAFT,
  PAUSED,
  skippedByLabel,
  superseded,
  type Told,
  UNRELATED,
} from '../../publish/messages.ts';
import type { Conclusion } from '../../publish/published.ts';
import { isOfReview, newestOf } from '../check/choose-run.ts';
import { tellWithout } from '../check/conclude-without-review.ts';
import { endNotedRuns, endOpenRuns, runConcluded } from '../check/open-runs.ts';
import { Moved, reviewAndPublish } from '../check/review-and-publish.ts';
import { isTimeout, toldOfTimeout } from '../check/review-deadline.ts';
import { settingsId } from '../check/same-tree.ts';
import { attempt, LateWrite, whyMissing } from '../check/secondary-write.ts';
import { showSettingsCheck, troubleSentences } from '../check/settings-check.ts';
import { isSettled, leaveEarlierHead, leaveLastHead } from '../check/shared-head.ts';
import { leaveCommentOut } from '../check/sticky-comment.ts';
import type { AppServices, SettingsInForce } from '../context.ts';
import type { PullRequestEvent } from '../ports/events.ts';
import { type Forge, type PullRequest, Unrelated } from '../ports/forge.ts';
import type { Job } from '../ports/job-store.ts';
import { refusalOf } from '../ports/refusals.ts';
import { wantedAfterPush } from '../ports/wanted-jobs.ts';
import { recallAcceptances } from '../records/acceptances.ts';
import { forgetDecisions } from '../records/decisions.ts';
import { pauseKey, recallState } from '../records/pull-request.ts';
import { noteRepository } from '../records/repositories.ts';
import { recordSkip, skipLabelOf } from '../settings/skip-label.ts';

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
  const ofSettings = await attempt(() => showSettingsCheck(forge, pullRequest, inForce));
  const notes = [
    ...whyMissing('The check of the settings', ofSettings),
    ...troubleSentences(inForce, services, forge, pullRequest.baseBranch),
  ];
  const told: Tell = (why, conclusion, words) =>
    tellWithout(
      forge,
      pullRequest,
      { why, conclusion, told: words, notes, attempt: job.generation, isForced: event.force },
      services,
    );
  const review = (ofLabel: readonly string[]) => {
    const openings = { check: [...notes, ...ofLabel], comment: ofLabel };
    return reviewAndPublish(forge, pullRequest, inForce, event, job, services, signal, openings);
  };
  await reviewUnder(inForce, forge, pullRequest, event, services, told, signal, review);
  if (ofSettings.late !== null) throw ofSettings.late;
}

/** Shows a check without a review. */
type Tell = (why: WithoutReview, conclusion: Conclusion, words: Told) => Promise<void>;

async function reviewUnder(
  { settings }: SettingsInForce,
  forge: Forge,
  pullRequest: PullRequest,
  event: PullRequestEvent,
  services: AppServices,
  tell: Tell,
  signal: AbortSignal,
  review: (ofLabel: readonly string[]) => Promise<void>,
): Promise<void> {
  if (pullRequest.isDraft && settings.drafts === 'skip' && !event.force)
    return leaveDraft(forge, pullRequest, services);
  const { person, notes } = await skipLabelOf(forge, pullRequest, settings, services.store);
  if (person !== null) {
    await recordSkip(forge, pullRequest, settings, person, services);
    return tell('skipped', 'success', skippedByLabel(settings.skipLabel, person));
  }
  if (!event.force && (await isPaused(event, services)))
    return tellOfPause(forge, pullRequest, () => tell('paused', conclusionWithout(settings.gate), PAUSED), services);
  try {
    await review(notes);
  } catch (error) {
    if (isTimeout(error) && !signal.aborted) return tell('timeout', 'timed_out', toldOfTimeout(services.deadline));
    if (error instanceof Unrelated) return tell('no-base', 'action_required', UNRELATED);
    if (!(error instanceof Moved)) throw error;
    const { now } = error;
    if (!now.isOpen) return closePullRequest(forge, now, services);
    await endOpenRuns(forge, event.number, superseded(now.head), services, now.head, (run) => run.head !== now.head);
    await services.store.want([wantedAfterPush(event, now.head, services.clock.now())], services.clock.now());
  }
}

async function isPaused({ repository, number }: PullRequestEvent, { store }: AppServices): Promise<boolean> {
  return (await store.recall(pauseKey(repository.id, number))) !== undefined;
}

/** A required check that never comes looks like a fault, and one that passes like a review: the head that was not audited says so. */
async function tellOfPause(
  forge: Forge,
  pullRequest: PullRequest,
  tell: () => Promise<void>,
  services: AppServices,
): Promise<void> {
  const runs = await forge.runsOn(pullRequest.head, CHECK_NAME);
  const isReviewed = isOfReview(newestOf(pullRequest.number, runs));
  if (isReviewed && (await isSettled(services, forge, pullRequest, runs))) return;
  await tell();
}

/** Of a head that was not audited, for a reason that a person can change. */
function conclusionWithout(gate: Gate): Conclusion {
  return gate === 'advisory' ? 'neutral' : 'action_required';
}

/** The check ends with words that blame nobody but us. */
export async function giveUpReview(
  event: PullRequestEvent,
  job: Job,
  error: unknown,
  errorId: string,
  services: AppServices,
): Promise<void> {
  const forge = await services.forges.of(event.repository);
  // the review has its verdict; only what goes beside it is missing
  if (error instanceof LateWrite) {
    const state = await recallState(services.store, event.repository.id, event.number);
    if (state?.due !== undefined) await leaveCommentOut(forge, event.number, state, services);
    return;
  }
  try {
    await tellOfCrash(forge, event, job, errorId, services);
  } catch (ending) {
    if (refusalOf(ending) !== null) await endNotedRuns(forge, event.number, crashed(errorId), services);
    throw ending;
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
  const inForce = await settingsUnlessRefused(forge, pullRequest, services);
  if (inForce !== null && !event.force && (await keepsVerdict(forge, pullRequest, inForce, services))) return;
  const gate = inForce === null ? STRICTEST_GATE : inForce.settings.gate;
  const notes = inForce === null ? [] : troubleSentences(inForce, services, forge, pullRequest.baseBranch);
  const telling = { why: 'crash', conclusion: conclusionOfCrash(gate), told: crashed(errorId), notes } as const;
  await tellWithout(forge, pullRequest, { ...telling, attempt: job.generation, isForced: event.force }, services);
}

/** Of the gates that are usual: what was not audited does not pass. */
const STRICTEST_GATE: Gate = 'enforce';

/** Null where GitHub refuses them. */
async function settingsUnlessRefused(
  forge: Forge,
  { base, baseBranch }: PullRequest,
  services: AppServices,
): Promise<SettingsInForce | null> {
  try {
    return await services.settingsFor(forge, { base, branch: baseBranch, head: null });
  } catch (error) {
    if (refusalOf(error) === null) throw error;
    return null;
  }
}

/**
 * Whether the head shows a verdict that the failed review would only have repeated: the same base, settings, acceptances and engine.
 * What that review had begun ends, and the comment that is due is written.
 */
async function keepsVerdict(
  forge: Forge,
  pullRequest: PullRequest,
  inForce: SettingsInForce,
  services: AppServices,
): Promise<boolean> {
  const { number, head, base } = pullRequest;
  const { store, engine } = services;
  const state = await recallState(store, forge.repository.id, number);
  if (state === undefined || state.head !== head || state.base !== base) return false;
  const runs = await forge.runsOn(head, CHECK_NAME);
  const newest = newestOf(number, runs);
  if (newest === undefined || newest.id !== state.run || newest.conclusion !== state.conclusion) return false;
  const settings = settingsId(inForce, services, await recallAcceptances(store, forge.repository.id, number));
  const now = parseExternalId(externalIdOf({ ...newest.of, settings, engine }));
  if (now?.settings !== newest.of.settings || now.engine !== newest.of.engine) return false;
  if (!(await isSettled(services, forge, pullRequest, runs))) return false;
  await endOpenRuns(forge, number, BEGUN, services, head, (run) => run.externalId !== newest.externalId);
  await runConcluded(services, forge, number, newest.externalId);
  await leaveCommentOut(forge, number, state, services);
  return true;
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
