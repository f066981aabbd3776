/** Puts lists one below the other as long as there is room, and says how many entries had none. */

/** A heading, entries that can be left out from the last one on, and what closes the list; empty ones are passed over. */
export interface Part {
  readonly open: string;
  readonly items: readonly string[];
  readonly close: string;
}

/** `head` and as many entries as `maximum` UTF-16 units hold; `rest` is the sentence for those that they do not. */
export function fitted(head: string, parts: readonly Part[], maximum: number, rest: (left: number) => string): string {
  const all = parts.reduce((sum, part) => sum + part.items.length, 0);
  const room = maximum - rest(all).length;
  let text = head;
  let shown = 0;
  for (const { open, items, close } of parts.filter((part) => part.items.length > 0)) {
    const fitting = howManyFit(items, room - text.length - open.length - close.length);
    if (fitting > 0) text += open + items.slice(0, fitting).join('') + close;
    shown += fitting;
    if (fitting < items.length) break;
  }
  return shown < all ? text + rest(all - shown) : text;
}

function howManyFit(items: readonly string[], room: number): number {
  let left = room;
  const tooLong = items.findIndex((item) => {
    left -= item.length;
    return left < 0;
  });
  return tooLong === -1 ? items.length : tooLong;
}
