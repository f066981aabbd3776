/** Where rules were left out, every format says so, and nothing looks like a whole clean review. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { renderAuditJson, renderReviewJson } from '../../src/report/machine/json.ts';
import { renderAuditSarif } from '../../src/report/machine/sarif.ts';
import { renderAuditTerse, renderReviewTerse } from '../../src/report/machine/terse.ts';
import { renderReviewMail } from '../../src/report/mail/mail-reply.ts';
import { renderAuditMarkdown } from '../../src/report/markdown/markdown-report.ts';
import { choiceWords } from '../../src/report/select/rule-choice-phrases.ts';
import { auditVerdict, reviewVerdict } from '../../src/report/select/verdict.ts';
import { renderAuditText } from '../../src/report/terminal/audit-text.ts';
import type { RuleChoice } from '../../src/review/review.ts';
import { auditByRules, reviewByRules } from '../../src/review/rule-choice.ts';
import { AUDIT, audit, patchReview, RULES, review, SERIES_REVIEW, TOOL } from './samples.ts';

const CHOICE: RuleChoice = { asked: ['static-mut'], leftOut: ['transmute', 'undocumented-unsafe'], off: [] };
const WORDS = 'only `static-mut` was run; 2 other rules were skipped';
const OPTIONS = { tool: TOOL, rules: RULES };

test.each([
  [CHOICE, WORDS],
  [{ ...CHOICE, off: ['static-mut'] }, `${WORDS}; \`static-mut\` is off in the settings`],
  [{ asked: ['a', 'b', 'c'], leftOut: ['d'], off: [] }, '`d` was skipped; the other 3 rules were run'],
  [
    { asked: ['a', 'b', 'c'], leftOut: ['d', 'e'], off: ['a', 'b'] },
    '`d` and `e` were skipped; the other 3 rules were run; `a` and `b` are off in the settings',
  ],
  [undefined, ''],
])('%j in words', (choice, words) => expect(choiceWords(choice)).toBe(words));

test.each([
  ['audit text', renderAuditText(auditByRules(AUDIT, CHOICE), { colour: false })],
  ['audit terse', renderAuditTerse(auditByRules(AUDIT, CHOICE))],
  ['audit markdown', renderAuditMarkdown(auditByRules(AUDIT, CHOICE))],
  ['audit sarif', renderAuditSarif(auditByRules(AUDIT, CHOICE), OPTIONS)],
  ['review terse', renderReviewTerse(reviewByRules(review(), CHOICE))],
  ['review mail', renderReviewMail(reviewByRules(review(), CHOICE), { patches: [], notes: [] })],
])('%s says it', (_, text) => {
  expect(text.replaceAll('\n', ' ').toLowerCase()).toContain(WORDS);
});

test('in terse it is one line that no reader takes for a finding', () => {
  expect(renderReviewTerse(reviewByRules(review(), CHOICE))).toBe(`NOTE: ${WORDS}\n`);
  expect(renderReviewTerse(review())).toBe('');
});

test('what would be clean is not, and the verdict counts the rules that did not look', () => {
  const partly = { kind: 'partly', words: 'nothing unsafe changed in 1 Rust file; 2 of 3 rules skipped' };
  expect(reviewVerdict(review())).toMatchObject({ kind: 'clean' });
  expect(reviewVerdict(reviewByRules(review(), CHOICE))).toMatchObject(partly);
  expect(auditVerdict(auditByRules(AUDIT, CHOICE))).toMatchObject({ kind: 'partly' });
  const nothing = reviewByRules(review({ patches: [patchReview({ rustFiles: 0 })] }), CHOICE);
  expect(reviewVerdict(nothing).words).toBe('nothing to audit; 2 of 3 rules skipped');
});

test('findings of other rules are gone, from the series and from each patch', () => {
  const some = reviewByRules(SERIES_REVIEW, { asked: ['bindings-bypass'], leftOut: ['undocumented-unsafe'], off: [] });
  const rules = [some, ...some.patches].flatMap(({ findings }) => findings.map(({ rule }) => rule));
  expect(new Set(rules)).toEqual(new Set(['bindings-bypass']));
  expect(some.delta).toEqual(SERIES_REVIEW.delta);
});

test('JSON names them, as its schema says; without a choice there are none', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  for (const [name, by, all] of [
    ['review', renderReviewJson(reviewByRules(review(), CHOICE), OPTIONS), renderReviewJson(review(), OPTIONS)],
    ['audit', renderAuditJson(auditByRules(audit(), CHOICE), OPTIONS), renderAuditJson(audit(), OPTIONS)],
  ] as const) {
    const valid = ajv.compile(
      JSON.parse(readFileSync(new URL(`../../schema/${name}.schema.json`, import.meta.url), 'utf8')),
    );
    const { rulesLeftOut, ...rest } = JSON.parse(by);
    expect({ name, rulesLeftOut }).toEqual({ name, rulesLeftOut: CHOICE.leftOut });
    expect([valid({ ...rest, rulesLeftOut }), valid(rest)]).toEqual([true, false]);
    expect(JSON.parse(all).rulesLeftOut).toEqual([]);
  }
});

test('SARIF says which rules were off', () => {
  const [{ invocations }] = JSON.parse(renderAuditSarif(auditByRules(audit(), CHOICE), OPTIONS)).runs;
  expect(invocations[0].ruleConfigurationOverrides).toEqual([
    { configuration: { enabled: false }, descriptor: { id: 'transmute' } },
    { configuration: { enabled: false }, descriptor: { id: 'undocumented-unsafe', index: 0 } },
  ]);
});
