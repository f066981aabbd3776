/** Use case: review a pull request as it stands now, and show on GitHub what came of it. */

import { withAcceptances } from '../publish/acceptances.ts';
import { annotationsOf } from '../publish/annotations.ts';
import { commentBody, isWorthComment } from '../publish/comment.ts';
import { conclusionOf, conclusionOfCrash } from '../publish/conclusion.ts';
import { externalIdOf } from '../publish/external-id.ts';
import { stickyMarker } from '../publish/hidden-state.ts';
import { checkOutput } from '../publish/output.ts';
import type { WantedPublication } from '../publish/plan.ts';
import type { CheckRun, Conclusion } from '../publish/published.ts';
import {
  ACTIONS,
  badSettings,
  CHECK_NAME,
  CLOSED,
  crashed,
  skippedByLabel,
  superseded,
  type Told,
  timedOut,
} from '../publish/words.ts';
import type { Review } from '../review/review.ts';
import { isFailure } from '../text/failure.ts';
import { acceptancesFor, frameText } from './acceptances.ts';
import { judgedBy, settingsId } from './audited-already.ts';
import { forgetDecisions } from './decisions.ts';
import type { Event } from './events.ts';
import type { Forge, PullRequest } from './forge.ts';
import { judgeOthersAgain, leaveHead, rememberVerdict, withOthersOnHead } from './head-verdicts.ts';
import type { Job } from './job-store.ts';
import { endOpenRuns, noteRun, runConcluded } from './open-runs.ts';
import { perCommitOf } from './per-commit.ts';
import { publish } from './publication.ts';
import { commitsToReview, listsOf, type PullRequestLists } from './pull-request-commits.ts';
import {
  type KnownFinding,
  type PullRequestState,
  pauseKey,
  recallOpenRuns,
  recallState,
  stateKey,
} from './pull-request-state.ts';
import { type ReviewedAs, runToShow } from './run-to-show.ts';
import type { AppServices, SettingsInForce } from './services.ts';
import { showSettingsCheck } from './settings-check.ts';
import { noteLabel, skipIsGranted } from './skip-label.ts';
import { noteRepository } from './sweeps.ts';

type PullRequestEvent = Event & { readonly kind: 'pull-request' };

/** The head moved, or the pull request was closed, while it was reviewed. */
class Moved extends Error {
  constructor(readonly now: PullRequest) {
    super('the pull request moved on');
  }
}

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
  const isPaused = (await services.store.recall(pauseKey(event.repository.id, event.number))) !== undefined;
  if (isPaused && !event.force) return;
  const inForce = await services.settingsFor(forge, { base: pullRequest.base, head: pullRequest.head });
  if (isFailure(inForce)) return tellWithout(forge, pullRequest, 'action_required', badSettings(1), services, job);
  await showSettingsCheck(forge, pullRequest, inForce);
  const { settings } = inForce;
  if (pullRequest.isDraft && settings.drafts === 'skip' && !event.force) return;
  await noteLabel(event, forge, services.store, settings, services.clock.now());
  if (await skipIsGranted(services.store, event.repository.id, pullRequest, settings))
    return tellWithout(forge, pullRequest, 'success', skippedByLabel(settings.skipLabel), services, job);
  try {
    await reviewAndPublish(forge, pullRequest, inForce, event, job, services, signal);
  } catch (error) {
    if (isTimeout(error) && !signal.aborted) {
      const told = timedOut(Math.round(services.deadline / 60_000), null);
      return tellWithout(forge, pullRequest, 'timed_out', told, services, job);
    }
    if (!(error instanceof Moved)) throw error;
    const { now } = error;
    if (!now.isOpen) return closePullRequest(forge, now, services);
    await endOpenRuns(forge, event.number, superseded(now.head), services, (run) => run.head !== now.head);
    await services.store.want([againFor(event, now, services.clock.now())], services.clock.now());
  }
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
  const pullRequest = await forge.pullRequest(event.number);
  if (!pullRequest.isOpen) return closePullRequest(forge, pullRequest, services);
  const inForce = await services.settingsFor(forge, { base: pullRequest.base, head: null });
  const gate = isFailure(inForce) ? 'enforce' : inForce.settings.gate;
  await tellWithout(forge, pullRequest, conclusionOfCrash(gate), crashed(errorId), services, job);
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

