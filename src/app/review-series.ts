/** Use case: review a series of patches against a tree, a repository, or nothing but what the patches show. */

import type { Unread } from '../finding/finding.ts';
import { applyFilePatch } from '../patch/apply.ts';
import type { FilePatch, Patch, Series } from '../patch/patch.ts';
import { reverseFilePatch } from '../patch/reverse.ts';
import { hunkTexts } from '../patch/sides.ts';
import { opensSurface } from '../review/c-surface.ts';
import type { Policy } from '../review/policy.ts';
import type { Basis, Review } from '../review/review.ts';
import { type Ground, reviewStepwise } from '../review/series.ts';
import { type Step, TreeState } from '../review/state.ts';
import type { PatchSteps } from '../review/steps.ts';
import { RULES } from '../rules/catalogue.ts';
import { type Failure, isFailure } from '../text/failure.ts';
import { type BlobSource, type Cache, NO_CACHE, type SourceFile, type SourceTree } from './ports.ts';
import { type Touched, treeFacts } from './tree-facts.ts';
import { turn } from './turn.ts';

/** Where the texts around the hunks come from. */
export interface Sources {
  /** The tree that the first patch applies to. */
  readonly tree: SourceTree | null;
  /** Blobs by the patches' index lines; looked at before the tree. */
  readonly blobs: BlobSource | null;
  readonly basis: Exclude<Basis, 'hunks'>;
  /** A file that is not there or does not fit is an error; otherwise its hunks are read alone. */
  readonly isBinding: boolean;
}

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
  const texts = await readTexts(series, sources);
  const notes = [...series.notes];
  const patches: PatchSteps[] = [];
  let state = new TreeState();
  let readsHunks = false;
  for (const patch of series.patches) {
    const prepared = preparePatch(patch, state, texts, sources);
    if (isFailure(prepared)) return prepared;
    state = state.apply(prepared.steps);
    readsHunks ||= prepared.steps.some((step) => step.kind === 'hunks');
    notes.push(...prepared.notes);
    patches.push(prepared);
  }
  const basis: Basis = sources === null || readsHunks ? 'hunks' : sources.basis;
  const isEmpty = patches.every(({ steps }) => steps.length === 0);
  const ground: Ground = { ...revisions, basis: isEmpty ? (sources?.basis ?? 'hunks') : basis, notes };
  return reviewSteps(patches, ground, sources?.tree ?? null, { policy, cache, onProgress });
}

/** What a review is made with. */
export interface ReviewMeans {
  readonly policy: Policy;
  readonly cache: Cache;
  readonly onProgress?: (done: number, all: number) => void;
  /** Told before each file is read. */
  readonly onRead?: (path: string) => void;
}

/**
 * Reviews patches whose texts are at hand.
 * @param tree the tree before the first one, for what the rules may know of the files around
 */
export async function reviewSteps(
  patches: readonly PatchSteps[],
  ground: Ground,
  tree: SourceTree | null,
  { policy, cache, onProgress = () => {}, onRead = () => {} }: ReviewMeans,
): Promise<Review> {
  let state = new TreeState();
  for (const { steps } of patches) state = state.apply(steps);
  const facts = await treeFacts(tree, touchedBy(patches, state, policy), cache);
  const reviewing = reviewStepwise(patches, ground, RULES, policy, facts, onRead);
  for (;;) {
    const { done, value } = reviewing.next();
    if (done === true) return value;
    onProgress(value, patches.length);
    await turn();
  }
}

function touchedBy(patches: readonly PatchSteps[], state: TreeState, policy: Policy): Touched {
  const files = state
    .touched()
    .flatMap(({ now }) => (now?.path.endsWith('.rs') ? [{ ...now, layer: policy.layerOf(now.path) }] : []));
  const opensC = patches.some(({ steps }) => steps.some(({ pathAfter }) => opensSurface(pathAfter ?? '')));
  const changes = patches.flatMap(({ steps }) =>
    steps.flatMap((step) => {
      if (step.kind === 'hunks' || step.after === null || !step.pathAfter?.endsWith('.rs')) return [];
      return [{ path: step.pathAfter, before: step.isCopy ? null : step.before, after: step.after }];
    }),
  );
  return { files, changes, opensC, textOf: (path) => state.textOf(path) };
}

interface Texts {
  readonly byPath: ReadonlyMap<string, SourceFile>;
  readonly byBlob: ReadonlyMap<string, SourceFile>;
}

/** All that the series can need, asked for at once. */
async function readTexts({ patches }: Series, sources: Sources | null): Promise<Texts> {
  const files = patches.flatMap((patch) => patch.files.filter(isRelevant));
  const paths = new Set(files.flatMap(({ before, after }) => [before, after].filter((path) => path !== null)));
  const blobs = new Set(files.flatMap(({ oldBlob }) => (oldBlob === null ? [] : [oldBlob])));
  const byBlob = (await sources?.blobs?.readBlobs([...blobs])) ?? new Map<string, SourceFile>();
  const byPath = (await sources?.tree?.read([...paths])) ?? new Map<string, SourceFile>();
  return { byPath, byBlob };
}

