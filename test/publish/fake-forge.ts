/** A GitHub for plans: appends annotations as the real one does, and refuses more than fifty. */
import {
  type CommentStep,
  type PublicationStep,
  planComment,
  planRun,
  type WantedComment,
  type WantedRun,
} from '../../src/publish/plan.ts';
import type { Annotation, Conclusion, OwnComment, RunChange } from '../../src/publish/published.ts';

interface Run {
  readonly id: number;
  readonly externalId: string;
  conclusion: Conclusion | null;
  annotations: readonly Annotation[];
}

export interface Forge {
  readonly runs: Run[];
  comments: readonly OwnComment[];
  largestBatch: number;
}

export function emptyForge(bodies: readonly string[]): Forge {
  return { runs: [], comments: bodies.map((body, at) => ({ id: at + 1, body })), largestBatch: 0 };
}

/** What a worker plans by what it sees of it. */
export function planAt(forge: Forge, { run, comment }: Wanted): readonly (PublicationStep | CommentStep)[] {
  const there = forge.runs.find((each) => each.externalId === run.externalId);
  const seen = there && { ...there, name: 'kernel-rust-audit', head: '', annotations: there.annotations.length };
  return [...planRun(run, seen ?? null), ...planComment(comment, forge.comments)];
}

export interface Wanted {
  readonly run: WantedRun;
  readonly comment: WantedComment;
}

export function carryOut(forge: Forge, steps: readonly (PublicationStep | CommentStep)[]): void {
  for (const step of steps) {
    switch (step.kind) {
      case 'create-run':
        forge.runs.push({
          id: forge.runs.length + 1,
          externalId: step.run.externalId,
          conclusion: null,
          annotations: [],
        });
        change(forge, step.run);
        break;
      case 'take-over': {
        const at = forge.runs.findIndex(({ id }) => id === step.run.id);
        forge.runs[at] = { ...(forge.runs[at] as Run), externalId: step.change.externalId };
        change(forge, step.change);
        break;
      }
      case 'annotate':
      case 'conclude':
        if (step.change.conclusion === null && step.change.output.annotations.length === 0)
          throw new Error('a step without any use');
        change(forge, step.change);
        break;
      case 'post-comment':
        forge.comments = [...forge.comments, { id: forge.comments.length + 1, body: step.body.trim() }];
        break;
      case 'edit-comment':
        forge.comments = forge.comments.map((each) =>
          each.id === step.comment ? { id: each.id, body: step.body.trim() } : each,
        );
    }
  }
}

function change(forge: Forge, { conclusion, output: { annotations } }: RunChange): void {
  const run = forge.runs.at(-1);
  if (run === undefined || run.conclusion !== null) throw new Error('there is no open run');
  run.annotations = [...run.annotations, ...annotations];
  run.conclusion = conclusion;
  forge.largestBatch = Math.max(forge.largestBatch, annotations.length);
}