async function reviewAndPublish(
  forge: Forge,
  pullRequest: PullRequest,
  { settings }: SettingsInForce,
  event: PullRequestEvent,
  job: Job,
  services: AppServices,
  signal: AbortSignal,
): Promise<void> {
  const { store, analyst, clock } = services;
  const { number, head } = pullRequest;
  const lists = await listsOf(forge, pullRequest);
  const reviewed: ReviewedAs = {
    number,
    head,
    mergeBase: lists.mergeBase,
    settings: settingsId(settings, services),
    engine: services.engine,
  };
  const before = await recallState(store, forge.repository.id, number);
  const begun = await recallOpenRuns(store, forge.repository.id, number);
  const canBeThere = begun.length > 0 || before !== undefined || event.reason === 'reconciled';
  // looked up only where there can be some: a kill between a write and the note of it is noted before
  const runs = canBeThere ? await forge.runsOn(head, CHECK_NAME) : [];
  const { externalId, run } = runToShow(reviewed, runs, event.force ? job.generation : null, job.generation);
  await endOpenRuns(forge, number, superseded(head), services, (open) => open.externalId !== externalId);
  const isShown =
    run !== null && run.conclusion !== null && before?.head === head && before.run === run.id && !before.isCommentDue;
  // of a draft the check is there, and the comment is still to come
  if (isShown && event.reason !== 'ready') return;
  const ensureCurrent = async (): Promise<void> => {
    signal.throwIfAborted();
    const now = await forge.pullRequest(number);
    if (now.head !== head || !now.isOpen) throw new Moved(now);
  };
  const publishing = { forge, number, ensureCurrent, onRun: noteRun(services, forge, number, head) };
  const plain = { head, externalId, actions: [], annotations: [], comment: null };
  const started = await publish(
    { ...plain, conclusion: null, output: { ...RUNNING_OUTPUT } },
    { run, comments: [] },
    publishing,
  );
  const commits = await commitsToReview(forge, pullRequest, lists);
  const sources = { tree: forge.tree(commits.base), readAt: forge.readAt };
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(services.deadline)]);
  const found = await analyst.review(commits, settings, sources, store.cache, deadline);
  const review = withAcceptances(found, await acceptancesFor(services, forge.repository.id, number, found));
  const repository = `${services.webUrl}/${forge.repository.owner}/${forge.repository.name}`;
  const { gate, failOn, drafts, comment } = settings;
  const options = { gate, failOn, perCommit: perCommitOf(settings), rustFiles: rustFilesOf(lists), repository };
  const own = conclusionOf(review, options);
  const { conclusion, opening } = await withOthersOnHead(services, forge, pullRequest, own);
  const output = checkOutput(review, { ...options, opening });
  const body = commentBody(review, {
    ...options,
    pullNumber: number,
    state: { head, externalId, conclusion },
    key: services.commentKey,
    runUrl: started.run === null ? null : `${repository}/runs/${started.run.id}`,
  });
  const isQuiet = pullRequest.isDraft && drafts === 'quiet' && before?.comment == null;
  const wantedComment = {
    policy: comment,
    hasFindings: isWorthComment(review, perCommitOf(settings)),
    body,
    wasDeleted: false,
  };
  const wanted = {
    head,
    externalId,
    conclusion,
    output,
    annotations: annotationsOf(review),
    actions: ACTIONS,
    comment: isQuiet ? null : wantedComment,
  };
  const published = await publish({ ...wanted, comment: null }, { run: started.run, comments: [] }, publishing);
  if (published.run === null) throw new Error('a review ended without its check run');
  await runConcluded(services, forge, number, externalId);
  const state = {
    ...stateOf(review, pullRequest, wanted, published.run, before),
    mergeBase: lists.mergeBase,
    judgedBy: judgedBy(settings, services),
    at: clock.now(),
  };
  await store.remember(stateKey(forge.repository.id, number), state, clock.now());
  const verdict = { number, baseBranch: pullRequest.baseBranch, conclusion: own, title: output.title };
  await rememberVerdict(services, forge, head, verdict);
  if (before !== undefined && before.head !== head) await leaveHead(services, forge, before.head, number);
  // two that are reviewed at the same time do not know of each other, and people change what one comes to
  await judgeOthersAgain(services, forge, head, number, conclusion);
  await publishComment(wanted, published.run, publishing, state, services);
}

