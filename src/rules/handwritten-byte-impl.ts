/** Rule: conversions from and to bytes are derived where they can be. */

import { headOf } from '../rust/head.ts';
import type { Site } from '../rust/site.ts';
import { implementedTrait, localNames } from '../rust/token-queries.ts';
import { defineRule, type FileView, GENERAL_INFORMATION } from './rule.ts';

export const handwrittenByteImpl = defineRule({
  id: 'handwritten-byte-impl',
  summary: '`unsafe impl AsBytes` or `FromBytes` by hand',
  why: 'Whether every bit pattern is valid, and whether there is padding, is what the derives of `zerocopy` check at compile time. An impl by hand has to be checked again whenever a field changes, and nothing reminds of it.',
  reference: GENERAL_INFORMATION,
  severity: { leaf: 'info', abstraction: 'info', ffi: 'info' },
  when: 'Only in trees that have the derives (`rust/zerocopy-derive`). Generic impls are left out. In a review it reports only an impl that is new.',
  examples: {
    bad: `// SAFETY: Every bit pattern is a valid header.
unsafe impl FromBytes for Header {}`,
    good: `#[derive(zerocopy::FromBytes)]
struct Header {`,
  },
  lints: [],
  misses: ['Without a tree it does not know whether there are derives, and does not report.'],
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
        help: 'derive it, so that the compiler checks it',
      };
    }
  },
});

/** `unsafe impl<T> ...` */
function isGeneric({ file: { tokens } }: FileView, { keyword }: Site): boolean {
  const impl = tokens.next(tokens.from(keyword.start));
  return tokens.is(tokens.next(impl), '<');
}
