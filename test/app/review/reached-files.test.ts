/** Rust code in files of other names is read where the patch touches it, and named where it does not. */
import { reviewChange, reviewOf } from '../../support/review-files.ts';
import { writePatch } from '../../support/write-patch.ts';

const CODE = '/// Reads.\npub fn tail(p: *const u8) -> u8 {\n    unsafe { p.read() }\n}\n';
const RING = 'drivers/ring/ring.rs';
const SAFE = '//! A driver.\n';

const errors = (findings: readonly { rule: string; path: string; severity: string }[]): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule, path }) => `${path} ${rule}`);

test.each<[string, string, string]>([
  ['include!', 'include!("parts.inc");', 'drivers/ring/parts.inc'],
  ['include! by another name', 'use core::include as bring;\nbring!("parts.inc");', 'drivers/ring/parts.inc'],
  ['include! of joined literals', 'include!(concat!("../", "parts.inc"));', 'drivers/parts.inc'],
  ['include! with a blank that only Rust knows', 'include\u200e!("parts.inc");', 'drivers/ring/parts.inc'],
  ['#[path]', '#[path = "hidden.txt"]\nmod hidden;', 'drivers/ring/hidden.txt'],
  ['#[path] under a condition', '#[cfg_attr(all(), path = "c")] mod c;', 'drivers/ring/c'],
])('a file that %s reaches is read as Rust', async (_, line, name) => {
  const after = { [RING]: `${SAFE}${line}\n`, [name]: CODE };
  const wanted = [`${name} undocumented-unsafe`];
  // with a tree, and from the hunks alone
  expect(errors((await reviewChange({ [RING]: SAFE }, after)).findings)).toEqual(wanted);
  const hunks = await reviewOf({ 'a.patch': writePatch({ [RING]: SAFE }, after) }, null);
  expect(errors(hunks.findings)).toEqual(wanted);
});

test('a file that the tree reached before is read as Rust', async () => {
  const before = { [RING]: `${SAFE}include!("parts/a.inc");\n`, 'drivers/ring/parts/a.inc': '//! a\n' };
  const { findings, patches } = await reviewChange(before, { ...before, 'drivers/ring/parts/a.inc': CODE });
  expect(errors(findings)).toEqual(['drivers/ring/parts/a.inc undocumented-unsafe']);
  expect(patches[0]?.rustFiles).toBe(1);
});

test.each<[string, string, string]>([
  ['an extern block without the word', '', 'extern "C" {\n    fn halt();\n}\n'],
  ['a call of C', '', 'fn f() {\n    bindings::halt();\n}\n'],
  [
    'a comment alone',
    `// SAFETY: A.\nunsafe {\n${'    f();\n'.repeat(9)}}\n`,
    `unsafe {\n${'    f();\n'.repeat(9)}}\n`,
  ],
])('a change of an included file is read where it shows %s', async (_, old, now) => {
  const tree = { [RING]: `${SAFE}include!("a.inc");\n`, 'drivers/ring/a.inc': `//! a\n${old}` };
  const { patches } = await reviewChange(tree, { ...tree, 'drivers/ring/a.inc': `//! a\n${now}` });
  expect(patches[0]?.rustFiles).toBe(1);
});

test('Rust code stays code when it is renamed', async () => {
  const before = { [RING]: `${SAFE}mod a;\n`, 'drivers/ring/a.rs': `${CODE}// 1\n// 2\n// 3\n` };
  const renamed = {
    [RING]: `${SAFE}#[path = "a.inc"]\nmod a;\n`,
    'drivers/ring/a.inc': `${CODE}// 1\n// 2\n// 3\n${CODE}`,
  };
  const descents = [{ how: 'rename', from: 'drivers/ring/a.rs', to: 'drivers/ring/a.inc' }] as const;
  const { findings, delta } = await reviewChange(before, renamed, descents);
  expect(errors(findings)).toEqual(['drivers/ring/a.inc undocumented-unsafe']);
  expect(delta.layers.leaf?.block).toMatchObject({ added: 1, removed: 0 });
});

