/** Rule: what a file takes from C is named. */
import { defineRule, GENERAL_INFORMATION } from './rule.ts';

export const globBindingsImport = defineRule({
  id: 'glob-bindings-import',
  summary: '`use bindings::*`',
  why: "The prefix `bindings::` is what shows readers, and tools, where code meets C. A glob import hides it, and brings all of the kernel's C names into scope.",
  reference: GENERAL_INFORMATION,
  severity: { abstraction: 'info', ffi: 'info' },
  when: 'In leaf code `bindings-bypass` says it. In a review it reports only an import that is new.',
  examples: {
    bad: `use crate::bindings::*;`,
    good: `use crate::bindings;`,
  },
  lints: [],
  misses: ['Imports in the bodies of macros.'],
  differs: [],

  *check({ file: { tokens } }) {
    for (const at of tokens.allOf('bindings')) {
      const [first, second, star] = [at + 1, at + 2, at + 3];
      if (!tokens.is(first, ':') || !tokens.is(second, ':') || !tokens.is(star, '*')) continue;
      // a pointer's type or a product has more behind the star
      if (!/^[;,}]$/.test(tokens.at(tokens.next(star)))) continue;
      const span = { start: tokens.start(at), end: tokens.end(star) };
      yield {
        at: span,
        key: 'bindings::*',
        message: 'glob import of the C bindings',
        help: 'import `bindings` and write `bindings::name` at each use',
      };
    }
  },
});
