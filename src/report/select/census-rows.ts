/** What a tree is made of, as rows of tables and as sentences. */
import type { UsedBinding } from '../../kernel/census/bindings-census.ts';
import type { ModuleFigures } from '../../kernel/census/module-census.ts';
import { allSites } from '../../kernel/census/sums.ts';
import type { Audit } from '../../review/review.ts';
import { counted, share, thousands } from './phrases.ts';
import type { Align, Row } from './table.ts';

/** `496 Rust files, 191,758 lines (120,185 of code)`, and how often `unsafe` is in them. */
export function sizeWords({ tree, layers }: Audit): readonly string[] {
  const sites = Object.values(layers).reduce(
    (sum, each) => sum + allSites(each.sites) + allSites(each.sitesInMacros),
    0,
  );
  return [
    `${counted(tree.rustFiles, 'Rust file')}, ${counted(tree.lines, 'line')} (${thousands(tree.codeLines)} of code)`,
    `${counted(sites, 'use')} of unsafe (${thousands(tree.unsafeKeywords)} keywords, ${counted(tree.unsafeWords, 'word')})`,
  ];
}

/** Where the lines are: name, files, lines, share of all lines. */
export interface Part {
  readonly name: string;
  readonly files: number;
  readonly lines: number;
}

/** The parts of a kernel tree; nothing where it has no lines. */
export function partsOf({ tree }: Audit): readonly Part[] {
  const parts = [
    { name: 'rust/kernel', files: tree.abstractionFiles, lines: tree.abstractionLines },
    { name: 'drivers', files: tree.driverFiles, lines: tree.driverLines },
    { name: 'samples', files: tree.sampleFiles, lines: tree.sampleLines },
    { name: 'third party', files: tree.thirdPartyFiles, lines: tree.thirdPartyLines },
  ];
  const files = parts.reduce((total, part) => total - part.files, tree.rustFiles);
  const lines = parts.reduce((total, part) => total - part.lines, tree.lines);
  return tree.lines === 0 ? [] : [...parts, { name: 'other', files, lines }].filter((part) => part.files > 0);
}

/** What Rust sees of C, and what its contracts say; sentences for which there is something to count. */
export function surfaceSentences({ cSurface, contracts, tree, bindings }: Audit): readonly string[] {
  const leafUses = bindings.reduce((total, each) => total + each.leafUses, 0);
  const helpers = `${counted(cSurface.helperFunctions, 'helper function')} in ${counted(tree.helperFiles, 'C file')}`;
  const inLeaf = `leaf code uses ${thousands(cSurface.symbolsUsedInLeaf)} in ${counted(leafUses, 'place')}`;
  const used = `${counted(cSurface.symbolsUsed, 'symbol')} used, ${thousands(cSurface.symbolsWrapped)} with an abstraction`;
  const documented = (all: number, documented: number, one: string): string[] =>
    all === 0 ? [] : [`${thousands(documented)} of ${counted(all, one)}`];
  const contract = [
    ...documented(contracts.fns, contracts.documentedFns, 'unsafe fn'),
    ...documented(contracts.traits, contracts.documentedTraits, 'unsafe trait'),
  ];
  return [
    ...(tree.helperFiles + cSurface.headers === 0
      ? []
      : [`C that Rust can use: ${counted(cSurface.headers, 'header')}, ${helpers}`]),
    ...(cSurface.symbolsUsed === 0 ? [] : [`C bindings: ${used}; ${inLeaf}`]),
    ...(contract.length === 0 ? [] : [`\`# Safety\` sections: ${contract.join(', ')}`]),
  ];
}

export const MODULE_HEAD: Row = ['files', 'lines', 'words', 'share', 'sites', 'in macros', 'bindings'];
export const MODULE_ALIGN: readonly Align[] = ['left', ...MODULE_HEAD.map(() => 'right' as const)];

/** The figures of a module, as MODULE_HEAD names them. */
export function moduleRow(module: ModuleFigures): Row {
  const { files, lines, unsafeWords, unsafeWordShare, sites, sitesInMacros, bindingsUses } = module;
  return [
    ...[files, lines, unsafeWords].map(thousands),
    share(unsafeWordShare, 2),
    ...[allSites(sites), allSites(sitesInMacros), bindingsUses].map(thousands),
  ];
}

/** Those with the most words of unsafe first. */
export function mostUnsafeFirst(modules: readonly ModuleFigures[]): readonly ModuleFigures[] {
  return modules.toSorted((one, other) => other.unsafeWords - one.unsafeWords || (one.path < other.path ? -1 : 1));
}

/** The modules of a layer. */
export function modulesIn({ modules }: Audit, where: 'leaf' | 'abstraction'): readonly ModuleFigures[] {
  return modules.filter(({ layer }) => (layer === 'leaf') === (where === 'leaf'));
}

/** The symbols that leaf code uses, the most used first. */
export function usedInLeaf({ bindings }: Audit): readonly UsedBinding[] {
  return bindings
    .filter(({ leafUses }) => leafUses > 0)
    .toSorted((one, other) => other.leafUses - one.leafUses || (one.symbol < other.symbol ? -1 : 1));
}
