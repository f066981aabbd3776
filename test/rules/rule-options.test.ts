/** Options of rules: what the settings give holds in audits and in reviews; without it the rule's own default does. */
import { policyOf } from '../../src/app/settings/policy-of-settings.ts';
import { readSettings } from '../../src/config/read-settings.ts';
import { optionOf } from '../../src/finding/rule-options.ts';
import { auditFile } from '../../src/review/audit.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { suppressedSafetyLint } from '../../src/rules/suppressed-safety-lint.ts';
import { isFailure } from '../../src/text/failure.ts';

const CODE = '#[allow(clippy::all)]\nfn a() {}\n\n#[allow(dead_code)]\nfn b() {}\n';

/** The lints that are reported under these settings. */
function reported(settings: string): readonly string[] {
  const read = readSettings(settings, 'c.yml', '2027-03-01', RULES);
  if (isFailure(read)) throw new Error(read.what);
  const { findings } = auditFile('drivers/a.rs', CODE, [suppressedSafetyLint], policyOf(read));
  return findings.map(({ message }) => /allow\(([^)]+)\)/.exec(message)?.[1] ?? message);
}

test('suppressed-safety-lint counts the lints that the settings name, and its own without them', () => {
  expect(reported('')).toEqual(['clippy::all']);
  expect(reported('rules: { suppressed-safety-lint: warning }')).toEqual(['clippy::all']);
  expect(reported('rules: { suppressed-safety-lint: { lints: [dead_code] } }')).toEqual(['dead_code']);
  expect(reported('rules: { suppressed-safety-lint: { lints: [dead_code, "clippy::all"] } }')).toHaveLength(2);
  expect(reported('rules: { suppressed-safety-lint: { lints: [] } }')).toEqual([]);
});

test.each(
  RULES.flatMap((rule) => Object.entries(rule.options ?? {}).map(([name, option]) => ({ rule, name, option }))),
)(
  'the default and the example of $rule.id: $name have the form that it asks for',
  ({ rule, name, option: { byDefault, pattern, example } }) => {
    for (const word of [...byDefault, example]) expect(word).toMatch(new RegExp(pattern, 'u'));
    expect(optionOf(rule, name, {})).toEqual(byDefault);
  },
);

test('an option that a rule does not declare is a mistake of the program', () => {
  expect(() => optionOf(suppressedSafetyLint, 'words', {})).toThrow('has no option words');
});
