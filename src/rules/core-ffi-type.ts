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
  why: 'The kernel’s own `ffi` types differ from those of `core`: `c_char` is unsigned, `c_long` is `isize`. Code that uses those of `core` matches the bindings only on some architectures.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  otherSeverities: { leaf: ['info'], abstraction: ['info'], ffi: ['info'] },
  when: 'Reported for imports and full paths; other items of `core::ffi`, such as `CStr`, are not reported. One finding per file, with all places; `rust/ffi.rs`, which defines the types, is exempt. Not reported if the tree has no `rust/ffi.rs`; a note if only hunks are available. In a patch, reported only for new places.',
  examples: {
    bad: `use core::ffi::c_int;`,
    good: `use kernel::prelude::*; // brings \`c_int\``,
  },
  lints: [],
  misses: ['Types from a glob import of `core::ffi`; the import itself is reported.'],
  differs: [],

  *check(view) {
    if (view.path === 'rust/ffi.rs' || lacks(view, 'c-types')) return;
    for (const found of corePaths(view, FFI, NAMING, isCType)) {
      yield {
        ...coreHit(view, found),
        message: found.name.endsWith('*')
          ? `\`${found.name}\` imports C types that differ from the kernel's`
          : `\`${found.name}\` differs from the kernel's type of that name`,
        help: 'use the type from `kernel::prelude` or `kernel::ffi`',
      };
    }
  },
});

function isCType(path: readonly string[]): boolean {
  return /^c_[a-z]/.test(path[2] ?? '');
}
