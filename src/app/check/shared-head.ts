/** Several pull requests can have one head, and GitHub shows one check for it: the newest run there has to be the worst of them. */

import type { CheckRun, Conclusion } from '../../publish/published.ts';
import { code, prose } from '../../report/markdown/markdown-escape.ts';
import type { AppServices } from '../context.ts';
import type { Forge, PullRequest } from '../ports/forge.ts';
import { wantedReview } from '../ports/wanted-jobs.ts';
import { type HeadVerdict, lastHeadKey, verdictKey, verdictPrefix } from '../records/pull-request.ts';
import { newestOf } from './choose-run.ts';

/** The worst first. */
const WORST_FIRST: readonly Conclusion[] = [
  'failure',
  'action_required',
  'timed_out',
  'cancelled',
  'neutral',
  'success',
];

/** What one of them counts as. */
type Counted = Pick<HeadVerdict, 'number' | 'conclusion'>;

export interface SharedVerdict {
  readonly conclusion: Conclusion;
  /** All that count for the head, the pull request itself included. */
  readonly counted: readonly Counted[];
  /** Markdown sentences that name the others. */
  readonly opening: readonly string[];
}

/** What the check of a head says when its other pull requests are counted as well. */
export async function withOthersOnHead(
  services: AppServices,
  forge: Forge,
  { head, number }: PullRequest,
  own: Conclusion,
): Promise<SharedVerdict> {
  const others = (await verdictsOn(services, forge, head)).filter((verdict) => verdict.number !== number);
  const counted = [...others, { number, conclusion: own }];
  const opening = others.map(
    (each) =>
      `Pull request ${each.number} (into ${code(each.baseBranch)}) has the same head: ${prose(each.title)}. The check shows the worst of both.`,
  );
  return { conclusion: worst(counted), counted, opening };
}

/**
 * Whether a head shows what it has to: its newest run is of a pull request that counts there, and says the worst. One that is in
 * progress will see to it.
 * @param runs the newest first
 */
export function showsWorst(runs: readonly CheckRun[], counted: readonly Counted[]): boolean {
  const newest = newestOf(null, runs);
  if (newest === undefined || newest.conclusion === null) return newest !== undefined;
  return newest.conclusion === worst(counted) && counted.some(({ number }) => number === newest.of.number);
}

/** Whether a pull request counts for its head, and the head shows it. */
export async function isSettled(
  services: AppServices,
  forge: Forge,
  { head, number }: PullRequest,
  runs: readonly CheckRun[],
): Promise<boolean> {
  const verdicts = await verdictsOn(services, forge, head);
  const own = verdicts.find((verdict) => verdict.number === number);
  return own !== undefined && own.shown === worst(verdicts) && showsWorst(runs, verdicts);
}

/** What a pull request came to at its head, by itself and as its check shows it. It leaves the head that it had before. */
export async function rememberVerdict(
  services: AppServices,
  forge: Forge,
  head: string,
  verdict: HeadVerdict,
): Promise<void> {
  const { store, clock } = services;
  const { number } = verdict;
  await leaveEarlierHead(services, forge, { head, number });
  await store.remember(lastHeadKey(forge.repository.id, number), head, clock.now());
  await store.remember(verdictKey(forge.repository.id, head, number), verdict, clock.now());
  await judgeAgain(services, forge, head);
}

/** The pull request has another head now, whether or not that is judged. */
export async function leaveEarlierHead(
  services: AppServices,
  forge: Forge,
  { head, number }: Pick<PullRequest, 'head' | 'number'>,
): Promise<void> {
  const last = await services.store.recall(lastHeadKey(forge.repository.id, number));
  if (typeof last === 'string' && last !== head) await leaveHead(services, forge, last, number);
}

/** A closed pull request has no head any more. */
export async function leaveLastHead(services: AppServices, forge: Forge, { number, head }: PullRequest): Promise<void> {
  await leaveEarlierHead(services, forge, { head, number });
  await leaveHead(services, forge, head, number);
}

/** What it came to there counts no more, and the others are judged without it. */
async function leaveHead(services: AppServices, forge: Forge, head: string, number: number): Promise<void> {
  const { store, clock } = services;
  await store.remember(verdictKey(forge.repository.id, head, number), undefined, clock.now());
  await judgeAllAgain(services, forge, head);
}

/**
 * Wants the pull requests of a head looked at that show something else than the worst: two that are judged at the same time do not
 * know of each other. Done again, it wants nothing more; after a kill it has to be.
 */
export async function judgeAgain(services: AppServices, forge: Forge, head: string): Promise<void> {
  const verdicts = await verdictsOn(services, forge, head);
  await want(
    services,
    forge,
    verdicts.filter(({ shown }) => shown !== worst(verdicts)),
  );
}

/** Of a head where a run ended for which nobody is left to speak. */
export async function judgeAllAgain(services: AppServices, forge: Forge, head: string): Promise<void> {
  await want(services, forge, await verdictsOn(services, forge, head));
}

async function want(
  { store, clock }: AppServices,
  { repository }: Forge,
  verdicts: readonly HeadVerdict[],
): Promise<void> {
  const now = clock.now();
  const options = { head: null, force: false, notBefore: now };
  await store.want(
    verdicts.map(({ number }) => wantedReview(repository, number, 'reconciled', options)),
    now,
  );
}

async function verdictsOn(
  { store }: AppServices,
  { repository }: Forge,
  head: string,
): Promise<readonly HeadVerdict[]> {
  return [...(await store.recallAll(verdictPrefix(repository.id, head))).values()] as HeadVerdict[];
}

function worst(counted: readonly Counted[]): Conclusion {
  return WORST_FIRST.find((each) => counted.some(({ conclusion }) => conclusion === each)) ?? 'failure';
}
