/** Rule: one type is not taken for another without a reason. */

import type { RustFile } from '../rust/file.ts';
import { isInMatcher } from '../rust/macros.ts';
import type { Site } from '../rust/site.ts';
import { functionUses, itemAround, localNames } from '../rust/token-queries.ts';
import { CODING_GUIDELINES, defineRule } from './rule.ts';

export const transmute = defineRule({
  id: 'transmute',
  summary: '`transmute` or `transmute_copy`',
  why: 'A transmute reinterprets the bits of one type as another, and the compiler checks only the size. Something narrower nearly always works: a pointer cast, `from_bytes`, `as_bytes`, `FromBytes` or a union.',
  reference: CODING_GUIDELINES,
  severity: { leaf: 'warning', abstraction: 'info', ffi: 'info' },
  otherSeverities: { leaf: ['info'] },
  when: 'A note if the SAFETY comment relies on `repr(transparent)`. In a patch, reported only when the call is new.',
  examples: {
    bad: `// SAFETY: The layouts are equal.
let slot: Slot = unsafe { core::mem::transmute(raw) };`,
    good: `let slot = Slot::from_bytes(&raw)?;`,
  },
  lints: [],
  misses: ['Pointer casts that do the same.'],
  differs: [],

  *check({ file, isExcerpt }) {
    const { tokens } = file;
    if (!tokens.text.includes('transmute')) return;
    for (const at of functionUses(tokens, localNames(tokens, ['transmute', 'transmute_copy']))) {
      if (isInMatcher(tokens, at)) continue;
      const offset = tokens.start(at);
      yield {
        at: { start: offset, end: tokens.end(at) },
        item: itemAround(tokens, at),
        key: tokens.at(at),
        message: `\`${tokens.at(at)}\` reinterprets the bits; the compiler checks only the size`,
        help: 'use a cast, `from_bytes` or `as_bytes`, or explain in the SAFETY comment which `repr` makes the layouts equal',
        ...((arguesWithTransparency(file, offset) || (isExcerpt && !isInShownBlock(file, offset))) && {
          severity: 'info' as const,
        }),
      };
    }
  },
});

function arguesWithTransparency(file: RustFile, offset: number): boolean {
  return blocksAround(file, offset).some(({ justification }) =>
    /repr\s*\(\s*transparent\s*\)|\btransparent\b/.test(justification?.text ?? ''),
  );
}

/** Whether a piece of a file shows a block around it with all that could justify it. */
function isInShownBlock(file: RustFile, offset: number): boolean {
  const blocks = blocksAround(file, offset);
  return blocks.length > 0 && blocks.every(({ cutOff }) => !cutOff);
}

function blocksAround({ sites }: RustFile, offset: number): readonly Site[] {
  return sites.filter(({ kind, span }) => kind === 'block' && span.start <= offset && offset < span.end);
}
