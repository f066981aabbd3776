/** What the census counts in one file: plain data, so that it can come from another thread or a cache. */
import type { Layer } from '../../finding/finding.ts';
import type { Exemption } from '../../rust/accounts.ts';
import type { SiteKind } from '../../rust/site.ts';
import type { FileFacts } from '../file-facts.ts';

/** The accounts of a file's `unsafe` keywords: together they are as many as the keywords. */
export interface Accounts {
  /** Sites that begin with the keyword; a plain extern block is a site without it. */
  readonly sites: number;
  readonly exempt: Readonly<Partial<Record<Exemption, number>>>;
  /** Those of which nothing is known. */
  readonly lost: number;
}

export type SiteCounts = Readonly<Record<SiteKind, number>>;

/** Unsafe functions and traits whose documentation is their own to write, and how many of them state their contract. */
export interface Contracts {
  readonly fns: number;
  readonly documentedFns: number;
  readonly traits: number;
  readonly documentedTraits: number;
}

export interface CountedFile {
  readonly path: string;
  readonly layer: Layer;
  /** As `wc -l` counts. */
  readonly lines: number;
  /** Lines with at least one token that is not a comment. */
  readonly codeLines: number;
  /** As `grep -ow unsafe` counts, comments and strings included. */
  readonly unsafeWords: number;
  /** Those in code. */
  readonly unsafeKeywords: number;
  readonly accounts: Accounts;
  /** `sites` and `sitesInMacros` are disjoint; sites in doc examples are in neither. */
  readonly sites: SiteCounts;
  readonly sitesInMacros: SiteCounts;
  /** Blocks and impls (in code) with a justification, and without one. */
  readonly documented: number;
  readonly undocumented: number;
  readonly contracts: Contracts;
  readonly facts: FileFacts;
}

/** What bears a Rust file's name and is not analysed: a link, a folder, a file that cannot be read. */
export interface OtherEntry {
  readonly path: string;
  readonly layer: Layer;
  /** Of what a link leads to; 0 where nothing can be read. */
  readonly lines: number;
}
