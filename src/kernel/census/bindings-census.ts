/** The symbols of the kernel's bindings that Rust code uses: how often, where, and which abstraction wraps them. */
import type { FileEvidence } from '../abstractions/evidence.ts';
import { type AbstractionIndex, type Answer, answerTo, type Header } from '../abstractions/index.ts';
import type { SymbolKind } from '../abstractions/symbol-kind.ts';
import { isUse, type LinkedFile, symbolOf } from './link.ts';

export interface UsedBinding {
  readonly symbol: string;
  readonly kind: SymbolKind;
  /** Imports do not count. */
  readonly uses: number;
  readonly leafUses: number;
  /** What wraps it, or touches it. */
  readonly abstraction: string | null;
  readonly verdict: Answer['kind'];
}

/** What is known of the tree around. */
export interface BindingsInput {
  /** Undefined without rust/kernel. */
  readonly index: AbstractionIndex | undefined;
  readonly isLeaf: (path: string) => boolean;
  readonly textOf: (path: string) => string | undefined;
  readonly headersBeside: (path: string) => readonly Header[];
}

/** Sorted by symbol. */
export function usedBindings(
  evidence: readonly FileEvidence[],
  linked: readonly LinkedFile[],
  ground: BindingsInput,
): readonly UsedBinding[] {
  const isSymbol = isSymbolOf(ground.index);
  const tallies = new Map<string, Tally>();
  const tallyOf = (symbol: string): Tally => {
    const known = tallies.get(symbol) ?? { uses: 0, leafUses: 0, kind: undefined, headers: new Set() };
    tallies.set(symbol, known);
    return known;
  };
  for (const { uses } of evidence) for (const [symbol, count] of Object.entries(uses)) tallyOf(symbol).uses += count;
  for (const { path, references } of linked) {
    for (const reference of references) {
      const symbol = symbolOf(reference);
      if (symbol === undefined || !isUse(reference, isSymbol)) continue;
      const tally = tallyOf(symbol);
      tally.uses += 1;
      tally.kind ??= kindAt(ground.textOf(path) ?? '', reference.span.end, symbol);
      if (!ground.isLeaf(path)) continue;
      tally.leafUses += 1;
      for (const header of ground.headersBeside(path)) tally.headers.add(header);
    }
  }
  return [...tallies]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([symbol, { uses, leafUses, kind, headers }]) => {
      const { index } = ground;
      const answer: Answer = index === undefined ? { kind: 'none' } : answerTo(index, symbol, [...headers]);
      const known =
        index !== undefined && Object.hasOwn(index.symbols, symbol) ? index.symbols[symbol]?.kind : undefined;
      return {
        symbol,
        kind: known ?? kind ?? 'type',
        uses,
        leafUses,
        abstraction: abstractionOf(answer),
        verdict: answer.kind,
      };
    });
}

/** Whether rust/kernel uses a symbol. */
export function isSymbolOf(index: AbstractionIndex | undefined): (symbol: string) => boolean {
  return (symbol) => index !== undefined && Object.hasOwn(index.symbols, symbol);
}

interface Tally {
  uses: number;
  leafUses: number;
  kind: SymbolKind | undefined;
  readonly headers: Set<Header>;
}

/** As far as its place shows: what is called is a function, what is written in capitals a constant. */
function kindAt(text: string, end: number, symbol: string): SymbolKind {
  if (/^\s{0,80}\(/.test(text.slice(end, end + 81))) return 'fn';
  return /^[A-Z][A-Z0-9_]*$/.test(symbol) ? 'const' : 'type';
}

function abstractionOf(answer: Answer): string | null {
  if (answer.kind === 'bypasses') return answer.abstraction.name;
  return answer.kind === 'touched' ? answer.by.name : null;
}
