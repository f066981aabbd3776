/** The examples on the pages of the rules are run: the bad one fires, the good one does not. */
import { RULES } from '../../src/rules/catalogue.ts';
import { findingsInExample } from '../support/examples.ts';
import { passedOverHint } from '../support/fixtures.ts';

test.each(RULES.map((rule) => [rule.id, rule] as const))(
  '%s fires on its bad example, not on its good one',
  (id, rule) => {
    const { bad, good } = rule.examples;
    if (findingsInExample(rule, bad) === 0)
      throw new Error(`${id}: examples.bad gives no finding of it:\n${bad}${passedOverHint(bad)}`);
    if (findingsInExample(rule, good) > 0) throw new Error(`${id}: examples.good gives a finding of it:\n${good}`);
  },
);
