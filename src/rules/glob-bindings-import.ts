/** Rule: what a file takes from C is named. */
import { defineRule, GENERAL_INFORMATION } from './rule.ts';

export const globBindingsImport = defineRule({
  id: 'glob-bindings-import',
  summary: '`use bindings::*`',
  why: 'The prefix `bindings::` shows readers and tools where code calls into C. A glob import hides it and brings every C name of the kernel into scope.',
  reference: GENERAL_INFORMATION,
  severity: { abstraction: 'info', ffi: 'info' },
  when: 'In leaf code `bindings-bypass` reports it. In a patch, reported only when the import is new.',
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
        message: 'the glob import brings in all C bindings',
        help: 'import `bindings` and write `bindings::name` at each use',
      };
    }
  },
});
