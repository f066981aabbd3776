/** Findings that people accepted: bound to the head they were given for, and to the site as it was there. */
import type { Acceptance } from '../../publish/accepted-findings.ts';
import type { Review } from '../../review/review.ts';
import type { GivenAcceptance, PullRequestRecords } from './pull-request-records.ts';

/** The lines of a finding's frame, without their indentation. */
export function frameText(frame: readonly { readonly text: string }[]): string {
  return frame.map(({ text }) => text.trim()).join('\n');
}

/** Whether one holds: for the head it was given for, or where the finding is the same and so are the lines around it. */
export function holdsFor(review: Review): (given: GivenAcceptance) => boolean {
  const frames = new Map(review.findings.map(({ fingerprint, frame }) => [fingerprint, frameText(frame)]));
  return ({ fingerprint, frame, head }) => head === review.head || frames.get(fingerprint) === frame;
}

/**
 * Those that still hold for a review. The others are dropped for good, with a record.
 * @param given all that are remembered
 */
export async function acceptancesFor(
  records: PullRequestRecords,
  given: readonly GivenAcceptance[],
  review: Review,
): Promise<readonly Acceptance[]> {
  const holds = holdsFor(review);
  for (const { fingerprint, person } of given.filter((each) => !holds(each))) {
    await records.acceptance(fingerprint).forget();
    await records.record('kernel-rust-audit', 'acceptance dropped', { fingerprint, person, head: review.head });
  }
  return given.filter(holds);
}
