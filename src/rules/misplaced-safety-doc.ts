/** Rule: contract and proof are where they belong. */
import { documentationOf, type Item, speaksOfSafety } from '../rust/items.ts';
import type { Tokens } from '../rust/lexer.ts';
import type { LineTable, Span } from '../text/lines.ts';
import { CODING_GUIDELINES, defineRule, everywhere, type FileView, type Hit } from './rule.ts';

export const misplacedSafetyDoc = defineRule({
  id: 'misplaced-safety-doc',
  summary: '`# Safety` on a type, or `SAFETY:` above a safe fn or in the documentation of an impl',
  why: '`# Safety` is the contract of an unsafe function or trait; what always holds for a type belongs under `# Invariants`. `SAFETY:` justifies unsafe code; in documentation it is shown to users who do not need it.',
  reference: CODING_GUIDELINES,
  severity: everywhere('info'),
  when: '`/// SAFETY:` on an unsafe impl is reported only in leaf code; abstractions have long done it. In a patch, reported only when the section or comment is new or changed.',
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

  *check(view) {
    const { file } = view;
    for (const item of file.items) {
      // of a hunk only items whose documentation it shows whole are listed, and all impls
      const docs = speaksOfSafety(file.tokens, item) ? documentationOf(file.tokens, item) : undefined;
      const safety = TYPES.has(item.kind) ? docs?.safety : undefined;
      if (safety !== undefined) {
        yield {
          at: safety.heading,
          item,
          key: safety.text,
          message: `the ${item.kind} \`${item.name}\` has a \`# Safety\` section`,
          help: 'state what always holds under `# Invariants`',
        };
      }
      if (item.kind === 'fn' && !item.isUnsafe) yield* misplacedProof(view, item, docs?.mark);
      // in abstractions it is an old custom, and accepted
      if (item.kind === 'impl' && item.isUnsafe && view.layer === 'leaf' && docs?.mark !== undefined) {
        yield {
          at: markedAt(docs.mark),
          item,
          key: '',
          message: `the documentation of \`${item.name}\` has a \`SAFETY:\` mark`,
          help: 'make it a `//` comment above the impl',
        };
      }
    }
  },
});

const TYPES: ReadonlySet<Item['kind']> = new Set(['struct', 'enum', 'union']);

/** A `SAFETY:` mark for a safe function: in its documentation, or in a comment above a method, which `unnecessary-safety-comment` leaves out. */
function* misplacedProof(view: FileView, item: Item, inDocs: number | undefined): Generator<Hit> {
  const { tokens, lines } = view.file;
  const holder = item.parent;
  const isMethod = holder?.kind === 'trait' || (holder?.kind === 'impl' && !holder.isUnsafe);
  const inComment = isMethod ? commentedMark(tokens, lines, item) : undefined;
  const mark = inDocs ?? inComment;
  if (mark === undefined) return;
  const where = inDocs === undefined ? 'comment above' : 'documentation of';
  yield {
    at: markedAt(mark),
    item,
    key: '',
    message: `the ${where} the safe function \`${item.name}\` has a \`SAFETY:\` mark`,
    help: 'put the justification in a `//` comment above the unsafe code; if callers must ensure something, make the function `unsafe` and add a `# Safety` section',
  };
}

function markedAt(offset: number): Span {
  return { start: offset, end: offset + 'SAFETY:'.length };
}

/** The mark of a `// SAFETY:` line among the comments and attributes in front of an item. */
function commentedMark(tokens: Tokens, lines: LineTable, { token }: Item): number | undefined {
  for (let at = token - 1; at >= 0; at -= 1) {
    if (tokens.is(at, ']') && tokens.is(tokens.partner(at) - 1, '#')) at = tokens.partner(at) - 1;
    else if (!tokens.isComment(at)) return undefined;
    const found = /^\/\/ *SAFETY:/.exec(tokens.at(at));
    const start = tokens.start(at);
    const isOwnLine = found !== null && lines.lineText(lines.lineOf(start)).trimStart().startsWith('//');
    if (isOwnLine) return start + found[0].length - 'SAFETY:'.length;
  }
  return undefined;
}
