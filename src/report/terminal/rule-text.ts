/** The rules for a terminal: `explain` for one, the catalogue for all. */
import type { Rule } from '../../rules/rule.ts';
import { RULE_TABLE_SUMMARY } from '../select/phrases.ts';
import { LAYERS_SHOWN, type Section, sectionsOfRule } from '../select/rule-sections.ts';
import { severityCell, severityRows } from '../select/rule-severities.ts';
import { proseTable } from '../select/table.ts';
import { proseLines } from './finding-text.ts';
import { type Page, pageOf, type TextStyle } from './page.ts';

/** What a rule wants, why, and with which examples. */
export function renderRuleText(rule: Rule, style: TextStyle): string {
  const page = pageOf(style);
  const { paint } = page;
  return [
    proseLines(`${paint('bold', rule.id)}: ${rule.summary}`, page, '    ', ''),
    paragraphs(rule.why, page),
    proseTable(severityRows(rule, paint), page.width),
    ...sectionsOfRule(rule).map((section) => [paint('bold', section.title), ...bodyOf(section, page)]),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const SEVERITY_LEGEND = [
  'In brackets: severities in special cases; `kernel-rust-audit explain RULE` says when.',
  '`off`: not run unless the settings give the rule a severity, or --select names it.',
  'In documentation examples every finding is a note.',
];

/** All rules, one line each, with their severities by layer. */
export function renderCatalogue(rules: readonly Rule[], style: TextStyle): string {
  const page = pageOf(style);
  const { paint } = page;
  const rows = rules.map((rule) => [
    rule.id,
    ...LAYERS_SHOWN.map((layer) => severityCell(rule, layer, paint) || '-'),
    rule.summary,
  ]);
  const head = ['rule', ...LAYERS_SHOWN, RULE_TABLE_SUMMARY].map((title) => paint('bold', title));
  const legend = SEVERITY_LEGEND.flatMap((line) => proseLines(line, page, '', ''));
  return [...proseTable([head, ...rows], page.width), '', ...legend].map((line) => `${line}\n`).join('');
}

function bodyOf(section: Section, page: Page): readonly string[] {
  switch (section.kind) {
    case 'prose':
      return paragraphs(section.text, page);
    case 'list':
      return section.items.flatMap((item) => proseLines(item, page, '    ', '  - '));
    case 'code':
      return section.code
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`.trimEnd());
  }
}

/** Wrapped, with the blank lines of the source. */
function paragraphs(text: string, page: Page): readonly string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .flatMap((paragraph, at) => [
      ...(at === 0 ? [] : ['']),
      ...proseLines(paragraph.replaceAll('\n', ' '), page, '  '),
    ]);
}
