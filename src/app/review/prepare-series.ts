/** From patches to the texts that they change: each patch is applied in memory, or read from its hunks where it cannot be. */

import type { Unread } from '../../finding/finding.ts';
import { applyFilePatch, somethingFits } from '../../patch/apply.ts';
import type { FilePatch, Patch, Series } from '../../patch/patch.ts';
import { otherResult } from '../../patch/result.ts';
import { reverseFilePatch } from '../../patch/reverse.ts';
import { changedSide, type HunkPosition, hunkTexts, type Positions } from '../../patch/sides.ts';
import type { PatchSteps } from '../../review/compare-patch.ts';
import { looksGenerated } from '../../review/exempt.ts';
import { type Step, TreeState } from '../../review/patched-tree.ts';
import { DEFAULT_POLICY, type Policy } from '../../review/policy.ts';
import type { Basis } from '../../review/review.ts';
import { changesCodeOpenedAbove } from '../../rust/opened-above.ts';
import { matters, mayBeUnsafeRust } from '../../rust/prefilter.ts';
import { type Failure, isFailure } from '../../text/failure.ts';
import { isReviewed, isRustFile, opensSurface } from '../../text/reviewed-files.ts';
import type { BlobSource, SourceFile, SourceTree } from '../ports/source-tree.ts';
import {
  isBuiltToRust,
  mayHoldModules,
  namesReached,
  reachedInTree,
  unreadFolder,
  unreadInclusions,
} from './reached-files.ts';

/** Where the texts around the hunks come from. */
export interface Sources {
  /** The tree that the first patch applies to. */
  readonly tree: SourceTree | null;
  /** Blobs by the patches' index lines; tried before the tree. */
  readonly blobs: BlobSource | null;
  readonly basis: Exclude<Basis, 'hunks'>;
  /** A patch of which nothing fits is an error; otherwise its hunks are read alone. */
  readonly isBinding: boolean;
  /** The patches are commits of the repository itself: each has its own parent, whatever precedes it in the list. */
  readonly isHistory?: boolean;
}

export interface PreparedSeries {
  readonly patches: readonly PatchSteps[];
  readonly basis: Basis;
  /** The series' own and what there is to say of the way in which it was read. */
  readonly notes: readonly string[];
  readonly positions: Positions;
}

/** Reads what the series needs and applies it. Fails where nothing of a patch fits, and where a result is not the one that a patch names. */
export async function prepareSeries(
  series: Series,
  sources: Sources | null,
  { isIgnored }: Pick<Policy, 'isIgnored'> = DEFAULT_POLICY,
): Promise<PreparedSeries | Failure> {
  const reached = await reachedFiles(series, sources?.tree ?? null);
  const isRelevant = ({ before, after }: FilePatch): boolean =>
    [before, after].some((path) => path !== null && (isReviewed(path) || reached.has(path)));
  const texts = await readTexts(series, isRelevant, sources);
  const touched = new Set(series.patches.flatMap(({ files }) => files.filter(isRelevant).map(({ after }) => after)));
  const notes = [...series.notes];
  const patches: PatchSteps[] = [];
  const positions = new Map<FilePatch, readonly HunkPosition[]>();
  const state = new TreeState();
  let readsHunks = false;
  for (const patch of series.patches) {
    const prepared = preparePatch(patch, state, { isRelevant, texts, sources, positions });
    if (isFailure(prepared)) return prepared;
    const isTouched = (path: string): boolean => touched.has(path);
    const unread = await unreadInclusions(prepared.steps, { isTouched, isIgnored, tree: sources?.tree ?? null });
    unread.push(...patch.files.flatMap((file) => (isRelevant(file) ? [] : leadsAway(file))));
    readsHunks ||= prepared.steps.some((step) => step.kind === 'hunks');
    notes.push(...prepared.notes);
    patches.push({ ...prepared, unread: [...prepared.unread, ...unread] });
  }
  const passedOver = (series.passedOver ?? []).map(({ from, reason }) => ({ path: from, reason, partial: true }));
  const [first] = patches;
  if (first !== undefined) patches[0] = { ...first, unread: [...first.unread, ...passedOver] };
  const isEmpty = patches.every(({ steps }) => steps.length === 0);
  const basis = sources === null || (readsHunks && !isEmpty) ? 'hunks' : sources.basis;
  return { patches, basis, notes, positions };
}

