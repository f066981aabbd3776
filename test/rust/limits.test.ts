/**
 * Any text ends in a value: what would take time that grows faster than the file runs into the time that jest gives a test,
 * and what is beyond a limit is said.
 */
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { READ_LIMITS } from '../../src/rust/file.ts';

const audit = (text: string) => auditFile('drivers/hostile.rs', text, RULES, DEFAULT_POLICY);
const MANY = READ_LIMITS.points - 1;

const TEXTS: Readonly<Record<string, string>> = {
  'one line of ten million characters': 'a'.repeat(1e7),
  'blank lines above many blocks on one line': `fn f() {\n${'\n'.repeat(1e6)}${'unsafe {}'.repeat(MANY)}}`,
  'blocks in blocks': `fn f() {${'unsafe {'.repeat(MANY)}${'}'.repeat(MANY)}}`,
  'brackets that never close': '['.repeat(1e6),
  'parentheses in parentheses': `fn f() { ${'('.repeat(1e5)}`,
  'a chain of calls with blocks': `fn f() { x${'.a(unsafe { b })'.repeat(MANY)} }`,
  'an endless sum': `fn f() { ${'1 + '.repeat(1e5)}unsafe {} }`,
  'modules in modules': 'mod a {'.repeat(1e4),
  'impls in a row': 'unsafe impl Send for Ring {}\n'.repeat(MANY),
  'attributes in a row': `${'#[allow(warnings)]\n'.repeat(MANY)}unsafe fn f() {}`,
  'attributes, each on its function': '#[allow(warnings)]\nfn f() {}\n'.repeat(MANY),
  'headings in a row': `${'/// # Safety\n'.repeat(1e5)}unsafe fn f() {}`,
  'a heading that never ends': `/// ${'# Safety '.repeat(3e5)}\nunsafe fn f() {}`,
  'fences that never close': '/// ```\n'.repeat(1e5),
  'marks in a row': `${'// SAFETY:\n'.repeat(1e5)}fn f() {}`,
  'comments that never close': '/*'.repeat(1e6),
  'a string that never closes': `"${'x\n'.repeat(1e6)}`,
  'quotes in a row': "'".repeat(1e6),
  'a raw string without its end': `r${'#'.repeat(1e6)}`,
  'types in types': `fn f() { let x: ${'A<'.repeat(1e5)}`,
  'names in backticks': `// SAFETY: ${'`a'.repeat(1e5)}\nunsafe impl Send for Ring {}`,
  'statements, each with a mark': `fn f() {${'// SAFETY: x\nlet a = 1;\n'.repeat(MANY)}}`,
  'tokens of one macro': `m!(${'unsafe { x },'.repeat(MANY)})`,
  'calls of a macro': `macro_rules! m { () => { unsafe {} } }\nfn f() {${'m!();'.repeat(MANY)}}`,
  'a macro that grows': `macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)* unsafe {}) } }\nfn f() { m!(a); }`,
  'no characters at all': '\0'.repeat(1e6),
  'half characters': '\ud800'.repeat(1e6),
};

test.each(Object.keys(TEXTS))('%s', (name) => {
  const { findings, unread } = audit(TEXTS[name] as string);
  expect(Array.isArray(findings) && Array.isArray(unread)).toBe(true);
  expect(unread.filter(({ reason }) => reason.includes('failed'))).toEqual([]);
});

test('beyond a limit nothing is read, and that is said', () => {
  const { findings, unread, sites } = audit('fn f() { unsafe {} }\n'.repeat(READ_LIMITS.points + 1));
  expect([findings, sites.block]).toEqual([[], 0]);
  expect(unread).toEqual([
    expect.objectContaining({ partial: false, reason: expect.stringContaining('the limit is 8000') }),
  ]);
  expect(audit(' '.repeat(READ_LIMITS.length + 1)).unread).toEqual([]);
  expect(audit(`unsafe${' '.repeat(READ_LIMITS.length)}`).unread).toEqual([
    expect.objectContaining({ partial: false }),
  ]);
});

test('code that is nested too deeply is named, the rest of the file is read', () => {
  const deep = `fn deep() {${'unsafe {'.repeat(600)}${'}'.repeat(600)}}`;
  const { findings, unread } = audit(`${deep}\nfn plain() { unsafe {} }\n`);
  expect(unread).toEqual([expect.objectContaining({ partial: true, reason: expect.stringContaining('`deep`') })]);
  expect(findings.some(({ item, rule }) => item === 'plain' && rule === 'undocumented-unsafe')).toBe(true);
});
