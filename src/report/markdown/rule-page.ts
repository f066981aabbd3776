/** The rules in Markdown: a page for each, and the table of them all. */
import type { Rule } from '../../rules/rule.ts';
import { RULE_HEADINGS, RULE_TABLE_SUMMARY, sentence } from '../select/phrases.ts';
import { LAYERS_SHOWN, type Section, sectionsOfRule } from '../select/rule-sections.ts';
import { severityCell, severityRows } from '../select/rule-severities.ts';
import { markdownTable } from '../select/table.ts';

/** docs/rules/<id>.md, from what the rule says of itself. */
export function renderRulePage(rule: Rule): string {
  const severities = markdownTable([[...RULE_HEADINGS.severity], ...severityRows(rule)]);
  return [
    `# ${rule.id}`,
    sentence(rule.summary),
    rule.why,
    severities.join('\n'),
    ...sectionsOfRule(rule).map((section) => `## ${section.title}\n\n${bodyOf(section)}`),
  ]
    .map((block) => `${block.trim()}\n`)
    .join('\n');
}

/** The README's table, with links to the pages below `folder`. */
export function renderRuleTable(rules: readonly Rule[], folder = 'docs/rules'): string {
  const rows = rules.map((rule) => [
    `[${rule.id}](${folder}/${rule.id}.md)`,
    rule.summary.replaceAll('|', '\\|'),
    ...LAYERS_SHOWN.map((layer) => severityCell(rule, layer)),
  ]);
  return `${markdownTable([['rule', RULE_TABLE_SUMMARY, ...LAYERS_SHOWN], ...rows]).join('\n')}\n`;
}

function bodyOf(section: Section): string {
  switch (section.kind) {
    case 'prose':
      return section.text.startsWith('https://') ? `<${section.text}>` : section.text;
    case 'list':
      return section.items.map((item) => `- ${item}`).join('\n');
    case 'code':
      return fenced(section.code);
  }
}

/** In a fence longer than any in the code (https://spec.commonmark.org/0.31.2/#fenced-code-blocks). */
function fenced(code: string): string {
  const longest = Math.max(2, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}rust\n${code.replace(/\n+$/, '')}\n${fence}`;
}
