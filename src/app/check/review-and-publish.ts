/** One review of a pull request's head: read, judge, carry out what is wanted, remember. */

import { withAcceptances } from '../../publish/accepted-findings.ts';
import { conclusionOf } from '../../publish/conclusion.ts';
import { externalIdOf } from '../../publish/external-id.ts';
import { BEGUN, CHECK_NAME, superseded } from '../../publish/messages.ts';
import type { CheckRun } from '../../publish/published.ts';
import type { Review } from '../../review/review.ts';
import type { PullRequestContext, SettingsInForce } from '../context.ts';
import type { PullRequestEvent } from '../ports/events.ts';
import type { PullRequest } from '../ports/forge.ts';
import type { Job } from '../ports/job-store.ts';
import { acceptancesFor, frameText } from '../records/acceptances.ts';
import type { GivenAcceptance, KnownFinding, PullRequestState } from '../records/pull-request-records.ts';
import { commitsToReview, listsOf, type PullRequestLists } from '../review/pull-request-commits.ts';
import { type EnsureCurrent, publishRun } from './carry-out.ts';
import { type ReviewedAs, runToShow } from './choose-run.ts';
import { closeRuns, isRun, runConcluded } from './open-runs.ts';
import { isTimeout } from './review-deadline.ts';
import { judgedBy, settingsId } from './same-tree.ts';
import { isUpToDate, rememberVerdict, requeueOutdated, showsWorstConclusion, withOthersOnHead } from './shared-head.ts';
import { showingProgress } from './show-progress.ts';
import { showComment } from './sticky-comment.ts';
import { undeliveredReplies } from './undelivered-replies.ts';
import {
  type Presentation,
  presentation,
  runInProgress,
  type Verdict,
  wantedComment,
  wantedRun,
} from './wanted-publication.ts';

/** The head moved, or the pull request was closed, while it was reviewed. */
export class Moved extends Error {
  constructor(readonly now: PullRequest) {
    super('the pull request moved on');
  }
}

/** What a review is asked for. */
export interface ReviewRequest {
  readonly pullRequest: PullRequest;
  readonly inForce: SettingsInForce;
  readonly event: PullRequestEvent;
  readonly job: Job;
  /** When the look began, in ms since 1970. */
  readonly begun: number;
  /** Ends the review. */
  readonly signal: AbortSignal;
  /** Markdown sentences that the check and the comment begin with. */
  readonly openings: { readonly check: readonly string[]; readonly comment: readonly string[] };
  /** What was asked for already; absent where it is still to be asked for. */
  readonly asked?: AskedFirst;
}

/** What each review reads of GitHub before it judges. */
export interface AskedFirst {
  readonly lists: Promise<PullRequestLists>;
  /** The App's runs at the head, the newest first. */
  readonly runs: Promise<readonly CheckRun[]>;
}

/** Asks for both at once. */
export function askFirst(context: PullRequestContext, pullRequest: PullRequest, event: PullRequestEvent): AskedFirst {
  return { lists: listsOf(context.forge, pullRequest), runs: runsThere(context, event) };
}

/** Asked only where there can be some: a run is noted before it is created. */
async function runsThere(
  { forge, records, head }: PullRequestContext,
  { reason }: PullRequestEvent,
): Promise<readonly CheckRun[]> {
  const canBeThere =
    reason === 'reconciled' || (await records.state.recall()) !== undefined || (await records.openRuns()).length > 0;
  return canBeThere ? forge.runsOn(head, CHECK_NAME) : [];
}

/** @throws Moved where the pull request changed since it was read; ForgeError */
export async function reviewAndPublish(context: PullRequestContext, request: ReviewRequest): Promise<void> {
  const known = await readKnown(context, request);
  const ensureCurrent = ensureOpenAt(context, request.signal);
  const { runs, run, externalId, reviewed } = known;
  const message = ({ head }: { readonly head: string }) => (head === context.head ? BEGUN : superseded(context.head));
  await closeRuns(context, { message, except: isRun(externalId, run) });
  const shown = stateShownBy(known, context.head);
  if (shown !== null && isComplete(shown, request.event) && (await isUpToDate(context, runs))) {
    await runConcluded(context, externalId);
    if (shown.due !== undefined) await showComment(context, shown, ensureCurrent);
    return requeueOutdated(context);
  }
  const { signal } = request;
  const inProgress = runInProgress(context.head, externalId);
  const { done, shown: started } = await showingProgress(
    async (ending) => {
      const judged = await judge(context, { ...request, signal: AbortSignal.any([signal, ending]) }, known);
      await ensureCurrent();
      return judged;
    },
    (whileWaiting) => publishRun(context, inProgress, run, ensureCurrent, whileWaiting),
    (error) => !signal.aborted && !isTimeout(error) && !(error instanceof Moved),
    request.begun,
    context.clock,
  );
  const { verdict, counted } = done;
  // a run that has ended stays as it is: where it would say something else now, or another one hides it, there is a new one
  const hasEnded = run !== null && run.conclusion !== null;
  const isOutdated = hasEnded && (run.conclusion !== verdict.conclusion || !showsWorstConclusion(runs, counted));
  const shownBy = isOutdated ? externalIdOf({ ...reviewed, attempt: request.job.generation }) : externalId;
  const begun = isOutdated ? null : (started ?? run);
  await carryOutVerdict(context, request, known, verdict, { externalId: shownBy, begun, ensureCurrent });
}

