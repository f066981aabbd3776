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
  why: 'Rust’s atomics follow the C11 memory model, the kernel’s C code follows its own (LKMM). Where both sides touch the same word, mixing them is not defined; `kernel::sync::atomic` follows the kernel’s.',
  reference: 'https://docs.kernel.org/rust/general-information.html',
  severity: everywhere('warning'),
  otherSeverities: { leaf: ['info'], abstraction: ['info'], ffi: ['info'] },
  when: 'Each import of a type or of the module, and each type that is written out; fences and orderings alone are not meant. Not in `rust/kernel/sync/atomic`. One finding for each file, with all places. Nothing is said where the tree has no `kernel::sync::atomic`; where only hunks are at hand, it is a note. In a review it reports only places that are new.',
  examples: {
    bad: `use core::sync::atomic::{AtomicU32, Ordering};`,
    good: `use kernel::sync::atomic::{Atomic, Relaxed};`,
  },
  lints: [],
  misses: ['Atomics that come through a re-export of another crate.'],
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
