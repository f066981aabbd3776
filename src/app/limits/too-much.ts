/** Too much was asked for: what a handler throws, and what the worker does not count as an attempt. */

/** It is not its turn yet: the job is given back, and that was no attempt. */
export class Postponed extends Error {
  /** @param until in ms since 1970 */
  constructor(readonly until: number) {
    super('it rests: too much was asked for within a short time');
  }
}

/** Whoever asks has asked too often: nothing is done, and nothing is said. */
export class Unheard extends Error {
  constructor() {
    super('whoever asks has asked too often');
  }
}