/** What is there before the review. */
interface Known {
  readonly lists: PullRequestLists;
  readonly accepted: readonly GivenAcceptance[];
  readonly before: PullRequestState | undefined;
  readonly reviewed: ReviewedAs;
  /** The App's runs at the head, the newest first. */
  readonly runs: readonly CheckRun[];
  /** Of the run that shows this review. */
  readonly externalId: string;
  readonly run: CheckRun | null;
  readonly how: Presentation;
}

async function readKnown(context: PullRequestContext, request: ReviewRequest): Promise<Known> {
  const { forge, records, services, number, head } = context;
  const { pullRequest, inForce, event, job } = request;
  const asked = request.asked ?? askFirst(context, pullRequest, event);
  const [lists, runs] = await Promise.all([asked.lists, asked.runs]);
  const accepted = await records.acceptances();
  const settings = settingsId(inForce, services, accepted);
  const reviewed = { number, head, mergeBase: lists.mergeBase, settings, engine: services.engine };
  const before = await records.state.recall();
  const chosen = runToShow(reviewed, runs, event.force ? job.generation : null, job.generation);
  const how = presentation(services, forge.repository, inForce.settings, lists.files.all);
  return { lists, accepted, before, reviewed, runs, how, ...chosen };
}

/** The state of the last review, where a concluded run at this head shows it. */
function stateShownBy({ run, before }: Known, head: string): PullRequestState | null {
  return run !== null && run.conclusion !== null && before?.head === head && before.run === run.id ? before : null;
}

/** Whether the check says all. On "ready for review" the check exists, but the comment does not; one that is due needs no review. */
function isComplete({ isCommentDue, due }: PullRequestState, { reason }: PullRequestEvent): boolean {
  return due !== undefined || (!isCommentDue && reason !== 'ready');
}

function ensureOpenAt({ forge, number, head }: PullRequestContext, signal: AbortSignal): EnsureCurrent {
  return async () => {
    signal.throwIfAborted();
    const now = await forge.pullRequest(number);
    if (now.head !== head || !now.isOpen) throw new Moved(now);
  };
}

async function judge(context: PullRequestContext, request: ReviewRequest, { lists, accepted, how }: Known) {
  const { forge, services, records, clock } = context;
  const { pullRequest, inForce, signal, openings } = request;
  const { settings } = inForce;
  const commits = await commitsToReview(forge, pullRequest, lists);
  const sources = { tree: forge.tree(commits.base), readAt: forge.readAt };
  const deadline = AbortSignal.any([signal, clock.timeout(services.deadline)]);
  const found = await services.analyst.review(
    forge.repository,
    commits,
    settings,
    sources,
    services.store.cache,
    deadline,
  );
  const review = withAcceptances(found, await acceptancesFor(records, accepted, found));
  const own = conclusionOf(review, how);
  const { conclusion, counted, opening } = await withOthersOnHead(context, own);
  // commands are answered while a review runs
  const replies = await undeliveredReplies(context);
  const verdict: Verdict = { review, own, conclusion, opening: [...openings.check, ...replies, ...opening] };
  return { verdict, counted };
}

/** Shows the verdict and remembers it. A kill at any moment leaves what the next attempt needs. */
async function carryOutVerdict(
  context: PullRequestContext,
  { pullRequest, inForce, openings }: ReviewRequest,
  { lists, before, how }: Known,
  verdict: Verdict,
  {
    externalId,
    begun,
    ensureCurrent,
  }: {
    readonly externalId: string;
    readonly begun: CheckRun | null;
    readonly ensureCurrent: EnsureCurrent;
  },
): Promise<void> {
  const { services, records, clock, number, head } = context;
  const { settings } = inForce;
  const { own, conclusion, review } = verdict;
  const wanted = wantedRun(head, externalId, verdict, how);
  const published = await publishRun(context, wanted, begun, ensureCurrent);
  const { output } = wanted;
  const { base, baseBranch, isDraft } = pullRequest;
  const { title } = output;
  await rememberVerdict(context, {
    number,
    baseBranch,
    conclusion: own,
    shown: conclusion,
    title,
    why: 'review',
    failures: 0,
  });
  const isQuiet = isDraft && settings.drafts === 'quiet' && before?.comment == null;
  const comment = wantedComment(
    context,
    verdict,
    settings.comment,
    { run: published.id, opening: openings.comment },
    how,
  );
  const state: PullRequestState = {
    ...(isQuiet ? {} : { due: { comment, output } }),
    head,
    base,
    mergeBase: lists.mergeBase,
    judgedBy: judgedBy(inForce, services),
    conclusion,
    title,
    at: clock.now(),
    run: published.id,
    findings: knownFindings(review),
    isCommentDue: true,
    comment: before?.comment ?? null,
  };
  await records.state.remember(state);
  // the note of the run is the last to go: after a kill it leads to the run
  await runConcluded(context, externalId);
  await showComment(context, state, ensureCurrent);
}

function knownFindings({ findings }: Review): readonly KnownFinding[] {
  return findings.map(({ fingerprint, rule, path, line, frame }) => ({
    fingerprint,
    rule,
    path,
    line,
    frame: frameText(frame),
  }));
}
