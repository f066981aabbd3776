/** Carries out what publish/ planned: one step after the other, each only while the head is still the one that was reviewed. */
import {
  type CommentStep,
  type PublicationStep,
  planComment,
  planPublication,
  type WantedComment,
  type WantedPublication,
} from '../../publish/plan.ts';
import type { CheckRun, OwnComment } from '../../publish/published.ts';
import type { Forge } from '../ports/forge.ts';

export interface Publishing {
  readonly forge: Forge;
  readonly number: number;
  /** Throws where the head has moved or the pull request was closed; called before every write. */
  readonly ensureCurrent: () => Promise<void>;
  /** Told before and after a run is created, and before one is taken over, so that a kill in between leaves no orphan. */
  readonly onRun: (run: NotedRun) => Promise<void>;
}

export interface NotedRun {
  readonly externalId: string;
  readonly id: number | null;
  /** The external id that the run had before. */
  readonly instead?: string;
}

export interface PublishedNow {
  readonly run: CheckRun | null;
  readonly comment: OwnComment | null;
}

/** @returns what stands on GitHub afterwards */
export async function publish(
  wanted: WantedPublication,
  published: { readonly run: CheckRun | null; readonly comments: readonly OwnComment[] },
  publishing: Publishing,
): Promise<PublishedNow> {
  let { run } = published;
  let comment = published.comments[0] ?? null;
  for (const step of planPublication(wanted, published)) {
    if (step.kind !== 'create-run') await publishing.ensureCurrent();
    const made = await carryOut(step, run, publishing);
    if (made.run !== undefined) run = made.run;
    if (made.comment !== undefined) comment = made.comment;
  }
  return { run, comment };
}

async function carryOut(
  step: PublicationStep,
  run: CheckRun | null,
  { forge, number, onRun }: Publishing,
): Promise<{ readonly run?: CheckRun; readonly comment?: OwnComment }> {
  switch (step.kind) {
    case 'create-run': {
      await onRun({ externalId: step.run.externalId, id: null });
      const made = await forge.createRun(step.run);
      await onRun({ externalId: made.externalId, id: made.id });
      return { run: made };
    }
    case 'take-over': {
      const { run: taken, change } = step;
      await onRun({ externalId: change.externalId, id: taken.id, instead: taken.externalId });
      await forge.changeRun(taken.id, change);
      return { run: { ...taken, externalId: change.externalId } };
    }
    case 'annotate':
    case 'conclude': {
      if (run === null) throw new Error('a run is changed before it is there');
      await forge.changeRun(run.id, step.change);
      return { run: { ...run, conclusion: step.change.conclusion } };
    }
    case 'post-comment':
    case 'edit-comment':
      return { comment: await writeComment(step, forge, number) };
  }
}

/** A comment alone, without a check run. @returns what stands on GitHub afterwards */
export async function publishComment(
  wanted: WantedComment,
  comments: readonly OwnComment[],
  forge: Forge,
  number: number,
  ensureCurrent: Publishing['ensureCurrent'] = async () => {},
): Promise<OwnComment | null> {
  let comment = comments[0] ?? null;
  for (const step of planComment(wanted, comments)) {
    await ensureCurrent();
    comment = await writeComment(step, forge, number);
  }
  return comment;
}

async function writeComment(step: CommentStep, forge: Forge, number: number): Promise<OwnComment> {
  if (step.kind === 'post-comment') return forge.comment(number, step.body);
  await forge.editComment(step.comment, step.body);
  return { id: step.comment, body: step.body };
}
