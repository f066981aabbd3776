/** Rule: assembly stays behind abstractions. */

import { isInMatcher } from '../rust/macros.ts';
import { itemAround, localNames, macroCalls } from '../rust/token-queries.ts';
import { defineRule, GENERAL_INFORMATION } from './rule.ts';

export const inlineAsm = defineRule({
  id: 'inline-asm',
  summary: 'inline assembly',
  why: 'The compiler knows only what the operands declare. A driver with assembly works on one architecture, and nothing checks what the assembly does to memory.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  when: 'Reported for `asm!`, `global_asm!` and `naked_asm!`. In a patch, reported only when the call is new.',
  examples: {
    bad: `// SAFETY: A barrier has no operands.
unsafe { core::arch::asm!("dmb sy") };`,
    good: `kernel::sync::barrier::smp_mb();`,
  },
  lints: [],
  misses: ['Assembly from a macro in another file.'],
  differs: [],

  *check({ file: { tokens } }) {
    if (!tokens.text.includes('asm')) return;
    for (const at of macroCalls(tokens, localNames(tokens, ['asm', 'global_asm', 'naked_asm']))) {
      if (isInMatcher(tokens, at)) continue;
      yield {
        at: { start: tokens.start(at), end: tokens.end(tokens.next(at)) },
        item: itemAround(tokens, at),
        key: tokens.at(at),
        message: `\`${tokens.at(at)}!\` is inline assembly`,
        help: "use the kernel's helpers (barriers, I/O accessors), or move it into an abstraction",
      };
    }
  },
});
