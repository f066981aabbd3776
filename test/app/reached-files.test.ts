/** Rust code in files of other names is read where the patch touches it, and named where it does not. */
import { reviewChange, reviewOf } from '../support/review-files.ts';
import { writePatch } from '../support/write-patch.ts';

const CODE = '/// Reads.\npub fn tail(p: *const u8) -> u8 {\n    unsafe { p.read() }\n}\n';
const RING = 'drivers/ring/ring.rs';
const SAFE = '//! A driver.\n';

const errors = (findings: readonly { rule: string; path: string; severity: string }[]): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(({ rule, path }) => `${path} ${rule}`);

test.each<[string, string, string]>([
  ['include!', 'include!("parts.inc");', 'drivers/ring/parts.inc'],
  ['include! by another name', 'use core::include as bring;\nbring!("parts.inc");', 'drivers/ring/parts.inc'],
  ['include! of joined literals', 'include!(concat!("../", "parts.inc"));', 'drivers/parts.inc'],
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
