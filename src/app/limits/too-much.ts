/** Too much was asked for: what a handler throws, and what the worker does not count as an attempt. */

/** The pull request has to rest: the job is given back, which counts as no attempt. */
export class Postponed extends Error {
  /** @param until in ms since 1970 */
  constructor(readonly until: number) {
    super('it rests: too much was asked for within a short time');
  }
}

/** The person has sent too many commands: nothing is done, and nothing is replied. */
export class Unheard extends Error {
  constructor() {
    super('this person has sent too many commands');
  }
}