interface Texts {
  readonly byPath: ReadonlyMap<string, SourceFile>;
  readonly byBlob: ReadonlyMap<string, SourceFile>;
}

/** All that the series can need, asked for at once. */
async function readTexts({ patches }: Series, isRelevant: Deps['isRelevant'], sources: Sources | null): Promise<Texts> {
  const files = patches.flatMap((patch) => patch.files.filter(isRelevant));
  const paths = new Set(files.flatMap(({ before, after }) => [before, after].filter((path) => path !== null)));
  const blobs = new Set(files.flatMap(({ oldBlob }) => (oldBlob === null ? [] : [oldBlob])));
  const byBlob = (await sources?.blobs?.readBlobs([...blobs])) ?? new Map<string, SourceFile>();
  const byPath = (await sources?.tree?.read([...paths])) ?? new Map<string, SourceFile>();
  return { byPath, byBlob };
}

/** Touched files of other names that Rust code reaches: by what the hunks show, or by the tree. */
async function reachedFiles({ patches }: Series, tree: SourceTree | null): Promise<ReadonlySet<string>> {
  const files = patches.flatMap((patch) => patch.files);
  const names = files.flatMap((file) => {
    const path = file.after ?? '';
    return isRustFile(path)
      ? namesReached(
          path,
          hunkTexts(file)
            .map(({ after }) => after.text)
            .join('\n'),
        )
      : [];
  });
  const isOther = (path: string | null): path is string => path !== null && !isReviewed(path);
  const candidates = files
    .filter(({ binary, hunks }) => binary || hunks.some(({ lines }) => lines.some(({ text }) => mayBeUnsafeRust(text))))
    .flatMap(({ before, after }) => [before, after].filter(isOther));
  const made = files.flatMap(({ before, after }) => [before, after].filter(isOther)).filter(isBuiltToRust);
  const reached = new Set([...names, ...made, ...(await reachedInTree(tree, candidates, 'everywhere'))]);
  return withOtherNames(files, reached);
}

/** What was renamed or copied from Rust code, or will be Rust code under a later name, by as many steps as there are. */
function withOtherNames(files: readonly FilePatch[], reached: Set<string>): ReadonlySet<string> {
  const isRust = (path: string): boolean => isRustFile(path) || reached.has(path);
  const moves = files.flatMap(({ before, after }) =>
    before !== null && after !== null && before !== after ? [[before, after] as const] : [],
  );
  for (let size = -1; size !== reached.size; ) {
    size = reached.size;
    for (const [before, after] of moves) {
      if (isRust(before)) reached.add(after);
      if (isRust(after)) reached.add(before);
    }
  }
  return reached;
}

/** A link or a submodule in which modules may be. */
function leadsAway({ after, newMode }: FilePatch): readonly Unread[] {
  const isOther = newMode === SYMBOLIC_LINK || newMode === SUBMODULE;
  return after !== null && isOther && mayHoldModules(after) ? [unreadFolder(after)] : [];
}

interface Deps {
  readonly isRelevant: (file: FilePatch) => boolean;
  readonly texts: Texts;
  readonly sources: Sources | null;
  readonly positions: Map<FilePatch, readonly HunkPosition[]>;
}

function preparePatch(
  patch: Patch,
  state: TreeState,
  deps: Deps,
): (PatchSteps & { readonly notes: readonly string[] }) | Failure {
  const steps: Step[] = [];
  const unread: Unread[] = [];
  const notes: string[] = [];
  const misfits: Misfit[] = [];
  const relevant = patch.files.filter(deps.isRelevant);
  for (const file of relevant) {
    const prepared = prepareFile(file, state, deps);
    if (isFailure(prepared)) return prepared;
    if (prepared.kind === 'misfit') misfits.push(prepared);
    else if (prepared.kind === 'step' && prepared.isApplied) notes.push(appliedAlready(file, patch));
    if (prepared.unread !== undefined) unread.push(prepared.unread);
    if (prepared.note !== undefined) notes.push(prepared.note);
    if (prepared.step === undefined) continue;
    steps.push(prepared.step);
    // git may split a change of type into two changes of one file
    state.apply([prepared.step]);
  }
  const nothingFits = misfits.length === relevant.length && misfits.every(({ fitsInPart }) => !fitsInPart);
  if (deps.sources?.isBinding === true && misfits[0] !== undefined && nothingFits) return misfits[0].failure;
  if (misfits.length > 0) notes.push(readFromHunks(patch, misfits.length, relevant.length));
  const rustFiles = relevant.filter(({ before, after }) => !opensSurface(after ?? before ?? '')).length;
  return { id: patch.id, subject: patch.subject, steps, rustFiles, unread, notes };
}

