/** The abstraction index: from a symbol of the kernel's bindings to the safe abstraction that wraps it. Plain data. */

import { compareText } from '../../text/text-order.ts';
import { declares, type Header, typedefsIn } from './c-headers.ts';
import type { FileEvidence } from './evidence.ts';
import { moduleOfFile, PublicNames } from './public-names.ts';
import { FURTHER_PLACE, WRAPS } from './ranking.ts';
import type { Sibling } from './siblings.ts';
import type { SymbolKind } from './symbol-kind.ts';

export type { Header } from './c-headers.ts';

export interface Candidate {
  /** `kernel::clk::Clk` */
  readonly name: string;
  /** The method, constant or variant that has to do with it: `enable`; empty where the item itself has. */
  readonly member: string;
  readonly path: string;
  readonly line: number;
  readonly score: number;
}

export interface SymbolEntry {
  readonly kind: SymbolKind;
  /** The best first, at most `KEPT`. */
  readonly candidates: readonly Candidate[];
}

export interface AbstractionIndex {
  /** By symbol, the best candidates first. */
  readonly symbols: Readonly<Record<string, SymbolEntry>>;
  /** Unsafe functions beside which the type has a safe one. */
  readonly siblings: readonly Sibling[];
}

/** What there is to say of a symbol that leaf code uses. */
export type Answer =
  | { readonly kind: 'bypasses'; readonly abstraction: Candidate }
  | { readonly kind: 'touched'; readonly by: Candidate }
  | { readonly kind: 'none' }
  | { readonly kind: 'own-glue'; readonly header: string };

/** Candidates kept for a symbol. */
const KEPT = 4;

/** Builds the index from rust/kernel; headers, if available, give the typedefs. */
export function makeIndex(files: readonly FileEvidence[], headers: readonly Header[] = []): AbstractionIndex {
  const names = new PublicNames();
  for (const file of files) names.add(moduleOfFile(file.path), file.reexports, file.hidden);
  const found = new Map<string, Findings>();
  // where two places say as much, the file's name decides, not who came first
  for (const file of files.toSorted((a, b) => compareText(a.path, b.path))) {
    for (const evidence of file.evidence) {
      const entry: Findings = found.get(evidence.symbol) ?? { kinds: [], byName: new Map() };
      found.set(evidence.symbol, entry);
      entry.kinds.push(evidence.kind);
      const isMacro = evidence.item.endsWith('!');
      const [owner = '', ...members] = isMacro ? ['', evidence.item] : evidence.item.split('::');
      const { name, isReachable } = names.of(evidence.module, owner);
      const score = isReachable ? evidence.score : evidence.hiddenScore;
      const group: Group = entry.byName.get(name) ?? { places: 0, score: -1, path: '', line: 0, member: '' };
      group.places += 1;
      if (score > group.score) {
        const member = isReachable ? members.join('::') : '';
        Object.assign(group, { score, path: file.path, line: evidence.line, member });
      }
      entry.byName.set(name, group);
    }
  }
  const symbols: Record<string, SymbolEntry> = Object.create(null);
  for (const symbol of [...found.keys()].sort()) {
    const { kinds, byName } = found.get(symbol) as Findings;
    const candidates = [...byName].map(
      ([name, group]): Candidate => ({
        name,
        member: group.member,
        path: group.path,
        line: group.line,
        score: rounded(group.score + FURTHER_PLACE * Math.min(group.places - 1, 10)),
      }),
    );
    candidates.sort((a, b) => b.score - a.score || compareText(a.name, b.name));
    symbols[symbol] = { kind: commonKind(kinds), candidates: candidates.slice(0, KEPT) };
  }
  return { symbols: withTypedefs(symbols, headers), siblings: files.flatMap(({ siblings }) => siblings) };
}

interface Findings {
  readonly kinds: SymbolKind[];
  readonly byName: Map<string, Group>;
}

interface Group {
  places: number;
  score: number;
  path: string;
  line: number;
  member: string;
}

/** The kind that most places show. */
function commonKind(kinds: readonly SymbolKind[]): SymbolKind {
  const count = (kind: SymbolKind) => kinds.filter((each) => each === kind).length;
  const [first = 'type'] = (['fn', 'const', 'type'] as const).toSorted((a, b) => count(b) - count(a));
  return first;
}

function rounded(score: number): number {
  return Math.round(score * 100) / 100;
}

/** A type that has two names in C has one abstraction. */
function withTypedefs(symbols: Record<string, SymbolEntry>, headers: readonly Header[]): Record<string, SymbolEntry> {
  for (const [name, other] of headers.flatMap(({ text }) => typedefsIn(text))) {
    for (const [from, to] of [
      [name, other],
      [other, name],
    ] as const) {
      const known = symbols[from];
      const best = known?.candidates[0]?.score ?? 0;
      if (known !== undefined && best > (symbols[to]?.candidates[0]?.score ?? 0)) symbols[to] = known;
    }
  }
  return symbols;
}

/**
 * What to say of a symbol.
 * @param ownHeaders the headers in the folder of the driver that uses it
 */
export function answerTo(index: AbstractionIndex, symbol: string, ownHeaders: readonly Header[] = []): Answer {
  const own = ownHeaders.find((header) => declares(header, symbol));
  const [best] = Object.hasOwn(index.symbols, symbol) ? (index.symbols[symbol]?.candidates ?? []) : [];
  if (best === undefined) return own === undefined ? { kind: 'none' } : { kind: 'own-glue', header: own.path };
  return best.score >= WRAPS ? { kind: 'bypasses', abstraction: best } : { kind: 'touched', by: best };
}
