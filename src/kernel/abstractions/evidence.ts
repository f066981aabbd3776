/** What one file of rust/kernel says of the C symbols that it uses: plain data, so that it can come from another thread or a cache. */

import type { Tokens } from '../../rust/lexer.ts';
import { LineTable } from '../../text/lines.ts';
import { headersLinkedIn } from './c-headers.ts';
import { innermostAt, type Outline, outlinesOf } from './outline.ts';
import { modulesAround } from './places.ts';
import { absolute, hiddenModulesIn, type Import, importsIn, moduleOfFile } from './public-names.ts';
import { scoresOf } from './ranking.ts';
import { type Sibling, siblingsIn } from './siblings.ts';
import { sightingsIn } from './sightings.ts';
import { kindsOf, type SymbolKind } from './symbol-kind.ts';

/** One sign that an item of rust/kernel wraps a symbol. */
export interface Evidence {
  readonly symbol: string;
  readonly kind: SymbolKind;
  /** The item, from its module on: `Clk`, `Clk::enable`. */
  readonly item: string;
  /** The path of the item's module: `kernel::clk`. */
  readonly module: string;
  /** Where the item begins, counted from 1. */
  readonly line: number;
  /** How much it says (docs: the ranking), and how much where drivers cannot name the item or its module. */
  readonly score: number;
  readonly hiddenScore: number;
}

export interface FileEvidence {
  /** `rust/kernel/clk.rs` */
  readonly path: string;
  readonly evidence: readonly Evidence[];
  /** How often each symbol is used in the file, imports left out. */
  readonly uses: Readonly<Record<string, number>>;
  /** C headers that its documentation links to, from include/ on: `linux/clk.h`. */
  readonly headers: readonly string[];
  /** What it gives a second name that other crates can use. */
  readonly reexports: readonly Import[];
  /** Its unsafe functions beside which there is a safe one. */
  readonly siblings: readonly Sibling[];
  /** Its modules that other crates cannot name. */
  readonly hidden: readonly (readonly string[])[];
}

/** Reads a file of rust/kernel. */
export function evidenceOf(path: string, tokens: Tokens): FileEvidence {
  const { text } = tokens;
  const speaks = text.includes('bindings');
  const outlines = speaks || /\bmod [a-z_0-9]+;|\bpub use |\bunsafe fn /.test(text) ? outlinesOf(tokens) : [];
  const imports = outlines.length > 0 ? importsIn(tokens, (token) => modulesAround(innermostAt(outlines, token))) : [];
  return {
    path,
    ...(speaks ? evidenceIn(moduleOfFile(path), tokens, outlines, imports) : { evidence: [], uses: {} }),
    headers: headersLinkedIn(text),
    reexports: imports.filter((each) => each.isPublic),
    siblings: siblingsIn(outlines),
    hidden: hiddenModulesIn(outlines),
  };
}

function evidenceIn(
  fileModule: readonly string[],
  tokens: Tokens,
  outlines: readonly Outline[],
  imports: readonly Import[],
): Pick<FileEvidence, 'evidence' | 'uses'> {
  const sightings = sightingsIn(tokens, outlines);
  const kinds = kindsOf(tokens, sightings);
  const lines = new LineTable(tokens.text);
  const declared = new Set(outlines.map((each) => (each.kind === 'impl' ? '' : each.name)));
  const imported = new Map(imports.map((each) => [each.name, each]));
  const uses = new Map<string, number>();
  const evidence: Evidence[] = [];
  for (const { symbol, place, isUse } of sightings) {
    if (isUse) uses.set(symbol, (uses.get(symbol) ?? 0) + 1);
    if (place === undefined) continue;
    const [owner = ''] = place.item.split('::');
    const elsewhere = declared.has(owner) ? undefined : imported.get(owner);
    const home = elsewhere && absolute(elsewhere.target, [...fileModule, ...elsewhere.within]);
    const module = home === undefined ? [...fileModule, ...place.modules] : home.slice(0, -1);
    const kind = kinds.get(symbol) ?? 'type';
    evidence.push({
      symbol,
      kind,
      item: place.item,
      module: module.join('::'),
      line: lines.lineOf(tokens.start(place.first)),
      ...scoresOf(place, symbol, kind, module),
    });
  }
  return { evidence, uses: Object.fromEntries(uses) };
}
