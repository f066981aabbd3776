/** What the parser does not know is named, and makes no finding milder. */
import { expect, test } from '@jest/globals';
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { readRust } from '../../src/rust/file.ts';

/** The findings on safety, and what was not read. */
function look(text: string) {
  const { findings, unread } = auditFile('drivers/ring.rs', text, RULES, DEFAULT_POLICY);
  return {
    findings: findings
      .filter(({ rule }) => /unsafe$|safety/.test(rule) && rule !== 'new-unsafe')
      .map(({ severity, rule, line }) => `${line} ${severity} ${rule}`),
    unread: unread.map(({ reason }) => reason),
  };
}

const NOT_KNOWN = 'syntax that the parser does not know';

test.each([
  ['a statement before', 'fn id() {\n    let = ;\n    unsafe { read() }\n}\n', 3],
  ['the statement itself', 'fn id() {\n    let x = do yeet unsafe { read() } @ 3;\n}\n', 2],
  ['all around', 'fn id() {\n    yeet do unsafe { read() } until done;\n}\n', 2],
  ['the rest of the item', 'fn id() {\n    unsafe { read() };\n    let @ x = 1;\n}\n', 2],
  ['the function, whose braces do not close', 'fn id() { let x = @ {\n    unsafe { read() }\n}\n', 2],
])('odd code makes no finding milder: %s', (_, code, line) => {
  const { findings, unread } = look(code);
  expect(findings).toEqual([`${line} error undocumented-unsafe`]);
  expect(unread).toEqual([expect.stringContaining(NOT_KNOWN)]);
});

test('a comment elsewhere in the function makes nothing milder either', () => {
  const { findings } = look(
    'fn id() {\n    // SAFETY: It is live.\n    unsafe { read() };\n    yeet do unsafe { read() } until done;\n}\n',
  );
  expect(findings).toEqual(['4 error undocumented-unsafe']);
});

test('a comment above the statement in which the parser lost its way is found by the tokens', () => {
  const { findings, unread } = look(
    'fn id() {\n    // SAFETY: It is live.\n    yeet do\n        other unsafe { read() } until done;\n}\n',
  );
  expect(findings.filter((each) => each.includes('undocumented'))).toEqual([]);
  expect(unread).toEqual([`line 3 in \`id\`: ${NOT_KNOWN}`]);
});

test('an item amid what is not known is read like any other', () => {
  const { findings, unread } = look(
    '// SAFETY: of nothing.\nfn id() { let x = @ {\n}\nfn head() {\n    unsafe { read() }\n}\nunsafe fn tail() {}\n',
  );
  expect(findings).toEqual(['5 error undocumented-unsafe', '7 error missing-safety-doc']);
  expect(unread).toEqual([expect.stringContaining(NOT_KNOWN)]);
});

test('items amid what is not known are known, with or without unsafe code in them', () => {
  const { items } = readRust(
    'fn id() { let x = @ {\n// SAFETY: x\nunsafe {}\nfn head() { unsafe {} }\nfn tail() {}\nstruct Ring;\n',
  );
  expect(items.map(({ path }) => path)).toEqual(['head', 'tail', 'Ring']);
  const without = readRust('fn id() { let x = @ {\nfn tail() {}\nstruct Ring;\n').items;
  expect(without.map(({ path }) => path)).toEqual(['tail', 'Ring']);
});
