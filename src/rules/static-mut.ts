/** Rule: no global variable that any code may write at any time. */

import { isInMatcher } from '../rust/macros.ts';
import { itemAround } from '../rust/token-queries.ts';
import { CODING_GUIDELINES, defineRule } from './rule.ts';

export const staticMut = defineRule({
  id: 'static-mut',
  summary: '`static mut`',
  why: 'A `static mut` can be written from anywhere without a lock, so every access is unsafe, and two references to it at once are undefined behaviour. The kernel has `global_lock!`, atomics and `SetOnce` for shared data.',
  reference: CODING_GUIDELINES,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  when: "The type `&'static mut` is not reported. In a patch, reported only when new.",
  examples: {
    bad: `static mut RINGS: usize = 0;`,
    good: `static RINGS: Atomic<usize> = Atomic::new(0);`,
  },
  lints: [],
  misses: ['Interior mutability through an `UnsafeCell` in a plain `static`.'],
  differs: [],

  *check({ file: { tokens } }) {
    for (const at of tokens.allOf('static')) {
      const mut = tokens.next(at);
      if (!tokens.is(mut, 'mut') || isInMatcher(tokens, at)) continue;
      const first = tokens.next(mut);
      // in a macro's body
      const name = tokens.is(first, '$') ? `$${tokens.at(first + 1)}` : tokens.at(first);
      yield {
        at: { start: tokens.start(at), end: tokens.end(mut) },
        item: itemAround(tokens, at),
        key: name,
        message: `\`${name}\` is a \`static mut\``,
        help: 'use an atomic, a lock (`global_lock!`), or `SetOnce`',
      };
    }
  },
});
