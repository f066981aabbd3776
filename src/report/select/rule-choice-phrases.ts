/** Says which rules were skipped: a review by some rules must not look like one by all. */
import type { RuleChoice } from '../../review/review.ts';
import { counted, listed } from './phrases.ts';

/** One line for people, without a full stop; empty if all rules ran. */
export function choiceWords(choice: RuleChoice | undefined): string {
  if (choice === undefined) return '';
  const { asked, leftOut, off } = choice;
  const [few, many] = asked.length < leftOut.length ? [asked, leftOut] : [leftOut, asked];
  const verb = few.length === 1 ? 'was' : 'were';
  const words =
    few === asked
      ? `only ${named(few)} ${verb} run; ${counted(many.length, 'other rule')} were skipped`
      : `${named(few)} ${verb} skipped; the other ${counted(many.length, 'rule')} were run`;
  return off.length === 0 ? words : `${words}; ${named(off)} ${off.length === 1 ? 'is' : 'are'} off in the settings`;
}

/** `23 of 24 rules skipped`; null if all rules ran. */
export function leftOutInShort(choice: RuleChoice | undefined): string | null {
  if (choice === undefined) return null;
  const { asked, leftOut } = choice;
  return `${leftOut.length} of ${asked.length + leftOut.length} rules skipped`;
}

function named(rules: readonly string[]): string {
  return listed(rules.map((rule) => `\`${rule}\``));
}
