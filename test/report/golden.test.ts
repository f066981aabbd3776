/** Each format of each sample, as a person would read it. `UPDATE_GOLDEN=1` writes the golden files anew. */

import { renderAuditJson, renderReviewJson } from '../../src/report/machine/json.ts';
import { renderAuditSarif, renderReviewSarif } from '../../src/report/machine/sarif.ts';
import { renderAuditTerse, renderReviewTerse } from '../../src/report/machine/terse.ts';
import { renderReviewMail } from '../../src/report/mail/mail-reply.ts';
import { renderAuditMarkdown, renderReviewMarkdown } from '../../src/report/markdown/markdown-report.ts';
import { renderRulePage, renderRuleTable } from '../../src/report/markdown/rule-page.ts';
import { renderAuditText } from '../../src/report/terminal/audit-text.ts';
import { renderReviewText } from '../../src/report/terminal/review-text.ts';
import { renderCatalogue, renderRuleText } from '../../src/report/terminal/rule-text.ts';
import { goldensIn } from '../support/made-files.ts';
import { AUDIT, GROWN, INCOMPLETE_REVIEW, RULES, review, SERIES, SERIES_REVIEW, TOOL } from './samples.ts';

const GOLDENS = goldensIn(new URL('../fixtures/report/', import.meta.url), 'test/report/golden.test.ts');
const plain = { colour: false };
const [rule = RULES[0]] = RULES;
if (rule === undefined) throw new Error('there is no sample rule');

const GOLDEN: Readonly<Record<string, () => string>> = {
  'audit.json': () => renderAuditJson(AUDIT, { tool: TOOL }),
  'audit.md': () => renderAuditMarkdown(AUDIT),
  'audit.sarif': () => renderAuditSarif(AUDIT, { tool: TOOL, rules: RULES }),
  'audit.terse': () => renderAuditTerse(AUDIT),
  'audit.txt': () => renderAuditText(AUDIT, plain),
  'compared.json': () => renderAuditJson(GROWN, { tool: TOOL }),
  'compared.md': () => renderAuditMarkdown(GROWN),
  'compared.txt': () => renderAuditText(GROWN, plain),
  'compared-full.txt': () => renderAuditText(GROWN, { ...plain, full: true }),
  'audit-part.txt': () => renderAuditText({ ...AUDIT, scope: 'part' }, plain),
  'audit-full.txt': () => renderAuditText(AUDIT, { ...plain, full: true }),
  'catalogue.txt': () => renderCatalogue(RULES, plain),
  'clean.mail': () => renderReviewMail(review(), { patches: [], notes: [] }),
  'clean.txt': () => renderReviewText(review(), plain),
  'explain.txt': () => renderRuleText(rule, plain),
  'incomplete.mail': () => renderReviewMail(INCOMPLETE_REVIEW, { patches: [], notes: [] }),
  'incomplete.md': () => renderReviewMarkdown(INCOMPLETE_REVIEW),
  'incomplete.txt': () => renderReviewText(INCOMPLETE_REVIEW, plain),
  'rule-page.md': () => renderRulePage(rule),
  'rule-table.md': () => renderRuleTable(RULES),
  'series.json': () => renderReviewJson(SERIES_REVIEW, { tool: TOOL }),
  'series.mail': () => renderReviewMail(SERIES_REVIEW, SERIES),
  'series.md': () => renderReviewMarkdown(SERIES_REVIEW, { filesAt: 'https://github.com/phy/linux/blob/c0ffee0/' }),
  'series.sarif': () => renderReviewSarif(SERIES_REVIEW, { tool: TOOL, rules: RULES }),
  'series.terse': () => renderReviewTerse(SERIES_REVIEW),
  'series.txt': () => renderReviewText(SERIES_REVIEW, plain),
  'series-colour.txt': () => renderReviewText(SERIES_REVIEW, { colour: true }),
  'series-report.txt': () => renderReviewText(SERIES_REVIEW, { ...plain, perCommit: 'report' }),
};

test.each(Object.entries(GOLDEN))('%s', (name, render) => {
  GOLDENS.expect(name, render());
});

test('no golden file is left over', () => {
  expect(GOLDENS.names()).toEqual(Object.keys(GOLDEN).toSorted());
});
