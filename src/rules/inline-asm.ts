/** Rule: assembly stays behind abstractions. */

import { isInMatcher } from '../rust/macros.ts';
import { itemAround, localNames, macroCalls } from '../rust/token-queries.ts';
import { defineRule, GENERAL_INFORMATION } from './rule.ts';

export const inlineAsm = defineRule({
  id: 'inline-asm',
  summary: 'inline assembly',
  why: 'The compiler knows of assembly only what its operands say. A driver with assembly works on one architecture, and nothing checks what it does to memory.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  when: '`asm!`, `global_asm!` and `naked_asm!`. In a review it reports only a call that is new.',
  examples: {
    bad: `// SAFETY: A barrier has no operands.
unsafe { core::arch::asm!("dmb sy") };`,
    good: `kernel::sync::barrier::smp_mb();`,
  },
  lints: [],
  misses: ['Assembly that a macro of another file brings.'],
  differs: [],

  *check({ file: { tokens } }) {
    if (!tokens.text.includes('asm')) return;
    for (const at of macroCalls(tokens, localNames(tokens, ['asm', 'global_asm', 'naked_asm']))) {
      if (isInMatcher(tokens, at)) continue;
      yield {
        at: { start: tokens.start(at), end: tokens.end(tokens.next(at)) },
        item: itemAround(tokens, at),
        key: tokens.at(at),
        message: `inline assembly by \`${tokens.at(at)}!\``,
        help: 'use what the kernel has for it (barriers, I/O accessors), or put it into an abstraction',
      };
    }
  },
});
