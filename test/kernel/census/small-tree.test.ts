/** A small tree with all the corners that a walk can get wrong, counted by the shell and by the census. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Audit } from '../../../src/review/review.ts';
import { auditFolder } from './audit-folder.ts';
import { number, shellFigures } from './by-shell.ts';

const RING = `//! A ring: the word unsafe stands here as well.

// SAFETY: The ring is alive.
unsafe impl Send for Ring {}

fn head() -> &'static str {
    "unsafe"
}
`;

const FILES: Readonly<Record<string, string>> = {
  'rust/kernel/lib.rs':
    '//! The kernel crate.\npub mod ring;\n    pub mod sync; // pub mod no;\n#[cfg(CONFIG_X)]\n\tpub mod clk;\n// pub mod commented;\npub(crate) mod hidden;\nmod private;\n',
  'rust/kernel/ring.rs': RING,
  'rust/kernel/sync.rs': 'pub mod lock;\n',
  'rust/kernel/sync/lock.rs': 'pub struct Lock;\n',
  'rust/kernel/clk/mod.rs': 'pub struct Clk;',
  'rust/kernel/private.rs': 'pub fn f() {}\n',
  'rust/helpers/helpers.c': '#include "clk.c"\n',
  'rust/helpers/clk.c':
    '__rust_helper int rust_helper_clk_rate(struct clk *clk)\n{\n\treturn clk_rate(clk);\n}\n\nvoid rust_helper_clk_put (void) {}\n',
  'rust/helpers/net/skb.c': 'int rust_helper_skb_len(void);\n',
  'rust/bindings/bindings_helper.h':
    '#include <linux/clk.h>\n\n#include <linux/ring.h>\n/* #include <no.h> */\n#include "own.h"\n',
  'rust/syn/lib.rs': '#![allow(unsafe_code)]\n#[unsafe(no_mangle)]\nfn f() {}\n',
  'rust/alloc/vec.rs': 'pub struct Vec;\n',
  'drivers/ring/ring_main.rs': 'mod head;\nmodule! { type: Ring }\n',
  'drivers/ring/head.rs': 'fn a() {}\r\n\r\n// SAFETY: No.\r\nunsafe fn b() {}\r\n',
  'drivers/empty.rs': '',
  'drivers/no_newline.rs': 'fn unsafe_name() {} fn r#unsafe() {}',
  'drivers/words.rs':
    'fn f() { let unsafe_ = not_unsafe - unsafe2; }\n// unsafe.unsafe(unsafe) éunsafe unsafeé ünsafe unsafe\n',
  'drivers/.hidden/deep.rs': 'fn f() {}\n',
  'drivers/.dot.rs': 'fn f() {}\n',
  'drivers/.rs': 'fn f() {}\n',
  'drivers/x.rs.orig': 'unsafe\n',
  'drivers/upper.RS': 'unsafe\n',
  'drivers/with space.rs': 'fn f() {}\n',
  'samples/rust/print.rs': 'fn f() {}\n',
  'build/rust/kernel/copied.rs': 'unsafe fn f() {}\n',
  'target/debug/out.rs': 'fn f() {}\n',
  'fs/dir.rs/mod.rs': 'fn f() {}\n',
  'drivers/drivers/again.rs': 'fn f() {}\n',
};

let folder = '';
let audit: Audit;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'kra-census-'));
  for (const [path, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  symlinkSync('ring/head.rs', join(folder, 'drivers/link.rs'));
  symlinkSync('../../samples', join(folder, 'drivers/ring/samples'));
  symlinkSync('nowhere.rs', join(folder, 'drivers/broken.rs'));
  symlinkSync('ring', join(folder, 'drivers/folder.rs'));
  symlinkSync('clk.c', join(folder, 'rust/helpers/link.c'));
  mkdirSync(join(folder, 'drivers/empty_folder.rs'));
  audit = await auditFolder(folder, []);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('every figure is what find, grep and wc say', () => {
  const { codeLines, unsafeKeywords, ...figures } = audit.tree;
  expect(figures).toEqual(shellFigures(folder));
  expect(figures.rustFiles).toBe(Object.keys(FILES).filter((path) => path.endsWith('.rs')).length + 5);
  expect(figures.abstractionModules).toBe(3);
  // no block comments here, so that grep and sed know as much as a lexer, but for the string and the raw name
  expect(codeLines).toBe(number(folder, "grep -rhvE '^\\s*(//.*)?$' --include='*.rs' . | wc -l"));
  expect(unsafeKeywords).toBe(
    number(folder, `find . -name '*.rs' -type f -exec sed 's#//.*##' {} + | grep -ow unsafe | wc -l`) - 2,
  );
});

test('the layers add up to the tree', () => {
  const layers = Object.values(audit.layers);
  expect(layers.reduce((sum, { files }) => sum + files, 0)).toBe(audit.tree.rustFiles);
  expect(layers.reduce((sum, { lines }) => sum + lines, 0)).toBe(audit.tree.lines);
  expect(layers.reduce((sum, { codeLines }) => sum + codeLines, 0)).toBe(audit.tree.codeLines);
});

test('links are counted and not read as code; what they lead to is read once', () => {
  expect(audit.modules.map(({ path }) => path)).not.toContain('drivers/link.rs');
  expect(audit.layers.leaf.sites.fn).toBe(2);
  expect(audit.complete).toBe(true);
});

test('the C surface is what grep says', () => {
  const { headers, helperFunctions } = audit.cSurface;
  expect(headers).toBe(number(folder, "grep -c '^#include' rust/bindings/bindings_helper.h"));
  const names = "grep -rhoE '\\brust_helper_\\w+\\s*\\(' rust/helpers | tr -d '( ' | sort -u | wc -l";
  expect([headers, helperFunctions]).toEqual([3, number(folder, names)]);
});

test('a module of rust/kernel is one `pub mod` of lib.rs, with its file and its folder', () => {
  const abstractions = audit.modules.filter(({ layer }) => layer === 'abstraction');
  expect(abstractions.map(({ path, files, safeOnly }) => [path, files, safeOnly])).toEqual([
    ['rust/kernel/clk', 1, true],
    ['rust/kernel/ring.rs', 1, false],
    ['rust/kernel/sync', 2, true],
  ]);
});

test('the words of a module are those that grep finds below its folder', () => {
  const ring = audit.modules.find(({ path }) => path === 'drivers/ring');
  const words = number(folder, "grep -rhow unsafe --include='*.rs' drivers/ring | wc -l");
  const files = number(folder, "grep -rlw unsafe --include='*.rs' drivers/ring | wc -l");
  expect(ring).toMatchObject({
    files: 2,
    lines: 6,
    unsafeWords: words,
    filesWithUnsafe: files,
    unsafeWordShare: words / 6,
  });
});

test('git metadata is no part of the tree', async () => {
  execFileSync('git', ['init', '-q', folder]);
  writeFileSync(join(folder, '.git/x.rs'), 'unsafe\n');
  expect((await auditFolder(folder, [])).tree).toEqual(audit.tree);
});
