/** The rules for a terminal: `explain` for one, the catalogue for all. */
import { SEVERITIES, type Severity } from '../finding/finding.ts';
import type { RuleText } from '../rules/rule.ts';
import { painter } from './paint.ts';
import { LAYERS_SHOWN, type Section, sectionsOfRule, severitiesOf } from './rule-sections.ts';
import { alignedTable } from './table.ts';
import { wrap } from './width.ts';
import { RULE_TABLE_SUMMARY } from './words.ts';

const WIDTH = 80;

/** What a rule wants, why, and with which examples. */
export function renderRuleText(rule: RuleText, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const severities = severitiesOf(rule).map(([layer, severity]) => `${layer} ${paint(severity, severity)}`);
  return [
    [`${paint('bold', rule.id)}: ${rule.summary}`],
    paragraphs(rule.why),
    [severities.join(', ')],
    ...sectionsOfRule(rule).map((section) => [paint('bold', section.title), ...bodyOf(section)]),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** All rules, one line each, with their severity by layer. */
export function renderCatalogue(rules: readonly RuleText[], { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const rows = rules.map((rule) => [
    rule.id,
    ...LAYERS_SHOWN.map((layer) => rule.severity[layer] ?? '-'),
    rule.summary,
  ]);
  const decorate = (padded: string, cell: string, row: number) =>
    row === 0 ? paint('bold', padded) : isSeverity(cell) ? paint(cell, padded) : padded;
  return alignedTable([['rule', ...LAYERS_SHOWN, RULE_TABLE_SUMMARY], ...rows], [], decorate)
    .map((line) => `${line}\n`)
    .join('');
}

function bodyOf(section: Section): readonly string[] {
  switch (section.kind) {
    case 'prose':
      return paragraphs(section.text);
    case 'list':
      return section.items.flatMap((item) => hanging(item));
    case 'code':
      return section.code
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`.trimEnd());
  }
}

/** Wrapped, with the blank lines of the source. */
function paragraphs(text: string): readonly string[] {
  return text
    .trim()
    .split(/\n\s*\n/)
    .flatMap((paragraph, at) => [...(at === 0 ? [] : ['']), ...wrap(paragraph.replaceAll('\n', ' '), WIDTH, '  ')]);
}

function hanging(item: string): readonly string[] {
  return wrap(item, WIDTH, '    ').map((line, at) => (at === 0 ? `  - ${line.trimStart()}` : line));
}

function isSeverity(cell: string): cell is Severity {
  return (SEVERITIES as readonly string[]).includes(cell);
}
