/** Maps each kind of event to its handler. */

import { showQuotaWait } from '../check/open-runs.ts';
import type { AppServices } from '../context.ts';
import { answerCommand, giveUpCommand } from '../handlers/answer-command.ts';
import { giveUpReport, reportTree } from '../handlers/full-report.ts';
import { pressAction } from '../handlers/press-action.ts';
import { reconcile, reviewBranch, reviewHead } from '../handlers/reconcile.ts';
import { giveUpGroup, reviewMergeGroup } from '../handlers/review-merge-group.ts';
import { giveUpReview, reviewPullRequest } from '../handlers/review-pull-request.ts';
import { leave } from '../handlers/uninstall.ts';
import { takeTurn } from '../limits/pace.ts';
import { ForgeError, type RepositoryRef } from '../ports/forge.ts';
import type { Job } from '../ports/job-store.ts';
import type { RefusalReason } from '../ports/refusals.ts';
import { PullRequestRecords } from '../records/pull-request-records.ts';
import { type RefusedMark, RepositoryRecords } from '../records/repository-records.ts';
import type { Value } from '../records/value.ts';
import type { Handler } from './run-jobs.ts';

/**
 * @param onGivenUp gets the id that the check names, so that the log entry can be found
 * @param onUntold a check could not be made to say that it waits; the wait holds all the same
 */
export function makeHandler(
  services: AppServices,
  newErrorId: () => string,
  onGivenUp: (job: Job, error: unknown, errorId: string) => void,
  onRefused: (job: Job, reason: RefusalReason, error: ForgeError) => void = () => {},
  onUntold: (job: Job, error: unknown) => void = () => {},
): Handler {
  return {
    handle: async (job, signal) => {
      const { event } = job;
      switch (event.kind) {
        case 'pull-request':
          // where GitHub refuses, what only a sweep asks for is not begun
          if (event.reason === 'reconciled' && (await refusalOn(event.repository, services).recall()) !== undefined)
            return;
          await takeTurn(event, job, services, (error) => onUntold(job, error));
          await reviewPullRequest(event, job, services, signal);
          return forgetRefusal(event.repository, services);
        case 'head':
          return reviewHead(event, services);
        case 'merge-group':
          await reviewMergeGroup(event, job, services, signal);
          return forgetRefusal(event.repository, services);
        case 'comment':
          return answerCommand(event, services);
        case 'action':
          return pressAction(event, services);
        case 'full':
          return reportTree(event.repository, event.number, services, signal);
        case 'reconcile':
          return reconcile(event, services);
        case 'settings':
          return reviewBranch(event, services);
        case 'uninstalled':
          return leave(event, services);
      }
    },
    isGone: async ({ event }) => {
      // the person who asked for these sees that it is gone; a check has to end
      if (event.kind !== 'pull-request' && event.kind !== 'merge-group' && event.kind !== 'full') return true;
      try {
        const forge = await services.forges.of(event.repository);
        await (event.kind === 'merge-group' ? forge.openPullRequests(1) : forge.pullRequest(event.number));
        return false;
      } catch (error) {
        return error instanceof ForgeError && error.trouble === 'gone';
      }
    },
    waits: async ({ event }, until) => {
      if (event.kind !== 'pull-request') return;
      const { store, clock, forges } = services;
      const records = new PullRequestRecords(store, clock, event.repository, event.number);
      await showQuotaWait(await forges.of(event.repository), records, until);
    },
    refused: async (job, reason, error) => {
      onRefused(job, reason, error);
      const { event } = job;
      const isOfCheck = event.kind === 'pull-request' || event.kind === 'merge-group';
      // what GitHub has against one request says nothing of the repository
      if (isOfCheck && reason !== 'invalid')
        await refusalOn(event.repository, services).remember({ reason, at: services.clock.now() });
    },
    giveUp: async (job, error) => {
      const errorId = newErrorId();
      onGivenUp(job, error, errorId);
      const { event } = job;
      if (event.kind === 'pull-request') await giveUpReview(event, job, error, errorId, services);
      if (event.kind === 'merge-group') await giveUpGroup(event, job, errorId, services);
      if (event.kind === 'comment') await giveUpCommand(event, errorId, services);
      if (event.kind === 'full') await giveUpReport(event, errorId, services);
    },
  };
}

/** The check could be written: GitHub refuses the repository no longer. */
async function forgetRefusal(repository: RepositoryRef, services: AppServices): Promise<void> {
  const refusal = refusalOn(repository, services);
  if ((await refusal.recall()) !== undefined) await refusal.forget();
}

function refusalOn(repository: RepositoryRef, { store, clock }: AppServices): Value<RefusedMark> {
  return new RepositoryRecords(store, clock, repository).refusal;
}
