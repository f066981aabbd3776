/** What one file of rust/kernel says of the C symbols that it uses: plain data, so that it can come from another thread or a cache. */
import type { Tokens } from '../../rust/lexer.ts';

export type SymbolKind = 'fn' | 'const' | 'type';

/** One sign that an item of rust/kernel wraps a symbol. */
export interface Evidence {
  readonly symbol: string;
  readonly kind: SymbolKind;
  /** The item, from its module on: `Clk`, `Clk::enable`. */
  readonly item: string;
  /** Where the item begins, counted from 1. */
  readonly line: number;
  /** How much it says (docs: the ranking). */
  readonly score: number;
}

export interface FileEvidence {
  /** `rust/kernel/clk.rs` */
  readonly path: string;
  readonly evidence: readonly Evidence[];
  /** How often each symbol is used in the file, imports left out. */
  readonly uses: Readonly<Record<string, number>>;
  /** C headers that its documentation links to, from include/ on: `linux/clk.h`. */
  readonly headers: readonly string[];
}

/** Reads a file of rust/kernel. */
export function evidenceOf(path: string, _tokens: Tokens): FileEvidence {
  throw new Error(`not written yet: ${path}`);
}
