/** Rule: the kernel's atomics, with the kernel's memory model. */
import { coreHit, corePaths } from './core-paths.ts';
import { defineRule } from './rule.ts';

const ATOMICS = [
  ['core', 'sync', 'atomic'],
  ['std', 'sync', 'atomic'],
];

/** `core::sync::atomic`, `core::{mem, sync::{atomic, ...}}`, `core as c`. */
const NAMING = /\b(?:core|std)\s*(?:::\s*(?:\{[^;]{0,400}?)?\bsync\s*(?:::\s*(?:atomic\b|\{)|[;,}]|as\b)|as\b)/;

export const coreAtomic = defineRule({
  id: 'core-atomic',
  summary: '`core::sync::atomic` instead of the kernel’s atomics',
  why: 'Rust’s atomics follow the C11 memory model, the kernel’s C code follows its own (LKMM). Where both sides touch the same word, mixing them is not defined; `kernel::sync::atomic` follows the kernel’s.',
  reference: 'https://docs.kernel.org/rust/general-information.html',
  severity: { leaf: 'warning', abstraction: 'warning', ffi: 'warning' },
  when: 'Each import of a type or of the module, and each type that is written out; fences and orderings alone are not meant. Not in `rust/kernel/sync/atomic`. In a review it reports only one that is new.',
  examples: {
    bad: `use core::sync::atomic::{AtomicU32, Ordering};`,
    good: `use kernel::sync::atomic::{Atomic, Relaxed};`,
  },
  lints: [],
  misses: ['Atomics that come through a re-export of another crate.'],
  differs: [],

  *check(view) {
    if (view.path.startsWith('rust/kernel/sync/atomic')) return;
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
