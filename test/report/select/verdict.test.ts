/** Verdicts, and how long a report may get. */

import { renderReviewTerse } from '../../../src/report/machine/terse.ts';
import {
  LONGEST_COMMENT,
  renderAuditMarkdown,
  renderReviewMarkdown,
} from '../../../src/report/markdown/markdown-report.ts';
import { auditVerdict, reviewVerdict } from '../../../src/report/select/verdict.ts';
import { renderAuditText } from '../../../src/report/terminal/audit-text.ts';
import { renderReviewText } from '../../../src/report/terminal/review-text.ts';
import type { Audit } from '../../../src/review/review.ts';
import { AUDIT, audit, finding, GROWN, INCOMPLETE_REVIEW, patchReview, review, SERIES_REVIEW } from '../samples.ts';

const NOTHING = review({ patches: [patchReview({ rustFiles: 0 })] });
const SUPPRESSED = review({ findings: [finding({ suppressed: { by: '#[allow(warnings)]', reason: null } })] });
const LOST = { path: 'a.rs', reason: 'it is too long', partial: false };
const PART = { path: 'b.rs', reason: 'line 3: what stands there is not known', partial: true };
const GENERATED = { path: 'c.rs', line: 1, reason: 'generated code', keywords: 4, isNew: false };
const MOVED = { leaf: { block: { added: 0, removed: 0, changed: 0, moved: 1 } } };

test.each([
  ['nothing', 'nothing to audit', reviewVerdict(NOTHING)],
  ['clean', 'clean: nothing unsafe changed in 1 Rust file', reviewVerdict(review())],
  [
    'clean',
    'clean: no findings in 1 Rust file',
    reviewVerdict(review({ delta: { layers: MOVED, cSurface: { headers: [], helpers: [], unmarkedHelpers: [] } } })),
  ],
  ['clean', 'clean: no findings in 1 Rust file; 1 suppressed', reviewVerdict(SUPPRESSED)],
  ['error', '1 error, 1 warning, 2 notes in 3 patches; 1 suppressed', reviewVerdict(SERIES_REVIEW)],
  [
    'warning',
    '1 warning, 2 notes in 3 patches; 1 suppressed; 1 fixed within the series',
    reviewVerdict(SERIES_REVIEW, 'report'),
  ],
  [
    'incomplete',
    'incomplete: 1 file could not be analysed; no findings in what was read',
    reviewVerdict(INCOMPLETE_REVIEW),
  ],
  [
    'incomplete',
    'incomplete: part of the code could not be analysed; no findings in what was read',
    reviewVerdict({ ...NOTHING, complete: false }),
  ],
  [
    'incomplete',
    'incomplete: 1 file and 3 `unsafe` keywords could not be analysed; no findings in what was read',
    reviewVerdict({
      ...review(),
      complete: false,
      unread: [LOST, { ...PART, keywords: 2 }, { ...PART, path: 'c.rs', keywords: 1 }],
    }),
  ],
  ['partly', 'nothing unsafe changed in what was read of 1 Rust file', reviewVerdict(review({ unread: [PART] }))],
  ['partly', 'nothing unsafe changed in what was read of 1 Rust file', reviewVerdict(review({ exempt: [GENERATED] }))],
  ['partly', 'nothing unsafe changed in the hunks of 1 Rust file', reviewVerdict(review({ basis: 'hunks' }))],
  ['nothing', 'nothing to audit', auditVerdict(audit())],
  ['error', '1 error, 7 warnings, 7 notes in 282 Rust files; 1 suppressed', auditVerdict(AUDIT)],
])('%s: %s', (kind, words, verdict) => {
  expect(verdict).toMatchObject({ kind, words });
});

test('a finding that no patch shows by itself is shown for the series', () => {
  const whole = review({ patches: [patchReview(), patchReview({ id: 'b' })], findings: [finding()] });
  expect(renderReviewText(whole, { colour: false })).toContain('the series as a whole\n\nerror: ');
  expect(reviewVerdict(whole).words).toBe('1 error in 2 patches');
});

test('terse says what was not read, and what a patch took from the rules; silence means that all is well', () => {
  const partly = review({ unread: [PART], exempt: [GENERATED, { ...GENERATED, path: 'd.rs', isNew: true }] });
  expect(renderReviewTerse(partly)).toBe(
    'b.rs: WARNING: not read: line 3: what stands there is not known (in part)\n' +
      'd.rs: WARNING: not checked by the rules: generated code\n',
  );
});

