/** A finding: one instance of a rule, as plain data that serialises. */

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How a site or a finding relates to the patch. In an audit everything is `unchanged`. */
export type Standing = 'new' | 'changed' | 'moved' | 'removed' | 'unchanged';

/** Where code belongs between C and drivers; see kernel/layers.ts. */
export const LAYERS = ['ffi', 'abstraction', 'leaf', 'vendored', 'host'] as const;
export type Layer = (typeof LAYERS)[number];

/** Another place that belongs to a finding. */
export interface RelatedPlace {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** One line of source around a finding, for code frames; `line` counts from 1. */
export interface FrameLine {
  readonly line: number;
  readonly text: string;
}

export interface Finding {
  /** The rule's id. */
  readonly rule: string;
  readonly severity: Severity;
  readonly standing: Standing;
  /** Relative to the tree's root (review) or to the current folder (audit), with `/`. */
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  /** Counts from 1, in UTF-16 units. */
  readonly column: number;
  /** Where the code that it is about ends: the first unit behind it, as `column` counts (SARIF 2.1.0, section 3.30.8). */
  readonly endLine: number;
  readonly endColumn: number;
  /** What: makes sense alone, lower-case start, no full stop, code in backticks. */
  readonly message: string;
  /** What to do about it. */
  readonly help: string;
  /** The path of the item around it, as `impl Foo for Bar::baz`; null at the top of a file. */
  readonly item: string | null;
  readonly layer: Layer;
  readonly inMacro: boolean;
  readonly inDocExample: boolean;
  /** Made of rule, path, item path and normalised tokens: survives rebases and shifted lines. */
  readonly fingerprint: string;
  /** In a series: the id of the patch that brought it, and of the one that took it away again. */
  readonly introducedBy: string | null;
  readonly resolvedBy: string | null;
  readonly suppressed: { readonly by: string; readonly reason: string | null } | null;
  readonly related: readonly RelatedPlace[];
  /** The source around it, for people; not part of the machine-readable formats. */
  readonly frame: readonly FrameLine[];
}

/** What could not be read. */
export interface Unread {
  readonly path: string;
  readonly reason: string;
  /** An item or a macro of a file that was analysed otherwise. */
  readonly partial: boolean;
  /** How many `unsafe` keywords of the audited tree, or that the patch brought, are in there; absent where none is. */
  readonly keywords?: number;
  /** A file of which only hunks were read; `isPlain`: they show nothing that a whole file would be needed for. */
  readonly hunksOnly?: { readonly isPlain: boolean };
}

/** Code that no rule covers, and why; named wherever it hides an `unsafe`. */
export interface Exempt {
  readonly path: string;
  /** Counts from 1. */
  readonly line: number;
  readonly reason: string;
  /** How many `unsafe` keywords are in there. */
  readonly keywords: number;
  /** The patch made it so. False in an audit. */
  readonly isNew: boolean;
}

/** Whether something unread makes a review or audit incomplete: a whole file, or an `unsafe` without an account. */
export function isGap({ partial, keywords = 0 }: Unread): boolean {
  return !partial || keywords > 0;
}

/** Whether `severity` is at or above `threshold`. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(threshold);
}
