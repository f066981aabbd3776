/** What a merge itself did: what is new, gone or changed against each of its parents. */
import type { Finding } from '../finding/finding.ts';
import type { Rule } from '../rules/rule.ts';
import type { Site } from '../rust/site.ts';
import { groupBy } from '../text/multimap.ts';
import type { CSurface } from './c-surface.ts';
import type { Comparison, SitedComparison } from './compare.ts';
import { compareSteps, withMoves } from './compare-patch.ts';
import { deltaOf } from './delta.ts';
import type { MatchedSite } from './match.ts';
import type { Step } from './patched-tree.ts';
import type { Reader } from './read-views.ts';

/**
 * Compares a merge with its parents.
 * @param parents for each parent the steps from there to the merge, of files that differ from all of them
 */
export function compareMerge(
  parents: readonly (readonly Step[])[],
  reader: Reader,
  rules: readonly Rule[],
): Comparison {
  const [first, ...others] = parents.map((steps) => compareSteps(withMoves(steps), reader, rules));
  if (first === undefined) throw new TypeError('a merge without parents');
  const elsewhere = others.map(({ findings }) => new Set(findings.map(placeOf)));
  const sites = ownSites([first, ...others]);
  const surfaces = [first, ...others].map(({ delta }) => delta.cSurface);
  return {
    findings: first.findings.filter((finding) => elsewhere.every((places) => places.has(placeOf(finding)))),
    delta: deltaOf(sites, (path) => reader.policy.layerOf(path), {
      headers: inAll(surfaces, ({ headers }) => headers),
      helpers: inAll(surfaces, ({ helpers }) => helpers),
      unmarkedHelpers: inAll(surfaces, ({ unmarkedHelpers }) => unmarkedHelpers),
    }),
    unread: first.unread,
    exempt: first.exempt,
    origins: first.origins,
  };
}

/** The later text is the same in all comparisons, so that equal places mean one finding. */
function placeOf({ rule, path, line, column }: Finding): string {
  return [rule, path, line, column].join('\0');
}

function inAll(surfaces: readonly CSurface[], namesOf: (surface: CSurface) => readonly string[]): readonly string[] {
  const [first, ...others] = surfaces.map(namesOf);
  return (first ?? []).filter((name) => others.every((names) => names.includes(name)));
}

const RANKS: Readonly<Record<MatchedSite['standing'], number>> = {
  unchanged: 0,
  moved: 1,
  changed: 2,
  new: 3,
  removed: 3,
};

/** For each later site the pair with the parent that it is closest to; of earlier sites those that were lost from all parents. */
function ownSites(comparisons: readonly SitedComparison[]): readonly MatchedSite[] {
  const closest = new Map<Site, MatchedSite>();
  for (const pair of comparisons.flatMap(({ sites }) => sites)) {
    if (pair.after === undefined) continue;
    const known = closest.get(pair.after);
    if (known === undefined || RANKS[pair.standing] < RANKS[known.standing]) closest.set(pair.after, pair);
  }
  const [first = [], ...others] = comparisons.map(({ sites }) =>
    sites.filter(({ standing }) => standing === 'removed'),
  );
  const left = others.map((removed) => groupBy(removed, codeOf));
  const lost = first.filter((pair) => left.every((sites) => sites.get(codeOf(pair))?.shift() !== undefined));
  return [...closest.values(), ...lost];
}

function codeOf({ path, before }: MatchedSite): string {
  return [path, before?.kind, before?.item?.path, before?.code].join('\0');
}
