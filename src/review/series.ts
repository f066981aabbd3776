/** Reviews a series: each patch by itself, the whole, and what a later patch made of an earlier one's findings. */
import type { Finding, Unread } from '../finding/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { opensSurface, type TextChange } from './c-surface.ts';
import { type Comparison, compareFiles, type ViewChange } from './compare.ts';
import { sumOf } from './delta.ts';
import { inOrder } from './findings.ts';
import { joinMoves, type Sides } from './moves.ts';
import type { Policy } from './policy.ts';
import type { Basis, PatchReview, Review } from './review.ts';
import { type FileStep, type Step, type Touched, TreeState } from './state.ts';
import { matters, Reader } from './view.ts';

/** A patch with the texts that it changes. */
export interface PatchSteps {
  readonly id: string;
  readonly subject: string | null;
  /** Rust files, and the C files that open the Rust surface. */
  readonly steps: readonly Step[];
  readonly rustFiles: number;
  readonly unread: readonly Unread[];
}

/** What a review is of. */
export interface Ground {
  readonly base: string | null;
  readonly head: string | null;
  readonly basis: Basis;
  readonly notes: readonly string[];
}

/**
 * Reviews patches in their order. Pure: the same input gives the same bytes.
 * @param onPatch hears how many patches are done, for progress
 */
export function reviewSeries(
  given: readonly PatchSteps[],
  ground: Ground,
  rules: readonly Rule[],
  policy: Policy,
  onPatch: (done: number) => void = () => {},
): Review {
  const patches = given.map((patch) => ({ ...patch, steps: withMoves(patch.steps) }));
  const reader = new Reader(policy);
  const states: TreeState[] = [];
  for (const patch of patches) states.push((states.at(-1) ?? new TreeState()).apply(patch.steps));
  const own = patches.map(({ steps }, index) => {
    const comparison = compareSteps(steps, reader, rules);
    onPatch(index + 1);
    return comparison;
  });
  const whole = wholeSeries(patches, own, states, reader, rules);
  const remaining = new Set(whole.findings.map(({ fingerprint }) => fingerprint));
  const laterOf = laterComparisons(states, reader, rules);
  const introducers = new Map<string, string>();

  const reviews = patches.map(({ id, subject, rustFiles, unread }, index): PatchReview => {
    const comparison = own[index] as Comparison;
    const findings = comparison.findings.map((finding): Finding => {
      const trail = trailOf(finding, comparison, patches.slice(index + 1));
      const last = trail.at(-1)?.fingerprint ?? finding.fingerprint;
      if (!introducers.has(last)) introducers.set(last, id);
      const resolvedBy = remaining.has(last) ? null : resolver(trail, index + 1, laterOf);
      return { ...finding, introducedBy: id, resolvedBy };
    });
    return { id, subject, rustFiles, findings, delta: comparison.delta, unread: [...unread, ...comparison.unread] };
  });
  const unread = uniqueUnread([...patches.flatMap((patch) => patch.unread), ...whole.unread]);
  return {
    ...ground,
    complete:
      unread.every(({ partial }) => partial) &&
      reviews.every((review) => review.unread.every(({ partial }) => partial)),
    patches: reviews,
    findings: whole.findings.map((finding) => ({
      ...finding,
      introducedBy: introducer(finding, introducers, reviews),
    })),
    delta: whole.delta,
    unread,
  };
}

