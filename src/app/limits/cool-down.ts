/** The cool-down of a pull request: the first looks are free, then each rest is twice as long as the one before. */

/** How often it was reviewed lately, and when the last review began. */
export interface Looks {
  /** Goes up with each look, and down in quiet times. */
  readonly level: number;
  /** In ms since 1970. */
  readonly at: number;
}

/** So many looks need no rest between them. */
export const FREE_LOOKS = 20;
/** The longest rest is so many times the first one. */
const LONGEST = 150;
const HIGHEST = FREE_LOOKS + Math.ceil(Math.log2(LONGEST));
/** In ms: so long without a look, beyond the rest, takes one look back. */
const EASES_EVERY = 120_000;

/** In ms: how long a pull request rests after a look. @param first the first rest, in ms; 0: there are none */
export function restAfter({ level }: Pick<Looks, 'level'>, first: number): number {
  return level < FREE_LOOKS ? 0 : first * Math.min(LONGEST, 2 ** (level - FREE_LOOKS));
}

/** When the next look may begin, in ms since 1970. A clock of another machine that is ahead makes no rest longer. */
export function nextLook(looks: Looks, first: number, now: number): number {
  return Math.min(looks.at, now) + restAfter(looks, first);
}

/** After a look that begins now. */
export function withLook(looks: Looks | undefined, first: number, now: number): Looks {
  if (looks === undefined) return { level: 1, at: now };
  const quiet = Math.max(0, now - looks.at - restAfter(looks, first));
  const level = Math.max(0, looks.level - Math.floor(quiet / EASES_EVERY)) + 1;
  return { level: Math.min(level, HIGHEST), at: now };
}