const RUNNING_OUTPUT = { title: 'Reading the commits', summary: 'The audit is under way.', text: null };

/** A comment is asked for only where the settings want one. */
async function publishComment(
  wanted: WantedPublication,
  run: CheckRun,
  publishing: Parameters<typeof publish>[2],
  state: PullRequestState,
  { store, clock }: AppServices,
): Promise<void> {
  const { comment } = wanted;
  const { forge, number } = publishing;
  const isWanted = comment !== null && comment.policy !== 'never';
  const needsLook = isWanted && (comment.hasFindings || comment.policy !== 'when-findings' || state.comment !== null);
  const seenTo = needsLook ? await editComment(wanted, comment, run, publishing, state) : state.comment;
  await store.remember(
    stateKey(forge.repository.id, number),
    { ...state, isCommentDue: false, comment: seenTo },
    clock.now(),
  );
}

/** @returns the number of the comment, null where there is none */
async function editComment(
  wanted: WantedPublication,
  comment: NonNullable<WantedPublication['comment']>,
  run: CheckRun,
  publishing: Parameters<typeof publish>[2],
  state: PullRequestState,
): Promise<number | null> {
  const { forge, number } = publishing;
  const comments = await forge.commentsOf(number, stickyMarker(number));
  const wasDeleted = state.comment !== null && comments.length === 0;
  const done = await publish(
    { ...wanted, comment: { ...comment, wasDeleted } },
    { run: { ...run, conclusion: wanted.conclusion }, comments },
    publishing,
  );
  return done.comment?.id ?? state.comment;
}

/** Each Rust file once, however many commits touch it. */
function rustFilesOf({ files }: PullRequestLists): number {
  return files.all.filter(({ path }) => path.endsWith('.rs')).length;
}

function stateOf(
  review: Review,
  { head, base }: PullRequest,
  { conclusion, output }: WantedPublication & { readonly conclusion: Conclusion },
  run: CheckRun,
  before: PullRequestState | undefined,
): Omit<PullRequestState, 'mergeBase' | 'judgedBy' | 'at'> {
  const findings = review.findings.map(
    ({ fingerprint, rule, path, line, frame }): KnownFinding => ({
      fingerprint,
      rule,
      path,
      line,
      frame: frameText(frame),
    }),
  );
  return {
    head,
    base,
    conclusion,
    title: output.title,
    run: run.id,
    findings,
    isCommentDue: true,
    comment: before?.comment ?? null,
  };
}

/** A check without a review: its conclusion and words. */
async function tellWithout(
  forge: Forge,
  { number, head }: PullRequest,
  conclusion: Conclusion,
  told: Told,
  services: AppServices,
  job: Job,
): Promise<void> {
  const externalId = externalIdOf({
    number,
    head,
    mergeBase: 'none',
    settings: 'none',
    engine: services.engine,
    attempt: job.generation,
  });
  await endOpenRuns(forge, number, told, services, (run) => run.externalId !== externalId, conclusion);
  const run = (await forge.runsOn(head, CHECK_NAME)).find((each) => each.externalId === externalId) ?? null;
  const wanted: WantedPublication = {
    head,
    externalId,
    conclusion,
    output: { ...told, text: null },
    annotations: [],
    actions: ACTIONS.slice(0, 1),
    comment: null,
  };
  await publish(
    wanted,
    { run, comments: [] },
    {
      forge,
      number,
      ensureCurrent: async () => {},
      onRun: noteRun(services, forge, number, head),
    },
  );
  await runConcluded(services, forge, number, externalId);
}

/** Open runs of a pull request that is closed without a merge end as cancelled, and what people decided about it is forgotten. */
async function closePullRequest(forge: Forge, pullRequest: PullRequest, services: AppServices): Promise<void> {
  const { store, clock } = services;
  await endOpenRuns(forge, pullRequest.number, CLOSED, services, () => true);
  await forgetDecisions(store, forge.repository.id, pullRequest.number, clock.now());
  const reviewed = await recallState(store, forge.repository.id, pullRequest.number);
  await leaveHead(services, forge, reviewed?.head ?? pullRequest.head, pullRequest.number);
}
