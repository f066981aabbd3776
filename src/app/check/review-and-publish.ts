/** One review of a pull request's head: read, judged, shown, and noted. */
import { withAcceptances } from '../../publish/accepted-findings.ts';
import { annotationsOf } from '../../publish/annotations.ts';
import { checkOutput } from '../../publish/check-output.ts';
import { commentBody, isWorthComment } from '../../publish/comment.ts';
import { conclusionOf } from '../../publish/conclusion.ts';
import { externalIdOf } from '../../publish/external-id.ts';
import { ACTIONS, BEGUN, CHECK_NAME, superseded } from '../../publish/messages.ts';
import type { WantedPublication } from '../../publish/plan.ts';
import type { CheckRun, Conclusion } from '../../publish/published.ts';
import type { Review } from '../../review/review.ts';
import type { AppServices, SettingsInForce } from '../context.ts';
import type { PullRequestEvent } from '../ports/events.ts';
import type { Forge, PullRequest } from '../ports/forge.ts';
import type { Job } from '../ports/job-store.ts';
import { acceptancesFor, frameText, recallAcceptances } from '../records/acceptances.ts';
import {
  type KnownFinding,
  type OpenRun,
  type PullRequestState,
  recallOpenRuns,
  recallState,
  stateKey,
} from '../records/pull-request.ts';
import { commitsToReview, listsOf, type PullRequestLists } from '../review/pull-request-commits.ts';
import { perCommitOf } from '../settings/per-commit.ts';
import { publish } from './carry-out.ts';
import { type ReviewedAs, runToShow } from './choose-run.ts';
import { endOpenRuns, isRun, noteRun, runConcluded } from './open-runs.ts';
import { judgedBy, settingsId } from './same-tree.ts';
import { isSettled, judgeAgain, rememberVerdict, showsWorst, withOthersOnHead } from './shared-head.ts';
import { showComment } from './sticky-comment.ts';
import { recallUnsaid } from './undelivered-replies.ts';

/** The head moved, or the pull request was closed, while it was reviewed. */
export class Moved extends Error {
  constructor(readonly now: PullRequest) {
    super('the pull request moved on');
  }
}

/** Markdown sentences that the check and the comment begin with. */
export interface Openings {
  readonly check: readonly string[];
  readonly comment: readonly string[];
}

