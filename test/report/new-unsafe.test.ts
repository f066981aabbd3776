/** New unsafe code of drivers is shown with its code and all its places, though it is a note. */

import { renderReviewTerse } from '../../src/report/machine/terse.ts';
import { renderReviewMail } from '../../src/report/mail/mail-reply.ts';
import { renderCheckRunText } from '../../src/report/markdown/check-run.ts';
import { renderReviewMarkdown } from '../../src/report/markdown/markdown-report.ts';
import { renderReviewText } from '../../src/report/terminal/review-text.ts';
import type { Review } from '../../src/review/review.ts';
import { finding, frame, review, SERIES } from './samples.ts';

const RING = 'drivers/net/phy/ring.rs';
const related = Array.from({ length: 30 }, (_, at) => ({ path: RING, line: 50 + at, message: 'new unsafe block' }));
const note = finding({
  severity: 'info',
  rule: 'new-unsafe',
  message: '31 new unsafe blocks',
  frame: frame(42, '// SAFETY: `self` is live.\nlet head = unsafe { (*self.0).head };'),
  related,
});

const text = (sample: Review) => renderReviewText(sample, { width: 80, colour: false });

function placesIn(report: string): readonly number[] {
  return [...report.matchAll(/\b[5-7]\d\b(?=[,:])/g)].map(Number).filter((line) => line >= 50);
}

test('in text: its code, and every place', () => {
  const report = text(review({ findings: [note] }));
  expect(report).toContain('note: 31 new unsafe blocks [new-unsafe]\n');
  expect(report).toContain('43 | let head = unsafe { (*self.0).head };\n');
  expect(placesIn(report)).toEqual(related.map(({ line }) => line));
});

test('in an abstraction it is one note among others', () => {
  const report = text(review({ findings: [{ ...note, layer: 'abstraction' }] }));
  expect(report).toMatch(/^1 note\n {2}drivers/);
  expect(report).not.toContain('43 |');
});

test('terse leaves it out', () => {
  expect(renderReviewTerse(review({ findings: [note] }))).toBe('');
});

test('a reply by mail names every place of a warning', () => {
  const mail = renderReviewMail(review({ findings: [{ ...note, severity: 'warning' }] }), SERIES);
  expect(placesIn(mail)).toEqual(related.map(({ line }) => line));
});

test.each(['info', 'warning'] as const)('in Markdown every place of a finding of severity %s', (severity) => {
  const sample = review({ findings: [{ ...note, severity }] });
  expect(placesIn(renderReviewMarkdown(sample))).toEqual(related.map(({ line }) => line));
});

test('places without end leave the findings behind them in view', () => {
  const places = Array.from({ length: 9_000 }, (_, at) => ({
    path: `rust/kernel/r${at}.rs`,
    line: at,
    message: 'new unsafe block',
  }));
  const sample = review({
    findings: [
      { ...note, related: places },
      { ...note, line: 99, message: 'behind it' },
    ],
  });
  const report = renderReviewMarkdown(sample);
  expect(report).toContain('behind it');
  expect(report).toContain('and 8,980 more places');
});

test('in the text of a check run every place of a note', () => {
  const text = renderCheckRunText(review({ findings: [note] }), {
    rustFiles: 1,
    repository: 'https://github.com/phy/linux',
  });
  expect(placesIn(text ?? '')).toEqual(related.map(({ line }) => line));
});
