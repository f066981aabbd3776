/** Use case: review a pull request at its present head, and show the result on GitHub. */
import type { Gate } from '../../config/settings.ts';
import { conclusionOfCrash } from '../../publish/conclusion.ts';
import type { WithoutReview } from '../../publish/external-id.ts';
import {
  BEGUN,
  CHECK_NAME,
  type CheckMessage,
  CLOSED,
  crashed,
  DRAFT,
  PAUSED,
  skippedByLabel,
  superseded,
  UNRELATED,
} from '../../publish/messages.ts';
import type { Conclusion } from '../../publish/published.ts';
import { isOfReview, isOfThisReview, newestOf } from '../check/choose-run.ts';
import { concludeWithoutReview } from '../check/conclude-without-review.ts';
import { closeRuns, failKnownRuns, runConcluded } from '../check/open-runs.ts';
import { askFirst, Moved, type ReviewRequest, reviewAndPublish } from '../check/review-and-publish.ts';
import { isTimeout, timeoutMessage } from '../check/review-deadline.ts';
import { settingsId } from '../check/same-tree.ts';
import { attempt, LateWrite, whyMissing } from '../check/secondary-write.ts';
import { showSettingsCheck, troubleSentences } from '../check/settings-check.ts';
import { dropAllHeads, dropPreviousHead, isUpToDate } from '../check/shared-head.ts';
import { leaveCommentOut } from '../check/sticky-comment.ts';
import { type AppServices, type PullRequestContext, pullRequestContext, type SettingsInForce } from '../context.ts';
import type { PullRequestEvent } from '../ports/events.ts';
import { type PullRequest, Unrelated } from '../ports/forge.ts';
import type { Job } from '../ports/job-store.ts';
import { refusalOf } from '../ports/refusals.ts';
import { wantedAfterPush } from '../ports/wanted-jobs.ts';
import { PullRequestRecords } from '../records/pull-request-records.ts';
import { RepositoryRecords } from '../records/repository-records.ts';
import { recordSkip, skipLabelOf } from '../settings/skip-label.ts';

/**
 * Reads, reviews, publishes. Doing it again does nothing twice.
 * @throws ForgeError where GitHub does not answer or refuses
 */
export async function reviewPullRequest(
  event: PullRequestEvent,
  job: Job,
  services: AppServices,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock } = services;
  const begun = clock.now();
  const forge = await services.forges.of(event.repository);
  await new RepositoryRecords(store, clock, event.repository).known.remember(event.repository);
  const pullRequest = await forge.pullRequest(event.number);
  const context = pullRequestContext(services, forge, pullRequest);
  if (!pullRequest.isOpen) return closePullRequest(context);
  const { base, baseBranch, head } = pullRequest;
  const isLeftAlone = await isLikelyLeftAlone(context, pullRequest, event);
  const asked = isLeftAlone ? undefined : askFirst(context, pullRequest, event);
  // what is wrong with the others counts where they are needed
  const [settings] = await Promise.allSettled([
    services.settingsFor(forge, { base, branch: baseBranch, head }),
    asked?.lists,
    asked?.runs,
  ]);
  if (settings.status === 'rejected') throw settings.reason;
  const inForce = settings.value;
  const ofSettings = await attempt(() => showSettingsCheck(forge, pullRequest, inForce));
  const check = [
    ...whyMissing('The check of the settings', ofSettings),
    ...troubleSentences(inForce, services, forge, baseBranch),
  ];
  const openings = { check, comment: [] };
  const request = { pullRequest, inForce, event, job, begun, signal, openings };
  await reviewUnlessSettled(context, asked === undefined ? request : { ...request, asked });
  if (ofSettings.late !== null) throw ofSettings.late;
}

/**
 * Whether no review is wanted, as far as it is known before the settings are read: what a review needs is asked for at the same time
 * only where it is needed. The settings are those of the base when it was last read, so the author has no say in it.
 */
async function isLikelyLeftAlone(
  { services: { store, clock }, forge, records }: PullRequestContext,
  { isDraft, labels, baseBranch }: PullRequest,
  { force }: PullRequestEvent,
): Promise<boolean> {
  const kept = new RepositoryRecords(store, clock, forge.repository).lastGoodSettings(baseBranch);
  const { skipLabel = '', drafts } = (await kept.recall()) ?? {};
  if (skipLabel !== '' && labels.includes(skipLabel)) return true;
  return !force && ((isDraft && drafts === 'skip') || (await records.pause.recall()) !== undefined);
}

/** Reviews, unless the settings or a person want no review. */
async function reviewUnlessSettled(context: PullRequestContext, request: ReviewRequest): Promise<void> {
  const { pullRequest, inForce, event, openings, signal } = request;
  const { settings } = inForce;
  const conclude = (why: WithoutReview, conclusion: Conclusion, message: CheckMessage) =>
    concludeWithoutReview(context, {
      why,
      conclusion,
      message,
      baseBranch: pullRequest.baseBranch,
      notes: openings.check,
      attempt: request.job.generation,
      isForced: event.force,
    });
  if (pullRequest.isDraft && settings.drafts === 'skip' && !event.force) return leaveDraft(context);
  const { person, notes } = await skipLabelOf(context, pullRequest.labels, settings);
  if (person !== null) {
    await recordSkip(context, settings, person);
    return conclude('skipped', 'success', skippedByLabel(settings.skipLabel, person));
  }
  if (!event.force && (await context.records.pause.recall()) !== undefined)
    return (await hasCurrentReview(context)) ? undefined : conclude('paused', conclusionWithout(settings.gate), PAUSED);
  try {
    await reviewAndPublish(context, {
      ...request,
      openings: { check: [...openings.check, ...notes], comment: notes },
    });
  } catch (error) {
    if (isTimeout(error) && !signal.aborted)
      return conclude('timeout', 'timed_out', timeoutMessage(context.services.deadline));
    if (error instanceof Unrelated) return conclude('no-base', 'action_required', UNRELATED);
    if (!(error instanceof Moved)) throw error;
    await followMove(context, event, error.now);
  }
}

