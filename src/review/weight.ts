/**
 * A suppression that a change brings weighs at least as much as what it hides: who writes the unsafe code writes the attribute
 * above it as well. What the base suppressed already weighs nothing.
 */

import { atLeast, type Severity } from '../finding/finding.ts';
import type { FileView, Hit, Rule } from '../rules/rule.ts';
import { names } from '../rust/attributes.ts';
import type { ScopedAttribute } from '../rust/file.ts';
import { addTo } from '../text/multimap.ts';
import { lintLevel, type Placed, severityOf } from './findings.ts';
import type { Policy } from './policy.ts';
import type { ViewChange, Views } from './read-views.ts';

/** What an attribute hides: the worst of it, and the rules that would speak. */
interface Hidden {
  readonly view: FileView;
  readonly severity: Severity;
  readonly rules: ReadonlySet<string>;
}

/** The same hits, with those about suppressions as severe as what the suppressions hide; one that the base has elsewhere is added. */
export function weighed(
  placed: readonly Placed[],
  changes: readonly ViewChange[],
  rules: readonly Rule[],
  policy: Policy,
): readonly Placed[] {
  const added = new Map(changes.flatMap(newIn));
  if (added.size === 0) return placed;
  const hidden = hiddenBy(placed, added, policy);
  addUnseen(hidden, added, rules, policy);
  if (hidden.size === 0) return placed;
  const known = placed.map((each) => {
    const own = attributeOf(each.hit);
    const found = own === undefined ? undefined : hidden.get(own);
    if (own !== undefined) hidden.delete(own);
    return found === undefined ? each : heavier(each, found);
  });
  const others = [...hidden].flatMap(([attribute, found]) =>
    hitsOf(attribute, found.view, rules).map((each) => heavier(each, found)),
  );
  return [...known, ...others];
}

function hiddenBy(
  placed: readonly Placed[],
  added: ReadonlyMap<ScopedAttribute, FileView>,
  policy: Policy,
): Map<ScopedAttribute, Hidden> {
  const hidden = new Map<ScopedAttribute, Hidden>();
  for (const each of placed) {
    const { rule, view, hit } = each;
    const level = lintLevel(rule, view, hit.at.start);
    const attribute = view.file.attributes.find((one) => one === level);
    if (attribute === undefined || !added.has(attribute)) continue;
    const severity = severityOf(each, policy);
    if (severity === 'off') continue;
    add(hidden, attribute, view, severity, rule.id);
  }
  return hidden;
}

/** Lets unsafe functions do without blocks, so that no rule sees the unsafe code in them. */
const UNSEEN = 'unsafe_op_in_unsafe_fn';
/** The rule that would see it in a block. */
const OF_BLOCKS = 'undocumented-unsafe';

/** Unsafe code that no block shows hides as much as a block without a comment. */
function addUnseen(
  hidden: Map<ScopedAttribute, Hidden>,
  added: ReadonlyMap<ScopedAttribute, FileView>,
  rules: readonly Rule[],
  policy: Policy,
): void {
  const rule = rules.find(({ id }) => id === OF_BLOCKS);
  if (rule === undefined) return;
  for (const [attribute, view] of added) {
    if (!names(attribute, UNSEEN)) continue;
    const { start, end } = attribute.scope;
    const site = view.file.sites.find(({ kind, span }) => kind === 'fn' && start <= span.end && span.start <= end);
    if (site === undefined || view.isGenerated(site.span.start)) continue;
    const hit = { at: site.span, site, key: '', message: '', help: '' };
    const severity = severityOf({ rule, view, hit, standing: 'new', message: '' }, policy);
    if (severity !== 'off') add(hidden, attribute, view, severity, rule.id);
  }
}

function add(
  hidden: Map<ScopedAttribute, Hidden>,
  attribute: ScopedAttribute,
  view: FileView,
  severity: Severity,
  rule: string,
): void {
  const before = hidden.get(attribute);
  hidden.set(attribute, {
    view,
    severity: before === undefined ? severity : worse(severity, before.severity),
    rules: new Set([...(before?.rules ?? []), rule]),
  });
}

function isSuppression({ level }: ScopedAttribute): boolean {
  return level === 'allow' || level === 'expect';
}

/** The suppressions that the base does not have: of a file on the same item, and as many of them. */
function newIn({ before, after }: ViewChange): readonly (readonly [ScopedAttribute, FileView])[] {
  const ofBase = byKey(before);
  return [...byKey(after)].flatMap(([key, ones]) => (ones.length > (ofBase.get(key)?.length ?? 0) ? ones : []));
}

function byKey(views: Views | undefined): Map<string, (readonly [ScopedAttribute, FileView])[]> {
  const found = new Map<string, (readonly [ScopedAttribute, FileView])[]>();
  for (const view of views?.all ?? [])
    for (const one of view.file.attributes.filter(isSuppression)) addTo(found, keyOf(one, view), [one, view] as const);
  return found;
}

function keyOf(attribute: ScopedAttribute, view: FileView): string {
  const { level, lints, inner, scope } = attribute;
  const { items } = view.file;
  const around = items.findLast(({ span }) => span.start < attribute.span.start && attribute.span.end <= span.end);
  const under = inner ? undefined : items.find(({ span }) => scope.start <= span.start && span.end <= scope.end);
  const item = under ?? around;
  return [view.inDocExample, level, lints.join(), inner, item?.path ?? ''].join('\0');
}

function hitsOf(attribute: ScopedAttribute, view: FileView, rules: readonly Rule[]): readonly Placed[] {
  return rules.flatMap((rule) =>
    [...(rule.check?.(view) ?? [])]
      .filter((hit) => attributeOf(hit) === attribute)
      .map((hit): Placed => ({ rule, view, hit, standing: 'new', message: hit.message })),
  );
}

function heavier(each: Placed, { severity, rules }: Hidden): Placed {
  const own = each.hit.severity ?? each.rule.severity[each.view.layer] ?? 'info';
  const names = [...rules].map((name) => `\`${name}\``).join(', ');
  return {
    ...each,
    hit: { ...each.hit, severity: worse(severity, own) },
    message: `${each.message}; it hides ${names} in code that this patch changes`,
  };
}

function attributeOf(hit: Placed['hit']): ScopedAttribute | undefined {
  return (hit as Hit).attribute;
}

function worse(one: Severity, other: Severity): Severity {
  return atLeast(one, other) ? one : other;
}
