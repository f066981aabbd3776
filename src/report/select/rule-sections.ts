/** What a rule's page and `explain` say, in their order, without the form that either gives it. */
import type { Layer } from '../../finding/finding.ts';
import { accuracyOf } from '../../rules/accuracy.ts';
import type { RuleText } from '../../rules/rule.ts';
import { RULE_HEADINGS, suppressionWords } from './phrases.ts';

export type Section =
  | { readonly kind: 'prose'; readonly title: string; readonly text: string }
  | { readonly kind: 'list'; readonly title: string; readonly items: readonly string[] }
  | { readonly kind: 'code'; readonly title: string; readonly code: string };

/** The layers in the order of interest: where patches are written first. */
export const LAYERS_SHOWN: readonly Layer[] = ['leaf', 'abstraction', 'ffi'];

/** Everything below the severities; what a rule has nothing to say of is left out. */
export function sectionsOfRule(rule: RuleText): readonly Section[] {
  const { when, practice, accuracy, bad, good, options, suppresses, misses, differs, reference } = RULE_HEADINGS;
  const sections: readonly Section[] = [
    { kind: 'prose', title: when, text: rule.when },
    { kind: 'code', title: bad, code: rule.examples.bad },
    { kind: 'code', title: good, code: rule.examples.good },
    { kind: 'list', title: options, items: optionWords(rule) },
    { kind: 'prose', title: suppresses, text: suppressionWords(rule) },
    { kind: 'prose', title: practice, text: rule.practice ?? '' },
    { kind: 'prose', title: accuracy, text: rule.isOffByDefault ? '' : accuracyOf(rule.id) },
    { kind: 'list', title: misses, items: rule.misses },
    { kind: 'list', title: differs, items: rule.differs },
    { kind: 'prose', title: reference, text: rule.reference },
  ];
  return sections.filter((section) => !isEmpty(section));
}

/** Each option with its default. */
function optionWords({ options = {} }: RuleText): readonly string[] {
  return Object.entries(options).map(([name, { description, byDefault }]) => {
    const words = byDefault.map((word) => `\`${word}\``).join(', ');
    return `\`${name}\`: ${description} Default: ${words}.`;
  });
}

function isEmpty(section: Section): boolean {
  switch (section.kind) {
    case 'prose':
      return section.text.trim() === '';
    case 'list':
      return section.items.length === 0;
    case 'code':
      return section.code.trim() === '';
  }
}
