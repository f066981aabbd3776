/** What of a file was not read, in words: what the parser did not know, and the `unsafe` keywords that have no account. */

import type { Unread } from '../finding/finding.ts';
import type { Lost } from '../rust/accounts.ts';
import type { UnreadPart } from '../rust/damage.ts';
import type { LineTable } from '../text/lines.ts';

/** What there is to know of a file that was read. */
export interface ReadFile {
  readonly lines: LineTable;
  readonly lost: readonly Lost[];
  readonly unread: readonly UnreadPart[];
}

/**
 * What was not read of a file as it is now. A keyword without an account counts where the text before, if there is one, had
 * none like it on a line of the same words.
 */
export function unreadOf(path: string, file: ReadFile, before?: ReadFile): Unread[] {
  const known = new Map<string, number>();
  for (const each of before?.lost ?? []) {
    const key = keyOf(before as ReadFile, each);
    known.set(key, (known.get(key) ?? 0) + 1);
  }
  const groups = new Map<string, { line: number; count: number; keywords: number }>();
  for (const each of file.lost) {
    const key = keyOf(file, each);
    const left = known.get(key) ?? 0;
    known.set(key, left - 1);
    const group = groups.get(each.reason) ?? { line: file.lines.lineOf(each.offset), count: 0, keywords: 0 };
    groups.set(each.reason, {
      ...group,
      count: group.count + 1,
      keywords: group.keywords + (left > 0 ? 0 : 1),
    });
  }
  return [
    ...file.unread.map((each) => ({ path, ...each })),
    ...[...groups].map(([reason, { line, count, keywords }]) => ({
      path,
      reason: `line ${line}: ${reason}${count > 1 ? `, and ${count - 1} more like it` : ''}`,
      partial: true,
      keywords,
    })),
  ];
}

function keyOf({ lines }: ReadFile, { offset, reason }: Lost): string {
  return `${reason}\0${lines.lineText(lines.lineOf(offset)).trim()}`;
}
