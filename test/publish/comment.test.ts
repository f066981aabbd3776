/** The sticky comment: short, honest, and never longer than GitHub takes. */
import { commentBody, isWorthComment, LONGEST_STICKY } from '../../src/publish/comment.ts';
import { finding, patchReview, review } from '../report/samples.ts';
import { COMMENT, COMMITS, INCOMPLETE, manyFindings } from './samples.ts';

test('ten findings at most, the worst ones, and how many more there are', () => {
  const body = commentBody(review({ findings: manyFindings(42) }), COMMENT);
  expect(body.match(/^- error: /gm)).toHaveLength(10);
  expect(body).not.toContain('- warning: ');
  expect(body).toContain('\n32 more in the full report.\n');
  expect(commentBody(review({ findings: manyFindings(10) }), COMMENT)).not.toContain('more in the full report');
});

test('long texts are cut between entries, and counted', () => {
  const item = '環'.repeat(400);
  const findings = manyFindings(30, { message: item, path: `${'/環'.repeat(9_000)}.rs` });
  const body = commentBody(review({ findings, head: COMMENT.head }), COMMENT);
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LONGEST_STICKY);
  const shown = body.match(/^- error: .*\(`undocumented-unsafe`\)$/gm) ?? [];
  expect(shown).toHaveLength(body.match(/^- /gm)?.length ?? 0);
  expect(body).toContain(`\n${30 - shown.length} more in the full report.\n`);
  expect(body.trimEnd().endsWith('`/audit help` lists all commands.')).toBe(true);
});

test('however it comes out, there is room for the closing words', () => {
  let cut = 0;
  for (let length = 5_500; length < 6_000; length += 5) {
    const findings = manyFindings(12, { path: 'x'.repeat(length), severity: 'error' });
    const body = commentBody(review({ findings, head: COMMENT.head }), COMMENT);
    expect(Buffer.byteLength(body)).toBeLessThanOrEqual(LONGEST_STICKY);
    cut += body.includes('\n2 more in') ? 0 : 1;
  }
  expect(cut).toBeGreaterThan(0);
  expect(cut).toBeLessThan(100);
});

test.each([
  ['a clean review', review(), false],
  ['information', review({ findings: [finding({ severity: 'info' })] }), false],
  ['a suppressed error', review({ findings: [finding({ suppressed: { by: 'x', reason: null } })] }), false],
  ['a warning', COMMITS, true],
  ['an incomplete review', INCOMPLETE, true],
])('%s: worth a comment: %s', (_, sample, isWorth) => {
  expect(isWorthComment(sample)).toBe(isWorth);
});

test('with per-commit: gate, what a later commit resolved is worth one', () => {
  const own = finding({ introducedBy: 'a', resolvedBy: 'b' });
  const sample = review({ patches: [patchReview({ id: 'a', findings: [own] }), patchReview({ id: 'b' })] });
  expect([isWorthComment(sample), isWorthComment(sample, 'gate')]).toEqual([false, true]);
});
