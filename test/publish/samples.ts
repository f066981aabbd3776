/** What the tests of publishing start from. */
import type { Finding } from '../../src/finding/finding.ts';
import type { OutputOptions } from '../../src/publish/check-output.ts';
import type { CommentOptions } from '../../src/publish/comment.ts';
import type { Review } from '../../src/review/review.ts';
import { finding, INCOMPLETE_REVIEW, SERIES_REVIEW } from '../report/samples.ts';

export const HEAD = 'c0ffee0123456789abcdef0123456789abcdef01';
export const REPOSITORY = 'https://github.com/phy/linux';

export const OUTPUT: OutputOptions = {
  gate: 'advisory',
  failOn: 'error',
  perCommit: 'report',
  rustFiles: 2,
  repository: REPOSITORY,
};

export const COMMENT: CommentOptions = {
  ...OUTPUT,
  pullNumber: 12,
  head: HEAD,
  runUrl: `${REPOSITORY}/pull/12/checks`,
};

/** The series as the engine gives it: what the third commit resolved is no longer among the findings of the whole. */
export const COMMITS: Review = {
  ...SERIES_REVIEW,
  findings: SERIES_REVIEW.findings.filter(({ resolvedBy }) => resolvedBy === null),
};

export const INCOMPLETE: Review = { ...INCOMPLETE_REVIEW, basis: 'repository', head: HEAD };

/** `count` findings, each on a line of its own, every third an error. */
export function manyFindings(count: number, given: Partial<Finding> = {}): readonly Finding[] {
  return Array.from({ length: count }, (_, at) =>
    finding({ line: at + 1, fingerprint: `print-${at}`, severity: at % 3 === 0 ? 'error' : 'warning', ...given }),
  );
}