test('terse says nothing of information, suppressed findings and, at will, resolved ones', () => {
  expect(renderReviewTerse(SUPPRESSED)).toBe('');
  expect(renderReviewTerse(review({ findings: [finding({ severity: 'info' })] }))).toBe('');
  // two findings, and what was read in part
  expect(renderReviewTerse(SERIES_REVIEW).split('\n')).toHaveLength(4);
  expect(renderReviewTerse(SERIES_REVIEW, { perCommit: 'report' }).split('\n')).toHaveLength(3);
});

test('terse says of several patches which one a line belongs to; of one patch nothing', () => {
  const at = (id: string) => finding({ help: 'use `Clk::rate`', introducedBy: id });
  const line = 'drivers/net/phy/ring.rs:43: ERROR: undocumented-unsafe: unsafe block has no `// SAFETY:` comment';
  const terse = (...ids: readonly string[]) => {
    const patches = ids.map((id) => patchReview({ id, findings: [at(id)] }));
    return renderReviewTerse(review({ patches, findings: ids.map(at) }));
  };
  const [first, second] = ['3f1c0de5a7b94c21d0e8f6a2b5c7d9e1f3a5b7c9', '8a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8d0e2f4a6b'];
  expect(terse(first)).toBe(`${line}; use \`Clk::rate\`\n`);
  expect(terse(first, second)).toBe(
    `${line}; use \`Clk::rate\` (commit 3f1c0de5a7b9)\n${line}; use \`Clk::rate\` (commit 8a2b4c6d8e0f)\n`,
  );
  expect(terse('0001.patch', '0002.patch')).toContain('`Clk::rate` (patch 2/2)\n');
  const whole = review({ patches: [patchReview(), patchReview({ id: second })], findings: [finding({ help: '' })] });
  expect(renderReviewTerse(whole)).toBe(`${line} (the series as a whole)\n`);
});

test('that only hunks were read has one line in terse for each patch, and none where they are plain', () => {
  const hunksOf = (path: string, isPlain: boolean) => ({
    ...PART,
    path,
    reason: 'only its hunks were read',
    hunksOnly: { isPlain },
  });
  const patches = [
    patchReview({ id: '1.patch', unread: [hunksOf('a.rs', false), hunksOf('b.rs', false), hunksOf('c.rs', true)] }),
    patchReview({ id: '2.patch', unread: [hunksOf('d.rs', false)] }),
    patchReview({ id: '3.patch', unread: [hunksOf('e.rs', true)] }),
  ];
  expect(renderReviewTerse(review({ patches }))).toBe(
    'a.rs: WARNING: read in part: only its hunks were read; so were those of 1 more file (patch 1/3)\n' +
      'd.rs: WARNING: read in part: only its hunks were read (patch 2/3)\n',
  );
});

const MANY = Array.from({ length: 5_000 }, (_, at) =>
  finding({ line: at + 1, severity: at % 3 === 0 ? 'error' : 'info', message: 'unsafe block '.repeat(20) }),
);

test('a comment fits GitHub, and says what it leaves out', () => {
  for (const markdown of [
    renderReviewMarkdown(review({ findings: MANY })),
    renderAuditMarkdown({ ...AUDIT, findings: MANY }),
    renderReviewMarkdown(review({ notes: MANY.map(({ message }) => message) })),
  ]) {
    expect(markdown.length).toBeLessThanOrEqual(LONGEST_COMMENT);
    expect(markdown).toMatch(
      /[\d,]+ more entries are not shown; `kernel-rust-audit \w+ --format json` lists them all\.\n$/,
    );
    expect(markdown.split('<details>')).toHaveLength(markdown.split('</details>').length);
  }
});

test('an audit fits a screen unless all is asked for', () => {
  const many = { ...AUDIT, findings: MANY, modules: Array.from({ length: 50 }, () => AUDIT.modules).flat() };
  const lines = (sample: Audit, full = false): string[] => renderAuditText(sample, { colour: false, full }).split('\n');
  for (const sample of [many, { ...many, compared: GROWN.compared }]) {
    expect(lines(sample).length).toBeLessThanOrEqual(41);
    expect(lines(sample).filter((line) => line.length > 100)).toEqual([]);
    expect(lines(sample, true).length).toBeGreaterThan(5_000);
  }
  expect(lines(many)).toContain('and 3,333 more findings: --full lists them all');
  expect(lines({ ...many, scope: 'part' })).toContain('and 4,990 more findings: --full lists them all');
});

test('a review lists twenty notes at most', () => {
  const text = renderReviewText(review({ findings: MANY.filter(({ severity }) => severity === 'info') }), {
    colour: false,
  });
  expect(text).toContain('3,333 notes');
  expect(text).toContain('  and 3,313 more notes: --full lists them all');
});
