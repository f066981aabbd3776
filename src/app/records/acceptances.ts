/** Findings that people accepted: bound to the head they were given for, and to the site as it was there. */
import type { Acceptance } from '../../publish/accepted-findings.ts';
import type { Review } from '../../review/review.ts';
import type { Clock } from '../ports/clock.ts';
import type { JobStore } from '../ports/job-store.ts';
import { decisionKey } from './decisions.ts';

/** Who accepted what, when and why; by which comment, so that a later edit of it means nothing. */
export interface GivenAcceptance extends Acceptance {
  readonly head: string;
  readonly at: number;
  readonly comment: number;
  /** The source around the finding as the person saw it. */
  readonly frame: string;
}

/** Each has a key of its own, so that people who accept at the same time lose nothing. */
export function acceptanceKey(repository: number, pullRequest: number, fingerprint: string): string {
  return `${decisionKey('accepted/', repository, pullRequest)}/${fingerprint}`;
}

export async function recallAcceptances(
  store: JobStore,
  repository: number,
  pullRequest: number,
): Promise<readonly GivenAcceptance[]> {
  const given = (await store.recallAll(acceptanceKey(repository, pullRequest, ''))).values();
  return [...(given as Iterable<GivenAcceptance>)];
}

/** The lines of a finding's frame, their indentation aside. */
export function frameText(frame: readonly { readonly text: string }[]): string {
  return frame.map(({ text }) => text.trim()).join('\n');
}

/** Whether one holds: for the head it was given for, or where the finding is the same and so are the lines around it. */
export function holdsFor(review: Review): (given: GivenAcceptance) => boolean {
  const frames = new Map(review.findings.map(({ fingerprint, frame }) => [fingerprint, frameText(frame)]));
  return ({ fingerprint, frame, head }) => head === review.head || frames.get(fingerprint) === frame;
}

/**
 * Those that still hold for a review. Whatever does not hold is dropped for good, with a record.
 */
export async function acceptancesFor(
  { store, clock }: { readonly store: JobStore; readonly clock: Clock },
  repository: number,
  pullRequest: number,
  given: readonly GivenAcceptance[],
  review: Review,
): Promise<readonly Acceptance[]> {
  const holds = holdsFor(review);
  const now = clock.now();
  for (const { fingerprint, person } of given.filter((each) => !holds(each))) {
    await store.remember(acceptanceKey(repository, pullRequest, fingerprint), undefined, now);
    await store.record({
      at: now,
      repository,
      pullRequest,
      actor: 'kernel-rust-audit',
      what: 'acceptance dropped',
      detail: { fingerprint, person, head: review.head },
    });
  }
  return given.filter(holds);
}
