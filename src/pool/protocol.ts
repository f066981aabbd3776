/** What the server and the process that reads hostile text say to one another. Plain data: it crosses by structured clone. */
import type { FileAt } from '../app/ports/forge.ts';
import type { SourceFile } from '../app/ports/source-tree.ts';
import type { TreeAnswers, TreeQuestion } from '../app/ports/tree-questions.ts';
import type { CommitsToReview } from '../app/review/review-commits.ts';
import type { Settings } from '../config/settings.ts';
import type { Audit, Review } from '../review/review.ts';
import type { Failure } from '../text/failure.ts';

/** What is to be analysed. */
export type Task =
  | { readonly kind: 'review'; readonly settings: Settings; readonly commits: CommitsToReview }
  | {
      readonly kind: 'audit';
      readonly settings: Settings;
      readonly revision: string;
      readonly excluded: ReadonlyMap<string, string>;
    };

export type Result = Review | Audit | Failure;

/** To the analyst. */
export type Order =
  /** `budget`: in ms, what the task may take. */
  | { readonly kind: 'task'; readonly task: Task; readonly budget: number }
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly call: number; readonly words: string };

/** From the analyst, who can ask for files and for what was computed before, and for nothing else. */
export type Message =
  /** It has read its own program. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'reading'; readonly path: string }
  | { readonly kind: 'ask'; readonly call: number; readonly question: Question }
  | { readonly kind: 'done'; readonly result: Result }
  | { readonly kind: 'failed'; readonly words: string };

export type Question =
  | { readonly port: 'readAt'; readonly wanted: readonly FileAt[] }
  | TreeQuestion
  /** `name`: what the value is known by within the task's own part of the cache; the server makes the key of it. */
  | { readonly port: 'get'; readonly name: string }
  | { readonly port: 'put'; readonly name: string; readonly value: unknown };

/** What each question is answered with. */
export interface Answers extends TreeAnswers {
  readonly readAt: readonly SourceFile[];
  readonly get: unknown;
  readonly put: undefined;
}
