/** How far a lint attribute reaches where the syntax tree does not hold it. */
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';

const ALLOW = '#[allow(clippy::undocumented_unsafe_blocks)]';

/** The lines of undocumented blocks that are not suppressed. */
const linesOf = (text: string): number[] =>
  auditFile('drivers/ring.rs', text, RULES, DEFAULT_POLICY)
    .findings.filter(({ rule, suppressed }) => rule === 'undocumented-unsafe' && suppressed === null)
    .map(({ line }) => line);

test.each<[string, string, readonly number[]]>([
  ['an argument', `fn f() {\n h(${ALLOW} unsafe { a },\n unsafe { b })\n}`, [3]],
  ['an element', `fn f() {\n [${ALLOW} unsafe { a },\n unsafe { b }]\n}`, [3]],
  ['an element of a tuple', `fn f() {\n (${ALLOW} unsafe { a },\n unsafe { b });\n}`, [3]],
  ['a parameter', `fn f(${ALLOW} p: u8) {\n unsafe { a }\n}`, [2]],
  ['a parameter of a type', `fn f<${ALLOW} T>(p: T) {\n unsafe { a }\n}`, [2]],
  ['a parameter of types', `fn f<${ALLOW} T: A<B, C>, U>(p: T) {\n unsafe { a }\n}`, [2]],
  ['a field of a macro', `m! {\n ${ALLOW} a: unsafe { a },\n b: unsafe { b },\n}`, [3]],
  ['a block of a macro', `m! {\n ${ALLOW} { unsafe { a } }\n unsafe { b };\n}`, [3]],
  ['both branches', `m! {\n ${ALLOW} if a { unsafe { a } } else {\n unsafe { b } }\n unsafe { c };\n}`, [4]],
  ['an item of a macro', `m! {\n ${ALLOW} pub fn f<A, B>() where A: B, C: D {\n unsafe { a }\n }\n}`, []],
  ['an impl of a macro', `m! {\n ${ALLOW} impl<A, B> C<A, B> for D {\n fn f() { unsafe { a } }\n }\n}`, []],
])('%s', (_, text, expected) => {
  expect(linesOf(text)).toEqual(expected);
});
