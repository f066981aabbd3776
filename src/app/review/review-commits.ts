/** Use case: review the commits of a pull request by their texts; the same commits give what `review BASE..HEAD` gives. */
import type { Finding, Unread } from '../../finding/finding.ts';
import type { PatchSteps } from '../../review/compare-patch.ts';
import type { ReviewInput } from '../../review/compare-series.ts';
import type { Guard } from '../../review/guard.ts';
import type { FileStep } from '../../review/patched-tree.ts';
import type { Policy } from '../../review/policy.ts';
import type { Review } from '../../review/review.ts';
import { isReviewed, isRustFile, opensSurface } from '../../text/reviewed-files.ts';
import type { ChangedFile, FileAt, Listed } from '../ports/forge.ts';
import type { Cache, SourceFile, SourceTree } from '../ports/source-tree.ts';
import {
  candidatesNearby,
  isBuiltToRust,
  mayHoldModules,
  namesReached,
  reachedInTree,
  unreadFolder,
  unreadInclusions,
} from './reached-files.ts';
import { type ReviewDeps, reviewSteps } from './review-series.ts';

/** A commit, or a range taken as one change. */
export interface Change {
  readonly id: string;
  readonly subject: string | null;
  readonly before: string;
  readonly after: string;
  readonly files: Listed<ChangedFile>;
}

export interface CommitsToReview {
  readonly base: string;
  readonly head: string;
  /** Oldest first. */
  readonly commits: readonly Change[];
  /** Base against head, where merges are among the commits: then each is judged alone, and the whole by this. */
  readonly whole: Change | null;
  readonly notes: readonly string[];
  /** Files that must not be analysed, with the reason: their analysis was stopped before. */
  readonly excluded: ReadonlyMap<string, string>;
}

export interface CommitSources {
  /** The tree of `base`. */
  readonly tree: SourceTree;
  readAt(wanted: readonly FileAt[]): Promise<readonly SourceFile[]>;
}

export interface CommitDeps {
  readonly policy: Policy;
  readonly cache: Cache;
  readonly guard?: Guard;
}

/** Reads all texts at once, then reviews each commit and the whole. */
export async function reviewCommits(given: CommitsToReview, sources: CommitSources, deps: CommitDeps): Promise<Review> {
  const { base, head, notes, whole } = given;
  const input: ReviewInput = { base, head, basis: 'repository', notes };
  const changes = [...given.commits, ...(whole === null ? [] : [whole])];
  const reached = new Set<string>();
  let texts = await textsOf(changes, reached, sources);
  const found = await reachedBy(changes, texts, sources.tree);
  for (const path of found.paths) reached.add(path);
  if (reached.size > 0) texts = await textsOf(changes, reached, sources);
  const touched = new Set(changes.flatMap(({ files }) => files.all.map(({ path }) => path)));
  const around = {
    isTouched: (path: string) => touched.has(path),
    isIgnored: deps.policy.isIgnored,
    tree: sources.tree,
  };
  const folders = await leadingAway(changes, reached, sources);
  const patches: PatchSteps[] = [];
  for (const change of changes) {
    const patch = patchOf(change, texts, reached, given.excluded);
    const unread = await unreadInclusions(patch.steps, around);
    unread.push(...folders.filter(({ id }) => id === change.id).map(({ path }) => unreadFolder(path)));
    patches.push({ ...patch, unread: [...patch.unread, ...unread, ...(patches.length === 0 ? found.unread : [])] });
  }
  if (whole === null) return reviewSteps(patches, input, sources.tree, deps);
  return judgedAlone(patches, input, sources.tree, deps);
}

/** With merges in between commits do not form a line: each is reviewed alone, the whole as one change. */
async function judgedAlone(
  patches: readonly PatchSteps[],
  input: ReviewInput,
  tree: SourceTree,
  deps: ReviewDeps,
): Promise<Review> {
  const reviews: Review[] = [];
  for (const patch of patches) reviews.push(await reviewSteps([patch], input, tree, deps));
  const whole = reviews.at(-1) as Review;
  const commits = reviews.slice(0, -1).flatMap(({ patches: own }) => own);
  const introducer = (finding: Finding): string | null =>
    commits.findLast(({ findings }) => findings.some(({ fingerprint }) => fingerprint === finding.fingerprint))?.id ??
    null;
  return {
    ...whole,
    complete: reviews.every(({ complete }) => complete),
    patches: commits,
    findings: whole.findings.map((finding) => ({ ...finding, introducedBy: introducer(finding) })),
    unread: [...new Map(reviews.flatMap(({ unread }) => unread).map((one) => [JSON.stringify(one), one])).values()],
  };
}

type Texts = ReadonlyMap<string, SourceFile>;

function keyOf({ revision, path }: FileAt): string {
  return `${revision}:${path}`;
}

/** The side before a commit's file; null where there is none. */
function sideBefore({ before }: Change, { path, previousPath, change }: ChangedFile): FileAt | null {
  return change === 'add' ? null : { revision: before, path: previousPath ?? path };
}

function sideAfter({ after }: Change, { path, change }: ChangedFile): FileAt | null {
  return change === 'delete' ? null : { revision: after, path };
}

function relevantFiles({ files }: Change, reached: ReadonlySet<string>): readonly ChangedFile[] {
  return files.all.filter(({ path, previousPath }) =>
    [path, previousPath].some((each) => each !== null && (isReviewed(each) || reached.has(each))),
  );
}

