/** What is remembered of a repository, and which repositories the App knows. */
import type { Settings } from '../../config/settings.ts';
import type { Command } from '../../publish/audit-command-line.ts';
import type { Clock } from '../ports/clock.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import type { Values } from '../ports/records.ts';
import type { RefusalReason } from '../ports/refusals.ts';
import { forgetDecisionsIn, type HeadVerdict, type OpenRun } from './pull-request-records.ts';
import { keyOf, Value } from './value.ts';

/** A repository whose jobs GitHub refused. */
export interface RefusedMark {
  readonly reason: RefusalReason;
  /** In ms since 1970. */
  readonly at: number;
}

/** Commands and buttons of a person within an hour. */
export interface PersonsCommands {
  readonly commands: Readonly<Record<string, { readonly at: number; readonly isRefused: boolean }>>;
  /** When one was ignored and that was recorded, in ms since 1970. */
  readonly passedOverAt: number | null;
}

/** A command that was carried out: its reply and its reaction can still be owed. */
export interface CarriedOut {
  readonly isDone: boolean;
  /** Null: it needs none. */
  readonly reply: string | null;
  readonly command: Command['kind'];
  readonly sender: string;
  readonly isOwed?: boolean;
  /** At which it was asked; absent in what 0.1.0 wrote. */
  readonly head?: string;
}

/** In ms: after so long a sweep looks whether GitHub still refuses; not every change there has a delivery. */
export const LOOK_AGAIN_AFTER = 24 * 3_600_000;

export class RepositoryRecords {
  readonly known: Value<RepositoryRef>;
  /** That GitHub refuses its jobs. */
  readonly refusal: Value<RefusedMark>;

  constructor(
    private readonly store: Values,
    private readonly clock: Pick<Clock, 'now'>,
    readonly repository: Pick<RepositoryRef, 'id'>,
  ) {
    this.known = new Value(store, clock, keyOf('repository', repository.id));
    this.refusal = new Value(store, clock, keyOf('refusal', repository.id));
  }

  /** The last settings of a branch that could be used: the author of a pull request chooses its base. */
  lastGoodSettings(branch: string): Value<Partial<Settings>> {
    return new Value(this.store, this.clock, keyOf('lastGoodSettings', this.repository.id, branch));
  }

  /** The pull request whose own job had this head: it was reviewed, or it rests and is reviewed in its time. */
  knownHead(head: string): Value<number> {
    return new Value(this.store, this.clock, keyOf('knownHead', this.repository.id, head));
  }

  /** What became of the command in a comment. */
  command(comment: number): Value<CarriedOut> {
    return new Value(this.store, this.clock, keyOf('command', this.repository.id, comment));
  }

  commandsOf(person: string): Value<PersonsCommands> {
    return new Value(this.store, this.clock, keyOf('commands', this.repository.id, person.toLowerCase()));
  }

  /** When GitHub last said that the person may not write, in ms since 1970. */
  mayNotWrite(person: string): Value<number> {
    return new Value(this.store, this.clock, keyOf('mayNotWrite', this.repository.id, person.toLowerCase()));
  }

  /** Of all pull requests with this head. */
  async verdictsOn(head: string): Promise<readonly HeadVerdict[]> {
    const all = await this.store.recallAll(keyOf('verdict', this.repository.id, head, ''));
    return [...all.values()] as HeadVerdict[];
  }

  /** The App was removed from it: sweeps pass it over, and people's decisions go. */
  async forget(): Promise<void> {
    await this.known.forget();
    await forgetDecisionsIn(this.store, this.repository.id, this.clock.now());
  }
}

/** Every repository that the App has seen, by its number. */
export async function knownRepositories(store: Values): Promise<ReadonlyMap<number, RepositoryRef>> {
  const known = (await store.recallAll(keyOf('repository', ''))).values() as Iterable<RepositoryRef>;
  return new Map([...known].map((repository) => [repository.id, repository]));
}

/** The numbers of repositories that sweeps pass over: GitHub refused them, and it is too early to look again. */
export async function refusedLately(store: Values, now: number): Promise<ReadonlySet<number>> {
  const marks = [...(await store.recallAll(keyOf('refusal', '')))] as [string, RefusedMark][];
  const recent = marks.filter(([, { at }]) => at > now - LOOK_AGAIN_AFTER);
  return new Set(recent.map(([key]) => Number(key.slice(keyOf('refusal', '').length))));
}

/** The pull requests that have runs whose end was not noted. */
export async function pullRequestsWithOpenRuns(
  store: Values,
): Promise<readonly { readonly repository: number; readonly number: number }[]> {
  const all = [...(await store.recallAll(keyOf('openRuns', '')))] as [string, readonly OpenRun[]][];
  return all
    .filter(([, runs]) => runs.length > 0)
    .map(([key]) => {
      const [repository, number] = key.slice(keyOf('openRuns', '').length).split('/').map(Number);
      return { repository: repository as number, number: number as number };
    });
}

/** Up to when GitHub's deliveries were checked, in ms since 1970. */
export function redeliveredUntil(store: Values, clock: Pick<Clock, 'now'>): Value<number> {
  return new Value(store, clock, keyOf('redelivered', 'deliveries'));
}
