/** The unsafe delta: how many sites of each kind came, went, changed and moved, by layer. */
import { LAYERS, type Layer } from '../finding/finding.ts';
import { SITE_KINDS, type SiteKind } from '../rust/site.ts';
import type { MatchedSite } from './match.ts';
import type { Delta, SiteChanges } from './review.ts';

type Counts = { -readonly [name in keyof SiteChanges]: number };

/** Counts matched sites. A site that moves into another layer leaves one and comes into the other. Doc examples are not counted. */
export function deltaOf(
  sites: readonly MatchedSite[],
  layerOf: (path: string) => Layer,
  cSurface: Delta['cSurface'],
): Delta {
  const counts = new Map<string, Counts>();
  const count = (path: string, kind: SiteKind, what: keyof SiteChanges): void => {
    const key = `${layerOf(path)} ${kind}`;
    const entry = counts.get(key) ?? { added: 0, removed: 0, changed: 0, moved: 0 };
    entry[what] += 1;
    counts.set(key, entry);
  };
  for (const { path, pathBefore, before, after, standing } of sites) {
    const site = after ?? before;
    if (site === undefined || site.inDocExample) continue;
    if (pathBefore !== undefined && layerOf(pathBefore) !== layerOf(path)) {
      count(pathBefore, site.kind, 'removed');
      count(path, site.kind, 'added');
    } else if (standing === 'new') count(path, site.kind, 'added');
    else if (standing !== 'unchanged') count(path, site.kind, standing);
  }
  return assemble(counts, cSurface);
}

function assemble(counts: ReadonlyMap<string, SiteChanges>, cSurface: Delta['cSurface']): Delta {
  const layers: Partial<Record<Layer, Partial<Record<SiteKind, SiteChanges>>>> = {};
  for (const layer of LAYERS) {
    for (const kind of SITE_KINDS) {
      const entry = counts.get(`${layer} ${kind}`);
      if (entry !== undefined) layers[layer] = { ...layers[layer], [kind]: entry };
    }
  }
  return { layers, cSurface };
}

/** The sum of the deltas of patches that were read on their own. */
export function sumOf(deltas: readonly Delta[]): Delta {
  const counts = new Map<string, SiteChanges>();
  for (const { layers } of deltas) {
    for (const [layer, kinds] of Object.entries(layers)) {
      for (const [kind, change] of Object.entries(kinds ?? {})) {
        const key = `${layer} ${kind}`;
        const sum = counts.get(key) ?? { added: 0, removed: 0, changed: 0, moved: 0 };
        counts.set(key, {
          added: sum.added + change.added,
          removed: sum.removed + change.removed,
          changed: sum.changed + change.changed,
          moved: sum.moved + change.moved,
        });
      }
    }
  }
  const unique = (pick: (delta: Delta) => readonly string[]) => [...new Set(deltas.flatMap(pick))].sort();
  return assemble(counts, {
    headers: unique((delta) => delta.cSurface.headers),
    helpers: unique((delta) => delta.cSurface.helpers),
    unmarkedHelpers: unique((delta) => delta.cSurface.unmarkedHelpers),
  });
}
