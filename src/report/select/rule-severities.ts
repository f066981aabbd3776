/** What severities a rule gives, as people read them. */
import type { Layer, Severity } from '../../finding/finding.ts';
import { looksAtExamples, type Rule, severitiesIn } from '../../rules/rule.ts';
import { SEVERITY_NAMES } from './phrases.ts';
import { LAYERS_SHOWN } from './rule-sections.ts';

/** Decorates the name of a severity, as with its colour. */
export type Decorated = (severity: Severity, name: string) => string;

/** `warning (error, note)`: the usual one, and in brackets what else there is; empty where the rule does not look. `off (note)`: a rule that is off by default. */
export function severityCell(rule: Rule, layer: Layer, decorated: Decorated = plain): string {
  const [usual, ...others] = severitiesIn(rule, layer).map((each) => decorated(each, SEVERITY_NAMES[each]));
  if (usual === undefined) return '';
  if (rule.isOffByDefault) return offUntilAsked(usual, ...others);
  return others.length === 0 ? usual : `${usual} (${others.join(', ')})`;
}

/** Where a rule looks, and what it gives there; documentation examples are the last. */
export function severityRows(
  rule: Rule,
  decorated: Decorated = plain,
): readonly (readonly [where: string, cell: string])[] {
  const rows = LAYERS_SHOWN.map((layer) => [layer, severityCell(rule, layer, decorated)] as const);
  const inExamples = decorated('info', SEVERITY_NAMES.info);
  const cell = rule.isOffByDefault ? offUntilAsked(inExamples) : inExamples;
  const examples = looksAtExamples(rule) ? [[DOC_EXAMPLES, cell] as const] : [];
  return [...rows.filter(([, cell]) => cell !== ''), ...examples];
}

function offUntilAsked(...names: readonly string[]): string {
  return `off (${names.join(', ')})`;
}

const plain: Decorated = (_, name) => name;
const DOC_EXAMPLES = 'documentation examples';
