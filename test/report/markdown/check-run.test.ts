/** Title, summary and details of a check run: what they count, and where they are cut. */
import {
  type CheckRunOptions,
  checkRunTitle,
  LONGEST_OUTPUT,
  renderCheckRunSummary,
  renderCheckRunText,
} from '../../../src/report/markdown/check-run.ts';
import { ruleLinks } from '../../../src/report/markdown/rule-links.ts';
import type { Review } from '../../../src/review/review.ts';
import { finding, patchReview, review, SERIES_REVIEW } from '../samples.ts';

const OPTIONS: CheckRunOptions = { rustFiles: 7, repository: 'https://github.com/phy/linux' };
const HEAD = 'c0ffee0123456789abcdef0123456789abcdef01';
const lost = (path: string) => ({ path, reason: 'larger than 4 MB', partial: false });
const accepted = { by: 'accepted by alice', reason: 'proved' };
const suppressed = { by: '#[allow(warnings)]', reason: null };
const WITH_HELPER = { layers: {}, cSurface: { headers: [], helpers: ['rust_helper_ring'], unmarkedHelpers: [] } };
const errors = [finding(), finding({ line: 44 }), finding({ line: 45, severity: 'warning' })];
const information = finding({ severity: 'info' });

test.each<[string, Review, number]>([
  ['2 errors, 1 warning in 7 of 7 Rust files', review({ findings: errors }), 7],
  ['0 findings in 7 of 7 Rust files', review(), 7],
  ['0 findings in 1 of 1 Rust file', review(), 1],
  ['1 note in 7 of 7 Rust files', review({ findings: [information] }), 7],
  ['2 errors, 1 warning in 7 of 7 Rust files', review({ findings: [...errors, information] }), 7],
  [
    '0 findings in 7 of 7 Rust files; 1 suppressed; 1 accepted',
    review({ findings: [finding({ suppressed }), finding({ suppressed: accepted })] }),
    7,
  ],
  ['Nothing to audit', review({ patches: [patchReview({ rustFiles: 0 })] }), 0],
  ['0 findings', review({ delta: WITH_HELPER }), 0],
  ['INCOMPLETE: 0 findings in 6 of 7 Rust files', review({ complete: false, unread: [lost('a.rs'), lost('b.h')] }), 7],
  ['INCOMPLETE: 0 findings', review({ complete: false }), 0],
  ['1,200 errors in 3,000 of 3,000 Rust files', review({ findings: Array(1_200).fill(finding()) }), 3_000],
])('%s', (title, sample, rustFiles) => {
  expect(checkRunTitle(sample, { ...OPTIONS, rustFiles })).toBe(title);
});

test('the longest title', () => {
  const of = (given: object, count: number) => Array<ReturnType<typeof finding>>(count).fill(finding(given));
  const findings = [of({}, 12_345), of({ severity: 'warning' }, 12_345), of({ suppressed }, 12_345)].flat();
  const title = checkRunTitle(
    review({ complete: false, findings: [...findings, ...of({ suppressed: accepted }, 12_345)] }),
    {
      ...OPTIONS,
      rustFiles: 123_456,
    },
  );
  expect(title).toMatch(/^INCOMPLETE: 12,345 errors, 12,345 warnings in .* 12,345 accepted$/);
  expect(title.length).toBeLessThanOrEqual(120);
});

test('an incomplete review says so first', () => {
  const sample = review({ complete: false, unread: [lost('drivers/ring.rs')] });
  const summary = renderCheckRunSummary(sample, { ...OPTIONS, opening: ['ours'] });
  expect(summary).toMatch(/^\*\*Incomplete:\*\* 1 file could not be analysed\..*\n\nours\n/);
  expect(summary).toContain('- `drivers/ring.rs`: larger than 4 MB');
});

test('new unsafe code of drivers comes first in the summary, file by file', () => {
  const note = (path: string, message: string, given = {}) =>
    finding({ severity: 'info', rule: 'new-unsafe', path, message, ...given });
  const sample = review({
    findings: [
      note('drivers/a.rs', '3 new unsafe blocks; safe alternative: `get` instead of `get_unchecked`', {
        severity: 'warning',
      }),
      note('drivers/a.rs', '1 new unsafe impl', { line: 50 }),
      note('drivers/b.rs', '1 new unsafe block'),
      note('drivers/c.rs', '1 new unsafe block', { resolvedBy: 'b' }),
      note('drivers/d.rs', '1 new unsafe block', { suppressed }),
      note('rust/kernel/e.rs', '1 new unsafe block', { layer: 'abstraction' }),
    ],
  });
  expect(renderCheckRunSummary(sample, OPTIONS).split('\n')[0]).toBe(
    '**New unsafe code:** 3 new unsafe blocks, 1 new unsafe impl in `drivers/a.rs`; 1 new unsafe block in `drivers/b.rs`.',
  );
  const many = Array.from({ length: 12 }, (_, at) => note(`drivers/${at}.rs`, '1 new unsafe block'));
  expect(renderCheckRunSummary(review({ findings: many }), OPTIONS).split('\n')[0]).toMatch(
    /`drivers\/7\.rs`; and more in 2 other files\.$/,
  );
});

test('one commit is no table of commits, and details without anything to say are none', () => {
  expect(renderCheckRunSummary(review(), OPTIONS)).not.toContain('Commit by commit');
  expect(renderCheckRunText(review(), OPTIONS)).toBeNull();
});

