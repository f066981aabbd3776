/**
 * A suppression that a change brings weighs at least as much as what it hides: who writes the unsafe code writes the attribute
 * above it as well. What the base suppressed already weighs nothing.
 */
import { atLeast, type Severity } from '../finding/finding.ts';
import type { FileView, Hit, Rule } from '../rules/rule.ts';
import type { ScopedAttribute } from '../rust/file.ts';
import type { ViewChange } from './compare.ts';
import { lintLevel, type Placed, severityOf } from './findings.ts';
import type { Policy } from './policy.ts';

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
  const hidden = hiddenBy(placed, changes, policy);
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
  changes: readonly ViewChange[],
  policy: Policy,
): Map<ScopedAttribute, Hidden> {
  const hidden = new Map<ScopedAttribute, Hidden>();
  for (const each of placed) {
    const { rule, view, hit } = each;
    const level = lintLevel(rule, view, hit.at.start);
    const attribute = view.file.attributes.find((one) => one === level);
    if (attribute === undefined || (attribute.level !== 'allow' && attribute.level !== 'expect')) continue;
    const severity = severityOf(each, policy);
    if (severity === 'off' || isOfBase(attribute, view, changes)) continue;
    const before = hidden.get(attribute);
    hidden.set(attribute, {
      view,
      severity: before === undefined ? severity : worse(severity, before.severity),
      rules: new Set([...(before?.rules ?? []), rule.id]),
    });
  }
  return hidden;
}

/** Whether the file had the attribute before, on the same item. */
function isOfBase(attribute: ScopedAttribute, view: FileView, changes: readonly ViewChange[]): boolean {
  const before = changes.find(({ after }) => after?.all.includes(view))?.before;
  const key = keyOf(attribute, view);
  return before?.all.some((each) => each.file.attributes.some((one) => keyOf(one, each) === key)) ?? false;
}

function keyOf(attribute: ScopedAttribute, view: FileView): string {
  const { level, lints, inner, scope } = attribute;
  const { items } = view.file;
  const item = inner
    ? items.findLast(({ span }) => span.start <= attribute.span.start && attribute.span.end <= span.end)
    : items.find(({ span }) => scope.start <= span.start && span.end <= scope.end);
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
    message: `${each.message}; it hides ${names} in code of this change`,
  };
}

function attributeOf(hit: Placed['hit']): ScopedAttribute | undefined {
  return (hit as Hit).attribute;
}

function worse(one: Severity, other: Severity): Severity {
  return atLeast(one, other) ? one : other;
}