/** The steps of one patch, each deletion joined with the addition that it belongs to. */
function withMoves(steps: readonly Step[]): readonly Step[] {
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

function compareSteps(steps: readonly Step[], reader: Reader, rules: readonly Rule[]): Comparison {
  const changes = steps.flatMap((step) => viewsOfStep(step, reader));
  const surface = steps.flatMap((step): TextChange[] =>
    step.kind === 'whole' ? textChange(step.pathAfter ?? step.pathBefore, step.before, step.after) : hunkSurface(step),
  );
  return compareFiles(changes, surface, rules, reader.policy);
}

function viewsOfStep(step: Step, reader: Reader): ViewChange[] {
  if (step.kind === 'hunks') {
    if (!isRust(step.pathAfter)) return [];
    return step.pieces.map(({ before, after }) => ({
      before: reader.readExcerpt(step.pathAfter, before.text, Math.max(1, before.firstLine)),
      after: reader.readExcerpt(step.pathAfter, after.text, Math.max(1, after.firstLine)),
    }));
  }
  const { before, after } = sidesOf(step);
  return viewChange({ base: before, now: after }, reader);
}

/** A file is read only where one of its sides holds a word that matters. */
function viewChange({ base, now }: Touched, reader: Reader): ViewChange[] {
  const path = now?.path ?? base?.path ?? '';
  const basePath = base?.path ?? '';
  if (!isRust(path) && !isRust(basePath)) return [];
  if (!matters(base?.text ?? '') && !matters(now?.text ?? '')) return [];
  return [
    {
      before: base === null || !isRust(basePath) ? undefined : reader.read(base.path, base.text),
      after: now === null || !isRust(now.path) ? undefined : reader.read(now.path, now.text),
    },
  ];
}

function isRust(path: string): boolean {
  return path.endsWith('.rs');
}

function textChange(path: string | null, before: string | null, after: string | null): TextChange[] {
  return path === null || !opensSurface(path) ? [] : [{ path, before: before ?? undefined, after: after ?? undefined }];
}

function hunkSurface({ pathAfter, pieces }: Step & { kind: 'hunks' }): TextChange[] {
  const join = (side: 'before' | 'after') => pieces.map((piece) => piece[side].text).join('');
  return textChange(pathAfter, join('before'), join('after'));
}

/** Base against end; of files of which only hunks are known, the patches' own comparisons stand. */
function wholeSeries(
  patches: readonly PatchSteps[],
  own: readonly Comparison[],
  states: readonly TreeState[],
  reader: Reader,
  rules: readonly Rule[],
): Comparison {
  if (own.length === 1) return own[0] as Comparison;
  const hunksOnly = new Set(
    patches.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === 'hunks' ? [step.pathAfter] : []))),
  );
  const end = states.at(-1);
  if (end === undefined) return compareFiles([], [], rules, reader.policy);
  const whole = compareState(end, reader, rules);
  if (hunksOnly.size === 0) return whole;
  const pieces = patches.map(({ steps }) =>
    compareSteps(
      steps.filter(({ kind }) => kind === 'hunks'),
      reader,
      rules,
    ),
  );
  return {
    findings: inOrder([...whole.findings, ...uniqueFindings(pieces.flatMap(({ findings }) => findings))]),
    delta: sumOf([whole.delta, ...pieces.map(({ delta }) => delta)]),
    unread: whole.unread,
    prints: new Map([whole, ...pieces].flatMap(({ prints }) => [...prints])),
  };
}

function compareState(state: TreeState, reader: Reader, rules: readonly Rule[]): Comparison {
  const touched = joinMoves(
    state.touched().map((change) => ({ change, before: change.base, after: change.now })),
    ({ base }, { now }) => ({ base, now }),
  );
  const surface = touched.flatMap(({ base, now }) =>
    textChange(now?.path ?? base?.path ?? null, base?.text ?? null, now?.text ?? null),
  );
  return compareFiles(
    touched.flatMap((each) => viewChange(each, reader)),
    surface,
    rules,
    reader.policy,
  );
}

/** The fingerprints that stand after each patch, compared with the base; computed when first asked for. */
function laterComparisons(
  states: readonly TreeState[],
  reader: Reader,
  rules: readonly Rule[],
): (index: number) => ReadonlySet<string> {
  const known = new Map<number, ReadonlySet<string>>();
  return (index) => {
    const found =
      known.get(index) ??
      new Set(compareState(states[index] as TreeState, reader, rules).findings.map(({ fingerprint }) => fingerprint));
    known.set(index, found);
    return found;
  };
}

/** A finding after a later patch. */
interface Trace {
  readonly patch: string;
  /** Whether the patch touches its file. */
  readonly isTouched: boolean;
  /** That of the file's name after the patch. */
  readonly fingerprint: string;
}

/** Where a finding goes as later patches rename its file. */
function trailOf({ path, fingerprint }: Finding, { prints }: Comparison, later: readonly PatchSteps[]): Trace[] {
  let at = path;
  return later.map(({ id, steps }) => {
    const step = steps.find((each) => each.pathBefore === at && !(each.kind === 'whole' && each.isCopy));
    const isTouched = step !== undefined || steps.some((each) => each.pathAfter === at);
    at = step?.pathAfter ?? at;
    return {
      patch: id,
      isTouched,
      fingerprint: at === path ? fingerprint : (prints.get(fingerprint)?.(at) ?? fingerprint),
    };
  });
}

/** The first later patch that touches the file and after which the finding is gone. */
function resolver(
  trail: readonly Trace[],
  first: number,
  standingAfter: (index: number) => ReadonlySet<string>,
): string | null {
  const end = trail.find(
    ({ isTouched, fingerprint }, index) => isTouched && !standingAfter(first + index).has(fingerprint),
  );
  return end?.patch ?? null;
}

/** The patch whose own review shows the finding; else the last one that has one of the same rule in the same file. */
function introducer(
  finding: Finding,
  introducers: ReadonlyMap<string, string>,
  reviews: readonly PatchReview[],
): string | null {
  const near = reviews.findLast((review) =>
    review.findings.some(({ rule, path }) => rule === finding.rule && path === finding.path),
  );
  return introducers.get(finding.fingerprint) ?? near?.id ?? null;
}

function uniqueFindings(findings: readonly Finding[]): Finding[] {
  return [...new Map(findings.map((finding) => [finding.fingerprint, finding])).values()];
}

function uniqueUnread(unread: readonly Unread[]): Unread[] {
  return [...new Map(unread.map((each) => [`${each.path}\0${each.reason}`, each])).values()];
}
