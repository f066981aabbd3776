/** Several pull requests can have one head, and GitHub shows one check for it: it has to be the worst of them. */
import type { Conclusion } from '../publish/published.ts';
import { code, prose } from '../report/markdown-escape.ts';
import type { Forge, PullRequest } from './forge.ts';
import { type HeadVerdict, verdictPrefix } from './pull-request-state.ts';
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

function worst(conclusions: readonly Conclusion[]): Conclusion {
  return WORST_FIRST.find((each) => conclusions.includes(each)) ?? 'failure';
}
