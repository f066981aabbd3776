/** What is left alone as generated code, and what only says that it is. */
import { includedLints } from '../../src/kernel/included-lints.ts';
import { reviewChange } from '../support/review-files.ts';

const BINDGEN = '#[repr(C)]\npub struct __IncompleteArrayField<T>(PhantomData<T>, [T; 0]);\n';
const HEAD = 'pub fn head() -> u32 {\n    unsafe { HEAD }\n}\n';
const PATH = 'drivers/ring/bindings.rs';

const rulesOf = (findings: readonly { rule: string; suppressed: unknown }[]): string[] =>
  findings.filter(({ suppressed }) => suppressed === null).map(({ rule }) => rule);

test('a file that was generated code is left alone, and the review says so', async () => {
  const { findings, exempt, delta } = await reviewChange({ [PATH]: BINDGEN }, { [PATH]: BINDGEN + HEAD });
  expect(findings).toEqual([]);
  expect(exempt).toMatchObject([{ path: PATH, keywords: 1, isNew: false }]);
  expect(delta.layers.leaf?.block?.added).toBe(1);
});

test.each([
  ['a new file', {}],
  ['a file that was written by hand', { [PATH]: '//! By hand.\n' }],
])('%s is not left alone for what the patch writes into it', async (_, before) => {
  const { findings, exempt } = await reviewChange(before, { ...before, [PATH]: BINDGEN + HEAD });
  expect(rulesOf(findings)).toContain('undocumented-unsafe');
  expect(exempt).toMatchObject([{ path: PATH, isNew: true }]);
});

test('a renamed file stays what it was, and a copy is new', async () => {
  const before = { [PATH]: BINDGEN };
  const renamed = { 'drivers/ring/raw.rs': BINDGEN + HEAD };
  const descent = { from: PATH, to: 'drivers/ring/raw.rs' };
  expect((await reviewChange(before, renamed, [{ ...descent, how: 'rename' }])).findings).toEqual([]);
  const copied = await reviewChange(before, { ...before, ...renamed }, [{ ...descent, how: 'copy' }]);
  expect(rulesOf(copied.findings)).toContain('undocumented-unsafe');
});

test.each([
  ['a comment', '// Like the C `struct __IncompleteArrayField`.\n'],
  ['documentation', '/// As `fn __bindgen_test` does.\n'],
  ['a string', 'const NAME: &str = "union x__bindgen_ty_1";\n'],
  ['a use of the name', 'type A = __IncompleteArrayField<u8>;\n'],
])('%s makes nothing generated', async (_, line) => {
  const { findings, exempt } = await reviewChange({ [PATH]: line }, { [PATH]: line + HEAD });
  expect(rulesOf(findings)).toContain('undocumented-unsafe');
  expect(exempt).toEqual([]);
});

test('`allow(warnings)` on a module silences the lints of rustc and Clippy, and is an error itself', async () => {
  const path = 'drivers/ring/ring.rs';
  const after = `#[allow(warnings)]\nmod imp {\n    static mut COUNT: u32 = 0;\n    ${HEAD}}\n`;
  const { findings } = await reviewChange({}, { [path]: after });
  expect(rulesOf(findings).sort()).toEqual(['allow-over-expect', 'new-unsafe', 'static-mut', 'suppressed-safety-lint']);
  expect(findings.find(({ rule }) => rule === 'suppressed-safety-lint')?.severity).toBe('error');
  expect(findings.find(({ rule }) => rule === 'undocumented-unsafe')?.suppressed?.by).toBe('#[allow(warnings)]');
});

describe('an included file', () => {
  const table = 'drivers/ring/regs/table.rs';
  const including = (attribute: string) => ({
    'drivers/ring/regs.rs': `${attribute}\n\ninclude!("regs/table.rs");\n`,
    [table]: '//! a\n',
  });

  test.each<[string, string, boolean]>([
    ['of the lint', '#![allow(dead_code, clippy::undocumented_unsafe_blocks)]', true],
    ['of all', '#![allow(warnings)]', true],
    ['of other lints', '#![allow(dead_code, missing_docs)]', false],
    ['that covers something else', '#[allow(warnings)]\nconst A: u8 = 1;', false],
  ])('stands under an allow %s', async (_, attribute, isSuppressed) => {
    const before = including(attribute);
    const { findings } = await reviewChange(before, { ...before, [table]: `//! a\nstatic mut A: u8 = 0;\n${HEAD}` });
    const undocumented = findings.find(({ rule }) => rule === 'undocumented-unsafe');
    expect(undocumented?.suppressed !== null).toBe(isSuppressed);
    // an allow hides only its lints
    expect(rulesOf(findings)).toContain('static-mut');
  });

  test('that comes with the allow is suppressed, and the allow is an error', async () => {
    const after = { ...including('#![allow(clippy::undocumented_unsafe_blocks)]'), [table]: HEAD };
    const { findings } = await reviewChange({}, after);
    expect(rulesOf(findings)).not.toContain('undocumented-unsafe');
    expect(rulesOf(findings)).toContain('suppressed-safety-lint');
  });

  test('stands under what covers the call alone', () => {
    const text = '#[allow(warnings)]\nmod a { include!("../b/./c.rs"); }\ninclude!{ "d.rs" }';
    expect(includedLints('drivers/ring/a.rs', text).map(({ path }) => path)).toEqual(['drivers/b/c.rs']);
  });
});
