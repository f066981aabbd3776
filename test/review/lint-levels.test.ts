/** Lint attributes in one another: the innermost one around a place decides, as it does for the compiler. */
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';

const LINT = 'clippy::undocumented_unsafe_blocks';

/** By what the finding in the inner function is suppressed; null: it counts. */
function suppressedBy(outer: string, inner: string): string | null | undefined {
  const code = `${outer}\nmod ring {\n    ${inner}\n    fn id() { unsafe { ID } }\n}\n`;
  const { findings } = auditFile('drivers/ring.rs', code, RULES, DEFAULT_POLICY);
  const found = findings.find(({ rule }) => rule === 'undocumented-unsafe');
  return found && (found.suppressed?.by ?? null);
}

test.each([
  ['', '', null],
  [`#[allow(${LINT})]`, '', `#[allow(${LINT})]`],
  ['', `#[expect(${LINT})]`, `#[expect(${LINT})]`],
  [`#[allow(${LINT})]`, `#[deny(${LINT})]`, null],
  [`#[allow(${LINT})]`, `#[warn(${LINT})]`, null],
  [`#[deny(${LINT})]`, `#[allow(${LINT})]`, `#[allow(${LINT})]`],
  [`#[allow(${LINT})]`, '#[deny(dead_code)]', `#[allow(${LINT})]`],
])('%j around %j: %j', (outer, inner, by) => {
  expect(suppressedBy(outer, inner)).toBe(by);
});
