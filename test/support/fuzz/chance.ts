/** Chance that can be had again: the same name gives the same numbers on every machine. */

/** Numbers from 0 to 1, without 1, that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export class Chance {
  readonly #random: () => number;

  /** @param name whatever it is for, as `rust/1/77` */
  constructor(name: string) {
    // FNV-1a: names that differ in one digit begin far apart
    let hash = 0x811c9dc5;
    for (let index = 0; index < name.length; index += 1) hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
    this.#random = randomFrom(hash);
  }

  /** A whole number from 0, below `end`. */
  below(end: number): number {
    return Math.floor(this.#random() * end);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One of a list that is not empty. */
  of<Value>(all: readonly Value[]): Value {
    return all[this.below(all.length)] as Value;
  }
}
