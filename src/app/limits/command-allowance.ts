/** How many commands of a person are taken within an hour: each costs calls of GitHub, and comments are unlimited. */

import type { AppServices } from '../context.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import { PersonRecords } from '../records/person-records.ts';
import { type PersonsCommands, RepositoryRecords } from '../records/repository-records.ts';
import { belowAt } from '../records/spent-calls.ts';
import type { Value } from '../records/value.ts';
import { mayWrite } from './role-memory.ts';
import { Unheard } from './too-much.ts';

/** Commands of a person without write permission that are answered within an hour. */
const MOST_COMMANDS = 60;
/** Of those, so many that the person was not permitted. */
const MOST_REFUSED = 5;
const HOUR = 3_600_000;

/** A command or a button: who asks for what, and where. */
export interface Asked {
  readonly repository: RepositoryRef;
  readonly number: number | null;
  readonly sender: string;
  /** The same again when it is tried again. */
  readonly id: string;
}

const NONE: PersonsCommands = { commands: {}, passedOverAt: null };

function commandsOf({ repository, sender }: Asked, { store, clock }: AppServices): Value<PersonsCommands> {
  return new RepositoryRecords(store, clock, repository).commandsOf(sender);
}

function within({ commands }: PersonsCommands, now: number): PersonsCommands['commands'] {
  return Object.fromEntries(Object.entries(commands).filter(([, { at }]) => at > now - HOUR));
}

function isFull(commands: PersonsCommands['commands']): boolean {
  const all = Object.values(commands);
  return all.length >= MOST_COMMANDS || all.filter(({ isRefused }) => isRefused).length >= MOST_REFUSED;
}

/** Whether a person used up the hour's calls of GitHub. */
export async function hasSpentAll(
  person: string,
  repository: RepositoryRef,
  { store, clock, limits }: AppServices,
): Promise<boolean> {
  const now = clock.now();
  const spent = await new PersonRecords(store, clock, repository, person).calls.recall();
  return belowAt(spent, limits.perAuthor, now) > now;
}

/** Before anything is asked of GitHub. @throws Unheard where the person has asked too often, and may not write */
export async function ensureHeard(asked: Asked, services: AppServices): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  const known = commandsOf(asked, services);
  const heard = (await known.recall()) ?? NONE;
  const { [asked.id]: _, ...others } = within(heard, now);
  if (!isFull(others) && !(await hasSpentAll(asked.sender, asked.repository, services))) return;
  if (await mayWrite(asked.sender, await services.forges.of(asked.repository), services)) return;
  // one record an hour: they are kept for a year
  if (heard.passedOverAt === null || heard.passedOverAt <= now - HOUR) {
    await store.record({
      at: now,
      repository: asked.repository.id,
      pullRequest: asked.number,
      actor: asked.sender,
      what: 'commands ignored',
      detail: { commands: Object.keys(others).length },
    });
    await known.change((value = NONE) => ({ ...value, passedOverAt: now }));
  }
  throw new Unheard();
}

/**
 * Counts a command of a person who is not known to have write permission.
 * @returns whether it is the last one that is heard within the hour
 */
export async function noteCommand(asked: Asked, isRefused: boolean, services: AppServices): Promise<boolean> {
  const now = services.clock.now();
  let isLast = false;
  await commandsOf(asked, services).change((heard = NONE) => {
    const commands = { ...within(heard, now), [asked.id]: { at: now, isRefused } };
    isLast = isFull(commands);
    return { ...heard, commands };
  });
  return isLast;
}
