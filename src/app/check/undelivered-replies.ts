/** What GitHub did not take of an answer to a command: the check of the head says it, the one that is there and the next. */
import { ACTIONS } from '../../publish/messages.ts';
import type { AppServices } from '../context.ts';
import type { Forge } from '../ports/forge.ts';
import { recallState } from '../records/pull-request.ts';
import { attempt, type LateWrite } from './secondary-write.ts';

interface Unsaid {
  readonly head: string;
  /** Markdown sentences. */
  readonly words: readonly string[];
}

function unsaidKey(repository: number, pullRequest: number): string {
  return `unsaid/${repository}/${pullRequest}`;
}

/** Markdown sentences for the check of this head. */
export async function recallUnsaid(
  { store }: Pick<AppServices, 'store'>,
  repository: number,
  pullRequest: number,
  head: string,
): Promise<readonly string[]> {
  const known = (await store.recall(unsaidKey(repository, pullRequest))) as Unsaid | undefined;
  return known?.head === head ? known.words : [];
}

/**
 * Says it in the check that shows the head, if there is one, and has it said in later ones. Done again, it says nothing twice.
 * @returns the write that may be done later, if GitHub did not answer
 */
export async function sayInCheck(
  words: readonly string[],
  forge: Forge,
  number: number,
  head: string,
  services: AppServices,
): Promise<LateWrite | null> {
  const { store, clock } = services;
  const repository = forge.repository.id;
  const known = await recallUnsaid(services, repository, number, head);
  const fresh = words.filter((each) => !known.includes(each));
  if (fresh.length > 0)
    await store.remember(unsaidKey(repository, number), { head, words: [...known, ...fresh] }, clock.now());
  const state = await recallState(store, repository, number);
  // the run that is under way says it when it ends
  if (state === undefined || state.head !== head) return null;
  const said = await attempt(async () => {
    const output = await forge.outputOf(state.run);
    const missing = words.filter((each) => output?.summary.includes(each) === false);
    if (output === null || missing.length === 0) return;
    const summary = [...missing, output.summary].join('\n\n');
    const { conclusion } = state;
    await forge.changeRun(state.run, { conclusion, output: { ...output, summary, annotations: [] }, actions: ACTIONS });
  });
  return said.late;
}
