/** Rule: a SAFETY comment belongs to unsafe code. */
import { isSilencedAtCalls } from '../rust/attributes.ts';
import type { Marked } from '../rust/code-below-marks.ts';
import { commentAt } from '../rust/justification.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

const LINTS = ['clippy::unnecessary_safety_comment'];

export const unnecessarySafetyComment = defineRule({
  id: 'unnecessary-safety-comment',
  summary: '`// SAFETY:` comment on safe code',
  why: 'A SAFETY comment where nothing is unsafe is misleading: readers look for the unsafe code that it is about. Usually the unsafe code was removed and the comment stayed, or the comment is above the wrong statement.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  when: 'In a patch, reported only when the comment is new, or when the patch removes its unsafe code.',
  examples: {
    bad: `// SAFETY: \`dev\` is valid.
let id = dev.id();`,
    good: `let id = dev.id();`,
  },
  lints: LINTS,
  misses: [
    'Comments in the arguments of macros that another file defines, and in the bodies of macros that this file never calls.',
    'Comments above a statement that calls a macro from another file: it may expand to unsafe code.',
  ],
  differs: [
    'A comment on an unsafe attribute (`#[unsafe(no_mangle)]`) or an `unsafe extern` block is accepted: these need a justification too, and reviewers ask for it.',
    'A comment above `(a, b) = unsafe { .. }` is accepted, as in Clippy after 1.98.',
  ],

  *check({ file }) {
    const reported = new Set<number>();
    for (const marked of file.marked) {
      if (marked.isJustified || reported.has(marked.span.start)) continue;
      if (isSilencedAtCalls(file.attributes, LINTS, marked.span.start, marked.calls)) continue;
      reported.add(marked.span.start);
      const { text } = commentAt(file.lines, marked.mark.offset, 'above');
      const { code, help } = whatIsMarked(marked);
      yield {
        at: marked.span,
        item: marked.item,
        key: text,
        message: `a \`// SAFETY:\` comment is above ${code}`,
        help,
        related: [{ offset: marked.mark.offset, message: 'the comment' }],
      };
    }
  },
});

const REMOVE = 'remove the comment, or move it to the unsafe code that it is about';

/** The safe code that the comment is about. */
function whatIsMarked({ kind, item }: Marked): { code: string; help: string } {
  if (item === undefined) return { code: kind === 'tail' ? 'a safe expression' : 'a safe statement', help: REMOVE };
  if (item.kind === 'impl') return { code: 'a safe impl', help: REMOVE };
  if (item.kind === 'const' || item.kind === 'static')
    return { code: `a ${item.kind} whose value is not an unsafe block`, help: REMOVE };
  if (item.kind === 'fn' && item.isUnsafe)
    return { code: 'an unsafe function', help: 'turn it into a `# Safety` section of the documentation' };
  return { code: 'a safe item', help: REMOVE };
}
