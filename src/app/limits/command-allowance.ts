/** How many commands of a person are heard within an hour: each costs calls of GitHub, and strangers may write comments without end. */

import type { AppServices } from '../context.ts';
import type { RepositoryRef } from '../ports/forge.ts';
import { belowAt, callsOfPerson, recallCalls } from './call-budgets.ts';
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

/** Commands of a person, by their ids. */
interface Heard {
  readonly commands: Readonly<Record<string, { readonly at: number; readonly isRefused: boolean }>>;
  /** When one was passed over and that was recorded, in ms since 1970. */
  readonly passedOverAt: number | null;
}

const NONE: Heard = { commands: {}, passedOverAt: null };

function heardKey({ repository, sender }: Asked): string {
  return `heard/${repository.id}/${sender.toLowerCase()}`;
}

function within({ commands }: Heard, now: number): Heard['commands'] {
  return Object.fromEntries(Object.entries(commands).filter(([, { at }]) => at > now - HOUR));
}

function isFull(commands: Heard['commands']): boolean {
  const all = Object.values(commands);
  return all.length >= MOST_COMMANDS || all.filter(({ isRefused }) => isRefused).length >= MOST_REFUSED;
}

/** Whether a person used up what GitHub is asked for a person within an hour. */
export async function hasSpentAll(
  person: string,
  repository: RepositoryRef,
  { store, clock, limits }: AppServices,
): Promise<boolean> {
  const now = clock.now();
  return belowAt(await recallCalls(store, callsOfPerson(repository, person)), limits.perAuthor, now) > now;
}

/** Before anything is asked of GitHub. @throws Unheard where the person has asked too often, and may not write */
export async function ensureHeard(asked: Asked, services: AppServices): Promise<void> {
  const { store, clock } = services;
  const now = clock.now();
  const heard = ((await store.recall(heardKey(asked))) as Heard | undefined) ?? NONE;
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
      what: 'commands passed over',
      detail: { commands: Object.keys(others).length },
    });
    await store.change(heardKey(asked), (value) => ({ ...((value ?? NONE) as Heard), passedOverAt: now }), now);
  }
  throw new Unheard();
}

/**
 * Counts a command of a person who is not known to have write permission.
 * @returns whether it is the last one that is heard within the hour
 */
export async function noteCommand(asked: Asked, isRefused: boolean, { store, clock }: AppServices): Promise<boolean> {
  const now = clock.now();
  let isLast = false;
  await store.change(
    heardKey(asked),
    (value) => {
      const heard = (value ?? NONE) as Heard;
      const commands = { ...within(heard, now), [asked.id]: { at: now, isRefused } };
      isLast = isFull(commands);
      return { ...heard, commands };
    },
    now,
  );
  return isLast;
}
