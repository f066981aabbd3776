/** Sums over counted files. */
import { SITE_KINDS, type SiteKind } from '../../rust/site.ts';
import type { CountedFile, SiteCounts } from './file.ts';

export function noSites(): Record<SiteKind, number> {
  return { block: 0, fn: 0, impl: 0, trait: 0, extern: 0, attribute: 0 };
}

export function sum<T>(all: readonly T[], figure: (one: T) => number): number {
  return all.reduce((total, one) => total + figure(one), 0);
}

export function sumSites(files: readonly CountedFile[], which: 'sites' | 'sitesInMacros'): SiteCounts {
  const total = noSites();
  for (const file of files) for (const kind of SITE_KINDS) total[kind] += file[which][kind];
  return total;
}

export function allSites(sites: SiteCounts): number {
  return sum(SITE_KINDS, (kind) => sites[kind]);
}
