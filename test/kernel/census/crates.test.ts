/** Which files make a crate, what it is called, and what its files mean by `bindings`. */

import { KERNEL_BINDINGS } from '../../../src/kernel/bindings.ts';
import { cratesOf } from '../../../src/kernel/census/crates.ts';
import { isUse, linkCrates, symbolOf } from '../../../src/kernel/census/link.ts';
import { modulesOf } from '../../../src/kernel/census/module-census.ts';
import { fileFacts } from '../../../src/kernel/file-facts.ts';
import { auditFile } from '../../../src/review/audit.ts';
import { DEFAULT_POLICY } from '../../../src/review/policy.ts';
import { lex } from '../../../src/rust/lexer.ts';
import { namesOf } from '../../../src/rust/names/names.ts';
import type { Files } from '../../support/memory-tree.ts';

const MODULE = 'kernel::module_platform_driver! {\n    type: Ring,\n}\n';

const cratesIn = (files: Files) =>
  cratesOf(Object.entries(files).map(([path, text]) => ({ path, ...fileFacts(path, 'leaf', lex(text)) })));

/** The crates of a tree: the files of each, its root first. */
const filesIn = (files: Files): string[][] =>
  cratesIn(files).map(({ root, files }) => [root, ...[...files.keys()].filter((path) => path !== root).sort()]);

/** The modules of a tree: name and number of files. */
const modulesIn = (files: Files): [string, number][] => {
  const audits = Object.entries(files).map(([path, text]) => auditFile(path, text, [], DEFAULT_POLICY));
  const known = { usesIn: () => 0, isWholeRead: () => true };
  return modulesOf(audits, cratesIn(files), '', known).map(({ path, files }) => [path, files]);
};

const isSymbol = (symbol: string): boolean => symbol.startsWith('ring_');

/** Path and symbol of each use of the bindings. */
const usesIn = (files: Files): string[] => {
  const names = (path: string) => namesOf(lex(files[path] ?? ''), KERNEL_BINDINGS);
  const speaking = (path: string) => (files[path]?.includes('bindings') === true ? names(path) : undefined);
  const ground = { namesIn: speaking, namesOnDemand: names, textOf: (path: string) => files[path] ?? '' };
  return linkCrates(cratesIn(files), ground).flatMap(({ path, references }) =>
    references.filter((each) => isUse(each, isSymbol)).map((reference) => `${path}: ${symbolOf(reference)}`),
  );
};

test('a crate is its root and what `mod` reaches, also through folders and `#[path]`', () => {
  const files = {
    'drivers/ring/ring_main.rs': `mod head;\nmod tail;\n#[path = "odd.rs"]\nmod strange;\n${MODULE}`,
    'drivers/ring/head.rs': 'mod slot;\n',
    'drivers/ring/head/slot.rs': 'fn f() {}\n',
    'drivers/ring/tail/mod.rs': 'fn f() {}\n',
    'drivers/ring/odd.rs': 'fn f() {}\n',
    'drivers/ring/alone.rs': '// mod head;\nfn f() {}\n',
  };
  expect(filesIn(files)).toEqual([
    ['drivers/ring/alone.rs'],
    [
      'drivers/ring/ring_main.rs',
      'drivers/ring/head.rs',
      'drivers/ring/head/slot.rs',
      'drivers/ring/odd.rs',
      'drivers/ring/tail/mod.rs',
    ],
  ]);
  // it does not fill its folder alone
  expect(modulesIn(files)).toEqual([
    ['drivers/ring/alone.rs', 1],
    ['drivers/ring/ring_main.rs', 5],
  ]);
});

test('a crate that fills a folder is named by it, and included files belong to it', () => {
  expect(
    modulesIn({
      'drivers/ring/main.rs': `mod fw;\n${MODULE}`,
      'drivers/ring/fw.rs': 'include!("fw/generated.rs");\n// include!("../other.rs");\n',
      'drivers/ring/fw/generated.rs': 'fn f() {}\n',
      'drivers/other.rs': MODULE,
    }),
  ).toEqual([
    ['drivers/other.rs', 1],
    ['drivers/ring', 3],
  ]);
});

test.each([
  ['module! { type: Ring }', true],
  ['module_phy_driver! { drivers: [Ring] }', true],
  ['kernel::module_misc_device!(Ring);', true],
  ['module_path!();', false],
  ['// module! { }', false],
  ['const TEXT: &str = "module! { }";', false],
  ['macro_rules! module { () => {} }', false],
  ['macro_rules! ring { () => { module! { type: Ring } } }', false],
  ['fn f() { if module != x {} }', false],
])('%s', (text, isRoot) => {
  expect(fileFacts('drivers/ring.rs', 'leaf', lex(text)).isRoot).toBe(isRoot);
});

test('files that reach each other in a ring, or themselves, are in a crate all the same', () => {
  const files = {
    'drivers/a.rs': '#[path = "b.rs"]\nmod b;\n',
    'drivers/b.rs': '#[path = "a.rs"]\nmod a;\n#[path = "b.rs"]\nmod own;\n',
  };
  expect(filesIn(files)).toEqual([['drivers/a.rs', 'drivers/b.rs']]);
});

test('the bindings under another name of the crate are the bindings', () => {
  const files = {
    'drivers/ring/main.rs': `pub(crate) use kernel::bindings as c;\nuse kernel::bindings::ring_put;\nmod head;\n${MODULE}`,
    'drivers/ring/head.rs': 'fn f() { crate::c::ring_get(); super::ring_put(); c::no(); }\n',
  };
  expect(usesIn(files)).toEqual(['drivers/ring/head.rs: ring_get', 'drivers/ring/head.rs: ring_put']);
});

test("a crate's own bindings are not the kernel's", () => {
  const files = {
    'drivers/ring/main.rs': `mod bindings;\nmod head;\n${MODULE}`,
    'drivers/ring/bindings.rs': 'pub fn ring_get() {}\n',
    'drivers/ring/head.rs': 'use crate::bindings;\nfn f() { bindings::ring_get(); kernel::bindings::ring_put(); }\n',
  };
  expect(usesIn(files)).toEqual(['drivers/ring/head.rs: ring_put']);
});

test.each([
  ['pub use kernel as k;', 'crate::k::bindings::ring_get();'],
  ['pub use kernel::{self as k};', 'super::k::bindings::ring_get();'],
  ['pub use kernel::bindings::*;', 'super::ring_get();'],
  ['use kernel::bindings::{ring_get as get};', 'super::get();'],
])('through the root: %s', (root, use) => {
  const files = {
    'drivers/ring/main.rs': `${root}\nmod head;\n${MODULE}`,
    'drivers/ring/head.rs': `fn f() { ${use} }\n`,
  };
  expect(usesIn(files)).toEqual(['drivers/ring/head.rs: ring_get']);
});
