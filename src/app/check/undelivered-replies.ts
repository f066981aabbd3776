/** Replies to commands that GitHub did not take: the check of the head says them, the one that is there and the next. */
import { ACTIONS } from '../../publish/messages.ts';
import type { PullRequestContext } from '../context.ts';
import { attempt, type LateWrite } from './secondary-write.ts';

/** Markdown sentences for the check of the context's head. */
export async function undeliveredReplies({ records, head }: PullRequestContext): Promise<readonly string[]> {
  const known = await records.undelivered.recall();
  return known?.head === head ? known.words : [];
}

/**
 * Says it in the check that shows the head, if there is one, and has it said in later ones. Done again, it says nothing twice.
 * @returns the write that may be done later, if GitHub did not answer
 */
export async function sayInCheck(context: PullRequestContext, words: readonly string[]): Promise<LateWrite | null> {
  const { records, forge, head } = context;
  const known = await undeliveredReplies(context);
  const fresh = words.filter((each) => !known.includes(each));
  if (fresh.length > 0) await records.undelivered.remember({ head, words: [...known, ...fresh] });
  const state = await records.state.recall();
  // the run in progress says it when it ends
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
