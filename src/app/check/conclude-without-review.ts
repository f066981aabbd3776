/** A check without a review: skipped, paused, too long, or given up. */
import { externalIdOf, NO_MERGE_BASE, type WithoutReview } from '../../publish/external-id.ts';
import { ACTIONS, CHECK_NAME, superseded, type Told } from '../../publish/messages.ts';
import type { WantedPublication } from '../../publish/plan.ts';
import type { Conclusion } from '../../publish/published.ts';
import type { AppServices } from '../context.ts';
import type { Forge, PullRequest } from '../ports/forge.ts';
import { recallVerdict } from '../records/pull-request.ts';
import { publish } from './carry-out.ts';
import { newestOf, runToTakeOver } from './choose-run.ts';
import { endOpenRuns, isRun, noteRun, runConcluded } from './open-runs.ts';
import { rememberVerdict, showsWorst, withOthersOnHead } from './shared-head.ts';
import { recallUnsaid } from './undelivered-replies.ts';

export interface Telling {
  readonly why: WithoutReview;
  /** Of the pull request by itself. */
  readonly conclusion: Conclusion;
  readonly told: Told;
  /** Markdown sentences about something else, above it. */
  readonly notes: readonly string[];
  /** Each has a run of its own. */
  readonly attempt: number;
  /** Somebody asked: what is shown already is shown again. */
  readonly isForced: boolean;
}

/** What holds until a person changes it: it is said once for a head. */
const STANDING: readonly WithoutReview[] = ['skipped', 'paused', 'no-base'];

/** Shows why there is no review, and what the pull request comes to without one. */
export async function tellWithout(
  forge: Forge,
  pullRequest: PullRequest,
  { why, conclusion: own, told, notes: given, attempt, isForced }: Telling,
  services: AppServices,
): Promise<void> {
  const { number, head, baseBranch } = pullRequest;
  const notes = [...given, ...(await recallUnsaid(services, forge.repository.id, number, head))];
  const identity = { number, head, mergeBase: NO_MERGE_BASE, settings: why, engine: services.engine, attempt };
  const externalId = externalIdOf(identity);
  const { conclusion, counted, opening } = await withOthersOnHead(services, forge, pullRequest, own);
  await endOpenRuns(forge, number, superseded(head), services, head, (run) => run.head !== head);
  const ending = { ...told, summary: [...notes, told.summary].join('\n\n') };
  const runs = await forge.runsOn(head, CHECK_NAME);
  const run = runs.find((each) => each.externalId === externalId) ?? runToTakeOver(number, runs);
  const isGoneOnWith = isRun(externalId, run);
  await endOpenRuns(forge, number, ending, services, head, (each) => !isGoneOnWith(each), conclusion);
  const newest = newestOf(number, runs);
  const earlier = await recallVerdict(services.store, forge.repository.id, head, number);
  const isSame =
    newest?.of.mergeBase === NO_MERGE_BASE &&
    newest.of.settings === why &&
    newest.conclusion === conclusion &&
    (earlier?.notes ?? []).join('\n') === notes.join('\n');
  if (isForced || !isSame || !STANDING.includes(why) || !showsWorst(runs, counted)) {
    const wanted: WantedPublication = {
      head,
      externalId,
      conclusion,
      output: { title: told.title, summary: [...opening, ending.summary].join('\n\n'), text: null },
      annotations: [],
      actions: ACTIONS.slice(0, 1),
      comment: null,
    };
    await publish(
      wanted,
      { run, comments: [] },
      { forge, number, ensureCurrent: async () => {}, onRun: noteRun(services, forge, number, head) },
    );
  }
  const failures = STANDING.includes(why) ? 0 : (earlier?.failures ?? 0) + 1;
  const verdict = { number, baseBranch, conclusion: own, shown: conclusion, title: told.title, why, failures, notes };
  await rememberVerdict(services, forge, head, verdict);
  await runConcluded(services, forge, number, externalId);
}
