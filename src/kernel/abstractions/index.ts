/** The abstraction index: from a symbol of the kernel's bindings to the safe abstraction that wraps it. Plain data. */
import type { FileEvidence, SymbolKind } from './evidence.ts';

export interface Candidate {
  /** `kernel::clk::Clk` */
  readonly name: string;
  readonly path: string;
  readonly line: number;
  readonly score: number;
}

export interface AbstractionIndex {
  /** By symbol, the best candidates first. */
  readonly symbols: Readonly<Record<string, { readonly kind: SymbolKind; readonly candidates: readonly Candidate[] }>>;
}

/** A C header: its path from include/ on, and its text. */
export interface Header {
  readonly path: string;
  readonly text: string;
}

/** What there is to say of a symbol that leaf code uses. */
export type Answer =
  | { readonly kind: 'bypasses'; readonly abstraction: Candidate }
  | { readonly kind: 'touched'; readonly by: Candidate }
  | { readonly kind: 'none' }
  | { readonly kind: 'own-glue'; readonly header: string };

/** Builds the index from rust/kernel; headers tell of typedefs, as far as they are at hand. */
export function makeIndex(_files: readonly FileEvidence[], _headers: readonly Header[] = []): AbstractionIndex {
  throw new Error('not written yet');
}

/**
 * What to say of a symbol.
 * @param ownHeaders the headers in the folder of the driver that uses it
 */
export function answerTo(_index: AbstractionIndex, _symbol: string, _ownHeaders: readonly Header[] = []): Answer {
  throw new Error('not written yet');
}
