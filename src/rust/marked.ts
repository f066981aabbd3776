/** Code that has a safety mark above it: statements, tail expressions and items, by Clippy's rule of lines. */
import type { LineTable, Span } from '../text/lines.ts';
import type { Item } from './items.ts';
import type { Tokens } from './lexer.ts';
import { isPassedOver, type Mark, markAbove } from './marks.ts';
import { inPlainCode, lineOf, type Reading, startOf, visible } from './reading.ts';
import { endLineBefore } from './search.ts';
import { holdsUnsafeBlock, isInsideUnsafeBlock, valueOf } from './statements.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';

export interface Marked {
  readonly kind: 'statement' | 'tail' | 'item';
  /** For an item. */
  readonly item: Item | undefined;
  readonly mark: Mark;
  /** Where the code stands, attributes left out. */
  readonly span: Span;
  /** The mark is in its place: the code holds an unsafe block, or its value is one, or it cannot be told. */
  readonly isJustified: boolean;
}

/** Offsets of the code that may have a mark above: the first token of each line that follows a comment with one. */
export function lineStartsBelowMarks(lines: LineTable, tokens: Tokens): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (!/safety:/i.test(commentOrString(tokens, at))) continue;
    const line = lineBelow(lines, lines.lineOf(tokens.end(at)));
    if (line === undefined) continue;
    const first = tokens.start(tokens.next(tokens.from(lines.startOf(line)) - 1));
    if (offsets.at(-1) !== first && lines.lineOf(first) === line) offsets.push(first);
  }
  return offsets;
}
