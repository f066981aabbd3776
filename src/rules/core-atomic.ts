/** Rule: the kernel's atomics, with the kernel's memory model. */
import { coreHit, corePaths, lacks } from './core-paths.ts';
import { defineRule, everywhere } from './rule.ts';

const ATOMICS = [
  ['core', 'sync', 'atomic'],
  ['std', 'sync', 'atomic'],
];

/** `core::sync::atomic`, `core::{mem, sync::{atomic, ...}}`, `core as c`. */
const NAMING = /\b(?:core|std)\s*(?:::\s*(?:\{[^;]{0,400}?)?\bsync\s*(?:::\s*(?:atomic\b|\{)|[;,}]|as\b)|as\b)/;

export const coreAtomic = defineRule({
  id: 'core-atomic',
  summary: '`core::sync::atomic` instead of the kernel’s atomics',
  why: 'Rust atomics follow the C11 memory model; the kernel’s C code follows the Linux kernel memory model (LKMM). Mixing them on the same word is undefined; `kernel::sync::atomic` follows the LKMM.',
  reference: 'https://docs.kernel.org/rust/general-information.html',
  severity: everywhere('warning'),
  otherSeverities: { leaf: ['info'], abstraction: ['info'], ffi: ['info'] },
  when: 'Reported for imports of the module or its types and for full paths to them; fences and orderings alone are not reported. One finding per file, with all places; `rust/kernel/sync/atomic` is exempt. Not reported if the tree has no `kernel::sync::atomic`; a note if only hunks are available. In a patch, reported only for new places.',
  examples: {
    bad: `use core::sync::atomic::{AtomicU32, Ordering};`,
    good: `use kernel::sync::atomic::{Atomic, Relaxed};`,
  },
  lints: [],
  misses: ['Atomics re-exported by another crate.'],
  differs: [],

  *check(view) {
    if (view.path.startsWith('rust/kernel/sync/atomic') || lacks(view, 'atomics')) return;
    for (const found of corePaths(view, ATOMICS, NAMING, isAtomic)) {
      yield {
        ...coreHit(view, found),
        message: `\`${found.name}\` does not follow the kernel's memory model`,
        help: 'use `kernel::sync::atomic`',
      };
    }
  },
});

function isAtomic([, , , name]: readonly string[]): boolean {
  return name === undefined || name.startsWith('Atomic');
}
