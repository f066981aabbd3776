/** How often the rules about the form of SAFETY comments speak of released code: the figures that their pages give. */
import { policyOf } from '../../src/app/settings/policy-of-settings.ts';
import { DEFAULT_SETTINGS, type Settings } from '../../src/config/settings.ts';
import { NO_FACTS } from '../../src/kernel/tree-facts.ts';
import { auditFile } from '../../src/review/audit.ts';
import { reviewSeries } from '../../src/review/compare-series.ts';
import { ruleOf } from '../../src/rules/catalogue.ts';
import type { Rule } from '../../src/rules/rule.ts';
import { rustFiles } from './trees.ts';

const RANGE = { base: null, head: null, basis: 'tree', notes: [] } as const;

test.each([
  ['v7.3.4', 100],
  ['v7.2.13', 119],
] as const)('untidy-safety-comment in %s: %d', (tree, count) => {
  const rule = ruleOf('untidy-safety-comment') as Rule;
  const settings: Settings = { ...DEFAULT_SETTINGS, rules: { [rule.id]: { severity: 'info', allow: [] } } };
  const found = [...rustFiles(tree)].flatMap(
    ([path, text]) => auditFile(path, text, [rule], policyOf(settings), NO_FACTS).findings,
  );
  expect(found.filter(({ inDocExample }) => !inDocExample).length).toBe(count);
});

test('repeated-safety-comment in 7.3.4, each file as a new one', () => {
  const rule = ruleOf('repeated-safety-comment') as Rule;
  const found = [...rustFiles('v7.3.4')].flatMap(([path, after]) => {
    const step = { kind: 'whole', pathBefore: null, pathAfter: path, before: null, after, isCopy: false } as const;
    const patch = { id: path, subject: null, steps: [step], rustFiles: 1, unread: [] };
    return reviewSeries([patch], RANGE, [rule], policyOf(DEFAULT_SETTINGS), NO_FACTS).findings;
  });
  expect(found.length).toBe(6);
});
