/** Rule: C types as the kernel defines them. */
import { coreHit, corePaths, lacks } from './core-paths.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

const FFI = [
  ['core', 'ffi'],
  ['std', 'ffi'],
];

/** `core::ffi::c_int`, `core::{mem, ffi::{CStr, c_int}}`, `core::ffi;`, `core as c`. */
const NAMING = /\b(?:core|std)\s*(?:::\s*(?:\{[^;]{0,400}?)?\bffi\s*(?:::\s*(?:c_|\{|\*|self\b)|[;,}]|as\b)|as\b)/;

export const coreFfiType = defineRule({
  id: 'core-ffi-type',
  summary: '`core::ffi::c_*` instead of the kernel’s C types',
  why: 'The kernel’s own `ffi` types differ from those of `core`: `c_char` is unsigned, `c_long` is `isize`. Code that names those of `core` agrees with the bindings on some architectures only.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  otherSeverities: { leaf: ['info'], abstraction: ['info'], ffi: ['info'] },
  when: 'Each import, and each path that is written out; other things of `core::ffi`, as `CStr`, are not meant. Not in `rust/ffi.rs`, which defines them. One finding for each file, with all places. Nothing is said where the tree has no `rust/ffi.rs`; where only hunks are at hand, it is a note. In a review it reports only places that are new.',
  examples: {
    bad: `use core::ffi::c_int;`,
    good: `use kernel::prelude::*; // brings \`c_int\``,
  },
  lints: [],
  misses: ['Types that a glob import of `core::ffi` brings: the import itself is reported.'],
  differs: [],

  *check(view) {
    if (view.path === 'rust/ffi.rs' || lacks(view, 'c-types')) return;
    for (const found of corePaths(view, FFI, NAMING, isCType)) {
      yield {
        ...coreHit(view, found),
        message: found.name.endsWith('*')
          ? `\`${found.name}\` brings C types that are not the kernel's`
          : `\`${found.name}\` is not the kernel's type of that name`,
        help: 'use the one of the prelude, or of `kernel::ffi`',
      };
    }
  },
});

function isCType(path: readonly string[]): boolean {
  return /^c_[a-z]/.test(path[2] ?? '');
}
