/** Rule: a safe function or trait has no `# Safety` section. */
import { isSilencedAtCalls } from '../rust/attributes.ts';
import { documentationOfField, namedFields } from '../rust/fields.ts';
import { speaksOfSafety } from '../rust/items.ts';
import { contractItems, signatureEnd } from './missing-safety-doc.ts';
import { CODING_GUIDELINES, defineRule, everywhere, type FileView, type Hit } from './rule.ts';

const LINTS = ['clippy::unnecessary_safety_doc'];

export const unnecessarySafetyDoc = defineRule({
  id: 'unnecessary-safety-doc',
  summary: '`# Safety` section on a safe fn or trait',
  why: 'A safe function has no preconditions for memory safety. If it has some, it must be `unsafe`; if it has none, the section is misleading.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  when: 'Fields are checked in files with `#![feature(unsafe_fields)]`. In a patch, reported only when the section is new, or when a function became safe but kept its section.',
  examples: {
    bad: `/// # Safety
///
/// The device must be on.
pub fn status(&self) -> u32 {`,
    good: `/// Returns 0 while the device is off.
pub fn status(&self) -> u32 {`,
  },
  lints: LINTS,
  misses: ['Functions in macros that another file defines, or that this file never calls.'],
  differs: [],

  *check(view) {
    const reported = new Set<number>();
    for (const { item, docs, calls } of contractItems(
      view,
      (each) => !each.isUnsafe && speaksOfSafety(view.file.tokens, each),
    )) {
      if (reported.has(item.span.start)) continue;
      if (docs.safety === undefined || docs.hidden || docs.suspicious) continue;
      if (isSilencedAtCalls(view.file.attributes, LINTS, item.span.start, calls)) continue;
      reported.add(item.span.start);
      yield {
        at: { start: item.span.start, end: signatureEnd(view, item) },
        item,
        key: '',
        message: `safe ${item.kind === 'fn' ? 'function' : 'trait'} \`${item.name}\` has a \`# Safety\` section`,
        help: `make it \`unsafe\`, or describe what it needs without the heading`,
      };
    }
    yield* documentedFields(view);
  },
});

/** Safe fields with a section, where the file could make them unsafe: as Clippy 1.98. */
function* documentedFields({ file }: FileView): Iterable<Hit> {
  const { tokens } = file;
  const isFeature = (at: number): boolean => tokens.is(tokens.previous(tokens.enclosing(at)), 'feature');
  if (!tokens.allOf('unsafe_fields').some(isFeature)) return;
  for (const field of namedFields(file)) {
    if (field.isUnsafe) continue;
    const { safety, hidden, suspicious } = documentationOfField(tokens, field);
    if (safety === undefined || hidden || suspicious) continue;
    yield {
      at: field.span,
      item: field.item,
      key: field.name,
      message: `safe field \`${field.name}\` has a \`# Safety\` section`,
      help: 'make it `unsafe`, or describe what must hold without the heading',
    };
  }
}
