/** Which of many stretches is the innermost one around an offset, asked many times. */
import type { Span } from '../text/lines.ts';

/**
 * Gives the question for things with a span each: of those around an offset the one that begins last, and of those that
 * begin alike the later one. Costs n log n once, and log n for each offset.
 */
export function innermostOf<T>(things: readonly T[], spanOf: (thing: T) => Span): (offset: number) => T | undefined {
  const spans = things.map(spanOf);
  const byStart = spans
    .map((_, index) => index)
    .filter((index) => spanAt(spans, index).start < spanAt(spans, index).end);
  byStart.sort((a, b) => spanAt(spans, a).start - spanAt(spans, b).start || a - b);
  const edges = [...new Set(byStart.flatMap((index) => [spanAt(spans, index).start, spanAt(spans, index).end]))];
  edges.sort((a, b) => a - b);
  // those that are open, the innermost last: what has ended below the last one is removed once it is on top
  const open: number[] = [];
  const winners: (T | undefined)[] = [];
  let next = 0;
  for (const edge of edges) {
    for (; next < byStart.length && spanAt(spans, byStart[next] as number).start === edge; next += 1)
      open.push(byStart[next] as number);
    while (open.length > 0 && spanAt(spans, open.at(-1) as number).end <= edge) open.pop();
    const top = open.at(-1);
    winners.push(top === undefined ? undefined : things[top]);
  }
  return (offset) => {
    let low = 0;
    let high = edges.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((edges[middle] as number) <= offset) low = middle + 1;
      else high = middle;
    }
    return winners[low - 1];
  };
}

function spanAt(spans: readonly Span[], index: number): Span {
  return spans[index] as Span;
}
