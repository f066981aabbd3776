/** Text from a patch never becomes more than text, whatever it holds. */
import fc from 'fast-check';
import type { Finding } from '../../src/finding/finding.ts';
import { renderAuditJson, renderReviewJson } from '../../src/report/machine/json.ts';
import { renderReviewSarif } from '../../src/report/machine/sarif.ts';
import { renderReviewTerse } from '../../src/report/machine/terse.ts';
import { renderReviewMail } from '../../src/report/mail/mail-reply.ts';
import { renderAuditMarkdown, renderReviewMarkdown } from '../../src/report/markdown/markdown-report.ts';
import { renderAuditText } from '../../src/report/terminal/audit-text.ts';
import { renderReviewText } from '../../src/report/terminal/review-text.ts';
import type { Audit, Review } from '../../src/review/review.ts';
import { compareAudits } from '../../src/review/sum-audit.ts';
import { audit, finding, GROWN, patchReview, RULES, review, TOOL } from './samples.ts';

const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

const spiteful = fc.constantFrom(
  '\n',
  '\r',
  '\t',
  '\u001b[31m',
  '\u009b',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ud800',
  '\u2028',
  '\0',
  '\u007f',
  '\u{e0041}',
  '`',
  '``',
  '```',
  '|',
  '<',
  '>',
  '<!--',
  '</details>',
  '<img src=x>',
  '@torvalds',
  '@',
  '#12',
  'GH-7',
  'https://e.org',
  'www.e.org',
  '[a](b)',
  '![a](b)',
  '&#64;x',
  '&lt;',
  '\\',
  '*',
  '_',
  '~~',
  '$$',
  'ERROR:',
  'ERROR: x',
  'Reviewed-by: A <a@b.c>',
  'Acked-By:',
  'Fixes:',
  ' ',
  'word',
  'ring',
  '{0}',
  '環',
  '\u0301',
);
const hostileText = fc
  .array(fc.oneof(spiteful, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

const hostileFinding: fc.Arbitrary<Finding> = fc
  .record({
    path: hostileText,
    message: hostileText,
    help: hostileText,
    item: fc.option(hostileText),
    severity: fc.constantFrom('error', 'warning', 'info'),
    column: fc.integer({ min: 1, max: 400 }),
    suppressed: fc.option(fc.record({ by: hostileText, reason: fc.option(hostileText) }), { freq: 3 }),
    related: fc.array(fc.record({ path: hostileText, line: fc.constant(3), message: hostileText }), { maxLength: 2 }),
    frame: fc.array(hostileText, { maxLength: 3 }).map((lines) => lines.map((text, at) => ({ line: 42 + at, text }))),
    fingerprint: fc.uuid(),
  })
  .map((given) => finding(given as Partial<Finding>));

const hostileReview: fc.Arbitrary<Review> = fc
  .record({
    findings: fc.array(hostileFinding, { maxLength: 4 }),
    subject: fc.option(hostileText),
    text: hostileText,
    id: hostileText,
  })
  .map(({ findings, subject, text, id }) =>
    review({
      patches: [patchReview({ id, subject, findings }), patchReview({ id: 'second', subject: text })],
      findings,
      delta: { layers: {}, cSurface: { headers: [text], helpers: [text], unmarkedHelpers: [text] } },
      unread: [{ path: text, reason: text, partial: false, keywords: 0 }],
      exempt: [{ path: text, line: 1, reason: text, keywords: 2, isNew: true }],
      notes: [text],
    }),
  );

function holds(property: (sample: Review) => void): void {
  fc.assert(fc.property(hostileReview, property), { numRuns: 300 });
}

test('text holds nothing unseen', () => {
  holds((sample) => {
    expectSeen(renderReviewText(sample, { colour: false, full: true }));
    expectSeen(renderAuditText(audit(sample), { colour: false }));
    expectSeen(renderAuditText(audit(sample), { colour: false, full: true }));
  });
});

test('colour is the only escape sequence', () => {
  holds((sample) => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what this test is about
    expectSeen(renderReviewText(sample, { colour: true }).replace(/\u001b\[[\d;]*m/g, ''));
  });
});

test('terse is one line for each error and warning, with the one `ERROR:` that is ours', () => {
  holds((sample) => {
    const terse = renderReviewTerse(sample);
    const lines = terse.split('\n').slice(0, -1);
    const active = sample.findings.filter(({ severity, suppressed }) => severity !== 'info' && suppressed === null);
    expectSeen(terse);
    const [found, others] = [
      lines.filter((line) => line.includes(':43: ')),
      lines.filter((line) => !line.includes(':43: ')),
    ];
    expect(found.length).toBeLessThanOrEqual(active.length);
    // one for what was not read, and one for what a patch took from the rules
    expect(others).toHaveLength(2);
    for (const line of others) expect(line).toMatch(/: WARNING: not (?:read|checked by the rules): /);
    expect(others.join()).not.toContain('ERROR:');
    for (const line of found) {
      const label = /:43: (ERROR|WARNING): undocumented-unsafe: /.exec(line)?.[1];
      expect(['ERROR', 'WARNING']).toContain(label);
      expect(line.split('ERROR:')).toHaveLength(label === 'ERROR' ? 2 : 1);
    }
  });
});

test('mail holds no tag, no `ERROR:`, and no line of it is taken for a label with an address', () => {
  holds((sample) => {
    const mail = renderReviewMail(sample, { patches: [], notes: [] });
    expectSeen(mail);
    expect(mail).not.toMatch(/-by\s*:/i);
    expect(mail).not.toContain('ERROR:');
    expect(mail).not.toMatch(/^[\w-]+: .*@/m);
  });
});

test('Markdown holds no mention, no reference, no markup and no link that is not ours', () => {
  holds((sample) => {
    const markdown = renderReviewMarkdown(sample);
    expectSeen(markdown.replaceAll('\u200b', ''));
    expect(markdown).not.toMatch(/@[\w-]|#\d|GH-\d|:\/\/|www\./i);
    const outside = markdown.split('\n').map(plainOf).join('\n');
    expect(outside.replace(/<\/?(details|summary)>/g, '')).not.toContain('<');
    expect(outside).not.toMatch(/[`[\]*_~$]/);
    const tags = outside.match(/<\/?details>/g) ?? [];
    expect(tags).toEqual(tags.map((_, at) => (at % 2 === 0 ? '<details>' : '</details>')));
  });
});

test('JSON and SARIF give back what came in, and can be printed', () => {
  holds((sample) => {
    const json = renderReviewJson(sample, { tool: TOOL });
    const sarif = renderReviewSarif(sample, { tool: TOOL, rules: RULES });
    expectSeen(json);
    expectSeen(sarif);
    const back = JSON.parse(json);
    expect(back.findings).toEqual(sample.findings.map(({ frame: _, ...rest }) => rest));
    expect(back.unread).toEqual(sample.unread);
    expect(back.exempt).toEqual(sample.exempt);
    expect(JSON.parse(sarif).runs[0].results).toHaveLength(sample.findings.length);
  });
});

test('the census shows names of modules, symbols and trees as they are, and nothing more', () => {
  fc.assert(
    fc.property(hostileText, (name) => {
      const modules = GROWN.modules.map((module) => ({ ...module, path: name, root: name }));
      const bindings = GROWN.bindings.map((each) => ({ ...each, symbol: name, abstraction: name }));
      const named = { ...GROWN, modules, bindings };
      const sample: Audit = { ...named, findings: [], unread: [], compared: compareAudits(named, GROWN, name) };
      for (const full of [false, true]) expectSeen(renderAuditText(sample, { colour: false, full }));
      const markdown = renderAuditMarkdown(sample);
      expectSeen(markdown.replaceAll('\u200b', ''));
      expect(markdown).not.toMatch(/@[\w-]|GH-\d|:\/\/|www\./i);
      const outside = markdown.split('\n').map(plainOf).join('\n');
      expect(outside.replace(/<\/?(details|summary)>/g, '')).not.toContain('<');
      const rows = markdown.split('\n').filter((line) => line.startsWith('| '));
      expect(rows.filter((row) => !/ \|$/.test(row))).toEqual([]);
      expectSeen(renderAuditJson(sample, { tool: TOOL }));
    }),
    { numRuns: 200 },
  );
});

/** Nothing but line ends is left of what cannot be seen. */
function expectSeen(text: string): void {
  expect(text.split('\n').filter((line) => UNSEEN.test(line))).toEqual([]);
}

/**
 * What CommonMark takes for text: a backslash escapes punctuation (2.4), and a run of backticks opens a span that the next
 * run of its length closes, in which backslashes mean nothing (6.1).
 */
function plainOf(line: string): string {
  const next = /^(?:\\[!-/:-@[-`{-~]|`+|.)/su;
  let text = '';
  let rest = line;
  while (rest !== '') {
    const token = next.exec(rest)?.[0] ?? rest;
    rest = rest.slice(token.length);
    const close = token.startsWith('`') ? [...rest.matchAll(/`+/g)].find(([run]) => run === token) : undefined;
    if (close !== undefined) rest = rest.slice(close.index + token.length);
    else if (!token.startsWith('\\') || token.length === 1) text += token;
  }
  return text;
}
