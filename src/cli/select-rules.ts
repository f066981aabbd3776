/** Which rules a call asks for: --select and --ignore. */
import type { Settings } from '../config/settings.ts';
import type { RuleChoice } from '../review/review.ts';
import { RULES, ruleMeantBy } from '../rules/catalogue.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import type { Call } from './arguments.ts';

const RULE_IDS = RULES.map(({ id }) => id);

/** Null where all rules are asked. */
export function ruleChoiceOf(call: Call<'review' | 'audit'>): RuleChoice | null | Failure {
  const selected = rulesOf(call, 'select');
  if (isFailure(selected)) return selected;
  const ignored = rulesOf(call, 'ignore');
  if (isFailure(ignored)) return ignored;
  const isAsked = (id: string): boolean => (selected?.includes(id) ?? true) && ignored?.includes(id) !== true;
  const asked = RULE_IDS.filter(isAsked);
  if (asked.length === 0) return failure('--ignore', 'leaves no rule to run', 'ignore fewer rules');
  return asked.length === RULE_IDS.length ? null : { asked, leftOut: RULE_IDS.filter((id) => !isAsked(id)), off: [] };
}

/**
 * The choice where a repository's settings hold: they may have a rule off that the call names. Rules that are off by default,
 * and that nothing turns on, are neither asked for nor left out. Null where no rule is left out.
 */
export function choiceUnder({ asked, leftOut }: RuleChoice, { rules }: Settings): RuleChoice | null {
  const isInForce = (id: string): boolean =>
    rules[id]?.severity !== undefined || RULES.find((rule) => rule.id === id)?.isOffByDefault !== true;
  const without = leftOut.filter(isInForce);
  if (without.length === 0) return null;
  return {
    asked: asked.filter(isInForce),
    leftOut: without,
    off: asked.filter((id) => rules[id]?.severity === 'off'),
  };
}

function rulesOf(call: Call<'review' | 'audit'>, option: 'select' | 'ignore'): readonly string[] | undefined | Failure {
  const named = call.options[option];
  if (named?.length === 0)
    return failure(`--${option}`, 'names no rule', 'pass one or more from `kernel-rust-audit rules`');
  const unknown = named?.find((id) => !RULE_IDS.includes(id));
  return unknown === undefined ? named : unknownRule(unknown, `--${option}`);
}

/** What to say of a rule that there is none of; people know some by the name of their lint. */
export function unknownRule(id: string, where = 'kernel-rust-audit'): Failure {
  const meant = ruleMeantBy(id);
  const near = meant === undefined ? '' : `, did you mean \`${meant.id}\``;
  return failure(where, `unknown rule \`${id.slice(0, 80)}\`${near}`, 'see `kernel-rust-audit rules`');
}
