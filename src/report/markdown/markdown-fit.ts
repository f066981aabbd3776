/** Puts lists one below the other as long as there is room, and says how many entries had none. */
import { type Align, markdownTable, type Row } from '../select/table.ts';

/** A heading, entries that can be left out from the last one on, and what closes the list; empty ones are skipped. */
export interface Part {
  readonly open: string;
  readonly items: readonly string[];
  readonly close: string;
}

/** How large a text is. */
export type SizeOf = (text: string) => number;

export const inUnits: SizeOf = (text) => text.length;
export const inBytes: SizeOf = (text) => Buffer.byteLength(text);

/** `head` and as many entries as `maximum` UTF-16 units hold; `rest` is the sentence for those that they do not. */
export function fitted(head: string, parts: readonly Part[], maximum: number, rest: (left: number) => string): string {
  return fittedBy(head, parts, maximum, rest, inUnits).text;
}

/** The same by another measure, and how many entries are shown. */
export function fittedBy(
  head: string,
  parts: readonly Part[],
  maximum: number,
  rest: (left: number) => string,
  sizeOf: SizeOf,
): { readonly text: string; readonly shown: number } {
  const all = parts.reduce((sum, part) => sum + part.items.length, 0);
  let room = maximum - sizeOf(rest(all)) - sizeOf(head);
  let text = head;
  let shown = 0;
  for (const { open, items, close } of parts.filter((part) => part.items.length > 0)) {
    const fitting = howManyFit(items, room - sizeOf(open) - sizeOf(close), sizeOf);
    const added = fitting > 0 ? open + items.slice(0, fitting).join('') + close : '';
    text += added;
    room -= sizeOf(added);
    shown += fitting;
    if (fitting < items.length) break;
  }
  return { text: shown < all ? text + rest(all - shown) : text, shown };
}

function howManyFit(items: readonly string[], room: number, sizeOf: SizeOf): number {
  let left = room;
  const tooLong = items.findIndex((item) => {
    left -= sizeOf(item);
    return left < 0;
  });
  return tooLong === -1 ? items.length : tooLong;
}

/** A title and a list. */
export function list(title: string, items: readonly string[]): Part {
  return { open: `\n${title}\n\n`, items: items.map((item) => `- ${item}\n`), close: '' };
}

/** A title and a table, of which rows may be left out. */
export function tablePart(title: string, rows: readonly Row[], align: readonly Align[]): Part {
  const [head = '', rule = '', ...body] = markdownTable(rows, align);
  return { open: `\n${title}\n\n${head}\n${rule}\n`, items: body.map((row) => `${row}\n`), close: '' };
}

/** What is only shown when a reader opens it. */
export function foldedPart(summary: string, part: Part): Part {
  const open = part.open.replace(/^\n.*\n/, () => `\n<details><summary>${summary}</summary>\n`);
  return { ...part, open, close: `${part.close}\n</details>\n` };
}

/** A list that GitHub shows folded below its summary. */
export function folded(summary: string, items: readonly string[]): Part {
  return foldedPart(summary, list('', items));
}
