/** Several pull requests can have one head, and GitHub shows one check for it: it has to be the worst of them. */
import type { Conclusion } from '../publish/published.ts';
import { code, prose } from '../report/markdown-escape.ts';
import type { Forge, PullRequest } from './forge.ts';
import type { JobStore, WantedJob } from './job-store.ts';
import { type HeadVerdict, recallState, verdictKey, verdictPrefix } from './pull-request-state.ts';
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

/** What a pull request's last review of this head came to, by itself. */
export async function rememberVerdict(
  { store, clock }: AppServices,
  { repository }: Forge,
  head: string,
  verdict: HeadVerdict,
): Promise<void> {
  await store.remember(verdictKey(repository.id, head, verdict.number), verdict, clock.now());
}

/** The pull request no longer has this head: what it came to there counts no more, and the others are judged without it. */
export async function leaveHead(services: AppServices, forge: Forge, head: string, number: number): Promise<void> {
  const { store, clock } = services;
  const key = verdictKey(forge.repository.id, head, number);
  if ((await store.recall(key)) === undefined) return;
  await store.remember(key, undefined, clock.now());
  await judgeOthersAgain(services, forge, head, number, null);
}

/**
 * Wants reviews of the other pull requests that were reviewed at this head.
 * @param shown what the check shows now: only those that show something else; null: all
 */
export async function judgeOthersAgain(
  { store, clock }: AppServices,
  { repository }: Forge,
  head: string,
  number: number,
  shown: Conclusion | null,
): Promise<void> {
  const now = clock.now();
  const wanted: WantedJob[] = [];
  for (const other of (await verdictsOn(store, repository.id, head)).filter((each) => each.number !== number)) {
    const state = await recallState(store, repository.id, other.number);
    if (state?.head !== head || state.conclusion === shown) continue;
    wanted.push(wantedReview(repository, other.number, 'reconciled', { head: null, force: true, notBefore: now }));
  }
  await store.want(wanted, now);
}

async function verdictsOn(store: JobStore, repository: number, head: string): Promise<readonly HeadVerdict[]> {
  return [...(await store.recallAll(verdictPrefix(repository, head))).values()] as HeadVerdict[];
}

function worst(conclusions: readonly Conclusion[]): Conclusion {
  return WORST_FIRST.find((each) => conclusions.includes(each)) ?? 'failure';
}
