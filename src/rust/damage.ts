/**
 * What the parser did not know: said of each item, and as small as it is. A finding is less sure only in what was not read,
 * and only where a justification may stand there unseen: odd code alone never makes a finding milder.
 */
import type { Span } from '../text/lines.ts';
import { statementStart } from './macros.ts';
import type { Reading } from './reading.ts';
import { itemOf } from './site-parts.ts';
import { nodeAt } from './syntax.ts';

export interface Damage {
  /** Stretches that were not read and have words on safety in or above them; items inside were read. */
  readonly unsure: readonly Span[];
  /** In words: the first place of each item, or each line. */
  readonly reasons: readonly string[];
}

/**
 * @param errors what was not read; empty stretches for what is missing
 * @param what how it is called: `syntax that the parser does not know`
 */
export function damageOf(parsed: Reading, errors: readonly Span[], what: string): Damage {
  const reasons = new Map<string, string>();
  for (const { start } of errors) {
    const line = parsed.lines.lineOf(start);
    const item = itemOf(parsed, nodeAt(parsed.root, start));
    const key = item?.path ?? `line ${line}`;
    if (reasons.has(key)) continue;
    const where = item === undefined ? '' : ` in \`${item.path}\``;
    reasons.set(key, `line ${line}${where}: ${what}`);
  }
  const unsure = errors.flatMap((error) => (isSpokenOf(parsed, error) ? withoutItems(parsed, error) : []));
  return { unsure, reasons: [...reasons.values()] };
}

/** Whether a comment in a stretch, or right above the statement that it belongs to, has words on safety. */
function isSpokenOf({ tokens }: Reading, { start, end }: Span): boolean {
  if (end <= start) return false;
  let first = statementStart(tokens, tokens.from(start));
  while (tokens.isComment(first - 1)) first -= 1;
  for (let at = first; at < tokens.count && tokens.start(at) < end; at += 1) {
    if (tokens.isComment(at) && /safety/i.test(tokens.at(at))) return true;
  }
  return false;
}

/** A stretch from where its statement begins, without the items in it: those are nodes of their own, read like any other. */
function withoutItems({ items, tokens }: Reading, { start, end }: Span): Span[] {
  const rest: Span[] = [];
  let from = tokens.start(statementStart(tokens, tokens.from(start)));
  for (const { span } of items.all) {
    if (span.start < from || span.end > end) continue;
    rest.push({ start: from, end: span.start });
    from = span.end;
  }
  rest.push({ start: from, end });
  return rest.filter((each) => each.start < each.end);
}
