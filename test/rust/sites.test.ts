import { readRust } from '../../src/rust/file.ts';

/** Each site as `line kind place`; `none` without a justification. */
const sitesOf = (text: string): string[] => {
  const { sites, lines } = readRust(text);
  return sites.map(({ kind, keyword, justification, inMacro }) => {
    const where = inMacro === null ? '' : ` in ${inMacro}`;
    return `${lines.lineOf(keyword.start)} ${kind}${where} ${justification?.place ?? 'none'}`;
  });
};

test.each<[string, string, readonly string[]]>([
  ['a type is none', 'fn f(g: unsafe fn(u8), h: Option<unsafe extern "C" fn()>) {}', []],
  ['an unsafe extern block', 'unsafe extern "C" { safe fn a(); }', ['1 extern none']],
  ['an attribute', '#[unsafe(no_mangle)]\nfn f() {}', ['1 attribute none']],
  ['a raw name', 'fn f() { r#unsafe { } }', []],
  ['a matcher', 'macro_rules! m { (unsafe { $e:expr }) => { $e }; }', []],
  ['a metavariable', 'macro_rules! m { ($unsafe:tt { $e:expr }) => { $unsafe { $e } }; }', []],
  ['in quote!', 'fn f() { quote! {\n unsafe { #a }\n}; }', ['2 block in quote none']],
  [
    'in the argument of a foreign macro',
    'fn f() {\n // SAFETY: a\n let b = m!(unsafe { c });\n}',
    ['3 block in argument above'],
  ],
  ['in a body that nothing calls', 'macro_rules! m { () => {\n unsafe { a }\n}; }', ['2 block in definition none']],
])('%s', (_, text, expected) => {
  expect(sitesOf(text)).toEqual(expected);
});

describe('a body that is called', () => {
  const body = 'macro_rules! m { ($p:expr) => {\n unsafe { *$p }\n}; }\n';

  test.each<[string, string, string]>([
    ['above the let of the call', '// SAFETY: a\nlet b = m!(c);', 'statement'],
    ['above a call that is the statement', '// SAFETY: a\nm!(c);', 'none'],
    ['one of two calls', '// SAFETY: a\nlet b = m!(c);\nlet d = m!(c);', 'none'],
  ])('with a comment %s', (_, call, place) => {
    expect(sitesOf(`${body}fn f() {\n${call}\n}`)).toEqual([`2 block in definition ${place}`]);
  });

  test('says where its calls stand', () => {
    const { sites, lines } = readRust(`${body}fn f() {\nlet b = m!(c);\nlet d = m!(m!(c));\n}`);
    expect(sites[0]?.calls.map((offset) => lines.lineOf(offset))).toEqual([5, 6, 6]);
  });
});

test.each<[string, string, string]>([
  ['a macro that uses it plainly', '($e:expr) => { g($e) };', 'statement'],
  ['a macro that puts it into braces', '($e:expr) => { { $e } };', 'none'],
  ['a macro that makes a field of it', '($e:expr) => { S { a: $e } };', 'none'],
  ['a macro that hands it on', '($($t:tt)*) => { n!($($t)*) };', 'statement'],
])('an argument of %s', (_, arm, place) => {
  const macros = `macro_rules! n { ($e:expr) => { g($e) }; }\nmacro_rules! m { ${arm} }\n`;
  expect(sitesOf(`${macros}fn f() {\n// SAFETY: a\nlet b = m!(\nunsafe { c }\n);\n}`)).toEqual([
    `6 block in argument ${place}`,
  ]);
});

test('an argument that its macro throws away is no site', () => {
  expect(sitesOf('fn f() { let a = stringify!(unsafe { b }); }')).toEqual([]);
});
