/** The rules for a terminal: `explain` for one, the catalogue for all. */
import type { Rule } from '../rules/rule.ts';
import { painter } from './paint.ts';
import { LAYERS_SHOWN, type Section, sectionsOfRule } from './rule-sections.ts';
import { severityCell, severityRows } from './rule-severities.ts';
import { alignedTable } from './table.ts';
import { wrap } from './width.ts';
import { RULE_TABLE_SUMMARY } from './words.ts';

const WIDTH = 80;

/** What a rule wants, why, and with which examples. */
export function renderRuleText(rule: Rule, { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const severities = severityRows(rule, paint).map(([where, cell]) => `${where}: ${cell}`);
  return [
    [`${paint('bold', rule.id)}: ${rule.summary}`],
    paragraphs(rule.why),
    [severities.join(', ')],
    ...sectionsOfRule(rule).map((section) => [paint('bold', section.title), ...bodyOf(section)]),
  ]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

const SEVERITY_LEGEND = [
  'In brackets: what a rule gives besides, depending on the case; kernel-rust-audit explain RULE says when.',
  'In documentation examples everything is a note.',
];

/** All rules, one line each, with their severities by layer. */
export function renderCatalogue(rules: readonly Rule[], { colour }: { readonly colour: boolean }): string {
  const paint = painter(colour);
  const rows = rules.map((rule) => [
    rule.id,
    ...LAYERS_SHOWN.map((layer) => severityCell(rule, layer, paint) || '-'),
    rule.summary,
  ]);
  const head = ['rule', ...LAYERS_SHOWN, RULE_TABLE_SUMMARY].map((title) => paint('bold', title));
  return [...alignedTable([head, ...rows]), '', ...SEVERITY_LEGEND].map((line) => `${line}\n`).join('');
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
