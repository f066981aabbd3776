/** How a tree grew, as rows of a table and as lists. */
import { LAYERS } from '../../finding/finding.ts';
import type { Growth } from '../../kernel/census/compare-censuses.ts';
import { allSites } from '../../kernel/census/sums.ts';
import type { Audit, Comparison } from '../../review/review.ts';
import { SITE_KINDS } from '../../rust/site.ts';
import { share, thousands } from './phrases.ts';
import type { Align, Row } from './table.ts';

export const GROWTH_HEAD: Row = ['before', 'now', 'growth', ''];
export const GROWTH_ALIGN: readonly Align[] = ['left', 'right', 'right', 'right', 'right'];

/** A name, what it was, what it is, and by how much it grew; only figures that are not nothing in both trees. */
export function growthRows(comparison: Comparison): readonly Row[] {
  const { tree, cSurface, contracts, layers, findings } = comparison;
  const of = <T extends object>(name: string, growth: Growth<T>, key: keyof T): Figure => {
    const before = growth.before[key] as number;
    return { name, before, now: before + ((growth.difference as Readonly<Record<PropertyKey, number>>)[key] ?? 0) };
  };
  const figures: readonly Figure[] = [
    of('Rust files', tree, 'rustFiles'),
    of('lines', tree, 'lines'),
    of('modules of rust/kernel', tree, 'abstractionModules'),
    of('lines of rust/kernel', tree, 'abstractionLines'),
    of('driver files', tree, 'driverFiles'),
    of('driver lines', tree, 'driverLines'),
    of('third-party files', tree, 'thirdPartyFiles'),
    of('unsafe words', tree, 'unsafeWords'),
    ...(['abstraction', 'leaf'] as const).map((layer) => sitesOf(`unsafe sites, ${layer}`, layers[layer])),
    of('unsafe fns with a contract', contracts, 'documentedFns'),
    of('C helper functions', cSurface, 'helperFunctions'),
    of('bindings headers', cSurface, 'headers'),
    of('C symbols used', cSurface, 'symbolsUsed'),
    of('C symbols wrapped', cSurface, 'symbolsWrapped'),
    of('C symbols in leaf code', cSurface, 'symbolsUsedInLeaf'),
    of('errors', findings, 'error'),
    of('warnings', findings, 'warning'),
  ];
  return figures.filter(({ before, now }) => before !== 0 || now !== 0).map(growthRow);
}

/** The sites by layer and kind, those in macros included. */
export function siteGrowthRows({ layers }: Comparison): readonly Row[] {
  const figures = LAYERS.flatMap((layer) =>
    SITE_KINDS.map((kind): Figure => {
      const { before, difference } = layers[layer];
      const was = before.sites[kind] + before.sitesInMacros[kind];
      return {
        name: `${layer}: ${kind}`,
        before: was,
        now: was + difference.sites[kind] + difference.sitesInMacros[kind],
      };
    }),
  );
  return figures.filter(({ before, now }) => before !== 0 || now !== 0).map(growthRow);
}

interface Figure {
  readonly name: string;
  readonly before: number;
  readonly now: number;
}

function sitesOf(name: string, { before, difference }: Comparison['layers']['leaf']): Figure {
  const was = allSites(before.sites) + allSites(before.sitesInMacros);
  return { name, before: was, now: was + allSites(difference.sites) + allSites(difference.sitesInMacros) };
}

function growthRow({ name, before, now }: Figure): Row {
  const percent =
    before === 0 || now === before ? '' : `${now > before ? '+' : '-'}${share(Math.abs(now - before) / before, 1)}`;
  return [name, thousands(before), thousands(now), signed(now - before), percent];
}

/** `+1,234`, `-5`, `=`. */
export function signed(difference: number): string {
  if (difference === 0) return '=';
  return `${difference > 0 ? '+' : '-'}${thousands(Math.abs(difference))}`;
}

/** A list with its title. */
export interface NamedList {
  readonly title: string;
  readonly names: readonly string[];
}

/** What came, went, and became or ceased to be safe; empty lists are left out. */
export function changeLists({ modules, bindings }: Comparison, now: Audit): readonly NamedList[] {
  const isSafe = new Set(now.modules.flatMap(({ path, safeOnly }) => (safeOnly ? [path] : [])));
  const lists = [
    { title: 'new modules, wholly safe', names: modules.came.filter((path) => isSafe.has(path)) },
    { title: 'new modules with unsafe', names: modules.came.filter((path) => !isSafe.has(path)) },
    { title: 'removed modules', names: modules.went },
    { title: 'became wholly safe', names: modules.becameSafe },
    { title: 'no longer wholly safe', names: modules.ceasedSafe },
    { title: 'new C symbols in leaf code', names: bindings.came },
    { title: 'C symbols gone from leaf code', names: bindings.went },
  ];
  return lists.filter(({ names }) => names.length > 0);
}

/** Modules whose words of unsafe changed, the largest changes first: path, before, now, difference. */
export function wordGrowthRows({ modules }: Comparison): readonly Row[] {
  return modules.changed
    .filter(({ difference }) => difference.unsafeWords !== 0)
    .toSorted((one, other) => Math.abs(other.difference.unsafeWords) - Math.abs(one.difference.unsafeWords))
    .map(({ path, before, difference }) =>
      growthRow({ name: path, before: before.unsafeWords, now: before.unsafeWords + difference.unsafeWords }),
    );
}