function appliedAlready({ before, after }: FilePatch, patch: Patch): string {
  return `${after ?? before ?? ''}: ${named(patch)} is already applied to this tree; reviewed it against the state before it`;
}

function readFromHunks(patch: Patch, misfits: number, all: number): string {
  const files = all === 1 ? 'its file' : `${misfits} of its ${all} files`;
  return `${named(patch)} does not apply cleanly to ${files}; only the hunks were reviewed there`;
}

function named({ id, subject }: Patch): string {
  return subject === null ? id : `“${subject}”`;
}

interface Outcome {
  readonly step?: Step;
  readonly unread?: Unread;
  readonly note?: string;
}

/** A file that the patch does not fit; `fitsInPart` where one of its hunks has a place in it. */
interface Misfit extends Outcome {
  readonly kind: 'misfit';
  readonly failure: Failure;
  readonly fitsInPart: boolean;
}

type PreparedFile = Misfit | (Outcome & { readonly kind: 'step'; readonly isApplied: boolean });

const NOT_APPLIED = { kind: 'step', isApplied: false } as const;

function prepareFile(file: FilePatch, state: TreeState, deps: Deps): PreparedFile | Failure {
  const path = file.after ?? file.before ?? '';
  const lost = (reason: string): PreparedFile => ({ ...NOT_APPLIED, unread: { path, reason, partial: false } });
  if (file.binary) return lost('the patch is binary');
  if (file.newMode === SYMBOLIC_LINK) return lost('it is a symbolic link, which is not followed');
  const candidates = textsBefore(file, state, deps);
  const unreadable = candidates.find((source) => source.kind === 'unreadable');
  if (unreadable !== undefined) return lost(unreadable.reason);
  const isUnknown = file.before !== null && candidates.every(({ kind }) => kind === 'absent');
  if (isUnknown && becomesRust(file)) return lost(`it was \`${file.before}\` before, and its text is not available`);
  if (isUnknown && deps.sources === null) {
    const unread = changesHiddenCode(file) ? { unread: fromHunks(file, 'the text around them is not available') } : {};
    return { ...NOT_APPLIED, ...unread, ...hunkStep(file, null) };
  }
  const target = targetOf(file, state, deps);
  let misfit: { readonly failure: Failure; readonly before: string | null } | undefined;
  for (const before of candidates.map(textOf)) {
    const tried = tryText(file, before, target, deps);
    if (!isFailure(tried)) return tried;
    if (tried.isFinal === true) return tried;
    misfit ??= { failure: tried, before };
  }
  const { failure, before } = misfit as NonNullable<typeof misfit>;
  const why = failure.code === 'unfit-file' ? `the file ${failure.what}` : failure.what;
  const fitsInPart = before !== null && somethingFits(file, before);
  return { kind: 'misfit', failure, fitsInPart, unread: fromHunks(file, why), ...hunkStep(file, before) };
}

function fromHunks(file: FilePatch, why: string): Unread {
  const path = file.after ?? file.before ?? '';
  const reason = `only its hunks were read, since ${why}`;
  return { path, reason, partial: true, hunksOnly: { isPlain: isPlain(file) } };
}

/** Whether the hunks show no unsafe code and no words about it, and change none that may be unsafe: then the rest of the file could add nothing. */
function isPlain(file: FilePatch): boolean {
  return !file.hunks.some(({ lines }) => lines.some(({ text }) => matters(text))) && !changesHiddenCode(file);
}

/** Whether changed Rust code may be in an unsafe block that begins above its hunk. */
function changesHiddenCode({ before, after, hunks }: FilePatch): boolean {
  if (before === null || opensSurface(after ?? before)) return false;
  return hunks.some((hunk) =>
    (['before', 'after'] as const).some((side) => {
      const { text, own } = changedSide(hunk, side);
      return changesCodeOpenedAbove(text, own);
    }),
  );
}

/** All of its code is new then, and hunks show a part of it alone. */
function becomesRust({ before, after }: FilePatch): boolean {
  return before !== null && !isRustFile(before) && after !== null && isRustFile(after);
}

