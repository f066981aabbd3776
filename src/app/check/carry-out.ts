/** Carries out what publish/ planned: one step after the other, each only while the head is still the one that was reviewed. */
import { type PublicationStep, planComment, planRun, type WantedComment, type WantedRun } from '../../publish/plan.ts';
import type { CheckRun, OwnComment } from '../../publish/published.ts';
import type { PullRequestContext } from '../context.ts';
import type { Forge } from '../ports/forge.ts';
import { noteRun } from './open-runs.ts';

/** Throws where the head has moved or the pull request was closed; called before writes that say something of the head. */
export type EnsureCurrent = () => Promise<void>;

/**
 * Brings the check run of the context's head to what is wanted.
 * @param run the one that there is
 * @param ensureCurrent is called between two writes; whether the head is still the same before the first one is the caller's to know
 * @param whileWaiting rejects with its reason as long as a write waits for its turn: then that is not done
 * @returns what GitHub shows afterwards
 */
export async function publishRun(
  context: PullRequestContext,
  wanted: WantedRun,
  run: CheckRun | null,
  ensureCurrent: EnsureCurrent = async () => {},
  whileWaiting?: AbortSignal,
): Promise<CheckRun> {
  let shown = run;
  for (const [index, step] of planRun(wanted, run).entries()) {
    if (index > 0) await ensureCurrent();
    shown = await carryOut(context, step, shown, whileWaiting);
  }
  if (shown === null) throw new Error('a publication ended without its check run');
  return shown;
}

async function carryOut(
  context: PullRequestContext,
  step: PublicationStep,
  run: CheckRun | null,
  whileWaiting: AbortSignal | undefined,
): Promise<CheckRun> {
  const { forge } = context;
  switch (step.kind) {
    case 'create-run': {
      await noteRun(context, { externalId: step.run.externalId, id: null });
      const made = await forge.createRun(step.run, whileWaiting);
      await noteRun(context, { externalId: made.externalId, id: made.id });
      return made;
    }
    case 'take-over': {
      const { run: taken, change } = step;
      await noteRun(context, { externalId: change.externalId, id: taken.id, instead: taken.externalId });
      await forge.changeRun(taken.id, change, whileWaiting);
      return { ...taken, externalId: change.externalId, conclusion: change.conclusion };
    }
    case 'annotate':
    case 'conclude': {
      if (run === null) throw new Error('a run is changed before it is there');
      await forge.changeRun(run.id, step.change, whileWaiting);
      return { ...run, conclusion: step.change.conclusion };
    }
  }
}

/**
 * Brings the sticky comment to what is wanted.
 * @param comments those that there are, the oldest first
 * @returns what GitHub shows afterwards
 */
export async function publishComment(
  wanted: WantedComment,
  comments: readonly OwnComment[],
  forge: Forge,
  number: number,
  ensureCurrent: EnsureCurrent = async () => {},
): Promise<OwnComment | null> {
  let shown = comments[0] ?? null;
  for (const step of planComment(wanted, comments)) {
    await ensureCurrent();
    if (step.kind === 'edit-comment') await forge.editComment(step.comment, step.body);
    shown =
      step.kind === 'edit-comment' ? { id: step.comment, body: step.body } : await forge.comment(number, step.body);
  }
  return shown;
}
