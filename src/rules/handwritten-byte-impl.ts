/** Rule: conversions from and to bytes are derived where they can be. */

import { headOf } from '../rust/head.ts';
import type { Site } from '../rust/site.ts';
import { implementedTrait, localNames } from '../rust/token-queries.ts';
import { defineRule, type FileView, GENERAL_INFORMATION } from './rule.ts';

export const handwrittenByteImpl = defineRule({
  id: 'handwritten-byte-impl',
  summary: 'hand-written `unsafe impl` of `AsBytes` or `FromBytes`',
  why: 'The `zerocopy` derives check at compile time that every bit pattern is valid and that there is no padding. A hand-written impl must be re-checked whenever a field changes, and nothing reminds you to.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'info', abstraction: 'info', ffi: 'info' },
  when: 'Reported only in trees that have the derives (`rust/zerocopy-derive`), and not for generic impls. In a patch, reported only when the impl is new.',
  examples: {
    bad: `// SAFETY: Every bit pattern is a valid header.
unsafe impl FromBytes for Header {}`,
    good: `#[derive(zerocopy::FromBytes)]
struct Header {`,
  },
  lints: [],
  misses: ['Without a tree it cannot tell whether the derives exist, and reports nothing.'],
  differs: [],

  *check(view) {
    if (view.facts.replacements?.has('byte-derives') !== true) return;
    const { tokens, sites } = view.file;
    const impls = sites.filter(({ kind }) => kind === 'impl');
    const names = impls.length === 0 ? [] : localNames(tokens, ['AsBytes', 'FromBytes']);
    for (const site of impls) {
      const name = implementedTrait(site);
      if (name === undefined || !names.includes(name) || isGeneric(view, site)) continue;
      yield {
        at: headOf(view.file, site),
        site,
        key: name,
        message: `\`${name}\` is implemented by hand`,
        help: 'derive it so that the compiler checks it',
      };
    }
  },
});

/** `unsafe impl<T> ...` */
function isGeneric({ file: { tokens } }: FileView, { keyword }: Site): boolean {
  const impl = tokens.next(tokens.from(keyword.start));
  return tokens.is(tokens.next(impl), '<');
}