const ABSENT: SourceFile = { kind: 'absent' };
/** As git writes the mode of a link. */
const SYMBOLIC_LINK = '120000';
const SUBMODULE = '160000';

function textOf(source: SourceFile): string | null {
  return source.kind === 'text' ? source.text : null;
}

/**
 * The texts that a file's patch may change, the likeliest first: what earlier patches left, as `git am` would find it,
 * its blob, and, where no patch touched it, the tree's. A commit changes the blob that it names and nothing else.
 */
function textsBefore(file: FilePatch, state: TreeState, { texts, sources }: Deps): readonly SourceFile[] {
  if (file.before === null) return [ABSENT];
  const named = file.oldBlob === null ? undefined : texts.byBlob.get(file.oldBlob);
  const blob = named?.kind === 'text' ? [named] : [];
  if (sources?.isHistory === true && blob.length > 0) return blob;
  const isTouched = state.textOf(file.before) !== undefined;
  const here = textAt(file.before, state, texts);
  if (isTouched) return [here, ...blob];
  return blob.length > 0 ? blob : [here];
}

/** What is at the path where the patch puts a file; undefined where it puts it back, or where no file can be in its way. */
function targetOf({ before, after }: FilePatch, state: TreeState, { texts, sources }: Deps): string | null | undefined {
  if (after === null || after === before || sources?.isHistory === true) return undefined;
  return textOf(textAt(after, state, texts));
}

function textAt(path: string, state: TreeState, texts: Texts): SourceFile {
  const text = state.textOf(path);
  if (text !== undefined) return text === null ? ABSENT : { kind: 'text', text };
  return texts.byPath.get(path) ?? ABSENT;
}

/** Applies the patch of a file to one text. A final failure holds whatever other texts there are. */
function tryText(
  file: FilePatch,
  before: string | null,
  target: string | null | undefined,
  { positions }: Deps,
): PreparedFile | (Failure & { readonly isFinal?: true }) {
  // of an added file `before` is what has its place already
  const applied = applyFilePatch(file, file.change === 'add' ? (target ?? null) : before, target);
  if (isFailure(applied)) return applied;
  if (applied.kind === 'already-applied') return undoneStep(file, before, target ?? null, positions);
  const other = otherResult(file, before, applied.after);
  if (other !== null && before !== null) return { ...other, isFinal: true };
  positions.set(file, applied.positions);
  // of a new file the patch holds all that there is, so nothing can be at a wrong place
  const note = other === null ? {} : { note: `${other.where}: ${other.what}` };
  return { ...NOT_APPLIED, ...note, step: wholeStep(file, before, applied.after) };
}

function wholeStep(file: FilePatch, before: string | null, after: string | null): Step {
  const { before: pathBefore, after: pathAfter, change } = file;
  return { kind: 'whole', pathBefore, pathAfter, before, after, isCopy: change === 'copy' };
}

/** What an applied patch did: the tree's text is its end, the beginning comes by undoing it. */
function undoneStep(
  file: FilePatch,
  before: string | null,
  target: string | null,
  positions: Deps['positions'],
): PreparedFile {
  const after = file.change === 'modify' ? before : (target ?? before);
  const undone = applyFilePatch(reverseFilePatch(file), after, null);
  if (isFailure(undone) || undone.kind !== 'applied') {
    const path = file.after ?? file.before ?? '';
    return {
      ...NOT_APPLIED,
      unread: { path, reason: 'the patch is applied already, and undoing it fails', partial: false },
    };
  }
  positions.set(
    file,
    undone.positions.map(({ oldStart, newStart }) => ({ oldStart: newStart, newStart: oldStart })),
  );
  const step = wholeStep(file, undone.after, file.after === null ? null : after);
  return { kind: 'step', step, isApplied: true };
}

/** @param text the file's text that the patch does not fit, or null where there is none */
function hunkStep(file: FilePatch, text: string | null): { readonly step?: Step } {
  if (file.hunks.length === 0) return {};
  const path = file.after ?? file.before ?? '';
  const known = text === null ? {} : { wasGenerated: looksGenerated(text) };
  return {
    step: { kind: 'hunks', pathBefore: file.before ?? path, pathAfter: path, pieces: hunkTexts(file), ...known },
  };
}
