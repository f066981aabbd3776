/** A check without a review: skipped, paused, timed out, or given up. */
import { externalIdOf, NO_MERGE_BASE, type WithoutReview } from '../../publish/external-id.ts';
import { ACTIONS, CHECK_NAME, type CheckMessage, superseded } from '../../publish/messages.ts';
import type { Conclusion } from '../../publish/published.ts';
import type { PullRequestContext } from '../context.ts';
import { publishRun } from './carry-out.ts';
import { newestOf, runToTakeOver } from './choose-run.ts';
import { closeRuns, isRun, runConcluded } from './open-runs.ts';
import { rememberVerdict, showsWorstConclusion, withOthersOnHead } from './shared-head.ts';
import { undeliveredReplies } from './undelivered-replies.ts';

export interface NoReview {
  readonly why: WithoutReview;
  readonly baseBranch: string;
  /** Of this pull request alone. */
  readonly conclusion: Conclusion;
  readonly message: CheckMessage;
  /** Markdown sentences about something else, above it. */
  readonly notes: readonly string[];
  /** Each has a run of its own. */
  readonly attempt: number;
  /** A person asked: what is shown already is shown again. */
  readonly isForced: boolean;
}

/** What holds until a person changes it: it is said once for a head. */
const LASTING: readonly WithoutReview[] = ['skipped', 'paused', 'no-base'];

/** Shows why the review is missing, and concludes the check without one. */
export async function concludeWithoutReview(context: PullRequestContext, given: NoReview): Promise<void> {
  const { records, forge, services, number, head } = context;
  const { why, message, attempt, baseBranch } = given;
  const notes = [...given.notes, ...(await undeliveredReplies(context))];
  const identity = { number, head, mergeBase: NO_MERGE_BASE, settings: why, engine: services.engine, attempt };
  const externalId = externalIdOf(identity);
  const { conclusion, counted, opening } = await withOthersOnHead(context, given.conclusion);
  await closeRuns(context, { message: superseded(head), except: (run) => run.head === head });
  const summary = [...notes, message.summary].join('\n\n');
  const runs = await forge.runsOn(head, CHECK_NAME);
  const run = runs.find((each) => each.externalId === externalId) ?? runToTakeOver(number, runs);
  await closeRuns(context, { message: { ...message, summary }, except: isRun(externalId, run), conclusion });
  const newest = newestOf(number, runs);
  const earlier = await records.verdict(head).recall();
  const isSame =
    newest?.of.mergeBase === NO_MERGE_BASE &&
    newest.of.settings === why &&
    newest.conclusion === conclusion &&
    (earlier?.notes ?? []).join('\n') === notes.join('\n');
  if (given.isForced || !isSame || !LASTING.includes(why) || !showsWorstConclusion(runs, counted)) {
    const output = { title: message.title, summary: [...opening, summary].join('\n\n'), text: null };
    const actions = ACTIONS.slice(0, 1);
    await publishRun(context, { head, externalId, conclusion, output, annotations: [], actions }, run);
  }
  const failures = LASTING.includes(why) ? 0 : (earlier?.failures ?? 0) + 1;
  const { title } = message;
  await rememberVerdict(context, {
    number,
    baseBranch,
    conclusion: given.conclusion,
    shown: conclusion,
    title,
    why,
    failures,
    notes,
  });
  await runConcluded(context, externalId);
}
