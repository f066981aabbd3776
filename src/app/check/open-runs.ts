/** Check runs that were begun: noted before they are made, so that a kill at any moment leaves none in progress. */

import { CHECK_NAME, type Told, waitingForQuota } from '../../publish/messages.ts';
import type { CheckRun, Conclusion, RunOutput } from '../../publish/published.ts';
import type { AppServices } from '../context.ts';
import type { Forge, RepositoryRef } from '../ports/forge.ts';
import { refusalOf } from '../ports/refusals.ts';
import { type OpenRun, openRunsKey, recallOpenRuns } from '../records/pull-request.ts';
import type { NotedRun } from './carry-out.ts';
import { judgeAllAgain } from './shared-head.ts';

/** Notes a run of a pull request: told before it is created, and again when its number is known. The note under its earlier id goes. */
export function noteRun({ store, clock }: AppServices, forge: Forge, number: number, head: string) {
  return async ({ externalId, id, instead }: NotedRun): Promise<void> => {
    const open = await recallOpenRuns(store, forge.repository.id, number);
    const isSame = (run: OpenRun) => [externalId, instead].includes(run.externalId) || (id !== null && run.id === id);
    const others = open.filter((run) => !isSame(run));
    await store.remember(openRunsKey(forge.repository.id, number), [...others, { head, externalId, id }], clock.now());
  };
}

/** Tells a noted run that goes on under an external id. @param run the one that there is, which may have had another */
export function isRun(externalId: string, run: CheckRun | null): (noted: OpenRun) => boolean {
  return (noted) => [externalId, run?.externalId].includes(noted.externalId) || (run !== null && noted.id === run.id);
}

/** A run has its conclusion: nobody need end it. */
export async function runConcluded(
  { store, clock }: AppServices,
  forge: Forge,
  number: number,
  externalId: string,
): Promise<void> {
  const open = await recallOpenRuns(store, forge.repository.id, number);
  const left = open.filter((run) => run.externalId !== externalId);
  await store.remember(openRunsKey(forge.repository.id, number), left.length > 0 ? left : undefined, clock.now());
}

/**
 * Ends runs that nobody goes on with. Other pull requests may have the head of one, whose check it would hide: they are judged again.
 * @param head the one that is judged now, and shows a newer run; null: none is
 * @returns those that are still noted
 */
export async function endOpenRuns(
  forge: Forge,
  number: number,
  told: Told | ((run: OpenRun) => Told),
  services: AppServices,
  head: string | null,
  isToEnd: (run: OpenRun) => boolean,
  conclusion: Conclusion = 'cancelled',
): Promise<readonly OpenRun[]> {
  const open = await recallOpenRuns(services.store, forge.repository.id, number);
  const left: OpenRun[] = [];
  for (const noted of open) {
    if (!isToEnd(noted)) {
      left.push(noted);
      continue;
    }
    const words = typeof told === 'function' ? told(noted) : told;
    await endRun(forge, noted, { ...words, text: null, annotations: [] }, conclusion);
    if (noted.head !== head) await judgeAllAgain(services, forge, noted.head);
    await runConcluded(services, forge, number, noted.externalId);
  }
  return left;
}

/** One that GitHub no longer has, or does not want changed, needs no end: it cannot be gone on with. */
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
export async function endNotedRuns(forge: Forge, number: number, told: Told, services: AppServices): Promise<void> {
  const output = { ...told, text: null, annotations: [] };
  for (const { head, id, externalId } of await recallOpenRuns(services.store, forge.repository.id, number)) {
    if (id === null) continue;
    await endRun(forge, { head, id, externalId }, output, 'failure');
    await runConcluded(services, forge, number, externalId);
  }
}

/**
 * The runs of a pull request that are in progress say until when they wait. Nothing is read for it: reads have to wait first.
 * @param until in ms since 1970
 */
export async function tellOfQuota(
  repository: RepositoryRef,
  number: number,
  until: number,
  services: AppServices,
): Promise<void> {
  const forge = await services.forges.of(repository);
  const output = { ...waitingForQuota(until), text: null, annotations: [] };
  for (const { id } of await recallOpenRuns(services.store, repository.id, number))
    if (id !== null) await forge.changeRun(id, { conclusion: null, output, actions: [] });
}
