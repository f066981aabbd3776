/** Check runs that were begun: noted before they are made, so that a kill at any moment leaves none in progress. */
import { CHECK_NAME, type CheckMessage, waitingForQuota } from '../../publish/messages.ts';
import type { CheckRun, Conclusion, RunOutput } from '../../publish/published.ts';
import type { PullRequestContext } from '../context.ts';
import type { Forge } from '../ports/forge.ts';
import { refusalOf } from '../ports/refusals.ts';
import type { OpenRun, PullRequestRecords } from '../records/pull-request-records.ts';
import { requeueAllOnHead } from './shared-head.ts';

/** A run as it is noted before and after a write, so that a kill in between leaves no orphan. */
export interface NotedRun {
  readonly externalId: string;
  readonly id: number | null;
  /** The external id that the run had before. */
  readonly instead?: string;
}

/** Notes a run before it is created, and again when its number is known; the note under its earlier id goes. */
export async function noteRun(
  { records, head }: PullRequestContext,
  { externalId, id, instead }: NotedRun,
): Promise<void> {
  const isSame = (run: OpenRun) => [externalId, instead].includes(run.externalId) || (id !== null && run.id === id);
  const others = (await records.openRuns()).filter((run) => !isSame(run));
  await records.rememberOpenRuns([...others, { head, externalId, id }]);
}

/** Recognises a noted run that goes on under an external id. @param run the one that there is, which may have had another */
export function isRun(externalId: string, run: CheckRun | null): (noted: OpenRun) => boolean {
  return (noted) => [externalId, run?.externalId].includes(noted.externalId) || (run !== null && noted.id === run.id);
}

/** Removes a concluded run from the list of open runs. */
export async function runConcluded({ records }: PullRequestContext, externalId: string): Promise<void> {
  const left = (await records.openRuns()).filter((run) => run.externalId !== externalId);
  await records.rememberOpenRuns(left);
}

export interface ClosingRuns {
  readonly message: CheckMessage | ((run: OpenRun) => CheckMessage);
  /** `cancelled` unless said otherwise. */
  readonly conclusion?: Conclusion;
  /** Those that stay open; without it none does. */
  readonly except?: (run: OpenRun) => boolean;
  /** Whether the context's head gets a newer run; false where it gets none. */
  readonly isReplaced?: boolean;
}

/** Ends open runs. Where other pull requests have the head of one, its check would hide theirs: they are judged again. */
export async function closeRuns(
  context: PullRequestContext,
  { message, conclusion = 'cancelled', except = () => false, isReplaced = true }: ClosingRuns,
): Promise<void> {
  for (const noted of (await context.records.openRuns()).filter((run) => !except(run))) {
    const { title, summary } = typeof message === 'function' ? message(noted) : message;
    await endRun(context.forge, noted, { title, summary, text: null, annotations: [] }, conclusion);
    if (noted.head !== context.head || !isReplaced) await requeueAllOnHead(context, noted.head);
    await runConcluded(context, noted.externalId);
  }
}

/** A run that GitHub no longer has, or does not want changed, needs no end. */
async function endRun(forge: Forge, noted: OpenRun, output: RunOutput, conclusion: Conclusion): Promise<void> {
  try {
    // one without a number may have been created all the same
    const run =
      noted.id === null
        ? (await forge.runsOn(noted.head, CHECK_NAME)).find(({ externalId }) => externalId === noted.externalId)
        : await forge.runOf(noted.id);
    if (run?.conclusion === null) await forge.changeRun(run.id, { conclusion, output, actions: [] });
  } catch (error) {
    const reason = refusalOf(error);
    if (reason !== 'gone' && reason !== 'invalid') throw error;
  }
}

/** The runs whose numbers are known end as failed, though nothing else of the pull request can be read. */
export async function failKnownRuns(forge: Forge, records: PullRequestRecords, message: CheckMessage): Promise<void> {
  const output = { ...message, text: null, annotations: [] };
  for (const noted of await records.openRuns()) {
    if (noted.id === null) continue;
    await endRun(forge, noted, output, 'failure');
    await records.rememberOpenRuns((await records.openRuns()).filter((run) => run.externalId !== noted.externalId));
  }
}

/**
 * The runs in progress say until when they wait. Nothing is read for it: reads have to wait first.
 * @param until in ms since 1970
 */
export async function showQuotaWait(forge: Forge, records: PullRequestRecords, until: number): Promise<void> {
  const output = { ...waitingForQuota(until), text: null, annotations: [] };
  for (const { id } of await records.openRuns())
    if (id !== null) await forge.changeRun(id, { conclusion: null, output, actions: [] });
}