/** Changed files of other names that Rust code reaches: that of the changes, or that of the tree. */
async function reachedBy(
  changes: readonly Change[],
  texts: Texts,
  tree: SourceTree,
): Promise<{ readonly paths: ReadonlySet<string>; readonly unread: readonly Unread[] }> {
  const names = changes.flatMap((change) =>
    relevantFiles(change, new Set()).flatMap((file) => {
      const after = sideAfter(change, file);
      const text = after === null ? null : textOf(texts.get(keyOf(after)) ?? null);
      return text === null || !isRustFile(file.path) ? [] : namesReached(file.path, text);
    }),
  );
  const changed = new Set(changes.flatMap(({ files }) => files.all.map(({ path }) => path)));
  const others = [...changed].filter((path) => !isReviewed(path));
  const { candidates, left } = candidatesNearby(others);
  const inTree = await reachedInTree(tree, candidates, 'nearby');
  return {
    paths: new Set([...names.filter((name) => changed.has(name)), ...others.filter(isBuiltToRust), ...inTree]),
    unread: left.slice(0, 1).map((path) => ({
      path,
      reason: `it and ${left.length - 1} more changed files lie in too many folders to look for Rust code that includes them`,
      partial: false,
    })),
  };
}

/** The most names that are checked for links. */
const MOST_NAMES = 100;

/** Changed links and submodules in which modules may be, each with the change; names beyond `MOST_NAMES` count as such. */
async function leadingAway(
  changes: readonly Change[],
  reached: ReadonlySet<string>,
  { readAt }: CommitSources,
): Promise<readonly { readonly id: string; readonly path: string }[]> {
  const named = changes.flatMap((change) =>
    change.files.all
      .filter(({ path }) => !isReviewed(path) && !reached.has(path) && mayHoldModules(path))
      .map((file) => ({ id: change.id, path: file.path, at: sideAfter(change, file) })),
  );
  const wanted = named.flatMap(({ id, path, at }) => (at === null ? [] : [{ id, path, at }]));
  const read = wanted.length === 0 ? [] : await readAt(wanted.slice(0, MOST_NAMES).map(({ at }) => at));
  // a path in the list without a text is not a file
  return wanted.filter((_, index) => read[index]?.kind !== 'text');
}

/** Each side once: what a commit finds in a file is what the one before left, so that is asked for only once. */
async function textsOf(
  changes: readonly Change[],
  reached: ReadonlySet<string>,
  sources: CommitSources,
): Promise<Texts> {
  /** By path: where the newest text of a file is, as far as the commits so far touched it. */
  let left = new Map<string, FileAt>();
  let end: string | undefined;
  const alias = new Map<string, FileAt>();
  for (const change of changes) {
    if (change.before !== end) left = new Map();
    end = change.after;
    const files = relevantFiles(change, reached);
    for (const before of files.map((file) => sideBefore(change, file)))
      if (before !== null) alias.set(keyOf(before), left.get(before.path) ?? before);
    for (const file of files) {
      const after = sideAfter(change, file);
      if (file.previousPath !== null && file.change === 'rename') left.delete(file.previousPath);
      if (after === null) left.delete(file.path);
      else {
        alias.set(keyOf(after), after);
        left.set(file.path, after);
      }
    }
  }
  const wanted = [...new Map([...alias.values()].map((place) => [keyOf(place), place])).values()];
  const read = await sources.readAt(wanted);
  const byPlace = new Map(wanted.map((place, index) => [keyOf(place), read[index] as SourceFile]));
  return new Map([...alias].map(([key, place]) => [key, byPlace.get(keyOf(place)) as SourceFile]));
}

function patchOf(
  change: Change,
  texts: Texts,
  reached: ReadonlySet<string>,
  excluded: ReadonlyMap<string, string>,
): PatchSteps {
  const steps: FileStep[] = [];
  const unread: Unread[] = [];
  if (change.files.cut !== null) unread.push({ path: change.id, reason: change.files.cut, partial: false });
  const files = relevantFiles(change, reached);
  for (const file of files) {
    const stopped = excluded.get(file.path) ?? excluded.get(file.previousPath ?? file.path);
    const [before, after] = [sideBefore(change, file), sideAfter(change, file)].map((side) =>
      side === null ? null : (texts.get(keyOf(side)) ?? ABSENT),
    );
    const lost = stopped ?? reasonUnread(before ?? null) ?? reasonUnread(after ?? null);
    if (lost !== undefined) {
      unread.push({ path: file.path, reason: lost, partial: false });
      continue;
    }
    steps.push({
      kind: 'whole',
      pathBefore: before === null ? null : (file.previousPath ?? file.path),
      pathAfter: after === null ? null : file.path,
      before: textOf(before ?? null),
      after: textOf(after ?? null),
      isCopy: file.change === 'copy',
    });
  }
  const rustFiles = files.filter(({ path }) => !opensSurface(path)).length;
  return { id: change.id, subject: change.subject, steps, rustFiles, unread };
}

const ABSENT: SourceFile = { kind: 'absent' };

function textOf(file: SourceFile | null): string | null {
  return file?.kind === 'text' ? file.text : null;
}

/** A side that the list names has to be there. */
function reasonUnread(side: SourceFile | null): string | undefined {
  if (side?.kind === 'unreadable') return side.reason;
  return side?.kind === 'absent' ? 'it could not be found in the repository' : undefined;
}
