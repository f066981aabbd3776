/** Runs the rules that check the current state of one file. */
import type { Unread } from '../finding/finding.ts';
import type { FileView, Hit, Rule } from '../rules/rule.ts';
import { type Guard, Stopped } from './guard.ts';
import { appliesTo, type Views } from './read-views.ts';

export interface CheckedHit {
  readonly rule: Rule;
  readonly view: FileView;
  readonly hit: Hit;
}

/**
 * All standing hits of a file and its examples; a rule that throws becomes a note and the others go on.
 * @param guard the limit for the file; where it stops the rules, the file counts as not read
 * @param speaks which rules run; by default those that cover the file's layer
 */
export function checkFile(
  views: Views,
  rules: readonly Rule[],
  unread: Unread[],
  guard: Guard,
  speaks: (rule: Rule) => boolean = (rule) => appliesTo(rule, views.layer),
): CheckedHit[] {
  if (!views.isLinted) return [];
  const { path, main } = views;
  const found = guard(path, main.file.text.length, (run) => run(() => allHits(views, rules, unread, speaks)));
  if (!(found instanceof Stopped)) return found;
  unread.push({ path, reason: found.reason, partial: false });
  return [];
}

interface Said {
  readonly hits: readonly CheckedHit[];
  /** Where the rule failed. */
  readonly unread: readonly Unread[];
}

/** What rules said of files: in a series the end of one patch is the beginning of the next. */
const SAID = new WeakMap<Views, Map<Rule, Said>>();

function allHits(
  views: Views,
  rules: readonly Rule[],
  unread: Unread[],
  speaks: (rule: Rule) => boolean,
): CheckedHit[] {
  const known = SAID.get(views) ?? new Map<Rule, Said>();
  SAID.set(views, known);
  return rules.flatMap((rule) => {
    if (rule.check === undefined || !speaks(rule)) return [];
    const said = known.get(rule) ?? ask(rule, views);
    known.set(rule, said);
    unread.push(...said.unread);
    return said.hits;
  });
}

function ask(rule: Rule, views: Views): Said {
  const hits: CheckedHit[] = [];
  const unread: Unread[] = [];
  for (const view of views.all) {
    try {
      for (const hit of rule.check?.(view) ?? []) {
        if (hit.includesGenerated === true || !view.isGenerated(hit.at.start)) hits.push({ rule, view, hit });
      }
    } catch (error) {
      unread.push({ path: views.path, reason: `the rule ${rule.id} failed: ${String(error)}`, partial: true });
    }
  }
  return { hits, unread };
}
