/** What a review and an audit give: plain data that serialises, and names what it could not read. */
import type { Exempt, Finding, Layer, Severity, Unread } from '../finding/finding.ts';
import type { UsedBinding } from '../kernel/census/bindings-census.ts';
import type { BindingChanges, Growth, ModuleChanges } from '../kernel/census/compare-censuses.ts';
import type { Accounts, Contracts, SiteCounts } from '../kernel/census/file-census.ts';
import type { ModuleFigures } from '../kernel/census/module-census.ts';
import type { TreeFigures } from '../kernel/census/tree-census.ts';
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
  /** What this patch did on its own, sorted by path, line, column, rule. */
  readonly findings: readonly Finding[];
  readonly delta: Delta;
  readonly unread: readonly Unread[];
  readonly exempt: readonly Exempt[];
}

/** Where the text around the hunks came from. `hunks`: from nowhere, only what the patches show was read. */
export type Basis = 'tree' | 'repository' | 'hunks';

/** The rules that a call asked for, where it did not ask for all of them. */
export interface RuleChoice {
  readonly asked: readonly string[];
  readonly leftOut: readonly string[];
  /** Those that were asked for by name although the settings have them off. */
  readonly off: readonly string[];
}

export interface Review {
  /** Full commit ids where they are known. */
  readonly base: string | null;
  readonly head: string | null;
  readonly basis: Basis;
  /** False where a whole file or patch could not be analysed. */
  readonly complete: boolean;
  readonly patches: readonly PatchReview[];
  /** Of the whole series: what remains at its end. What a later patch resolved is listed with its own patch, `resolvedBy` set. */
  readonly findings: readonly Finding[];
  readonly delta: Delta;
  readonly unread: readonly Unread[];
  /** Code with `unsafe` in it that no rule covers. */
  readonly exempt: readonly Exempt[];
  /** Sentences for people: skipped mails, patches that are applied already. */
  readonly notes: readonly string[];
  /** Absent where all rules looked. */
  readonly choice?: RuleChoice;
}

/** The figures of one layer; `sites` and `sitesInMacros` are disjoint, sites in doc examples are in neither. */
export interface LayerFigures {
  readonly files: number;
  readonly lines: number;
  /** Lines with at least one token that is not a comment. */
  readonly codeLines: number;
  readonly sites: SiteCounts;
  readonly sitesInMacros: SiteCounts;
  /** Blocks and impls (in code) with a justification, and without one. */
  readonly documented: number;
  readonly undocumented: number;
}

/** What of C the Rust code of a tree sees (Documentation/rust/general-information.rst, "Bindings"). */
export interface CSurfaceFigures {
  /** Functions of rust/helpers: inline functions and macros that bindgen cannot see. */
  readonly helperFunctions: number;
  /** `grep -c '^#include' rust/bindings/bindings_helper.h`. */
  readonly headers: number;
  /** Symbols of the bindings that Rust code uses, imports left out; those that leaf code uses; those that have a safe abstraction. */
  readonly symbolsUsed: number;
  readonly symbolsUsedInLeaf: number;
  readonly symbolsWrapped: number;
}

/** `tree`: a whole kernel tree; `part`: files of one; `other`: files that no kernel tree is around. */
export type Scope = 'tree' | 'part' | 'other';

/** The census and the standing findings of a tree. */
export interface Audit {
  readonly revision: string | null;
  readonly scope: Scope;
  readonly complete: boolean;
  readonly tree: TreeFigures;
  /** Of all `unsafe` keywords: sites that begin with one, named exemptions, and those of which nothing is known. */
  readonly accounts: Accounts;
  readonly cSurface: CSurfaceFigures;
  /** Of code that rules cover. */
  readonly contracts: Contracts;
  readonly layers: Readonly<Record<Layer, LayerFigures>>;
  readonly modules: readonly ModuleFigures[];
  readonly bindings: readonly UsedBinding[];
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
  /** Code with `unsafe` in it that no rule covers, except vendored and host code. */
  readonly exempt: readonly Exempt[];
  /** Against another tree, where one was named. */
  readonly compared: Comparison | null;
  /** Absent where all rules looked. */
  readonly choice?: RuleChoice;
}

/** How a tree differs from another one. */
export interface Comparison {
  /** As it was named in the call, and its full commit id where it has one. */
  readonly name: string;
  readonly revision: string | null;
  readonly complete: boolean;
  readonly tree: Growth<TreeFigures>;
  readonly cSurface: Growth<CSurfaceFigures>;
  readonly contracts: Growth<Contracts>;
  readonly layers: Readonly<Record<Layer, Growth<LayerFigures>>>;
  readonly modules: ModuleChanges;
  readonly bindings: BindingChanges;
  readonly findings: Growth<FindingCounts>;
}

/** `suppressed` ones are in no other figure. */
export type FindingCounts = Readonly<Record<Severity | 'suppressed', number>>;
