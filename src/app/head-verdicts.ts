/** Several pull requests can have one head, and GitHub shows one check for it: it has to be the worst of them. */
import type { Conclusion } from '../publish/published.ts';
import { code, prose } from '../report/markdown-escape.ts';
import type { Forge, PullRequest } from './forge.ts';
import type { JobStore, WantedJob } from './job-store.ts';
import { type HeadVerdict, lastHeadKey, verdictKey, verdictPrefix } from './pull-request-state.ts';
import { wantedReview } from './reconcile.ts';
import type { AppServices } from './services.ts';

/** The worst first. */
const WORST_FIRST: readonly Conclusion[] = [
  'failure',
  'action_required',
  'timed_out',
  'cancelled',
  'neutral',
  'success',
];

export interface SharedVerdict {
  readonly conclusion: Conclusion;
  /** Markdown sentences that name the others. */
  readonly opening: readonly string[];
}

/** What the check of a head says when its other pull requests are counted as well. */
export async function withOthersOnHead(
  { store }: AppServices,
  forge: Forge,
  { head, number }: PullRequest,
  own: Conclusion,
): Promise<SharedVerdict> {
  const found = await verdictsOn(store, forge.repository.id, head);
  const others = found.filter((verdict) => verdict.number !== number);
  const conclusion = worst([own, ...others.map((each) => each.conclusion)]);
  const opening = others.map(
    (each) =>
      `Pull request ${each.number} (into ${code(each.baseBranch)}) has the same head: ${prose(each.title)}. The check shows the worst of both.`,
  );
  return { conclusion, opening };
}

/**
 * What a pull request came to at its head, by itself and as its check shows it. It leaves the head that it had before, and the others
 * on this one are judged again where they show something else: two that are judged at the same time do not know of each other.
 */
export async function rememberVerdict(
  services: AppServices,
  forge: Forge,
  head: string,
  verdict: HeadVerdict,
): Promise<void> {
  const { store, clock } = services;
  const repository = forge.repository.id;
  const { number, shown } = verdict;
  const last = lastHeadKey(repository, number);
  const earlier = await store.recall(last);
  if (typeof earlier === 'string' && earlier !== head) await leaveHead(services, forge, earlier, number);
  await store.remember(last, head, clock.now());
  await store.remember(verdictKey(repository, head, number), verdict, clock.now());
  await judgeOthersAgain(services, forge, head, number, shown);
}

/** Whether it counts for the check of this head what the pull request came to there. */
export async function isCounted({ store }: AppServices, forge: Forge, head: string, number: number): Promise<boolean> {
  return (await store.recall(verdictKey(forge.repository.id, head, number))) !== undefined;
}

/** A closed pull request has no head any more. */
export async function leaveLastHead(services: AppServices, forge: Forge, { number, head }: PullRequest): Promise<void> {
  const last = await services.store.recall(lastHeadKey(forge.repository.id, number));
  await leaveHead(services, forge, typeof last === 'string' ? last : head, number);
}

/** What it came to there counts no more, and the others are judged without it. */
async function leaveHead(services: AppServices, forge: Forge, head: string, number: number): Promise<void> {
  const { store, clock } = services;
  const key = verdictKey(forge.repository.id, head, number);
  if ((await store.recall(key)) === undefined) return;
  await store.remember(key, undefined, clock.now());
  await judgeOthersAgain(services, forge, head, number, null);
}

/**
 * Wants reviews of the other pull requests with this head.
 * @param shown what the check shows now: only those that show something else; null: all
 */
async function judgeOthersAgain(
  { store, clock }: AppServices,
  { repository }: Forge,
  head: string,
  number: number,
  shown: Conclusion | null,
): Promise<void> {
  const now = clock.now();
  const others = (await verdictsOn(store, repository.id, head)).filter((each) => each.number !== number);
  const wanted: readonly WantedJob[] = others
    .filter((other) => other.shown !== shown)
    .map((other) => wantedReview(repository, other.number, 'reconciled', { head: null, force: true, notBefore: now }));
  await store.want(wanted, now);
}

async function verdictsOn(store: JobStore, repository: number, head: string): Promise<readonly HeadVerdict[]> {
  return [...(await store.recallAll(verdictPrefix(repository, head))).values()] as HeadVerdict[];
}

function worst(conclusions: readonly Conclusion[]): Conclusion {
  return WORST_FIRST.find((each) => conclusions.includes(each)) ?? 'failure';
}
