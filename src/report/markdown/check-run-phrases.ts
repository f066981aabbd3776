/** What the Markdown of a check run says besides the findings, in one place. */
import type { Finding, Unread } from '../../finding/finding.ts';
import { groupBy } from '../../text/multimap.ts';
import { counted, gapWords, listed, thousands } from '../select/phrases.ts';
import { code, prose } from './markdown-escape.ts';
import { explainCall } from './rule-links.ts';

export const NOTHING_TO_AUDIT = 'Nothing to audit';
export const NO_CHANGE_OF_UNSAFE = 'No unsafe code changed.';
export const NO_RUST = 'The change touches no Rust file and exposes no new C code to Rust.';
export const FINDINGS_GO_ON = '#### More findings';
export const PER_COMMIT = '#### Commit by commit';
export const PER_COMMIT_HEAD = ['commit', 'subject', 'errors', 'warnings', 'unsafe'] as const;
export const READ_IN_PART = '#### Read in part';
export const RESOLVED_LATER = '#### Found in a commit, and fixed by a later one';
export const FINDINGS_TO_NOTE = '#### Notes';
export const SUPPRESSED = '#### Suppressed';
export const ACCEPTED = '#### Accepted';
export const ABOUT_THIS_REVIEW = '#### About this review';

/** Begins the title of a review that did not see everything. */
export const INCOMPLETE = 'INCOMPLETE';

/** Where rules have no pages of their own: their names lead to the kernel's documents. */
export const EXPLAINED = `${code(explainCall('RULE'))} explains a rule; so does a comment with ${code('/audit explain RULE')} on its own line.`;

/** `7 of 7 Rust files`. */
export function filesRead(read: number, touched: number): string {
  return `${thousands(read)} of ${counted(touched, 'Rust file')}`;
}

/** The first sentence of an incomplete review; Markdown. */
export function incompleteSentence(unread: readonly Unread[]): string {
  return `**Incomplete:** ${gapWords(unread)}. This report covers only the rest.`;
}

/** `3 new unsafe blocks in `drivers/a.rs`; 1 new unsafe impl in `drivers/b.rs`.`; Markdown. @param found of the rule `new-unsafe` */
export function newUnsafeSentence(found: readonly Finding[]): readonly string[] {
  const byPath = groupBy(found, ({ path }) => path);
  const named = [...byPath].slice(0, FILES_NAMED).map(([path, ones]) => {
    // what there is comes first in the message, and how to do without it behind
    const counts = ones.map(({ message }) => message.split(';')[0] ?? '').join(', ');
    return `${prose(counts)} in ${code(path)}`;
  });
  const left = byPath.size - named.length;
  const parts = [...named, ...(left > 0 ? [`and more in ${counted(left, 'other file')}`] : [])];
  return parts.length === 0 ? [] : [`**New unsafe code:** ${parts.join('; ')}.`];
}

const FILES_NAMED = 10;

/** Says what else there is, and where. */
export function elsewhereSentence(parts: readonly string[]): readonly string[] {
  return parts.length === 0 ? [] : [`Not counted: ${listed(parts)} (listed below).`];
}

/** `accepted by alice: proved`. */
export function acceptedWords({ suppressed }: Finding): string {
  return [suppressed?.by ?? '', suppressed?.reason ?? ''].filter((part) => part !== '').join(': ');
}

/** For findings that go on in the details. */
export function moreFindings(left: number): string {
  const go = left === 1 ? 'finding is' : 'findings are';
  return `\n${thousands(left)} more ${go} in the details below.\n`;
}

/** For entries that are shown nowhere. */
export function moreEntries(left: number): string {
  const are = left === 1 ? 'entry is' : 'entries are';
  return `\n${thousands(left)} more ${are} not shown: this report would be too long.\n`;
}
