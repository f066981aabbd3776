/** Counts of several things in one phrase. */

/** In the singular and in the plural. */
export type Noun = readonly [one: string, many: string];

/** `3 new unsafe blocks, 1 new unsafe impl`: in the order in which the nouns come first. */
export function countOf(nouns: readonly Noun[]): string {
  const counts = new Map<string, { readonly noun: Noun; count: number }>();
  for (const noun of nouns) {
    const known = counts.get(noun[0]);
    if (known === undefined) counts.set(noun[0], { noun, count: 1 });
    else known.count += 1;
  }
  return [...counts.values()].map(({ noun, count }) => `${count} ${noun[count === 1 ? 0 : 1]}`).join(', ');
}
