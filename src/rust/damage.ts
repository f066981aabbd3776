/** What the parser did not know, in words: the first place of each item, or of each line outside of items. */
import type { Span } from '../text/lines.ts';
import type { Reading } from './reading.ts';
import { itemOf } from './site-parts.ts';
import { nodeAt } from './syntax.ts';

/** What could not be read, in words. */
export interface UnreadPart {
  readonly reason: string;
  /** False where nothing of the file was read. */
  readonly partial: boolean;
  /** How many words `unsafe` are in there; absent where none is. */
  readonly keywords?: number;
}

/**
 * @param errors what was not read; empty stretches for what is missing
 * @param what how it is called: `syntax that the parser does not know`
 */
export function damageOf(parsed: Reading, errors: readonly Span[], what: string): readonly string[] {
  const reasons = new Map<string, string>();
  for (const { start } of errors) {
    const line = parsed.lines.lineOf(start);
    const item = itemOf(parsed, nodeAt(parsed.root, start));
    const key = item?.path ?? `line ${line}`;
    if (reasons.has(key)) continue;
    const where = item === undefined ? '' : ` in \`${item.path}\``;
    reasons.set(key, `line ${line}${where}: ${what}`);
  }
  return [...reasons.values()];
}
