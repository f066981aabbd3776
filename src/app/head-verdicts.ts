/** Several pull requests can have one head, and GitHub shows one check for it: it has to be the worst of them. */
import type { Conclusion } from '../publish/published.ts';
import { code, prose } from '../report/markdown-escape.ts';
import type { Forge, PullRequest } from './forge.ts';
import { type HeadVerdict, verdictKey, verdictPrefix } from './pull-request-state.ts';
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
  const found = [...(await store.recallAll(verdictPrefix(forge.repository.id, head))).values()] as HeadVerdict[];
  const others = found.filter((verdict) => verdict.number !== number);
  const conclusion = worst([own, ...others.map((each) => each.conclusion)]);
  const opening = others.map(
    (each) =>
      `Pull request ${each.number} (into ${code(each.baseBranch)}) has the same head: ${prose(each.title)}. The check shows the worst of both.`,
  );
  return { conclusion, opening };
}

/** A pull request takes its verdict with it: the others on its head that it made look worse are judged again. */
export async function withdrawVerdict(
  { store, clock }: AppServices,
  { repository }: Forge,
  { head, number }: PullRequest,
): Promise<void> {
  const now = clock.now();
  const all = [...(await store.recallAll(verdictPrefix(repository.id, head))).values()] as HeadVerdict[];
  await store.remember(verdictKey(repository.id, head, number), undefined, now);
  const own = all.find((verdict) => verdict.number === number);
  if (own === undefined) return;
  const brightened = all.filter(({ conclusion }) => worst([own.conclusion, conclusion]) !== conclusion);
  const jobs = brightened.map((other) => ({
    key: `pr/${repository.id}/${other.number}`,
    installation: repository.installation,
    repository: repository.id,
    event: { kind: 'pull-request', repository, number: other.number, reason: 'pushed', head, force: true } as const,
    notBefore: now,
  }));
  await store.want(jobs, now);
}

function worst(conclusions: readonly Conclusion[]): Conclusion {
  return WORST_FIRST.find((each) => conclusions.includes(each)) ?? 'failure';
}
