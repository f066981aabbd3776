/** Any text gives a value, soon. */
import { auditFile } from '../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../src/review/policy.ts';
import { RULES } from '../../src/rules/catalogue.ts';
import { READ_LIMITS, readRust } from '../../src/rust/file.ts';

const many = (piece: string, times: number): string => piece.repeat(times);

const HOSTILE: Readonly<Record<string, string>> = {
  'a line of 10 MB': `// SAFETY: a\nfn f() { unsafe { a(${many('b + ', 2_500_000)}1) } }`,
  'a comment of 10 MB': `/* ${many('SAFETY: ', 1_250_000)} */ unsafe {}`,
  'a line of slashes': `unsafe fn f() {}\n${many('/', 1_000_000)}`,
  'open brackets': `unsafe ${many('{', 100_000)}`,
  'nested brackets': `fn f() { unsafe { ${many('(', 100_000)}${many(')', 100_000)} } }`,
  'closing brackets': `unsafe { ${many(')}]', 100_000)}`,
  'nested macros': `macro_rules! m { ($($t:tt)*) => { unsafe { m!(m!($($t)*) $($t)*) } }; } fn f() { m!(a b c) }`,
  'a macro that grows': `macro_rules! m { ($($t:tt)*) => { m!($($t)* $($t)* unsafe {}); }; } m!(a b);`,
  'many macros': many('macro_rules! m { ($a:expr) => { unsafe { $a } }; } fn f() { m!(m!(1)); }\n', 2000),
  'deep matchers': `macro_rules! m { (${many('$(', 20_000)}${many(')*', 20_000)}) => { unsafe {} }; } m!();`,
  'an open string': `fn f() { unsafe { "`,
  'an open comment': `fn f() { unsafe {} /* SAFETY: `,
  'an open attribute': `#[allow(clippy::undocumented_unsafe_blocks\nunsafe {}`,
  'no text at all': '',
  'replaced bytes': 'fn f() { \ufffd unsafe { \ufffd } } // SAFETY: \ufffd',
  'lone surrogates': 'fn \ud800() { unsafe { \udc00 } }',
  NUL: 'fn f() { unsafe { \0 } }',
  'documentation without end': `/// # Safety\n${many('/// > - a `b` *c* [d](e) <f>\n', 20_000)}unsafe fn f() {}`,
  'a heading of 1 MB': `/// # ${many('*_`[<&', 170_000)} Safety\nunsafe fn f() {}`,
  attributes: `${many('#[cfg_attr(all(), ', 5000)}allow(a)${many(')]', 5000)}\nunsafe fn f() {}`,
};

test.each(Object.entries(HOSTILE))(
  '%s',
  (_, text) => {
    expect(auditFile('drivers/a.rs', text, RULES, DEFAULT_POLICY).findings).toBeInstanceOf(Array);
  },
  30_000,
);

test('a file that takes the parser too long says so', () => {
  const { unread } = readRust(`fn f() { unsafe { a() } + ${many('b + ', 700_000)}1 }`, {
    ...READ_LIMITS,
    parseMs: 1,
  });
  expect(unread).toEqual([{ reason: 'the parser gave up after 1 ms', partial: false }]);
});

const CODE = `fn f(p: *const u8) {
    // SAFETY: a
    unsafe { *p };
    unsafe { *p };
}
`;

test.each([
  ['CRLF', CODE.replace(/\n/g, '\r\n')],
  ['a byte order mark', `\ufeff${CODE}`],
])('%s changes nothing', (_, text) => {
  const { findings } = auditFile('drivers/a.rs', text, RULES, DEFAULT_POLICY);
  const told = findings.filter(({ rule }) => rule === 'undocumented-unsafe');
  expect(told.map(({ line, column }) => [line, column])).toEqual([[4, 5]]);
});
