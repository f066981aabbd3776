/** Functions and traits that this file's macros make, with the documentation that they get. */
import type { Documentation } from '../docs.ts';
import { documentationOf, type Item } from '../items.ts';
import type { Tokens } from '../lexer.ts';
import { inPlainCode, startOf } from '../reading.ts';
import type { ExpandedReading } from './expanded-reading.ts';

export interface MadeItem {
  /** At the place in the file where its head was written. */
  readonly item: Item;
  readonly documentation: Documentation;
  /** Where in plain code the call is. */
  readonly call: number;
}

/** One for each expansion, so that several may have one place. */
export function madeItems(tokens: Tokens, expanded: ExpandedReading): MadeItem[] {
  const made: MadeItem[] = [];
  for (const [node, item] of expanded.items.ofNode) {
    if (item.kind !== 'fn' && item.kind !== 'trait') continue;
    if (!expanded.place(item.span.start).isHandled) continue;
    const start = startOf(expanded, node);
    const { offset, within } = start;
    if (within !== undefined && within.definition === undefined) continue;
    const token = tokens.from(offset);
    const span = { start: offset, end: tokens.end(token) };
    const documentation = documentationOf(expanded.tokens, item);
    made.push({ item: { ...item, span, token, body: -1, source: 'macro' }, documentation, call: inPlainCode(start) });
  }
  return made;
}
