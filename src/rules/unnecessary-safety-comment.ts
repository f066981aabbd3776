/** Rule: a SAFETY comment stands where unsafe code is. */
import { commentAt } from '../rust/justification.ts';
import type { Marked } from '../rust/marked.ts';
import { holdsUnsafeBlock, isInsideUnsafeBlock } from '../rust/statements.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

export const unnecessarySafetyComment = defineRule({
  id: 'unnecessary-safety-comment',
  summary: '`// SAFETY:` comment on safe code',
  why: 'A proof without an obligation misleads: readers look for the unsafe code that it is about. Most often the unsafe code went and the comment stayed, or the comment stands above the wrong statement.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  when: 'A patch is told of a comment that is new, and of one whose unsafe code it took away.',
  examples: {
    bad: `// SAFETY: \`dev\` is valid.
let id = dev.id();`,
    good: `let id = dev.id();`,
  },
  lints: ['clippy::unnecessary_safety_comment'],
  misses: ['Comments in the arguments and bodies of macros, where statements cannot be told for certain.'],
  differs: [],

  *check({ file, isExcerpt }) {
    if (isExcerpt) return;
    for (const marked of file.marked) {
      const what = unjustified(marked);
      if (what === undefined) continue;
      const { text } = commentAt(file.lines, marked.mark.offset, 'above');
      yield {
        at: { start: marked.start, end: marked.node.end },
        item: marked.item,
        key: text,
        message: `\`// SAFETY:\` comment above ${what.code}`,
        help: what.help,
        related: [{ offset: marked.mark.offset, message: 'the comment' }],
      };
    }
  },
});

const REMOVE = 'remove the comment, or move it to the unsafe code that it is about';

/** What the comment stands on without need; undefined where it is in its place. */
function unjustified({ kind, node, item }: Marked): { code: string; help: string } | undefined {
  if (kind === 'item' && item !== undefined) {
    if (item.kind === 'impl') return item.ofTrait && !item.isUnsafe ? { code: 'a safe impl', help: REMOVE } : undefined;
    if (item.kind === 'const' || item.kind === 'static') {
      const isUnsafe = node.children.some((child) => child.type === 'unsafe_block');
      return isUnsafe ? undefined : { code: `a ${item.kind} whose value is no unsafe block`, help: REMOVE };
    }
    if (item.kind === 'fn' && item.isUnsafe) {
      return { code: 'an unsafe function', help: 'make it a `# Safety` section of the documentation' };
    }
    return { code: `a safe item`, help: REMOVE };
  }
  if (isInsideUnsafeBlock(node) || isMacroCall(node) || holdsUnsafeBlock(node)) return undefined;
  return { code: kind === 'statement' ? 'a safe statement' : 'a safe expression', help: REMOVE };
}

/** A macro call as a statement of its own: what it makes cannot be told. */
function isMacroCall(node: Marked['node']): boolean {
  if (node.type === 'macro_invocation') return true;
  return node.type === 'expression_statement' && node.children[0]?.type === 'macro_invocation';
}