/** @throws Moved where the pull request is no longer what was read; ForgeError */
export async function reviewAndPublish(
  forge: Forge,
  pullRequest: PullRequest,
  inForce: SettingsInForce,
  event: PullRequestEvent,
  job: Job,
  services: AppServices,
  signal: AbortSignal,
  openings: Openings,
): Promise<void> {
  const { store, analyst, clock, rules } = services;
  const { settings } = inForce;
  const { number, head } = pullRequest;
  const lists = await listsOf(forge, pullRequest);
  const given = await recallAcceptances(store, forge.repository.id, number);
  const reviewed: ReviewedAs = {
    number,
    head,
    mergeBase: lists.mergeBase,
    settings: settingsId(inForce, services, given),
    engine: services.engine,
  };
  const before = await recallState(store, forge.repository.id, number);
  const open = await recallOpenRuns(store, forge.repository.id, number);
  const canBeThere = open.length > 0 || before !== undefined || event.reason === 'reconciled';
  // looked up only where there can be some: a kill between a write and the note of it is noted before
  const runs = canBeThere ? await forge.runsOn(head, CHECK_NAME) : [];
  const { externalId, run } = runToShow(reviewed, runs, event.force ? job.generation : null, job.generation);
  const toldOf = (each: OpenRun) => (each.head === head ? BEGUN : superseded(head));
  const isGoneOnWith = isRun(externalId, run);
  await endOpenRuns(forge, number, toldOf, services, head, (each) => !isGoneOnWith(each));
  const ensureCurrent = async (): Promise<void> => {
    signal.throwIfAborted();
    const now = await forge.pullRequest(number);
    if (now.head !== head || !now.isOpen) throw new Moved(now);
  };
  const shown =
    run !== null && run.conclusion !== null && before?.head === head && before.run === run.id ? before : null;
  if (shown !== null && isComplete(shown, event) && (await isSettled(services, forge, pullRequest, runs))) {
    await runConcluded(services, forge, number, externalId);
    if (shown.due !== undefined) await showComment(forge, number, shown, services, ensureCurrent);
    return judgeAgain(services, forge, head);
  }
  const publishing = { forge, number, ensureCurrent, onRun: noteRun(services, forge, number, head) };
  const started = await publish(running(head, externalId), { run, comments: [] }, publishing);
  const commits = await commitsToReview(forge, pullRequest, lists);
  const sources = { tree: forge.tree(commits.base), readAt: forge.readAt };
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(services.deadline)]);
  const found = await analyst.review(forge.repository, commits, settings, sources, store.cache, deadline);
  const review = withAcceptances(found, await acceptancesFor(services, forge.repository.id, number, given, found));
  const repository = `${services.webUrl}/${forge.repository.owner}/${forge.repository.name}`;
  const { gate, failOn, drafts, comment } = settings;
  const options = { gate, failOn, perCommit: perCommitOf(settings), rustFiles: rustFilesOf(lists), repository, rules };
  const own = conclusionOf(review, options);
  const { conclusion, counted, opening } = await withOthersOnHead(services, forge, pullRequest, own);
  // commands are answered while a review runs
  const unsaid = await recallUnsaid(services, forge.repository.id, number, head);
  const output = checkOutput(review, { ...options, opening: [...openings.check, ...unsaid, ...opening] });
  // a run that has ended stays as it is: where the others on the head have changed what it would say, or hide it, there is a new one
  const hasEnded = run !== null && run.conclusion !== null;
  const isOutdated = hasEnded && (run.conclusion !== conclusion || !showsWorst(runs, counted));
  const shownBy = isOutdated ? externalIdOf({ ...reviewed, attempt: job.generation }) : externalId;
  const begun = isOutdated ? await publish(running(head, shownBy), NOTHING, publishing) : started;
  const body = commentBody(review, {
    ...options,
    opening: openings.comment,
    pullNumber: number,
    state: { head, externalId: shownBy, conclusion },
    key: services.commentKey,
    runUrl: begun.run === null ? null : `${repository}/runs/${begun.run.id}`,
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
    externalId: shownBy,
    conclusion,
    output,
    annotations: annotationsOf(review, rules),
    actions: ACTIONS,
    comment: isQuiet ? null : wantedComment,
  };
  const published = await publish({ ...wanted, comment: null }, { run: begun.run, comments: [] }, publishing);
  if (published.run === null) throw new Error('a review ended without its check run');
  const { baseBranch } = pullRequest;
  const verdict = {
    number,
    baseBranch,
    conclusion: own,
    shown: conclusion,
    title: output.title,
    why: 'review',
    failures: 0,
  } as const;
  await rememberVerdict(services, forge, head, verdict);
  const due = wanted.comment === null ? {} : { due: { comment: wanted.comment, output } };
  const state: PullRequestState = {
    ...due,
    ...stateOf(review, pullRequest, wanted, published.run, before),
    mergeBase: lists.mergeBase,
    judgedBy: judgedBy(inForce, services),
    at: clock.now(),
  };
  await store.remember(stateKey(forge.repository.id, number), state, clock.now());
  // the note of the run is the last to go: after a kill it is what leads to the run
  await runConcluded(services, forge, number, wanted.externalId);
  await showComment(forge, number, state, services, ensureCurrent);
}

/** Whether the check says all; of a draft the comment is still to come, and one that is due needs no review. */
function isComplete({ isCommentDue, due }: PullRequestState, { reason }: PullRequestEvent): boolean {
  return due !== undefined || (!isCommentDue && reason !== 'ready');
}

const NOTHING = { run: null, comments: [] };

function running(head: string, externalId: string): WantedPublication {
  const output = { title: 'Reading the commits', summary: 'The audit is under way.', text: null };
  return { head, externalId, conclusion: null, output, actions: [], annotations: [], comment: null };
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
