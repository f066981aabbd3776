/** One remembered value, with its key and its type. The keys of all values are in one table here. */
import type { Clock } from '../ports/clock.ts';
import type { Values } from '../ports/records.ts';

/** How keys begin. Numbers of repositories, installations and pull requests follow, and names where a value has one. */
const PREFIXES = {
  // of a pull request
  state: 'state',
  openRuns: 'runs',
  lastHead: 'head',
  verdict: 'verdict',
  accepted: 'accepted',
  paused: 'paused',
  labelled: 'labelled',
  undelivered: 'unsaid',
  looks: 'pace',
  calls: 'calls',
  reply: 'replies',
  // of a repository
  repository: 'repository',
  refusal: 'refused',
  lastGoodSettings: 'settings',
  knownHead: 'known-head',
  command: 'command',
  commands: 'heard',
  mayNotWrite: 'may-not-write',
  // of a person in an installation
  callsOfPerson: 'calls-of',
  restShown: 'told-of',
  // of the App
  redelivered: 'sweep',
} as const;

/** The key of a value; with an empty last part, the beginning of the keys of all such values. */
export function keyOf(kind: keyof typeof PREFIXES, ...parts: readonly (string | number)[]): string {
  return [PREFIXES[kind], ...parts].join('/');
}

/** A value that may be there or not. */
export class Value<T> {
  constructor(
    private readonly store: Values,
    private readonly clock: Pick<Clock, 'now'>,
    readonly key: string,
  ) {}

  /** Undefined where there is none. */
  async recall(): Promise<T | undefined> {
    return (await this.store.recall(this.key)) as T | undefined;
  }

  remember(value: T): Promise<void> {
    return this.store.remember(this.key, value, this.clock.now());
  }

  forget(): Promise<void> {
    return this.store.remember(this.key, undefined, this.clock.now());
  }

  /** Makes a new value of the present one, which does not change meanwhile. */
  change(change: (value: T | undefined) => T): Promise<void> {
    return this.store.change(this.key, (value) => change(value as T | undefined), this.clock.now());
  }
}
