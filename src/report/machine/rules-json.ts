/** The catalogue of rules for other programs; schema/rules.schema.json describes it. */
import type { Rule } from '../../rules/rule.ts';
import { looksAtExamples, severitiesIn } from '../../rules/rule.ts';
import type { RuleLinks } from '../markdown/rule-links.ts';
import { LAYERS_SHOWN } from '../select/rule-sections.ts';
import type { Tool } from './json.ts';

export const RULES_SCHEMA = 'kernel-rust-audit/rules/1';

/** All rules in their order; a layer in which a rule does not look is absent. */
export function renderRulesJson(
  rules: readonly Rule[],
  { tool, links }: { readonly tool: Tool; readonly links?: RuleLinks },
): string {
  const value = {
    schema: RULES_SCHEMA,
    tool: { name: tool.name, version: tool.version },
    rules: rules.map((rule) => ({
      id: rule.id,
      summary: rule.summary,
      onByDefault: rule.isOffByDefault !== true,
      severities: severitiesJson(rule),
      lints: rule.lints,
      helpUri: links?.addressOf(rule.id) ?? rule.reference,
    })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function severitiesJson(rule: Rule) {
  const layers = LAYERS_SHOWN.flatMap((layer) => {
    const [usual, ...others] = severitiesIn(rule, layer);
    return usual === undefined ? [] : [[layer, { usual, others }] as const];
  });
  const examples = looksAtExamples(rule) ? { docExamples: { usual: 'info', others: [] } } : {};
  return { ...Object.fromEntries(layers), ...examples };
}
