/** Adds up what files gave to an audit, and compares two audits. */
import { type Finding, isGap, LAYERS, type Layer, type Unread } from '../finding/finding.ts';
import type { UsedBinding } from '../kernel/census/bindings-census.ts';
import { bindingChanges, type Growth, growthOf, moduleChanges } from '../kernel/census/compare-censuses.ts';
import type { CountedFile, OtherEntry } from '../kernel/census/file-census.ts';
import type { ModuleFigures } from '../kernel/census/module-census.ts';
import { sum, sumAccounts, sumSites } from '../kernel/census/sums.ts';
import { treeFigures } from '../kernel/census/tree-census.ts';
import type { FileAudit } from './audit.ts';
import { helpersIn } from './c-surface.ts';
import { inOrder } from './findings.ts';
import type { Audit, Comparison, CSurfaceFigures, FindingCounts, LayerFigures, Scope } from './review.ts';

/** What an audit is made of, besides the files themselves; `NOTHING_ELSE` for files alone. */
export interface Surroundings {
  readonly revision: string | null;
  readonly scope: Scope;
  /** What bears a Rust file's name and is not analysed. */
  readonly others: readonly OtherEntry[];
  /** rust/kernel/lib.rs, where it is among what is counted. */
  readonly library: string | undefined;
  /** The texts of rust/helpers/**.c; null where one cannot be read. */
  readonly helpers: readonly (string | null)[];
  /** rust/bindings/bindings_helper.h. */
  readonly bindingsHeader: string;
  readonly modules: readonly ModuleFigures[];
  readonly bindings: readonly UsedBinding[];
  /** Of rules that look at a tree when all of it is read. */
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
}

export const NOTHING_ELSE: Surroundings = {
  revision: null,
  scope: 'other',
  others: [],
  library: undefined,
  helpers: [],
  bindingsHeader: '',
  modules: [],
  bindings: [],
  findings: [],
  unread: [],
};

/** @param files in the order of their paths */
export function sumAudit(files: readonly FileAudit[], around: Surroundings = NOTHING_ELSE): Audit {
  const { revision, scope, others, modules, bindings } = around;
  const layerFigures = (layer: Layer): LayerFigures =>
    sumLayer(
      files.filter((file) => file.layer === layer),
      others.filter((other) => other.layer === layer),
    );
  const unread = [...around.unread, ...files.flatMap((file) => file.unread)];
  return {
    revision,
    scope,
    complete: !unread.some(isGap),
    tree: treeFigures(files, others, around.helpers.length, around.library),
    accounts: sumAccounts(files.map(({ accounts }) => accounts)),
    cSurface: cSurfaceFigures(around),
    contracts: {
      fns: sum(files, ({ contracts }) => contracts.fns),
      documentedFns: sum(files, ({ contracts }) => contracts.documentedFns),
      traits: sum(files, ({ contracts }) => contracts.traits),
      documentedTraits: sum(files, ({ contracts }) => contracts.documentedTraits),
    },
    layers: byLayer(layerFigures),
    modules,
    bindings,
    findings: inOrder([...around.findings, ...files.flatMap((file) => file.findings)]),
    unread,
    exempt: files.flatMap(({ exempt }) => exempt),
    compared: null,
  };
}

function byLayer<T>(figures: (layer: Layer) => T): Readonly<Record<Layer, T>> {
  return Object.fromEntries(LAYERS.map((layer) => [layer, figures(layer)])) as Record<Layer, T>;
}

function sumLayer(files: readonly CountedFile[], others: readonly OtherEntry[]): LayerFigures {
  return {
    files: files.length + others.length,
    lines: sum(files, ({ lines }) => lines) + sum(others, ({ lines }) => lines),
    codeLines: sum(files, ({ codeLines }) => codeLines),
    sites: sumSites(files, 'sites'),
    sitesInMacros: sumSites(files, 'sitesInMacros'),
    documented: sum(files, ({ documented }) => documented),
    undocumented: sum(files, ({ undocumented }) => undocumented),
  };
}

function cSurfaceFigures({ helpers, bindingsHeader, bindings }: Surroundings): CSurfaceFigures {
  const functions = helpers.flatMap((text) => helpersIn(text ?? '').map(({ name }) => name));
  return {
    helperFunctions: new Set(functions).size,
    headers: bindingsHeader.match(/^#include/gm)?.length ?? 0,
    symbolsUsed: bindings.length,
    symbolsUsedInLeaf: bindings.filter(({ leafUses }) => leafUses > 0).length,
    symbolsWrapped: bindings.filter(({ verdict }) => verdict === 'bypasses').length,
  };
}

/** What an audit has more or less than that of another tree, which the call named so. */
export function compareAudits(now: Audit, before: Audit, name: string): Comparison {
  const { revision, complete } = before;
  return {
    name,
    revision,
    complete,
    tree: growthOf(now.tree, before.tree),
    cSurface: growthOf(now.cSurface, before.cSurface),
    contracts: growthOf(now.contracts, before.contracts),
    layers: byLayer((layer): Growth<LayerFigures> => growthOf(now.layers[layer], before.layers[layer])),
    modules: moduleChanges(now.modules, before.modules),
    bindings: bindingChanges(now.bindings, before.bindings),
    findings: growthOf(findingCounts(now), findingCounts(before)),
  };
}

function findingCounts({ findings }: Audit): FindingCounts {
  const counts = { error: 0, warning: 0, info: 0, suppressed: 0 };
  for (const { severity, suppressed } of findings) counts[suppressed === null ? severity : 'suppressed'] += 1;
  return counts;
}
