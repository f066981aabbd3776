/** What a review and an audit give: plain data that serialises, and names what it could not read. */
import type { Finding, Layer, Unread } from '../finding/finding.ts';
import type { SiteKind } from '../rust/site.ts';
import type { CSurface } from './c-surface.ts';

/** How the sites of one kind changed. */
export interface SiteChanges {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly moved: number;
}

/** The unsafe delta: by layer and kind; a layer or kind without any change is absent. */
export interface Delta {
  readonly layers: Partial<Record<Layer, Partial<Record<SiteKind, SiteChanges>>>>;
  /** What the patch opens of C to Rust. */
  readonly cSurface: CSurface;
}

export interface PatchReview {
  /** The full commit id, the Message-Id, or the file's name. */
  readonly id: string;
  readonly subject: string | null;
  /** How many Rust files the patch touches. */
  readonly rustFiles: number;
  /** What this patch by itself did, sorted by path, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly delta: Delta;
  readonly unread: readonly Unread[];
}

/** Where the text around the hunks came from. `hunks`: from nowhere, only what the patches show was read. */
export type Basis = 'tree' | 'repository' | 'hunks';

export interface Review {
  /** Full commit ids where they are known. */
  readonly base: string | null;
  readonly head: string | null;
  readonly basis: Basis;
  /** False where a whole file or patch could not be analysed. */
  readonly complete: boolean;
  readonly patches: readonly PatchReview[];
  /** Of the whole series: what remains at its end. What a later patch resolved stands with its own patch, `resolvedBy` set. */
  readonly findings: readonly Finding[];
  readonly delta: Delta;
  readonly unread: readonly Unread[];
  /** Sentences for people: passed-over mails, patches that are applied already. */
  readonly notes: readonly string[];
}

/** The figures of one layer; `sites` and `sitesInMacros` are disjoint, sites in doc examples are in neither. */
export interface LayerFigures {
  readonly files: number;
  readonly lines: number;
  /** Lines with at least one token that is no comment. */
  readonly codeLines: number;
  readonly sites: Readonly<Record<SiteKind, number>>;
  readonly sitesInMacros: Readonly<Record<SiteKind, number>>;
  /** Blocks and impls (in code) with a justification, and without one. */
  readonly documented: number;
  readonly undocumented: number;
}

/** The standing findings of a tree, and its sites by layer. */
export interface Audit {
  readonly revision: string | null;
  readonly complete: boolean;
  readonly layers: Readonly<Record<Layer, LayerFigures>>;
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
}
