/** The shape of a rule: what it says of itself, and how it looks. */
import { type Layer, type RelatedPlace, SEVERITIES, type Severity } from '../finding/finding.ts';
import type { GivenOptions, RuleOptions } from '../finding/rule-options.ts';
import { isForGenerated } from '../kernel/generated.ts';
import type { TreeFacts } from '../kernel/tree-facts.ts';
import type { LintAttribute } from '../rust/attributes.ts';
import type { RustFile, ScopedAttribute } from '../rust/file.ts';
import type { Item } from '../rust/items.ts';
import type { Site, SiteKind } from '../rust/site.ts';
import type { Span } from '../text/lines.ts';
import type { Noun } from '../text/nouns.ts';

/** What a rule's page, `explain` and SARIF say. */
export interface RuleText {
  /** Reads after "allow" and names the bad thing. */
  readonly id: string;
  /** One line, lower-case start, no full stop. */
  readonly summary: string;
  /** Why it matters: a paragraph of Markdown. */
  readonly why: string;
  /** The document that asks for it. */
  readonly reference: string;
  /** The usual one by layer; a layer that is absent is not checked. */
  readonly severity: Partial<Record<Layer, Severity>>;
  /** What else it gives by layer; `when` says in which cases. In documentation examples all is information. */
  readonly otherSeverities?: Partial<Record<Layer, readonly Severity[]>>;
  /** Silent until the settings give it a severity, or a call selects it by name: not all reviewers ask for it. */
  readonly isOffByDefault?: true;
  /** What else than its severity the settings can change. */
  readonly options?: RuleOptions;
  /** Where the severity or the patch decides, in words; Markdown. */
  readonly when: string;
  /** What merged code does, with counts; Markdown. */
  readonly practice?: string;
  readonly examples: { readonly bad: string; readonly good: string };
  /** Clippy or rustc lints whose allow/expect suppresses it, as `clippy::undocumented_unsafe_blocks`. */
  readonly lints: readonly string[];
  /** What it does not see, one sentence of Markdown each. */
  readonly misses: readonly string[];
  /** Where it differs from Clippy on purpose and why, one sentence of Markdown each. */
  readonly differs: readonly string[];
}

export interface Rule extends RuleText {
  /** Checks the current state of one file. In a review a hit counts only where the code before had none like it. */
  readonly check?: (view: FileView) => Iterable<Hit>;
  /** Checks what a patch did to one file. */
  readonly compare?: (change: FileChange) => Iterable<ChangeHit>;
}

/** A file in its place; a documentation example is a view of its own. */
export interface FileView {
  /** Relative to the tree's root. */
  readonly path: string;
  readonly layer: Layer;
  readonly file: RustFile;
  readonly inDocExample: boolean;
  /** Only pieces of the file are available (the hunks of a patch): absence proves nothing. */
  readonly isExcerpt: boolean;
  /** Whether an offset lies in generated code. */
  readonly isGenerated: (offset: number) => boolean;
  /** Lint levels of the file that includes this one. */
  readonly includedUnder: readonly LintAttribute[];
  /** What is known of the tree around it. */
  readonly facts: TreeFacts;
  /** What the settings say of the rules' options; see `optionOf`. */
  readonly options: GivenOptions;
}

/** What a rule sees; the engine adds id, severity, path and standing. */
export interface Hit {
  /** Where: its start is the finding's place. */
  readonly at: Span;
  /** What: lower-case start, no full stop, makes sense alone. */
  readonly message: string;
  /** What to do. */
  readonly help: string;
  /** Where it is not the layer's. */
  readonly severity?: Severity;
  /** In a review, where the file had a hit with the same key before. */
  readonly severityIfRepeated?: Severity;
  /** The site or item that it is about: the hit is an old one if the code before had it on the same site or item. */
  readonly site?: Site;
  readonly item?: Item | undefined;
  /** What else makes two hits the same: the text that is at fault. */
  readonly key: string;
  /** The message where the site or item was there before without this fault, instead of `message`; `before` is that site. */
  readonly messageIfRemoved?: string | ((before: Site, patch: readonly FileChange[]) => string);
  /** Other places, in this file or in another one. */
  readonly related?: readonly ({ readonly offset: number; readonly message: string } | RelatedPlace)[];
  /** Holds for generated code as well. */
  readonly includesGenerated?: boolean;
  /** The lint attribute that it is about. */
  readonly attribute?: ScopedAttribute;
  /** Hits of one rule and file with the same group are one finding, the later places in its `related`. */
  readonly group?: string;
}

/** A hit about a change; `related` may lie in other files. */
export interface ChangeHit extends Omit<Hit, 'related' | 'messageIfRemoved'> {
  readonly standing: 'new' | 'changed' | 'moved' | 'removed';
  readonly related?: readonly RelatedPlace[];
  /** The same for all files of a patch. */
  readonly group?: string;
  /** What each place is, that of the hit first: hits of a group are then counted together. */
  readonly counted?: readonly Noun[];
}

/** A site before and after; one side is absent where it is new or removed. */
export interface SitePair {
  readonly before: Site | undefined;
  readonly after: Site | undefined;
  readonly standing: 'new' | 'changed' | 'moved' | 'removed' | 'unchanged';
}

/** An item that is there before and after. */
export interface ItemPair {
  readonly before: Item;
  readonly after: Item;
}

/** What a patch did to one file. */
export interface FileChange {
  readonly before: FileView | undefined;
  readonly after: FileView | undefined;
  /** Pairs whose later side (or, of removed sites, whose earlier side) is in this file. */
  readonly sites: readonly SitePair[];
  readonly items: readonly ItemPair[];
  /** All changes of the patch, this one among them. */
  readonly patch: readonly FileChange[];
}

/** Makes a rule; for the types alone. */
export function defineRule(rule: Rule): Rule {
  return rule;
}

/** All severities that a rule gives in a layer, documentation examples aside: the usual one first, then the most severe. */
export function severitiesIn({ severity, otherSeverities = {} }: RuleText, layer: Layer): readonly Severity[] {
  const usual = severity[layer];
  if (usual === undefined) return [];
  return [usual, ...SEVERITIES.filter((each) => otherSeverities[layer]?.includes(each))];
}

/** Whether a rule looks at the code in documentation examples. What it finds there is information. */
export function looksAtExamples({ check }: Rule): boolean {
  return check !== undefined;
}

/** The three layers that have rules, at one severity. */
export function everywhere(severity: Severity): Partial<Record<Layer, Severity>> {
  return { leaf: severity, abstraction: severity, ffi: severity };
}

/** Sites of some kinds that a rule may report: not cut off by the end of an excerpt. */
export function sitesIn(view: FileView, ...kinds: readonly SiteKind[]): readonly Site[] {
  return view.file.sites.filter((site) => kinds.includes(site.kind) && !site.cutOff);
}

/** The lint attributes for the code that people write in a file. */
export function lintLevelsIn({ path, file }: FileView): readonly ScopedAttribute[] {
  return file.attributes.filter((attribute) => !isForGenerated(path, file, attribute));
}

export const CODING_GUIDELINES = 'https://docs.kernel.org/rust/coding-guidelines.html';
export const GENERAL_INFORMATION = 'https://docs.kernel.org/rust/general-information.html';
