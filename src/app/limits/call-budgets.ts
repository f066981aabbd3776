/** Calls of GitHub within the last hour: small values in the store, for each pull request and for each person who causes work. */
import type { RepositoryRef } from '../ports/forge.ts';
import type { JobStore } from '../ports/job-store.ts';

/** What each minute of the last hour cost, the oldest first. */
export type Spent = readonly (readonly [minute: number, calls: number])[];

const MINUTE = 60_000;
const HOUR_IN_MINUTES = 60;

/** What counts at `now`. Minutes that another machine's clock has in the future count as this one. */
function recent(spent: Spent, now: number): Spent {
  const present = Math.floor(now / MINUTE);
  const byMinute = new Map<number, number>();
  for (const [given, calls] of spent) {
    const minute = Math.min(given, present);
    if (minute > present - HOUR_IN_MINUTES) byMinute.set(minute, (byMinute.get(minute) ?? 0) + calls);
  }
  return [...byMinute].sort(([a], [b]) => a - b);
}

export function withCalls(spent: Spent, calls: number, now: number): Spent {
  return recent([...spent, [Math.floor(now / MINUTE), calls]], now);
}

export function callsIn(spent: Spent, now: number): number {
  return recent(spent, now).reduce((sum, [, calls]) => sum + calls, 0);
}

/**
 * When less than the budget was spent within an hour, in ms since 1970; `now` where it is so already.
 * @param budget calls an hour
 */
export function belowAt(spent: Spent, budget: number, now: number): number {
  let left = callsIn(spent, now);
  if (left < budget) return now;
  for (const [minute, calls] of recent(spent, now)) {
    left -= calls;
    if (left < budget) return (minute + HOUR_IN_MINUTES) * MINUTE;
  }
  return now;
}

/** Of the reviews of a pull request. */
export function callsOfPullRequest({ id }: Pick<RepositoryRef, 'id'>, number: number): string {
  return `calls/${id}/${number}`;
}

/** Of all that a person caused in an installation, whose quota it takes. @param person a login */
export function callsOfPerson({ installation }: Pick<RepositoryRef, 'installation'>, person: string): string {
  return `calls-of/${installation}/${person.toLowerCase()}`;
}

export async function recallCalls(store: JobStore, key: string): Promise<Spent> {
  return ((await store.recall(key)) ?? []) as Spent;
}

/** Adds to what is there; others that add at the same time are counted too. */
export async function addCalls(store: JobStore, key: string, calls: number, now: number): Promise<void> {
  await store.change(key, (value) => withCalls((value ?? []) as Spent, calls, now), now);
}
