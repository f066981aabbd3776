/** Rules that are off by default say nothing until they are turned on. */
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';

const CODE =
  'fn id(ring: *mut u32) -> u32 {\n    // SAFETY: the ring is live, as nobody frees it\n    unsafe { *ring }\n}\n';
const OFF = RULES.filter(({ isOffByDefault }) => isOffByDefault).map(({ id }) => id);

function said(severity: 'info' | 'warning' | 'off' | undefined): readonly string[] {
  const policy = { ...DEFAULT_POLICY, severityOf: (rule: string) => (OFF.includes(rule) ? severity : undefined) };
  const { findings } = auditFile('drivers/ring.rs', CODE, RULES, policy);
  return findings.filter(({ rule }) => OFF.includes(rule)).map((each) => `${each.severity} ${each.rule}`);
}

test('the settings turn one on, with the severity that they give', () => {
  expect(OFF).toContain('untidy-safety-comment');
  expect(said(undefined)).toEqual([]);
  expect(said('off')).toEqual([]);
  expect(said('info')).toEqual(['info untidy-safety-comment']);
  expect(said('warning')).toEqual(['warning untidy-safety-comment']);
});