/** The head moved during the review: its runs end, and the new head gets a review of its own. */
async function followMove(context: PullRequestContext, event: PullRequestEvent, now: PullRequest): Promise<void> {
  const { services, forge, clock } = context;
  const moved = pullRequestContext(services, forge, now);
  if (!now.isOpen) return closePullRequest(moved);
  await closeRuns(moved, { message: superseded(now.head), except: (run) => run.head === now.head });
  const at = clock.now();
  await services.store.want([wantedAfterPush(event, now.head, at)], at);
}

/** A required check that never comes looks like a fault, and one that passes like a review. */
async function hasCurrentReview(context: PullRequestContext): Promise<boolean> {
  const { forge, number, head } = context;
  const runs = await forge.runsOn(head, CHECK_NAME);
  return isOfReview(newestOf(number, runs)) && isUpToDate(context, runs);
}

/** Of a head that was not audited, for a reason that a person can change. */
function conclusionWithout(gate: Gate): Conclusion {
  return gate === 'advisory' ? 'neutral' : 'action_required';
}

/** All attempts failed: the check ends with a message that blames only this program. */
export async function giveUpReview(
  event: PullRequestEvent,
  job: Job,
  error: unknown,
  errorId: string,
  services: AppServices,
): Promise<void> {
  const { store, clock } = services;
  const { repository, number } = event;
  const forge = await services.forges.of(repository);
  const records = new PullRequestRecords(store, clock, repository, number);
  // the check has its verdict; only a comment, a reply or a reaction is missing
  if (error instanceof LateWrite) {
    const state = await records.state.recall();
    if (state?.due !== undefined)
      await leaveCommentOut(pullRequestContext(services, forge, { number, head: state.head }), state);
    return;
  }
  try {
    const pullRequest = await forge.pullRequest(number);
    await concludeWithCrash(pullRequestContext(services, forge, pullRequest), pullRequest, event, job, errorId);
  } catch (ending) {
    if (refusalOf(ending) !== null) await failKnownRuns(forge, records, crashed(errorId));
    throw ending;
  }
}

async function concludeWithCrash(
  context: PullRequestContext,
  pullRequest: PullRequest,
  event: PullRequestEvent,
  job: Job,
  errorId: string,
): Promise<void> {
  const { services, forge } = context;
  const { isOpen, baseBranch, base } = pullRequest;
  if (!isOpen) return closePullRequest(context);
  const inForce = await settingsUnlessRefused(context, pullRequest);
  if (inForce !== null && !event.force && (await keepsVerdict(context, inForce, base))) return;
  await concludeWithoutReview(context, {
    why: 'crash',
    conclusion: conclusionOfCrash(inForce === null ? STRICTEST_GATE : inForce.settings.gate),
    message: crashed(errorId),
    baseBranch,
    notes: inForce === null ? [] : troubleSentences(inForce, services, forge, baseBranch),
    attempt: job.generation,
    isForced: event.force,
  });
}

/** Of the usual gates: what was not audited does not pass. */
const STRICTEST_GATE: Gate = 'enforce';

/** Null where GitHub refuses them. */
async function settingsUnlessRefused(
  { services, forge }: PullRequestContext,
  { base, baseBranch }: PullRequest,
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
 * Then the runs that the failed review began end, and the check says that the comment is missing if it is still due.
 */
async function keepsVerdict(context: PullRequestContext, inForce: SettingsInForce, base: string): Promise<boolean> {
  const { records, forge, services, number, head } = context;
  const state = await records.state.recall();
  if (state === undefined || state.head !== head || state.base !== base) return false;
  const runs = await forge.runsOn(head, CHECK_NAME);
  const newest = newestOf(number, runs);
  if (newest === undefined || newest.id !== state.run || newest.conclusion !== state.conclusion) return false;
  const settings = settingsId(inForce, services, await records.acceptances());
  if (!isOfThisReview(newest, { ...newest.of, settings, engine: services.engine })) return false;
  if (!(await isUpToDate(context, runs))) return false;
  await closeRuns(context, { message: BEGUN, except: (run) => run.externalId === newest.externalId });
  await runConcluded(context, newest.externalId);
  await leaveCommentOut(context, state);
  return true;
}

/** Settings may leave drafts alone: nothing is shown of them, and open runs end. */
async function leaveDraft(context: PullRequestContext): Promise<void> {
  await closeRuns(context, { message: DRAFT, isReplaced: false });
  await dropPreviousHead(context);
}

/** The open runs of a closed pull request end as cancelled, and people's decisions about it are forgotten. */
async function closePullRequest(context: PullRequestContext): Promise<void> {
  await closeRuns(context, { message: CLOSED, isReplaced: false });
  await context.records.forgetDecisions();
  await dropAllHeads(context);
}
