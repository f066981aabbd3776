/** What comes from a patch, made inert for GitHub's Markdown: no markup, no links, no mentions, nothing unseen. */
import { clipped } from '../select/escape-unprintable.ts';

const ZERO_WIDTH_SPACE = '\u200b';
/** GitHub takes dollars for mathematics. */
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', $: '&dollar;' };
/** The longest piece of foreign text that is shown, in UTF-16 units. */
const LONGEST = 200;
const LONGEST_PROSE = 400;

/** Text for places without Markdown, as annotations: no invisible characters, mentions or references. */
export function inert(text: string, limit = LONGEST): string {
  return apart(clipped(text.trim(), limit));
}

/** Prose for a table's cell: all of it is escaped, backticks too, since a `|` ends a cell even within code. */
export function cell(text: string, limit = LONGEST): string {
  return atStart(plain(clipped(text.trim(), limit)));
}

/** A code span that `text` cannot leave: a fence longer than any run of backticks in it (CommonMark 0.31, 6.1). */
export function code(text: string): string {
  const inside = apart(clipped(text, LONGEST));
  if (inside.trim() === '') return '` `';
  const runs = new Set((inside.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(1 + Math.max(0, ...runs));
  const space = /^[` ]|[` ]$/.test(inside) ? ' ' : '';
  return `${fence}${space}${inside}${space}${fence}`;
}

/** Prose whose words in backticks become code spans and whose other characters are escaped. */
export function prose(text: string): string {
  const parts = clipped(text.trim(), LONGEST_PROSE).split('`');
  const isBalanced = parts.length % 2 === 1;
  if (!isBalanced) return atStart(plain(parts.join('`')));
  return atStart(parts.map((part, at) => (at % 2 === 0 ? plain(part) : code(part))).join(''));
}

function plain(text: string): string {
  return apart(text)
    .replace(/[&<>$]/g, (one) => ENTITIES[one] ?? one)
    .replace(/[\\`*_[\]~|!]/g, '\\$&');
}

/** Headings, quotes, lists, rules and tables are made by what a line begins with. */
function atStart(markdown: string): string {
  return markdown.replace(/^(?:[#>+=-]|:(?=-))/, '\\$&').replace(/^(\d+)([.)])/, '$1\\$2');
}

/**
 * Mentions, references, bare links, entities that become their signs, and commands to the App need their parts side by side;
 * mail turns even code spans back into them.
 */
function apart(text: string): string {
  return text.replace(ACTIVE, `$&${ZERO_WIDTH_SPACE}`);
}

const ACTIVE =
  /@|#(?=\d)|GH-(?=\d)|:(?=\/\/)|www(?=\.)|mailto(?=:)|&(?=#|(?:commat|num|amp|lt|gt|colon|sol|period);)|(?<!\S)\/(?=audit)/gi;