test('what is newly reached and not touched is named, and the review is incomplete', async () => {
  const before = { [RING]: SAFE, 'drivers/ring/parts.inc': CODE };
  const { complete, unread } = await reviewChange(before, { ...before, [RING]: `${SAFE}include!("parts.inc");\n` });
  expect(complete).toBe(false);
  expect(unread).toEqual([
    {
      path: 'drivers/ring/parts.inc',
      reason: 'drivers/ring/ring.rs:2 reaches it as Rust code now',
      partial: false,
      keywords: 1,
    },
  ]);
});

test.each([
  ['a macro that gets include', 'macro_rules! bring { ($m:ident) => { $m!("a.inc"); } }\nbring![include];'],
  [
    'a macro that gets include and more',
    'macro_rules! bring { ($m:ident $n:ident) => { $m!("a.inc"); } }\nbring!{include b}',
  ],
  ['a name that a macro gets', 'macro_rules! bring { ($name:literal) => { include!($name); } }\nbring!("a.inc");'],
  ['a name of the environment', 'include!(concat!(env!("HOME"), "/a.inc"));'],
  ['a file that the build makes', 'include!(concat!(env!("OBJTREE"), "/drivers/ring/a.rs"));'],
])('%s is not known, and the review is incomplete', async (_, line) => {
  const { complete, unread } = await reviewChange({ [RING]: SAFE }, { [RING]: `${SAFE}${line}\n` });
  expect(complete).toBe(false);
  expect(unread[0]).toMatchObject({ path: RING, partial: false });
});

test.each([
  ['it was there before', `${SAFE}include!(concat!(env!("OBJTREE"), "/a.rs"));\n`],
  ['text is included as text', `${SAFE}const A: &str = include_str!("a.txt");\n`],
  ['a path is no attribute', `${SAFE}fn f(path: u8) { let path = "a.txt"; }\n`],
])('nothing is said where %s', async (_, text) => {
  const { complete, unread, findings } = await reviewChange(
    { [RING]: text, 'drivers/ring/a.txt': 'unsafe' },
    { [RING]: `${text}// more\n`, 'drivers/ring/a.txt': 'unsafe { }' },
  );
  expect({ complete, unread, findings }).toEqual({ complete: true, unread: [], findings: [] });
});

