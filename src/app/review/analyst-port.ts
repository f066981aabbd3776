/** Port: analysis of hostile text, guarded: whatever it costs, the server goes on. */
import type { Settings } from '../../config/settings.ts';
import type { Audit, Review } from '../../review/review.ts';
import type { Failure } from '../../text/failure.ts';
import type { Cache, SourceTree } from '../ports/source-tree.ts';
import type { CommitSources, CommitsToReview } from './review-commits.ts';

/** Whose text is analysed. Text of two installations never meets in one process, nor what was computed from it in the cache. */
export interface Owner {
  readonly installation: number;
  /** Of the repository, GitHub's id. */
  readonly id: number;
}

export interface Analyst {
  /** A file that crashes or hangs its analysis is named in the review's `unread`. Throws where even that did not help. */
  review(
    owner: Owner,
    commits: Omit<CommitsToReview, 'excluded'>,
    settings: Settings,
    sources: CommitSources,
    cache: Cache,
    signal: AbortSignal,
  ): Promise<Review>;
  audit(
    owner: Owner,
    tree: SourceTree,
    settings: Settings,
    cache: Cache,
    signal: AbortSignal,
  ): Promise<Audit | Failure>;
  close(): Promise<void>;
}
