/** Findings beside the code: which ones, where, and how long. */
import { annotationsLeftOut, annotationsOf, MOST_ANNOTATIONS } from '../../src/publish/annotations.ts';
import { checkOutput } from '../../src/publish/check-output.ts';
import { ruleLinks } from '../../src/report/markdown/rule-links.ts';
import { finding, patchReview, review } from '../report/samples.ts';
import { COMMITS, manyFindings, OUTPUT } from './samples.ts';

test('an error, all that is said of it', () => {
  const related = [{ path: 'rust/kernel/dma.rs', line: 112, message: 'the abstraction is here' }];
  expect(annotationsOf(review({ findings: [finding({ related, inMacro: true })] }))).toEqual([
    {
      path: 'drivers/net/phy/ring.rs',
      startLine: 43,
      endLine: 43,
      startColumn: 20,
      level: 'failure',
      title: 'undocumented-unsafe: unsafe block has no `// SAFETY:` comment',
      message: 'unsafe block has no `// SAFETY:` comment. New in `Ring::head`, in a macro.',
      details:
        'Say on the line above why this cannot cause undefined behaviour: `// SAFETY: ...`.\nrust/kernel/dma.rs:112: the abstraction is here\nFingerprint: undocumented-unsafe:drivers/net/phy/ring.rs:43',
    },
  ]);
});

test.each([
  ['https://example.org/{rule}', 'About the rule: https://example.org/undocumented-unsafe'],
  [
    null,
    'About the rule: kernel-rust-audit explain undocumented-unsafe, and https://docs.kernel.org/rust/coding-guidelines.html',
  ],
])('the details lead to words that explain the rule: pages at %s', (pages, line) => {
  const detailsOf = (rule: string) =>
    annotationsOf(review({ findings: [finding({ rule })] }), ruleLinks(pages))[0]?.details?.split('\n') ?? [];
  expect(detailsOf('undocumented-unsafe').at(-2)).toBe(line);
  expect(detailsOf('no-such-rule\nhttps://evil.example').join()).not.toContain('About the rule');
});

test.each([
  ['an error', finding(), ['failure']],
  ['a warning', finding({ severity: 'warning' }), ['warning']],
  ['information', finding({ severity: 'info' }), []],
  ['new unsafe code in a driver', finding({ severity: 'info', rule: 'new-unsafe' }), ['notice']],
  ['new unsafe code in an abstraction', finding({ severity: 'info', rule: 'new-unsafe', layer: 'abstraction' }), []],
  ['a suppressed error', finding({ suppressed: { by: '#[allow(warnings)]', reason: null } }), []],
  ['what a later commit resolved', finding({ resolvedBy: 'b' }), []],
])('%s', (_, given, levels) => {
  expect(annotationsOf(review({ findings: [given] })).map(({ level }) => level)).toEqual(levels);
});

test('the details name every place', () => {
  const related = Array.from({ length: 40 }, (_, at) => ({
    path: 'drivers/net/phy/ring.rs',
    line: 50 + at,
    message: 'new unsafe block',
  }));
  const [annotation] = annotationsOf(
    review({ findings: [finding({ severity: 'info', rule: 'new-unsafe', related })] }),
  );
  const named = annotation?.details?.match(/\b\d\d\b(?=[,:])/g)?.map(Number);
  expect(named).toEqual(related.map(({ line }) => line));
});

test('columns only on one line, and an end that is never before the start', () => {
  const places = [
    finding({ line: 4, endLine: 9 }),
    finding({ line: 5, endLine: 5 }),
    finding({ line: 6, endLine: 2 }),
  ].map((each) => annotationsOf(review({ findings: [each] }))[0]);
  expect(places.map((each) => [each?.startLine, each?.endLine, each?.startColumn])).toEqual([
    [4, 9, null],
    [5, 5, 20],
    [6, 6, 20],
  ]);
});

test('of several commits, only what stands at the end', () => {
  expect(annotationsOf(COMMITS).map(({ startLine, level }) => [startLine, level])).toEqual([[58, 'warning']]);
  const own = finding({ line: 3, introducedBy: 'a', resolvedBy: 'b' });
  const commits = review({ patches: [patchReview({ id: 'a', findings: [own] }), patchReview({ id: 'b' })] });
  expect(annotationsOf(commits)).toEqual([]);
});

test('the worst first, at most 200; the summary tells of the rest', () => {
  const many = review({ findings: manyFindings(607) });
  const annotations = annotationsOf(many);
  expect(annotations).toHaveLength(MOST_ANNOTATIONS);
  expect(new Set(annotations.map(({ level }) => level))).toEqual(new Set(['failure']));
  expect(annotationsLeftOut(many)).toBe(407);
  expect(checkOutput(many, OUTPUT).summary).toContain('407 more findings are not annotated');
  expect(checkOutput(review({ findings: manyFindings(200) }), OUTPUT).summary).not.toContain('beside the code');
});

test.each(['@', '環', '://', '\u202e', 'GH-1', '&#64;'])('GitHub takes them however long a text of %j is', (piece) => {
  const text = piece.repeat(70_000);
  const related = Array.from({ length: 40 }, () => ({ path: text, line: 1, message: text }));
  const [annotation] = annotationsOf(
    review({ findings: [finding({ message: text, help: text, item: text, rule: text, fingerprint: text, related })] }),
  );
  expect(annotation?.title.length).toBeLessThanOrEqual(255);
  expect(Buffer.byteLength(annotation?.message ?? '')).toBeLessThanOrEqual(4096);
  expect(Buffer.byteLength(annotation?.details ?? '')).toBeLessThanOrEqual(64 * 1024);
});