/** Rust files, and the C files that open the Rust surface. */
function isRelevant({ before, after }: FilePatch): boolean {
  return [before, after].some((path) => path !== null && isReviewed(path));
}

export function isReviewed(path: string): boolean {
  return path.endsWith('.rs') || opensSurface(path);
}

type Prepared = PatchSteps & { readonly notes: readonly string[] };

function preparePatch(patch: Patch, state: TreeState, texts: Texts, sources: Sources | null): Prepared | Failure {
  const steps: Step[] = [];
  const unread: Unread[] = [];
  const notes: string[] = [];
  const relevant = patch.files.filter(isRelevant);
  let current = state;
  for (const file of relevant) {
    const prepared = prepareFile(file, current, texts, sources);
    if (isFailure(prepared)) return prepared;
    if (prepared.kind === 'unread') unread.push(prepared.unread);
    else if (prepared.kind === 'step') {
      steps.push(prepared.step);
      // git may split a change of type into two changes of one file
      current = current.apply([prepared.step]);
      if (prepared.isApplied)
        notes.push(
          `${file.after ?? file.before ?? ''}: the patch ${named(patch)} is applied already; it was reviewed as what it did`,
        );
    }
  }
  const rustFiles = relevant.filter(({ before, after }) => (after ?? before ?? '').endsWith('.rs')).length;
  return { id: patch.id, subject: patch.subject, steps, rustFiles, unread, notes };
}

function named({ id, subject }: Patch): string {
  return subject === null ? id : `“${subject}”`;
}

type PreparedFile =
  | { readonly kind: 'step'; readonly step: Step; readonly isApplied: boolean }
  | { readonly kind: 'unread'; readonly unread: Unread }
  | { readonly kind: 'nothing' };

function prepareFile(file: FilePatch, state: TreeState, texts: Texts, sources: Sources | null): PreparedFile | Failure {
  const path = file.after ?? file.before ?? '';
  if (file.binary) return { kind: 'unread', unread: { path, reason: 'the patch is binary', partial: false } };
  const before = file.before === null ? ABSENT : textBefore(file, state, texts);
  if (before.kind === 'unreadable') return { kind: 'unread', unread: { path, reason: before.reason, partial: false } };
  const isUnknown = before.kind === 'absent' && file.before !== null;
  if (isUnknown && (sources === null || !sources.isBinding)) return hunkStep(file);
  const textOf = (source: SourceFile): string | null => (source.kind === 'text' ? source.text : null);
  const target =
    file.after === null || file.after === file.before ? undefined : textOf(textAt(file.after, state, texts));
  // of an added file `before` is what stands in its place already
  const applied = applyFilePatch(file, file.change === 'add' ? (target ?? null) : textOf(before), target);
  if (isFailure(applied)) return sources?.isBinding === true || file.before === null ? applied : hunkStep(file);
  const isCopy = file.change === 'copy';
  if (applied.kind === 'applied') {
    const step: Step = {
      kind: 'whole',
      pathBefore: file.before,
      pathAfter: file.after,
      before: textOf(before),
      after: applied.after,
      isCopy,
    };
    return { kind: 'step', step, isApplied: false };
  }
  return undoneStep(file, textOf(before), target ?? null, isCopy);
}

const ABSENT: SourceFile = { kind: 'absent' };

/** The text that a file's patch changes: by its blob, else what earlier patches left, else the tree's. */
function textBefore(file: FilePatch, state: TreeState, texts: Texts): SourceFile {
  const blob = file.oldBlob === null ? undefined : texts.byBlob.get(file.oldBlob);
  return blob?.kind === 'text' ? blob : textAt(file.before ?? '', state, texts);
}

function textAt(path: string, state: TreeState, texts: Texts): SourceFile {
  const text = state.textOf(path);
  if (text !== undefined) return text === null ? ABSENT : { kind: 'text', text };
  return texts.byPath.get(path) ?? ABSENT;
}

/** What an applied patch did: the tree's text is its end, the beginning comes by undoing it. */
function undoneStep(
  file: FilePatch,
  before: string | null,
  target: string | null,
  isCopy: boolean,
): PreparedFile | Failure {
  const after = file.change === 'modify' ? before : (target ?? before);
  const undone = applyFilePatch(reverseFilePatch(file), after, null);
  if (isFailure(undone) || undone.kind !== 'applied') return { kind: 'nothing' };
  const step: Step = {
    kind: 'whole',
    pathBefore: file.before,
    pathAfter: file.after,
    before: undone.after,
    after: file.after === null ? null : after,
    isCopy,
  };
  return { kind: 'step', step, isApplied: true };
}

function hunkStep(file: FilePatch): PreparedFile {
  if (file.hunks.length === 0) return { kind: 'nothing' };
  const path = file.after ?? file.before ?? '';
  return {
    kind: 'step',
    step: { kind: 'hunks', pathBefore: file.before ?? path, pathAfter: path, pieces: hunkTexts(file) },
    isApplied: false,
  };
}
