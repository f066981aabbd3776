/** The commands `explain` and `rules`. */
import type { Tool } from '../report/machine/json.ts';
import { renderRulesJson } from '../report/machine/rules-json.ts';
import type { RuleLinks } from '../report/markdown/rule-links.ts';
import type { TextStyle } from '../report/terminal/page.ts';
import { renderCatalogue, renderRuleText } from '../report/terminal/rule-text.ts';
import { RULES, ruleOf } from '../rules/catalogue.ts';
import { type Failure, failure } from '../text/failure.ts';
import type { Call } from './arguments.ts';
import { unknownRule } from './select-rules.ts';
import type { Outcome } from './surroundings.ts';

/** The text of one rule; a failure where no rule has the name. */
export function runExplain(inputs: readonly string[], style: TextStyle): Outcome | Failure {
  const [id] = inputs;
  if (id === undefined || inputs.length > 1)
    return failure('kernel-rust-audit explain', 'needs one rule', 'pass one from `kernel-rust-audit rules`');
  const rule = ruleOf(id);
  if (rule !== undefined) return { text: renderRuleText(rule, style), status: 0 };
  return unknownRule(id);
}

/** The catalogue in each format that `rules` has. */
const CATALOGUE: Readonly<
  Record<Call<'rules'>['options']['format'], (tool: Tool, links: RuleLinks, style: TextStyle) => string>
> = {
  text: (_tool, _links, style) => renderCatalogue(RULES, style),
  json: (tool, links) => renderRulesJson(RULES, { tool, links }),
};

/** The catalogue of rules, as text or JSON. */
export function runRules(
  { inputs, options }: Call<'rules'>,
  tool: Tool,
  links: RuleLinks,
  style: TextStyle,
): Outcome | Failure {
  if (inputs.length > 0)
    return failure(
      'kernel-rust-audit rules',
      'it takes no argument',
      'use kernel-rust-audit explain RULE for one rule',
    );
  return { text: CATALOGUE[options.format](tool, links, style), status: 0 };
}
