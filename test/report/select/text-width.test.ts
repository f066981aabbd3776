/** Text fits the page: no line is wider, unless it is one word that cannot be broken. */
import fc from 'fast-check';
import type { Finding } from '../../../src/finding/finding.ts';
import { figureTable, proseTable } from '../../../src/report/select/table.ts';
import { cutEnd, cutPath, widthOf, wrap } from '../../../src/report/select/text-width.ts';
import { renderAuditText } from '../../../src/report/terminal/audit-text.ts';
import { renderReviewText } from '../../../src/report/terminal/review-text.ts';
import { renderCatalogue, renderRuleText } from '../../../src/report/terminal/rule-text.ts';
import { RULES as CATALOGUE } from '../../../src/rules/catalogue.ts';
import {
  AUDIT,
  audit,
  finding,
  GROWN,
  INCOMPLETE_REVIEW,
  patchReview,
  RULES,
  review,
  SERIES_REVIEW,
} from '../samples.ts';

const WIDTHS = [60, 80, 120, 200];

/** Lines that are wider than they may be: those of more than one word, besides the signs in front of it. */
function tooWide(text: string, width: number): readonly string[] {
  return text.split('\n').filter((line) => {
    const words = line.replace(/^[\s=>|-]*(?:\d+ \|)?/, '').split(/\s+/);
    return widthOf(line) > width && words.length > 1;
  });
}

const word = fc.oneof(
  fc.constantFrom('unsafe', 'a', '`ring_head`', 'SAFETY:', '環環環', 'e\u0301', '\u202e', '\t', '🦀'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 14 }).filter((text) => !/\s/.test(text)),
);
const words = fc.array(word, { minLength: 1, maxLength: 40 }).map((parts) => parts.join(' '));
const path = fc
  .array(fc.constantFrom('drivers', 'gpu', 'nova-core', 'a_long_name_of_a_folder'), { minLength: 1, maxLength: 5 })
  .map((parts) => `${parts.join('/')}/ring.rs`);
const anyFinding: fc.Arbitrary<Finding> = fc
  .record({
    path,
    message: words,
    help: words,
    item: fc.option(words),
    severity: fc.constantFrom('error' as const, 'warning' as const, 'info' as const),
    rule: fc.constantFrom('undocumented-unsafe', 'new-unsafe'),
    line: fc.integer({ min: 1, max: 3 }),
    column: fc.integer({ min: 1, max: 300 }),
    length: fc.integer({ min: 1, max: 90 }),
    lines: fc.integer({ min: 0, max: 2 }),
    suppressed: fc.option(fc.record({ by: words, reason: fc.option(words) }), { freq: 3 }),
    related: fc.array(fc.record({ path, line: fc.constant(3), message: words }), { maxLength: 7 }),
    frame: fc.array(words, { maxLength: 5 }),
  })
  .map(({ length, lines, frame, ...given }) =>
    finding({
      ...given,
      endLine: given.line + lines,
      endColumn: given.column + length,
      frame: frame.map((text, at) => ({ line: at + 1, text })),
    }),
  );
const anyReview = fc
  .record({ findings: fc.array(anyFinding, { maxLength: 5 }), subject: words, note: words, at: path })
  .map(({ findings, subject, note, at }) =>
    review({
      patches: [patchReview({ subject, findings }), patchReview({ id: 'second' })],
      findings,
      delta: { ...SERIES_REVIEW.delta, cSurface: { headers: [at], helpers: [note], unmarkedHelpers: [] } },
      unread: [{ path: at, reason: note, partial: false, keywords: 0 }],
      exempt: [{ path: at, line: 7, reason: note, keywords: 2, isNew: true }],
      notes: [note],
    }),
  );

