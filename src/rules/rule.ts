/** The shape of a rule: what it says of itself, and how it looks. */
import type { Layer, Severity } from '../finding/finding.ts';

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
  /** By layer; a layer that is absent is not looked at. */
  readonly severity: Partial<Record<Layer, Severity>>;
  /** Where the severity or the patch decides, in words; Markdown. */
  readonly when: string;
  readonly examples: { readonly bad: string; readonly good: string };
  /** Clippy or rustc lints whose allow/expect suppresses it, as `clippy::undocumented_unsafe_blocks`. */
  readonly lints: readonly string[];
  /** What it does not see, one sentence of Markdown each. */
  readonly misses: readonly string[];
  /** Where it differs from Clippy on purpose and why, one sentence of Markdown each. */
  readonly differs: readonly string[];
}
