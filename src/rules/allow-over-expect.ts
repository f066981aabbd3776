/** Rule: a lint is expected, not allowed. */
import { CODING_GUIDELINES, defineRule, everywhere } from './rule.ts';

export const allowOverExpect = defineRule({
  id: 'allow-over-expect',
  summary: '`#[allow]` where `#[expect]` would warn once it is not needed any more',
  why: '`#[expect]` warns as soon as the lint no longer fires, so exceptions do not outlive their reason. The guidelines prefer it, except for conditional compilation, macros and differences between architectures.',
  reference: `${CODING_GUIDELINES}#lints`,
  severity: everywhere('info'),
  when: 'In a review it reports only an attribute that is new.',
  examples: {
    bad: `#[allow(dead_code)]
fn spare() {}`,
    good: `#[expect(dead_code)]
fn spare() {}`,
  },
  lints: [],
  misses: ['Whether the lint fires in some configurations only, where `allow` is right.'],
  differs: [],

  *check({ file }) {
    for (const attribute of file.attributes) {
      if (attribute.level !== 'allow' || attribute.conditional || attribute.inMacro) continue;
      const lints = attribute.lints.map((lint) => `\`${lint}\``).join(', ');
      yield {
        at: attribute.span,
        key: attribute.lints.join(' '),
        message: `\`allow\` of ${lints === '' ? 'nothing' : lints}`,
        help: 'use `#[expect(...)]`, unless the lint fires in some configurations only',
      };
    }
  },
});
