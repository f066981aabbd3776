/** Use case: review a series of patches against a tree, a repository, or nothing but what the patches show. */

import type { Series } from '../../patch/patch.ts';
import { type BranchSteps, reviewBranches } from '../../review/branches.ts';
import type { PatchSteps } from '../../review/compare-patch.ts';
import { type ReviewInput, reviewStepwise } from '../../review/compare-series.ts';
import { type Guard, UNGUARDED } from '../../review/guard.ts';
import { type HunkStep, TreeState } from '../../review/patched-tree.ts';
import type { Policy } from '../../review/policy.ts';
import type { Review } from '../../review/review.ts';
import { RULES } from '../../rules/catalogue.ts';
import { type Failure, isFailure } from '../../text/failure.ts';
import { isReviewed, isRustFile, opensSurface } from '../../text/reviewed-files.ts';
import { type Cache, NO_CACHE, type SourceTree } from '../ports/source-tree.ts';
import { type PreparedSeries, prepareSeries, type Sources } from './prepare-series.ts';
import { type Touched, treeFacts } from './read-tree-facts.ts';
import { turn } from './turn.ts';

export interface Revisions {
  readonly base: string | null;
  readonly head: string | null;
}

/** Reads what the series needs, applies it in memory, and reviews it. */
export async function reviewPatches(
  series: Series,
  sources: Sources | null,
  revisions: Revisions,
  policy: Policy,
  onProgress: (done: number, all: number) => void = () => {},
  cache: Cache = NO_CACHE,
): Promise<Review | Failure> {
  const prepared = await prepareSeries(series, sources, policy);
  if (isFailure(prepared)) return prepared;
  return reviewPrepared(prepared, sources, revisions, { policy, cache, onProgress });
}

/** Reviews a series that was read and applied. */
export function reviewPrepared(
  { patches, basis, notes }: PreparedSeries,
  sources: Sources | null,
  revisions: Revisions,
  deps: ReviewDeps,
): Promise<Review> {
  return reviewSteps(patches, { ...revisions, basis, notes }, sources?.tree ?? null, deps);
}

/** What a review is made with. */
export interface ReviewDeps {
  readonly policy: Policy;
  readonly cache: Cache;
  readonly onProgress?: (done: number, all: number) => void;
  /** The limit for each file. */
  readonly guard?: Guard;
}

/**
 * Reviews patches whose texts are known.
 * @param tree the tree before the first one, for what the rules may know of the files around
 */
export async function reviewSteps(
  patches: readonly PatchSteps[],
  input: ReviewInput,
  tree: SourceTree | null,
  { policy, cache, onProgress = () => {}, guard = UNGUARDED }: ReviewDeps,
): Promise<Review> {
  const state = new TreeState();
  for (const { steps } of patches) state.apply(steps);
  const facts = await treeFacts(tree, touchedBy(patches, state, policy), cache);
  return lastOf(reviewStepwise(patches, input, RULES, policy, facts, guard), patches.length, onProgress);
}

/**
 * Reviews commits and merges that do not form a line.
 * @param whole from the base to the end; null for one commit
 * @param tree that of the base
 */
export async function reviewBranchedSteps(
  commits: readonly BranchSteps[],
  whole: PatchSteps | null,
  input: ReviewInput,
  tree: SourceTree | null,
  { policy, cache, onProgress = () => {}, guard = UNGUARDED }: ReviewDeps,
): Promise<Review> {
  const end = whole ?? commits.at(-1);
  const state = new TreeState();
  state.apply(end?.steps ?? []);
  const all = whole === null ? commits : [...commits, whole];
  const facts = await treeFacts(tree, touchedBy(all, state, policy), cache);
  return lastOf(reviewBranches(commits, whole, input, RULES, policy, facts, guard), commits.length, onProgress);
}

/** Lets others have a turn after each patch. */
async function lastOf(
  reviewing: Generator<number, Review>,
  all: number,
  onProgress: (done: number, all: number) => void,
): Promise<Review> {
  for (;;) {
    const { done, value } = reviewing.next();
    if (done === true) return value;
    onProgress(value, all);
    await turn();
  }
}

/** The files at the end; of a file that is read from its hunks, the hunks. */
function touchedBy(patches: readonly PatchSteps[], state: TreeState, policy: Policy): Touched {
  const steps = patches.flatMap((patch) => patch.steps);
  const whole = state.touched().flatMap(({ now }) => (now === null ? [] : [now]));
  const pieces = steps.flatMap((step) =>
    step.kind === 'hunks' ? [{ path: step.pathAfter, text: joined(step, 'after') }] : [],
  );
  const files = [...whole, ...pieces]
    .filter(({ path }) => isRustFile(path))
    .map((file) => ({ ...file, layer: policy.layerOf(file.path) }));
  const opensC = steps.some(({ pathAfter }) => opensSurface(pathAfter ?? ''));
  const changes = steps.flatMap((step) => {
    const { pathAfter: path } = step;
    if (path === null || !isRustFile(path)) return [];
    if (step.kind === 'hunks') return [{ path, before: joined(step, 'before'), after: joined(step, 'after') }];
    return step.after === null ? [] : [{ path, before: step.isCopy ? null : step.before, after: step.after }];
  });
  const others = steps.flatMap(({ pathBefore }) => pathBefore ?? []).filter((path) => !isReviewed(path));
  return { files, changes, others, opensC, textOf: (path) => state.textOf(path) };
}

function joined({ pieces }: HunkStep, side: 'before' | 'after'): string {
  return pieces.map((piece) => piece[side].text).join('\n');
}
