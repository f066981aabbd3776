/** `explain` on a terminal of eighty columns. */
import { renderRuleText } from '../../../src/report/terminal/rule-text.ts';
import { RULES } from '../../../src/rules/catalogue.ts';

test.each(RULES.map((rule) => [rule.id, rule] as const))('%s: no line is wider, examples included', (_, rule) => {
  const lines = renderRuleText(rule, { colour: false, width: 80 }).split('\n');
  // an address cannot be broken
  expect(lines.filter((line) => line.length > 80 && !line.includes('https://'))).toEqual([]);
});
