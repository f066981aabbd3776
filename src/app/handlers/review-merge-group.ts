/** Use case: review what a merge queue is about to merge; the queue waits for the conclusion. */
import type { Settings } from '../../config/settings.ts';
import { withAcceptances } from '../../publish/accepted-findings.ts';
import { annotationsOf } from '../../publish/annotations.ts';
import { checkOutput } from '../../publish/check-output.ts';
import { conclusionOf, conclusionOfCrash } from '../../publish/conclusion.ts';
import { externalIdOf } from '../../publish/external-id.ts';
import {
  CHECK_NAME,
  type CheckMessage,
  crashed,
  GROUP_DESTROYED,
  RUNNING,
  skippedByLabel,
} from '../../publish/messages.ts';
import type { CheckRun, Conclusion, NewRun, RunOutput } from '../../publish/published.ts';
import type { Review } from '../../review/review.ts';
import { isTimeout, timeoutMessage } from '../check/review-deadline.ts';
import { auditedAlready } from '../check/same-tree.ts';
import { troubleSentences } from '../check/settings-check.ts';
import { showingProgress } from '../check/show-progress.ts';
import { presentation } from '../check/wanted-publication.ts';
import { type AppServices, pullRequestContext } from '../context.ts';
import type { Event } from '../ports/events.ts';
import type { Forge } from '../ports/forge.ts';
import type { Job } from '../ports/job-store.ts';
import { holdsFor } from '../records/acceptances.ts';
import { PullRequestRecords } from '../records/pull-request-records.ts';
import type { Change } from '../review/review-commits.ts';
import { type SkipLabel, skipLabelOf } from '../settings/skip-label.ts';

type GroupEvent = Event & { readonly kind: 'merge-group' };

/** How the check of a group ends. */
interface GroupEnd {
  readonly conclusion: Conclusion;
  readonly output: RunOutput;
}

/** In any case the group's head gets a conclusion. */
export async function reviewMergeGroup(
  event: GroupEvent,
  job: Job,
  services: AppServices,
  signal: AbortSignal,
): Promise<void> {
  const { clock } = services;
  const begun = clock.now();
  const forge = await services.forges.of(event.repository);
  const group = await runOfGroup(forge, event, job, services);
  if (group === null || group.run?.conclusion != null) return;
  if (event.isDestroyed) return endGroup(forge, group, endWithout('cancelled', GROUP_DESTROYED));
  const { done, shown } = await showingProgress(
    (ending) => judgeGroup(event, forge, services, AbortSignal.any([signal, ending])),
    async (whileWaiting) => group.run ?? forge.createRun({ ...group.identity, ...IN_PROGRESS }, whileWaiting),
    () => !signal.aborted,
    begun,
    clock,
  );
  await endGroup(forge, { ...group, run: shown ?? group.run }, done);
}

const IN_PROGRESS = { conclusion: null, output: { ...RUNNING, text: null, annotations: [] }, actions: [] } as const;

function endWithout(conclusion: Conclusion, { title, summary }: CheckMessage, notes: readonly string[] = []): GroupEnd {
  return { conclusion, output: { title, summary: [...notes, summary].join('\n\n'), text: null, annotations: [] } };
}

async function endGroup(forge: Forge, { identity, run }: GroupRun, end: GroupEnd): Promise<void> {
  const change = { ...end, actions: [] };
  await (run === null ? forge.createRun({ ...identity, ...change }) : forge.changeRun(run.id, change));
}

async function judgeGroup(
  event: GroupEvent,
  forge: Forge,
  services: AppServices,
  signal: AbortSignal,
): Promise<GroupEnd> {
  const inForce = await services.settingsFor(forge, {
    base: event.base,
    branch: event.baseBranch,
    head: null,
    isFixed: true,
  });
  const { settings } = inForce;
  const about = troubleSentences(inForce, services, forge, event.base);
  const { person, notes } = await labelInQueue(event, forge, settings, services);
  if (person !== null) return endWithout('success', skippedByLabel(settings.skipLabel, person), about);
  const audited = await auditedAlready(event, forge, inForce, services);
  if (audited !== null) return endWithout(audited.conclusion, audited.message, about);
  const files = await forge.filesBetween(event.base, event.head);
  const group: Change = { id: event.head, subject: null, before: event.base, after: event.head, files };
  const commits = { base: event.base, head: event.head, commits: [group], whole: null, notes: [] };
  const sources = { tree: forge.tree(event.base), readAt: forge.readAt };
  const deadline = AbortSignal.any([signal, services.clock.timeout(services.deadline)]);
  let found: Review;
  try {
    found = await services.analyst.review(forge.repository, commits, settings, sources, services.store.cache, deadline);
  } catch (error) {
    if (!isTimeout(error) || signal.aborted) throw error;
    return endWithout('timed_out', timeoutMessage(services.deadline, 'A re-run of the check tries again.'), about);
  }
  const { pullRequest, repository } = event;
  const { store, clock } = services;
  const given =
    pullRequest === null ? [] : await new PullRequestRecords(store, clock, repository, pullRequest).acceptances();
  const review = withAcceptances(found, given.filter(holdsFor(found)));
  const options = { ...presentation(services, forge.repository, settings, files.all), opening: [...about, ...notes] };
  // one request takes fifty, and annotations of a group are seldom read
  const annotations = annotationsOf(review, services.rules).slice(0, 50);
  return { conclusion: conclusionOf(review, options), output: { ...checkOutput(review, options), annotations } };
}

/** What the queue adds to its base is the pull request that its branch names: the label that lets that pass holds here as well. */
async function labelInQueue(
  { pullRequest }: GroupEvent,
  forge: Forge,
  settings: Settings,
  services: AppServices,
): Promise<SkipLabel> {
  if (pullRequest === null || settings.skipLabel === '') return { person: null, notes: [] };
  const now = await forge.pullRequest(pullRequest);
  return skipLabelOf(pullRequestContext(services, forge, now), now.labels, settings);
}

/** All attempts failed: the check of the group ends with the id of the error. @throws ForgeError */
export async function giveUpGroup(event: GroupEvent, job: Job, errorId: string, services: AppServices): Promise<void> {
  const forge = await services.forges.of(event.repository);
  const group = await runOfGroup(forge, event, job, services);
  if (group === null || group.run?.conclusion != null) return;
  await endGroup(forge, group, endWithout(conclusionOfCrash('enforce'), crashed(errorId)));
}

/** The check of a group: what it is called, and the run that there is. */
interface GroupRun {
  readonly identity: Pick<NewRun, 'name' | 'head' | 'externalId'>;
  /** Null: it is still to be created. */
  readonly run: CheckRun | null;
}

/** Null: a destroyed group that has no run needs none. */
async function runOfGroup(
  forge: Forge,
  { head, base, isDestroyed, force }: GroupEvent,
  job: Job,
  { engine }: AppServices,
): Promise<GroupRun | null> {
  const attempt = force ? job.generation : 0;
  const externalId = externalIdOf({ kind: 'merge-group', head, base, settings: 'base', engine, attempt });
  const run = (await forge.runsOn(head, CHECK_NAME)).find((each) => each.externalId === externalId) ?? null;
  return run === null && isDestroyed ? null : { identity: { name: CHECK_NAME, head, externalId }, run };
}
