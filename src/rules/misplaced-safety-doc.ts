/** Rule: contract and proof stand where they belong. */
import { documentationOf, speaksOfSafety } from '../rust/items.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

export const misplacedSafetyDoc = defineRule({
  id: 'misplaced-safety-doc',
  summary: '`# Safety` on a type, or `/// SAFETY:` in the documentation of a safe fn',
  why: '`# Safety` is the contract of an unsafe function or trait; what always holds for a type is an invariant. `SAFETY:` is the proof for unsafe code; in documentation it is shown to users who have no use for it.',
  reference: CODING_GUIDELINES,
  severity: everywhere('info'),
  when: 'In a review it reports only a section or mark that is new or changed.',
  examples: {
    bad: `/// # Safety
///
/// \`ptr\` is never null.
struct Ring {`,
    good: `/// # Invariants
///
/// \`ptr\` is never null.
struct Ring {`,
  },
  lints: [],
  misses: [],
  differs: [],

  *check({ file, isExcerpt }) {
    if (isExcerpt) return;
    for (const item of file.items) {
      const isType = item.kind === 'struct' || item.kind === 'enum' || item.kind === 'union';
      const isSafeFn = item.kind === 'fn' && !item.isUnsafe;
      if ((!isType && !isSafeFn) || !speaksOfSafety(file.tokens, item)) continue;
      const docs = documentationOf(file.tokens, item);
      if (isType && docs.safety !== undefined) {
        yield {
          at: docs.safety.heading,
          item,
          key: docs.safety.text,
          message: `\`# Safety\` section on the ${item.kind} \`${item.name}\``,
          help: 'state what always holds under `# Invariants`',
        };
      }
      if (isSafeFn && docs.mark !== undefined) {
        yield {
          at: { start: docs.mark, end: docs.mark + 'SAFETY:'.length },
          item,
          key: '',
          message: `\`SAFETY:\` in the documentation of the safe function \`${item.name}\``,
          help: 'put the proof in a `//` comment above the unsafe code',
        };
      }
    }
  },
});