describe.each(WIDTHS)('%i columns', (width) => {
  const plain = { colour: false, width };

  test('any review, and an audit with the same findings', () => {
    fc.assert(
      fc.property(anyReview, (sample) => {
        for (const full of [false, true]) {
          expect(tooWide(renderReviewText(sample, { ...plain, full }), width)).toEqual([]);
          const whole = { ...AUDIT, findings: sample.findings, unread: sample.unread, exempt: sample.exempt };
          expect(tooWide(renderAuditText(whole, { ...plain, full }), width)).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the samples, the rules and the comparison', () => {
    const modules = AUDIT.modules.map((each) => ({ ...each, path: `drivers/a_folder/and_one_more/${each.path}` }));
    const long = { ...AUDIT, modules };
    for (const full of [false, true]) {
      for (const sample of [SERIES_REVIEW, INCOMPLETE_REVIEW])
        expect(tooWide(renderReviewText(sample, { ...plain, full }), width)).toEqual([]);
      for (const sample of [AUDIT, GROWN, audit(), long, { ...long, compared: GROWN.compared }])
        expect(tooWide(renderAuditText(sample, { ...plain, full }), width)).toEqual([]);
    }
    expect(tooWide(renderCatalogue(CATALOGUE, plain), width)).toEqual([]);
    for (const rule of CATALOGUE) {
      // examples are code to be copied
      const code = Object.values(rule.examples).join('\n').split('\n');
      const lines = tooWide(renderRuleText(rule, plain), width);
      expect(lines.filter((line) => !code.includes(line.slice(4)))).toEqual([]);
    }
  });

  test('colour takes no room', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: the colours themselves
    const withoutColour = (text: string) => text.replace(/\u001b\[[\d;]*m/g, '');
    const coloured = { colour: true, width };
    expect(withoutColour(renderReviewText(SERIES_REVIEW, coloured))).toBe(renderReviewText(SERIES_REVIEW, plain));
    expect(withoutColour(renderAuditText(GROWN, coloured))).toBe(renderAuditText(GROWN, plain));
    expect(withoutColour(renderCatalogue(RULES, coloured))).toBe(renderCatalogue(RULES, plain));
  });
});

test('a colour ends with its line and begins again on the next one', () => {
  expect(wrap('\u001b[1mone two\u001b[0m three', 7)).toEqual(['\u001b[1mone two\u001b[0m', 'three']);
  expect(wrap('\u001b[1mone two\u001b[0m three', 5, '  ')).toEqual([
    '  \u001b[1mone\u001b[0m',
    '  \u001b[1mtwo\u001b[0m',
    '  three',
  ]);
});

test('a path keeps its end', () => {
  expect(cutPath('drivers/gpu/nova-core', 21)).toBe('drivers/gpu/nova-core');
  expect(cutPath('drivers/gpu/nova-core', 20)).toBe('…/gpu/nova-core');
  expect(cutPath('drivers/gpu/nova-core', 11)).toBe('…/nova-core');
  expect(cutPath('drivers/gpu/nova-core', 8)).toBe('…va-core');
  expect(cutPath('driver', 4)).toBe('…ver');
  expect([cutEnd('環環環', 6), cutEnd('環環環', 5), cutEnd('環環環', 4)]).toEqual(['環環環', '環環…', '環…']);
});

test('words of a table are wrapped beside their row, or below it', () => {
  const rows = [
    ['ring.rs:7', 'a message of so many words that it has no room'],
    ['ring/head.rs:12', 'short'],
  ];
  expect(proseTable(rows, 44)).toEqual([
    'ring.rs:7        a message of so many words',
    '                 that it has no room',
    'ring/head.rs:12  short',
  ]);
  expect(proseTable(rows, 30)).toEqual([
    'ring.rs:7',
    '    a message of so many words',
    '    that it has no room',
    'ring/head.rs:12',
    '    short',
  ]);
});

test('a table of figures loses first a bar, then the first folders of its names, then is printed in parts', () => {
  const rows = [
    ['modules', 'lines', 'words', ''],
    ['drivers/gpu/nova-core', '13,354', '92', '███'],
  ];
  const at = (width: number) => figureTable(rows, width, ['left', 'right', 'right'], { extra: true });
  expect(at(41)[1]).toBe('drivers/gpu/nova-core  13,354     92  ███');
  expect(at(40)[1]).toBe('drivers/gpu/nova-core  13,354     92');
  expect(at(35)[1]).toBe('…/gpu/nova-core  13,354     92');
  expect(at(25)).toEqual([
    'modules           lines',
    '…/gpu/nova-core  13,354',
    'modules          words',
    '…/gpu/nova-core     92',
  ]);
});
