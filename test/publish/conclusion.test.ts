/** Which conclusion a check run gets: one table for all gates. */
import type { Severity } from '../../src/finding/finding.ts';
import { withAcceptances } from '../../src/publish/accepted-findings.ts';
import { conclusionOf, conclusionOfCrash, type Gate, type GateOptions } from '../../src/publish/conclusion.ts';
import type { Conclusion } from '../../src/publish/published.ts';
import type { Review } from '../../src/review/review.ts';
import { finding, patchReview, review } from '../report/samples.ts';

const of = (severity: Severity) => review({ findings: [finding({ severity })] });
const suppressed = finding({ suppressed: { by: 'configuration: suppress', reason: 'known' } });
const resolved = finding({ introducedBy: 'a', resolvedBy: 'b' });

const REVIEWS = {
  clean: review(),
  nothing: review({ patches: [patchReview({ rustFiles: 0 })] }),
  error: of('error'),
  warning: of('warning'),
  information: of('info'),
  suppressed: review({ findings: [suppressed] }),
  incomplete: review({ complete: false }),
  'incomplete, error': { ...of('error'), complete: false },
  'resolved later': {
    ...review(),
    patches: [patchReview({ id: 'a', findings: [resolved] }), patchReview({ id: 'b' })],
  },
} satisfies Record<string, Review>;
type Name = keyof typeof REVIEWS;
type FailOn = GateOptions['failOn'];

const TABLE: readonly (readonly [Name, Gate, FailOn, Conclusion])[] = [
  ['clean', 'advisory', 'error', 'success'],
  ['clean', 'enforce', 'error', 'success'],
  ['clean', 'strict', 'error', 'success'],
  ['nothing', 'advisory', 'error', 'success'],
  ['nothing', 'strict', 'info', 'success'],
  ['error', 'advisory', 'error', 'neutral'],
  ['error', 'enforce', 'error', 'failure'],
  ['error', 'enforce', 'never', 'success'],
  ['error', 'strict', 'error', 'failure'],
  ['error', 'strict', 'never', 'success'],
  ['warning', 'advisory', 'error', 'neutral'],
  ['warning', 'enforce', 'error', 'success'],
  ['warning', 'enforce', 'warning', 'failure'],
  ['warning', 'strict', 'error', 'failure'],
  ['information', 'advisory', 'info', 'success'],
  ['information', 'enforce', 'warning', 'success'],
  ['information', 'enforce', 'info', 'failure'],
  ['information', 'strict', 'error', 'success'],
  ['information', 'strict', 'info', 'failure'],
  ['suppressed', 'advisory', 'error', 'success'],
  ['suppressed', 'strict', 'info', 'success'],
  ['incomplete', 'advisory', 'error', 'neutral'],
  ['incomplete', 'enforce', 'error', 'action_required'],
  ['incomplete', 'enforce', 'never', 'action_required'],
  ['incomplete', 'strict', 'error', 'failure'],
  ['incomplete', 'strict', 'never', 'failure'],
  ['incomplete, error', 'advisory', 'error', 'neutral'],
  ['incomplete, error', 'enforce', 'error', 'failure'],
  ['resolved later', 'advisory', 'error', 'success'],
  ['resolved later', 'enforce', 'error', 'success'],
];

test.each(TABLE)('%s, %s, fail-on %s: %s', (name, gate, failOn, conclusion) => {
  expect(conclusionOf(REVIEWS[name], { gate, failOn, perCommit: 'report' })).toBe(conclusion);
});

test('with per-commit: gate, what a later commit resolved counts', () => {
  const sample = REVIEWS['resolved later'];
  expect(conclusionOf(sample, { gate: 'enforce', failOn: 'error', perCommit: 'gate' })).toBe('failure');
  expect(conclusionOf(sample, { gate: 'advisory', failOn: 'error', perCommit: 'gate' })).toBe('neutral');
});

test('with per-commit: report, what a later commit resolved does not count, wherever it is listed', () => {
  const sample = review({ findings: [finding({ resolvedBy: 'b' })] });
  expect(conclusionOf(sample, { gate: 'enforce', failOn: 'error', perCommit: 'report' })).toBe('success');
  expect(conclusionOf(sample, { gate: 'advisory', failOn: 'error', perCommit: 'report' })).toBe('success');
});

test('a crash never passes a required check', () => {
  expect((['advisory', 'enforce', 'strict'] as const).map(conclusionOfCrash)).toEqual([
    'action_required',
    'failure',
    'failure',
  ]);
});

test('what a person accepted counts no more; what was suppressed keeps its own reason', () => {
  const [one, other] = [finding({ fingerprint: 'one' }), finding({ fingerprint: 'other', line: 9 })];
  const acceptances = [
    { fingerprint: 'one', person: 'alice', reason: 'proved' },
    { fingerprint: suppressed.fingerprint, person: 'alice', reason: 'again' },
  ];
  const accepted = withAcceptances(review({ findings: [one, suppressed] }), acceptances);
  expect(accepted.findings.map((each) => each.suppressed)).toEqual([
    { by: 'accepted by alice', reason: 'proved' },
    suppressed.suppressed,
  ]);
  expect(accepted.patches[0]?.findings[0]?.suppressed?.by).toBe('accepted by alice');
  const options = { gate: 'enforce', failOn: 'error', perCommit: 'gate' } as const;
  expect(conclusionOf(accepted, options)).toBe('success');
  expect(conclusionOf(withAcceptances(review({ findings: [one, other] }), acceptances), options)).toBe('failure');
});
