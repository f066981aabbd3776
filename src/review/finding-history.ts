/** What later patches of a series make of an earlier one's findings. */
import type { Finding } from '../finding/finding.ts';
import type { Rule } from '../rules/rule.ts';
import { addTo } from '../text/multimap.ts';
import type { SitedComparison } from './compare.ts';
import type { PatchSteps } from './compare-patch.ts';
import { Faults } from './faults.ts';
import type { Step } from './patched-tree.ts';
import type { Reader } from './read-views.ts';

/** What becomes of findings in a series. */
export interface FindingHistory {
  /** For each patch its findings, with the later patch that resolved them; null: they remain. */
  readonly perPatch: readonly (readonly Finding[])[];
  /** The patch whose own review shows a finding of the end; null where only the series as a whole does. */
  readonly introducerOf: (finding: Finding) => string | null;
}

/**
 * Traces each finding through the later patches. The first one that touches its file, and after which the file does not have the fault,
 * resolved it. For each patch only the files that it touches are compared again.
 * @param own what each patch does
 * @param remaining the fingerprints at the end
 */
export function traceFindings(
  patches: readonly PatchSteps[],
  own: readonly SitedComparison[],
  remaining: ReadonlySet<string>,
  reader: Reader,
  rules: readonly Rule[],
): FindingHistory {
  const series = patches.map(({ id, steps }, index) => ({ id, steps, ...(own[index] as SitedComparison) }));
  const homes = homesOf(series);
  const introducers = new Map<string, string>();
  const leaving = new Set<Finding>();
  for (const { id, findings, origins } of series) {
    for (const finding of findings) {
      const last = printIn(finding, homes.get(finding)?.path, origins);
      const key = introducerKey({ ...finding, fingerprint: last });
      if (!introducers.has(key)) introducers.set(key, id);
      if (!remaining.has(last)) leaving.add(finding);
    }
  }
  const resolvers = resolversOf(leaving, series, new Faults(own, reader, rules));
  const perPatch = series.map(({ id, findings }) =>
    findings.map((finding) => ({ ...finding, introducedBy: id, resolvedBy: resolvers.get(finding) ?? null })),
  );
  return { perPatch, introducerOf: (finding) => introducers.get(introducerKey(finding)) ?? null };
}

/** A patch, and what it does. */
type Traced = Pick<PatchSteps, 'id' | 'steps'> & Pick<SitedComparison, 'findings' | 'origins'>;

/** A file that later patches may rename. */
interface TracedFile {
  path: string;
}

/** The files that findings are in, under their present names. */
class TracedFiles {
  readonly #byPath = new Map<string, TracedFile[]>();

  /** The file of this name. */
  at(path: string): TracedFile {
    const [known] = this.#byPath.get(path) ?? [];
    if (known !== undefined) return known;
    const file = { path };
    this.#byPath.set(path, [file]);
    return file;
  }

  /** Renames as a patch does; gives the files that it touches. */
  apply(steps: readonly Step[]): readonly TracedFile[] {
    const stepFrom = new Map<string | null, Step>();
    for (const step of steps)
      if (!(step.kind === 'whole' && step.isCopy) && !stepFrom.has(step.pathBefore))
        stepFrom.set(step.pathBefore, step);
    const paths = new Set([...stepFrom.keys(), ...steps.map(({ pathAfter }) => pathAfter)]);
    const touched: TracedFile[] = [];
    for (const path of paths) {
      const files = path === null ? [] : (this.#byPath.get(path) ?? []);
      if (path === null || files.length === 0) continue;
      this.#byPath.delete(path);
      touched.push(...files);
    }
    for (const file of touched) {
      file.path = stepFrom.get(file.path)?.pathAfter ?? file.path;
      addTo(this.#byPath, file.path, file);
    }
    return touched;
  }
}

/** Each finding's file, by its name at the end. */
function homesOf(series: readonly Traced[]): ReadonlyMap<Finding, TracedFile> {
  const files = new TracedFiles();
  const homes = new Map<Finding, TracedFile>();
  for (const { steps, findings } of series) {
    files.apply(steps);
    for (const finding of findings) homes.set(finding, files.at(finding.path));
  }
  return homes;
}

/** The patch that resolved a finding, where there is one. */
function resolversOf(
  leaving: ReadonlySet<Finding>,
  series: readonly Traced[],
  faults: Faults,
): ReadonlyMap<Finding, string> {
  const files = new TracedFiles();
  const waiting = new Map<TracedFile, { readonly finding: Finding; readonly origins: Traced['origins'] }[]>();
  const resolvers = new Map<Finding, string>();
  for (const { id, steps, findings, origins } of series) {
    faults.apply(steps);
    for (const file of files.apply(steps)) {
      const left = (waiting.get(file) ?? []).filter((each) => {
        const isThere = faults.has(printIn(each.finding, file.path, each.origins), file.path);
        if (!isThere) resolvers.set(each.finding, id);
        return isThere;
      });
      waiting.set(file, left);
    }
    for (const finding of findings)
      if (leaving.has(finding)) addTo(waiting, files.at(finding.path), { finding, origins });
  }
  return resolvers;
}

function printIn({ path, fingerprint }: Finding, later: string | undefined, origins: Traced['origins']): string {
  return later === undefined || later === path
    ? fingerprint
    : (origins.get(fingerprint)?.printAt(later) ?? fingerprint);
}

/** A finding that was suppressed when it came is another one once it is not. */
function introducerKey({ fingerprint, suppressed }: Finding): string {
  return `${fingerprint} ${suppressed !== null}`;
}
