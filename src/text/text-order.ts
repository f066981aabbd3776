/** Orders texts by UTF-16 units, so that no locale has a say: negative, 0 or positive, as `Array.sort` wants it. */
export function compareText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
