/** Rule: a lint is expected, not allowed. */
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

export const allowOverExpect = defineRule({
  id: 'allow-over-expect',
  summary: '`#[allow]` where `#[expect]` would warn once it is no longer needed',
  why: '`#[expect]` warns as soon as the lint no longer fires, so an exception does not outlive its reason. The guidelines prefer it, except for conditional compilation, macros and differences between architectures.',
  reference: `${CODING_GUIDELINES}#lints`,
  severity: everywhere('info'),
  when: 'In a patch, reported only when the attribute is new.',
  examples: {
    bad: `#[allow(dead_code)]
fn spare() {}`,
    good: `#[expect(dead_code)]
fn spare() {}`,
  },
  lints: [],
  misses: ['Lints that fire in some configurations only, where `allow` is right.'],
  differs: [],

  *check({ file }) {
    for (const attribute of file.attributes) {
      if (attribute.level !== 'allow' || attribute.conditional || attribute.inMacro) continue;
      yield {
        at: attribute.span,
        key: attribute.lints.join(' '),
        message: `\`allow(${attribute.lints.join(', ')})\` stays silent once it is no longer needed`,
        help: 'use `#[expect(...)]`, unless the lint fires only in some configurations',
      };
    }
  },
});
