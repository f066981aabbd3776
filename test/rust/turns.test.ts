/** Turns of a repetition that hold the same unsafe code: what is written only at a later turn is a site of its own. */
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';

/** Where sections are missing, as `LINE:COLUMN`; the macro writes `unsafe fn` for each name of the call. */
function missingIn(call: string): readonly string[] {
  const definition =
    'macro_rules! stops {\n    ($($v:vis $name:ident),*) => { $(\n$v unsafe fn $name() {}\n    )* };\n}\n';
  const { findings } = auditFile('drivers/ring.rs', `${definition}stops!(${call});\n`, RULES, DEFAULT_POLICY);
  return findings.filter(({ rule }) => rule === 'missing-safety-doc').map(({ line, column }) => `${line}:${column}`);
}

test.each([
  ['pub alone', 'pub stop', ['3:1']],
  ['private alone', 'stop', ['3:4']],
  ['the second is pub', 'stop, pub halt', ['3:1', '3:4']],
  ['the fourth is pub', 'stop, halt, pause, pub end', ['3:1', '3:4']],
])('%s', (_, call, places) => {
  expect(missingIn(call)).toEqual(places);
});
