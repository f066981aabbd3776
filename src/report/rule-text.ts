/** The rules for a terminal: `explain` for one, the catalogue for all. */
import type { Severity } from '../finding/finding.ts';
import type { RuleText } from '../rules/rule.ts';
import { proseLines } from './finding-text.ts';
import { type Page, pageOf, type TextStyle } from './page.ts';
import { LAYERS_SHOWN, type Section, sectionsOfRule, severitiesOf } from './rule-sections.ts';
import { proseTable } from './table.ts';
import { RULE_TABLE_SUMMARY, SEVERITY_NAMES } from './words.ts';

/** What a rule wants, why, and with which examples. */
export function renderRuleText(rule: RuleText, style: TextStyle): string {
  const page = pageOf(style);
  const { paint } = page;
  const severities = severitiesOf(rule).map(
    ([layer, severity]) => `${layer}: ${paint(severity, SEVERITY_NAMES[severity])}`,
  );
  return [
    proseLines(`${paint('bold', rule.id)}: ${rule.summary}`, page, '    ', ''),
    paragraphs(rule.why, page),
    [severities.join(', ')],
    ...sectionsOfRule(rule).map((section) => [paint('bold', section.title), ...bodyOf(section, page)]),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** All rules, one line each, with their severity by layer. */
export function renderCatalogue(rules: readonly RuleText[], style: TextStyle): string {
  const { paint, width } = pageOf(style);
  const named = (severity: Severity | undefined) =>
    severity === undefined ? '-' : paint(severity, SEVERITY_NAMES[severity]);
  const rows = rules.map((rule) => [
    rule.id,
    ...LAYERS_SHOWN.map((layer) => named(rule.severity[layer])),
    rule.summary,
  ]);
  const head = ['rule', ...LAYERS_SHOWN, RULE_TABLE_SUMMARY].map((title) => paint('bold', title));
  return proseTable([head, ...rows], width)
    .map((line) => `${line}\n`)
    .join('');
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
