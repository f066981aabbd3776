/** What is remembered of a person in an installation, whose quota that person's work takes. */
import type { Clock } from '../ports/clock.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import type { Values } from '../ports/records.ts';
import type { SpentCalls } from './spent-calls.ts';
import { keyOf, Value } from './value.ts';

export class PersonRecords {
  /** Calls of GitHub that the person caused. */
  readonly calls: Value<SpentCalls>;
  /** When a check last said that a pull request of the person waits, in ms since 1970. */
  readonly restShown: Value<number>;

  /** @param login of any case: GitHub's logins have none */
  constructor(
    store: Values,
    clock: Pick<Clock, 'now'>,
    { installation }: Pick<RepositoryRef, 'installation'>,
    login: string,
  ) {
    const value = <T>(kind: 'callsOfPerson' | 'restShown') =>
      new Value<T>(store, clock, keyOf(kind, installation, login.toLowerCase()));
    this.calls = value('callsOfPerson');
    this.restShown = value('restShown');
  }
}
