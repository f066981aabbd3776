/** Calls of GitHub within the last hour. */

/** What each minute of the last hour cost, the oldest first. */
export type SpentCalls = readonly (readonly [minute: number, calls: number])[];

const MINUTE = 60_000;
const HOUR_IN_MINUTES = 60;

/** What counts at `now`. Minutes that another machine's clock has in the future count as this one. */
function recent(spent: SpentCalls, now: number): SpentCalls {
  const present = Math.floor(now / MINUTE);
  const byMinute = new Map<number, number>();
  for (const [given, calls] of spent) {
    const minute = Math.min(given, present);
    if (minute > present - HOUR_IN_MINUTES) byMinute.set(minute, (byMinute.get(minute) ?? 0) + calls);
  }
  return [...byMinute].sort(([a], [b]) => a - b);
}

/** With so many more calls at `now`, in ms since 1970. */
export function withCalls(spent: SpentCalls = [], calls: number, now: number): SpentCalls {
  return recent([...spent, [Math.floor(now / MINUTE), calls]], now);
}

/** The calls of the hour before `now`, in ms since 1970. */
export function callsIn(spent: SpentCalls, now: number): number {
  return recent(spent, now).reduce((sum, [, calls]) => sum + calls, 0);
}

/**
 * When less than the budget was spent within an hour, in ms since 1970; `now` where it is so already.
 * @param budget calls an hour
 */
export function belowAt(spent: SpentCalls = [], budget: number, now: number): number {
  let left = callsIn(spent, now);
  if (left < budget) return now;
  for (const [minute, calls] of recent(spent, now)) {
    left -= calls;
    if (left < budget) return (minute + HOUR_IN_MINUTES) * MINUTE;
  }
  return now;
}