test('a pointer of Git LFS is no Rust code, and the review is incomplete', async () => {
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'4d'.repeat(32)}\nsize 12345\n`;
  const { complete, unread } = await reviewChange({ [RING]: SAFE }, { [RING]: pointer });
  expect(complete).toBe(false);
  expect(unread).toMatchObject([{ path: RING, reason: expect.stringContaining('Git LFS'), partial: false }]);
});

test.each(['new file mode 120000', 'old mode 100644\nnew mode 120000'])(
  'a link is not followed, and named: %s',
  async (modes) => {
    const isNew = modes.startsWith('new file');
    const [before, head] = isNew ? ['/dev/null', '@@ -0,0 +1 @@'] : [`a/${RING}`, '@@ -1 +1 @@\n-//! A driver.'];
    const patch = `diff --git a/${RING} b/${RING}\n${modes}\n--- ${before}\n+++ b/${RING}\n${head}\n+parts.inc\n\\ No newline at end of file\n`;
    const { complete, unread } = await reviewOf({ 'a.patch': patch }, isNew ? {} : { [RING]: SAFE });
    expect(complete).toBe(false);
    expect(unread).toMatchObject([
      { path: RING, reason: 'it is a symbolic link, which is not followed', partial: false },
    ]);
  },
);

describe('a file that becomes Rust code', () => {
  const LONG = `${'// a line that stays\n'.repeat(9)}${CODE}`;
  const descents = [{ how: 'rename', from: 'drivers/ring/a.txt', to: 'drivers/ring/a.rs' }] as const;

  test('is new, whatever it was', async () => {
    const { findings } = await reviewChange({ 'drivers/ring/a.txt': LONG }, { 'drivers/ring/a.rs': LONG }, descents);
    expect(errors(findings)).toEqual(['drivers/ring/a.rs undocumented-unsafe']);
  });

  test('is not read where its text is not at hand', async () => {
    const patch = writePatch({ 'drivers/ring/a.txt': LONG }, { 'drivers/ring/a.rs': LONG }, descents);
    const { complete } = await reviewOf({ 'a.patch': patch }, null);
    expect(complete).toBe(false);
  });

  test('is read on its way through other names, in each patch of a series', async () => {
    const [rs, other] = ['drivers/ring/a.rs', 'drivers/ring/a.in'];
    const safe = '// a line that stays\n'.repeat(9);
    const away = writePatch({ [rs]: safe }, { [other]: safe }, [{ how: 'rename', from: rs, to: other }]);
    const change = writePatch({ [other]: safe }, { [other]: LONG });
    const back = writePatch({ [other]: LONG }, { [rs]: LONG }, [{ how: 'rename', from: other, to: rs }]);
    const { findings, complete } = await reviewOf(
      { '1.patch': away, '2.patch': change, '3.patch': back },
      { [rs]: safe },
    );
    expect(complete).toBe(true);
    expect(errors(findings)).toEqual([`${rs} undocumented-unsafe`]);
  });

  test('a series that makes it under another name first applies', async () => {
    const [rs, other] = ['drivers/ring/a.rs', 'drivers/ring/a.in'];
    const safe = '// a line that stays\n'.repeat(9);
    const made = writePatch({}, { [other]: safe });
    const named = writePatch({ [other]: safe }, { [rs]: safe }, [{ how: 'rename', from: other, to: rs }]);
    const { findings, complete } = await reviewOf({ '1.patch': made, '2.patch': named }, {});
    expect({ findings, complete }).toEqual({ findings: [], complete: true });
  });
});

test.each([
  ['a raw name', 'r#include!("a.inc");'],
  ['a raw attribute', '#[r#path = "a.inc"]\nmod a;'],
])('%s reaches a file as well', async (_, line) => {
  const after = { [RING]: `${SAFE}${line}\n`, 'drivers/ring/a.inc': CODE };
  expect(errors((await reviewChange({ [RING]: SAFE }, after)).findings)).toEqual([
    'drivers/ring/a.inc undocumented-unsafe',
  ]);
});

test.each([
  ['the macro by its name alone', 'macro_rules! bring { ($i:ident) => { $i!("a.inc"); } }\nbring!(include);'],
  ['a path that a macro writes', 'macro_rules! m { ($p:literal) => { #[path = $p] mod a; } }\nm!("a.inc");'],
  ['a file that is not there', 'include!("/tmp/a.inc");'],
  ['a folder of a module', '#[path = "far"]\nmod a { #[path = "a.inc"] mod b; }'],
  ['code on which no rule looks', '#[path = "../../tools/ring/a.rs"]\nmod a;'],
])('%s leaves the review incomplete', async (_, line) => {
  const tree = { [RING]: SAFE, 'drivers/ring/far/a.inc': CODE, 'tools/ring/a.rs': CODE };
  expect((await reviewChange(tree, { ...tree, [RING]: `${SAFE}${line}\n` })).complete).toBe(false);
});

test('an inclusion from far away is found', async () => {
  const before = { 'drivers/a/b/c/d.rs': 'include!("../../../../lib/evil.in");\n', 'lib/evil.in': '//! a\n' };
  const { findings } = await reviewChange(before, { ...before, 'lib/evil.in': CODE });
  expect(errors(findings)).toEqual(['lib/evil.in undocumented-unsafe']);
});
