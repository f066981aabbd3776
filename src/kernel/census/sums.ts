/** Sums over counted files. */
import { EXEMPTION_NAMES, type Exemption } from '../../rust/accounts.ts';
import { SITE_KINDS, type SiteKind } from '../../rust/site.ts';
import type { Accounts, CountedFile, SiteCounts } from './file-census.ts';

/** Zero of each kind. */
export function noSites(): Record<SiteKind, number> {
  return { block: 0, fn: 0, impl: 0, trait: 0, extern: 0, attribute: 0 };
}

export const NO_ACCOUNTS: Accounts = { sites: 0, exempt: {}, lost: 0 };

/** The accounts of several files together. */
export function sumAccounts(all: readonly Accounts[]): Accounts {
  const exempt: Partial<Record<Exemption, number>> = {};
  for (const why of EXEMPTION_NAMES) {
    const count = sum(all, (each) => each.exempt[why] ?? 0);
    if (count > 0) exempt[why] = count;
  }
  return { sites: sum(all, ({ sites }) => sites), exempt, lost: sum(all, ({ lost }) => lost) };
}

/** The sum of a figure over a list. */
export function sum<T>(all: readonly T[], figure: (one: T) => number): number {
  return all.reduce((total, one) => total + figure(one), 0);
}

/** The sites of all files, by kind. */
export function sumSites(files: readonly CountedFile[], which: 'sites' | 'sitesInMacros'): SiteCounts {
  const total = noSites();
  for (const file of files) for (const kind of SITE_KINDS) total[kind] += file[which][kind];
  return total;
}

/** The sites of all kinds together. */
export function allSites(sites: SiteCounts): number {
  return sum(SITE_KINDS, (kind) => sites[kind]);
}
