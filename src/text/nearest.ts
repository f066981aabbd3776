/** What a mistyped word was to be. */

/**
 * The one of `known` that begins with the word, or else the nearest that is near enough to be meant; null where none is.
 * Case does not matter, `_` is as good as `-`. The word may be hostile and of any length; what comes back is one of `known`.
 */
export function nearestWord(word: string, known: readonly string[]): string | null {
  const normal = (text: string) => text.toLowerCase().replaceAll('_', '-');
  const affirmed = (option: string) => option.replace(/^--no-/, '--');
  const written = normal(word).slice(0, 100);
  const longer = known.filter((candidate) => normal(candidate).startsWith(written));
  if (longer.length === 1 && /\w{2}/.test(written)) return longer[0] ?? null;
  const farthest = Math.min(3, Math.ceil(word.length / 3));
  let nearest: { readonly candidate: string; readonly distance: number } | null = null;
  for (const candidate of known) {
    // never the opposite of what is written, as `--no-color` of `--color`
    if (normal(candidate) !== written && affirmed(normal(candidate)) === affirmed(written)) continue;
    const distance = editDistance(written, normal(candidate));
    if (distance <= farthest && (nearest === null || distance < nearest.distance)) nearest = { candidate, distance };
  }
  return nearest?.candidate ?? null;
}

/** Levenshtein's: how many characters to add, drop or change. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, char] of [...from].entries()) {
    const next = [index + 1];
    for (let at = 1; at <= to.length; at += 1) {
      const changed = (row[at - 1] as number) + (char === to[at - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[at] as number) + 1, (next[at - 1] as number) + 1));
    }
    row = next;
  }
  return row[to.length] as number;
}
