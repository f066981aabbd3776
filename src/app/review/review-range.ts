/** Use case: review a range of commits with merges among them: each commit alone, what each merge itself brings, and the whole. */
import type { Unread } from '../../finding/finding.ts';
import type { Series } from '../../patch/patch.ts';
import type { Positions } from '../../patch/sides.ts';
import type { MergeSteps } from '../../review/branches.ts';
import type { PatchSteps } from '../../review/compare-patch.ts';
import type { Step } from '../../review/patched-tree.ts';
import type { Review } from '../../review/review.ts';
import { mayBeUnsafeRust } from '../../rust/prefilter.ts';
import { type Failure, isFailure } from '../../text/failure.ts';
import { isReviewed, isRustFile, opensSurface } from '../../text/reviewed-files.ts';
import type { Merge, MergedFile, SourceFile } from '../ports/source-tree.ts';
import { type PreparedSeries, prepareSeries, type Sources } from './prepare-series.ts';
import { reachedInTree } from './reached-files.ts';
import { type ReviewDeps, type Revisions, reviewBranchedSteps, reviewPrepared } from './review-series.ts';

/** A range as the repository gives it. */
export interface RangeToReview {
  /** Its commits, merges left out. */
  readonly series: Series;
  readonly merges: readonly Merge[];
  /** The ids of all commits in their order. */
  readonly order: readonly string[];
  /**
   * From the base to the end as one patch, of Rust files and the paths that are named; null where the commits stand on one
   * another in a line, or are one.
   */
  readonly whole: ((others: readonly string[]) => Promise<Series | Failure>) | null;
}

export interface ReviewedRange {
  readonly review: Review;
  readonly positions: Positions;
}

/** Reads what a range needs, and reviews it. */
export async function reviewRange(
  range: RangeToReview,
  sources: Sources | null,
  revisions: Revisions,
  deps: ReviewDeps,
): Promise<ReviewedRange | Failure> {
  const prepared = await prepareSeries(range.series, sources, deps.policy);
  if (isFailure(prepared)) return prepared;
  const { positions } = prepared;
  if (range.whole === null && range.merges.length === 0)
    return { review: await reviewPrepared(prepared, sources, revisions, deps), positions };
  const merges = await stepsOfMerges(range.merges, sources);
  const others = pathsOf([...prepared.patches, ...merges]).filter((path) => !isRustFile(path));
  const end = range.whole === null ? null : await range.whole(others);
  if (isFailure(end)) return end;
  const whole = end === null ? null : await prepareSeries(end, sources, deps.policy);
  if (isFailure(whole)) return whole;
  const place = new Map(range.order.map((id, index) => [id, index]));
  const commits = [...prepared.patches, ...merges].toSorted(
    (one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0),
  );
  const input = { ...revisions, basis: prepared.basis, notes: prepared.notes };
  const last = whole === null ? null : wholeOf(whole, revisions);
  return { review: await reviewBranchedSteps(commits, last, input, sources?.tree ?? null, deps), positions };
}

function pathsOf(patches: readonly PatchSteps[]): readonly string[] {
  const paths = patches.flatMap(({ steps }) => steps.flatMap(({ pathBefore, pathAfter }) => [pathBefore, pathAfter]));
  return [...new Set(paths.filter((path) => path !== null))];
}

function wholeOf({ patches: [whole] }: PreparedSeries, { head }: Revisions): PatchSteps {
  return whole ?? { id: head ?? '', subject: null, steps: [], rustFiles: 0, unread: [] };
}

/** The merges that bring something to review, with the texts of each parent. */
async function stepsOfMerges(merges: readonly Merge[], sources: Sources | null): Promise<readonly MergeSteps[]> {
  const ids = merges.flatMap(({ files }) => files.flatMap(({ before, after }) => [...before, after]));
  const wanted = [...new Set(ids.filter((id) => id !== null))];
  const texts = (await sources?.blobs?.readBlobs(wanted)) ?? new Map<string, SourceFile>();
  const holdsUnsafe = (blob: string | null): boolean => mayBeUnsafeRust(textAt(texts, blob) ?? '');
  const others = merges.flatMap(({ files }) =>
    files.filter(({ path, before, after }) => !isReviewed(path) && [...before, after].some(holdsUnsafe)),
  );
  const reached = await reachedInTree(
    sources?.tree ?? null,
    others.map(({ path }) => path),
    'everywhere',
  );
  return merges
    .map((merge) => ({ ...merge, files: merge.files.filter(({ path }) => isReviewed(path) || reached.has(path)) }))
    .filter(({ files }) => files.length > 0)
    .map((merge) => mergeSteps(merge, texts));
}

function textAt(texts: ReadonlyMap<string, SourceFile>, blob: string | null | undefined): string | null {
  const file = texts.get(blob ?? '');
  return file?.kind === 'text' ? file.text : null;
}

function mergeSteps({ id, subject, files }: Merge, texts: ReadonlyMap<string, SourceFile>): MergeSteps {
  const unread: Unread[] = [];
  const readable = files.filter((file) => {
    const reason = reasonUnread(file, texts);
    if (reason !== undefined) unread.push({ path: file.path, reason, partial: false });
    return reason === undefined;
  });
  const count = files[0]?.before.length ?? 0;
  const parents = Array.from({ length: count }, (_, index) =>
    readable.map(({ path, before, after }): Step => {
      const [old, now] = [textAt(texts, before[index]), textAt(texts, after)];
      return {
        kind: 'whole',
        pathBefore: old === null ? null : path,
        pathAfter: now === null ? null : path,
        before: old,
        after: now,
        isCopy: false,
      };
    }),
  );
  const rustFiles = files.filter(({ path }) => !opensSurface(path)).length;
  return { id, subject, rustFiles, unread, steps: parents[0] ?? [], parents };
}

/** A blob that the merge or a parent names has to be there. */
function reasonUnread({ before, after }: MergedFile, texts: ReadonlyMap<string, SourceFile>): string | undefined {
  for (const blob of [...before, after]) {
    const file = blob === null ? undefined : texts.get(blob);
    if (file?.kind === 'unreadable') return file.reason;
    if (file?.kind === 'absent') return 'its blob is not in the repository (a partial clone?)';
  }
  return undefined;
}
