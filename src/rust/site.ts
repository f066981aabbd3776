/** A site: one place of unsafe, with its justification. Plain data; spans are offsets into the file's text. */
import type { Span } from '../text/lines.ts';
import type { Item } from './items.ts';
import type { Justification } from './justification.ts';

export const SITE_KINDS = ['block', 'fn', 'impl', 'trait', 'extern', 'attribute'] as const;
export type SiteKind = (typeof SITE_KINDS)[number];

export interface Site {
  readonly kind: SiteKind;
  /** The whole block or item, from its `unsafe` (or first word) to its end. */
  readonly span: Span;
  /** The `unsafe` keyword; the `extern` of a plain extern block. */
  readonly keyword: Span;
  /** The item it is in; for a fn, impl, trait or extern block the item that it is. */
  readonly item: Item | undefined;
  readonly justification: Justification | undefined;
  /** In a macro's argument, its definition, or a `quote!`; null in plain code. */
  readonly inMacro: 'argument' | 'definition' | 'quote' | null;
  /** Among a macro's tokens: the calls by which this file's macros put it into code; empty where none is known. */
  readonly calls: readonly number[];
  readonly inDocExample: boolean;
  /** What it says without comments and white space: what sites are compared by. */
  readonly code: string;
  /** The text ends before the place for a justification, so that its absence says nothing. */
  readonly cutOff: boolean;
}