test('a finding of an earlier commit links to that commit, one of the head to the head', () => {
  const summary = renderCheckRunSummary(SERIES_REVIEW, { ...OPTIONS, perCommit: 'gate' });
  expect(summary).toContain('/blob/8a2b4c6d8e0f1a3b5c7d9e1f2a4b6c8d0e2f4a6b/drivers/net/phy/ring.rs#L43)');
  expect(summary).toContain(`/blob/${HEAD}/drivers/net/phy/ring.rs#L58)`);
  const plain = renderCheckRunSummary(SERIES_REVIEW, { rustFiles: 2, perCommit: 'gate' });
  expect(plain).not.toContain('](');
});

test('what was accepted, what was suppressed, what was read in part: in the details, with the reasons', () => {
  const findings = [finding({ suppressed: accepted }), finding({ suppressed, line: 9 }), information];
  const unread = [{ path: 'drivers/ring.rs', reason: 'the item at line 3 does not parse', partial: true }];
  const text = renderCheckRunText(review({ findings, unread }), OPTIONS) ?? '';
  expect(text.match(/^#### .*/gm)).toEqual(['#### Notes', '#### Suppressed', '#### Accepted', '#### Read in part']);
  expect(text).toContain('(`undocumented-unsafe`); accepted by alice: proved');
  const summary = renderCheckRunSummary(review({ findings, unread }), OPTIONS);
  expect(summary).toContain('Not counted: 1 note, 1 suppressed and 1 accepted (');
});

const COMMITS = Array.from({ length: 250 }, (_, at) =>
  patchReview({ id: String(at).padStart(40, '0'), subject: '環 |'.repeat(40) }),
);

test.each([20, 300, 5_000])('with %i findings, every one is shown whole or counted', (count) => {
  const findings = Array.from({ length: count }, (_, at) =>
    finding({ line: at + 1, message: `\`環環${'環'.repeat(60)}\` | ${'&'.repeat(40)} end` }),
  );
  const sample = review({
    head: HEAD,
    findings,
    patches: COMMITS,
    unread: Array(900)
      .fill(0)
      .map((_, at) => lost(`${at}.c`)),
  });
  const [summary, text] = [renderCheckRunSummary(sample, OPTIONS), renderCheckRunText(sample, OPTIONS) ?? ''];
  const shown = [summary, text].map((each) => each.match(/^- \[`drivers.* end/gm)?.length ?? 0);
  const further = numberBefore(summary, / more findings? (?:is|are) in the details/);
  const cut = numberBefore(text, / more entr(?:y is|ies are) not shown/);
  expect((shown[0] ?? 0) + further).toBe(count);
  expect((shown[1] ?? 0) + cut).toBe(further);
  for (const each of [summary, text]) {
    expect(Buffer.byteLength(each)).toBeLessThanOrEqual(LONGEST_OUTPUT);
    for (const line of each.split('\n')) {
      expect((line.match(/(?<!\\)`/g) ?? []).length % 2).toBe(0);
      if (line.startsWith('|')) expect(line).toMatch(/ \|$/);
    }
  }
  if (count === 5_000) expect(cut).toBeGreaterThan(0);
  if (count === 20) expect(further).toBe(0);
});

function numberBefore(text: string, words: RegExp): number {
  const found = new RegExp(`^([\\d,]+)${words.source}`, 'm').exec(text)?.[1] ?? '0';
  return Number(found.replaceAll(',', ''));
}

test("a rule's name leads to its page, in the summary and in the details; without pages to the kernel's, and the summary says how to read more", () => {
  const sample = review({ findings: [finding(), finding({ suppressed, line: 9 })] });
  const at = (pages: string | null) => {
    const options = { ...OPTIONS, rules: ruleLinks(pages) };
    return [renderCheckRunSummary(sample, options), renderCheckRunText(sample, options) ?? ''] as const;
  };
  const page = '[`undocumented-unsafe`](https://example.org/undocumented-unsafe)';
  const [summary, details] = at('https://example.org/{rule}');
  expect(summary).toContain(`#### Error: ${page}\n`);
  expect(details).toContain(`(${page}); `);
  expect(summary).not.toContain('explain');
  const [plain] = at(null);
  expect(plain).toContain('[`undocumented-unsafe`](https://docs.kernel.org/rust/coding-guidelines.html)');
  expect(plain).toContain('`kernel-rust-audit explain RULE` explains a rule');
  expect(renderCheckRunSummary(review(), { ...OPTIONS, rules: ruleLinks(null) })).not.toContain('explain');
});

test('the longest addresses cost entries, never the limit', () => {
  const pages = `https://example.org/${'long/'.repeat(200)}{rule}`;
  const rules = ['undocumented-unsafe', 'transmute', 'static-mut'];
  const findings = Array.from({ length: 3_000 }, (_, at) => finding({ line: at + 1, rule: rules[at % 3] ?? '' }));
  const sample = review({ findings: [...findings, ...findings.map((each) => ({ ...each, suppressed }))] });
  const options = { ...OPTIONS, rules: ruleLinks(pages) };
  for (const text of [renderCheckRunSummary(sample, options), renderCheckRunText(sample, options) ?? '']) {
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LONGEST_OUTPUT);
    expect(text).toContain(']('.concat(pages.replace('{rule}', 'undocumented-unsafe')));
  }
});
