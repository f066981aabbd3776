/** Rule: an unsafe block or impl says why it is sound. */
import { isSilencedAtCalls } from '../rust/attributes.ts';
import { headOf } from '../rust/head.ts';
import { whatBecameOfComment } from './lost-comment.ts';
import { CODING_GUIDELINES, defineRule, lintLevelsIn, sitesIn } from './rule.ts';

const LINTS = ['clippy::undocumented_unsafe_blocks'];

export const undocumentedUnsafe = defineRule({
  id: 'undocumented-unsafe',
  summary: 'unsafe block or impl without a `// SAFETY:` comment',
  why: 'The comment is the proof that reviewers check: it says why the operation cannot cause undefined behaviour here, even where that looks trivial. Without it the block cannot be reviewed, and no later reader can judge whether a change keeps it sound.',
  reference: CODING_GUIDELINES,
  severity: { leaf: 'error', abstraction: 'error', ffi: 'error' },
  when: 'In a review it reports only a block or impl that is new, or one whose comment the patch took away (the message says so).',
  examples: {
    bad: `fn status(&self) -> u32 {
    unsafe { bindings::readl(self.regs) }
}`,
    good: `fn status(&self) -> u32 {
    // SAFETY: \`self.regs\` is mapped for as long as \`self\` lives.
    unsafe { bindings::readl(self.regs) }
}`,
  },
  lints: LINTS,
  misses: [
    'Whether the comment is right: soundness is a property of the module, and only a reviewer can judge the argument.',
    'Blocks that a procedural macro makes out of nothing.',
  ],
  differs: [
    'Bodies of macros that nothing expands, code under a `cfg` that is off and documentation examples are read as well; Clippy sees none of them.',
    'The argument of a macro that neither this file nor the standard library defines counts as a plain expression, so a comment above the statement is accepted; Clippy decides by what the macro makes of it.',
    'In `rust/bindings`, `rust/uapi` and `rust/helpers` an `allow` of a file or module is there for what bindgen writes, and does not cover what people write beside it; Clippy knows no difference.',
    'The first item of a module file is checked like every other one; Clippy leaves it out.',
  ],

  *check(view) {
    const levels = lintLevelsIn(view);
    for (const site of sitesIn(view, 'block', 'impl')) {
      if (site.justification !== undefined) continue;
      if (isSilencedAtCalls(levels, LINTS, site.keyword.start, site.calls)) continue;
      const what = site.kind === 'block' ? 'unsafe block' : 'unsafe impl';
      const message = `${what} without a \`// SAFETY:\` comment`;
      yield {
        at: headOf(view.file, site),
        site,
        key: '',
        message,
        lost: (before, patch) =>
          before.justification === undefined
            ? `${message}; nothing reported it before`
            : `${what} has lost its \`// SAFETY:\` comment: ${whatBecameOfComment(view, site, before, patch)}`,
        help:
          site.kind === 'block'
            ? 'say on the line above why the operation is sound here, as `// SAFETY: ...`'
            : 'say on the line above why the type keeps the contract of the trait, as `// SAFETY: ...`',
      };
    }
  },
});
