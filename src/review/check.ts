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

function allHits(
  views: Views,
  rules: readonly Rule[],
  unread: Unread[],
  speaks: (rule: Rule) => boolean,
): CheckedHit[] {
  const found: CheckedHit[] = [];
  for (const rule of rules) {
    if (rule.check === undefined || !speaks(rule)) continue;
    for (const view of views.all) {
      try {
        for (const hit of rule.check(view)) {
          if (hit.includesGenerated === true || !view.isGenerated(hit.at.start)) found.push({ rule, view, hit });
        }
      } catch (error) {
        unread.push({ path: views.path, reason: `the rule ${rule.id} failed: ${String(error)}`, partial: true });
      }
    }
  }
  return found;
}
