/** Rule: a safe function or trait has no `# Safety` section. */
import { isSilencedAtCalls } from '../rust/attributes.ts';
import { speaksOfSafety } from '../rust/items.ts';
import { contractItems, signatureEnd } from './missing-safety-doc.ts';
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

const LINTS = ['clippy::unnecessary_safety_doc'];

export const unnecessarySafetyDoc = defineRule({
  id: 'unnecessary-safety-doc',
  summary: '`# Safety` section on a safe fn or trait',
  why: 'A safe function has no preconditions that memory safety hangs on. Where it has some, it has to be `unsafe`; where it has none, the section misleads.',
  reference: CODING_GUIDELINES,
  severity: everywhere('warning'),
  when: 'A patch is told of a section that is new, and of a function that became safe and kept it.',
  examples: {
    bad: `/// # Safety
///
/// The device must be on.
pub fn status(&self) -> u32 {`,
    good: `/// Returns 0 while the device is off.
pub fn status(&self) -> u32 {`,
  },
  lints: LINTS,
  misses: ['Functions in macros that another file defines, or that nothing in this file calls.'],
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
        help: `make it \`unsafe\`, or say what it needs without the heading`,
      };
    }
  },
});
