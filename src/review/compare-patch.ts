/** From the steps of a patch, or the state of a tree, to a comparison: which texts are read, and which belong together. */

import type { Unread } from '../finding/finding.ts';
import { isNamedAsGenerated } from '../kernel/generated.ts';
import type { Rule } from '../rules/rule.ts';
import { matters } from '../rust/prefilter.ts';
import { opensSurface } from '../text/reviewed-files.ts';
import type { TextChange } from './c-surface.ts';
import { compareFiles, faultsIn, type SitedComparison } from './compare.ts';
import { joinMoves, type Sides } from './detect-renames.ts';
import { looksGenerated } from './exempt.ts';
import type { Origin } from './findings.ts';
import type { FileStep, HunkStep, Step, Touched, TreeState } from './patched-tree.ts';
import type { Reader, ViewChange } from './read-views.ts';

/** A patch with the texts that it changes. */
export interface PatchSteps {
  readonly id: string;
  readonly subject: string | null;
  /** Rust files, and the C files that open the Rust surface. */
  readonly steps: readonly Step[];
  readonly rustFiles: number;
  readonly unread: readonly Unread[];
}

/** The steps of one patch, each deletion joined with the addition that it belongs to. */
export function withMoves(steps: readonly Step[]): readonly Step[] {
  const whole = steps.filter((step) => step.kind === 'whole');
  const joined = joinMoves(
    whole.map((change) => ({ change, ...sidesOf(change) })),
    ({ pathBefore, before }, addition) => ({ ...addition, pathBefore, before, isCopy: false }),
  );
  return [...joined, ...steps.filter((step) => step.kind === 'hunks')];
}

/** A copy's source stays, so it is an addition. */
function sidesOf({
  pathBefore,
  pathAfter,
  before,
  after,
  isCopy,
}: FileStep): Pick<Sides<FileStep>, 'before' | 'after'> {
  return {
    before: pathBefore === null || before === null || isCopy ? null : { path: pathBefore, text: before },
    after: pathAfter === null || after === null ? null : { path: pathAfter, text: after },
  };
}

/** What the steps of one patch did. */
export function compareSteps(steps: readonly Step[], reader: Reader, rules: readonly Rule[]): SitedComparison {
  const changes = steps.flatMap((step) => viewsOfStep(step, reader));
  const surface = steps.flatMap((step): TextChange[] =>
    step.kind === 'whole' ? textChange(step.pathAfter ?? step.pathBefore, step.before, step.after) : hunkSurface(step),
  );
  return compareFiles(changes, surface, rules, reader);
}

/** The files of a step, or the pieces of them that it shows. */
export function viewsOfStep(step: Step, reader: Reader): ViewChange[] {
  if (step.kind === 'hunks') {
    if (!isRust(step.pathAfter)) return [];
    return step.pieces.map((piece) => viewsOfPiece(step, piece, reader));
  }
  const { before, after } = sidesOf(step);
  // without a word on it, as for a file alone, its name decides
  const wasRust = step.wasRust ?? reader.facts.wasRust(step.pathBefore ?? '');
  return viewChange({ base: wasRust ? before : null, now: after }, reader, step.wasGenerated === true);
}

function viewsOfPiece(step: HunkStep, { before, after }: HunkStep['pieces'][number], reader: Reader): ViewChange {
  const { pathBefore, pathAfter, wasGenerated } = step;
  const isByName = wasGenerated === undefined && isNamedAsGenerated(pathBefore) && isNamedAsGenerated(pathAfter);
  const first = Math.max(1, before.firstLine);
  const viewsBefore = reader.readExcerpt(pathAfter, before.text, first, undefined, true, isByName);
  const mayBeGenerated = wasGenerated ?? viewsBefore.looksGenerated;
  const line = Math.max(1, after.firstLine);
  const viewsAfter = reader.readExcerpt(pathAfter, after.text, line, viewsBefore, mayBeGenerated, isByName);
  return { before: viewsBefore, after: viewsAfter };
}

/** A file is read only where one of its sides holds a word that matters. */
function viewChange({ base, now }: Touched, reader: Reader, wasGenerated: boolean): ViewChange[] {
  const path = now?.path ?? base?.path ?? '';
  const basePath = base?.path ?? '';
  if (!isRust(path) && !isRust(basePath)) return [];
  if (!matters(base?.text ?? '') && !matters(now?.text ?? '')) return [];
  return [
    {
      before: base === null || !isRust(basePath) ? undefined : reader.read(base.path, base.text, wasGenerated),
      after: now === null || !isRust(now.path) ? undefined : reader.read(now.path, now.text, wasGenerated),
    },
  ];
}

/** Steps hold Rust code, under whatever name, and the C files that open the Rust surface. */
function isRust(path: string): boolean {
  return path !== '' && !opensSurface(path);
}

function textChange(path: string | null, before: string | null, after: string | null): TextChange[] {
  return path === null || !opensSurface(path) ? [] : [{ path, before: before ?? undefined, after: after ?? undefined }];
}

function hunkSurface({ pathAfter, pieces }: Step & { kind: 'hunks' }): TextChange[] {
  const join = (side: 'before' | 'after') => pieces.map((piece) => piece[side].text).join('');
  return textChange(pathAfter, join('before'), join('after'));
}

/** What differs between the base and a later state of the tree. */
export function compareState(state: TreeState, reader: Reader, rules: readonly Rule[]): SitedComparison {
  const touched = joined(state.touched());
  const surface = touched.flatMap(({ base, now }) =>
    textChange(now?.path ?? base?.path ?? null, base?.text ?? null, now?.text ?? null),
  );
  return compareFiles(viewsOfTouched(touched, reader), surface, rules, reader);
}

/**
 * The faults that some files of a state have and did not have at the base, by fingerprint; grouped in each file alone.
 * @param files among those that the state has touched
 */
export function faultsOf(
  files: readonly Touched[],
  state: TreeState,
  reader: Reader,
  rules: readonly Rule[],
): ReadonlyMap<string, Origin> {
  const sides = ({ base, now }: Touched) => [base, now].filter((side) => side !== null);
  const own = new Set(files.flatMap(sides));
  // which deletion and which addition are one file depends on all of them
  const unpaired = files.some((file) => sides(file).length < 2) ? joined(state.unpaired()) : [];
  const moved = unpaired.filter((file) => sides(file).some((side) => own.has(side)));
  const found = new Set(moved.flatMap(sides));
  const others = files.filter((file) => !sides(file).some((side) => found.has(side)));
  return faultsIn(viewsOfTouched([...others, ...moved], reader), rules, reader);
}

function joined(touched: readonly Touched[]): readonly Touched[] {
  return joinMoves(
    touched.map((change) => ({ change, before: change.base, after: change.now })),
    ({ base }, { now }) => ({ base, now }),
  );
}

function viewsOfTouched(touched: readonly Touched[], reader: Reader): readonly ViewChange[] {
  return touched.flatMap(({ base, now }) => {
    const wasRust = base !== null && reader.facts.wasRust(base.path);
    return viewChange({ base: wasRust ? base : null, now }, reader, looksGenerated(base?.text ?? null));
  });
}
