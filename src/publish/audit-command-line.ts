/** Commands in comments: `/audit ...` on a line of its own, in a person's own words (contracts: commands in a pull request). */
import { fromMarkdown } from 'mdast-util-from-markdown';

export type Command =
  | { readonly kind: 'audit' | 'full' | 'status' | 'pause' | 'resume' | 'help' }
  | { readonly kind: 'explain'; readonly rule: string }
  | { readonly kind: 'accept'; readonly fingerprint: string; readonly reason: string }
  | { readonly kind: 'unknown'; readonly words: string };

/** In UTF-16 units. */
const LONGEST_BODY = 65_536;
/**
 * The most characters up to the end of the command's paragraph other than letters, digits and spaces behind words. Reading Markdown
 * takes time by the square of its marks: a comment of 64 KB could block all other answers for a minute.
 */
export const MOST_MARKS = 1_000;
/** An unknown command is quoted up to this length. */
const LONGEST_WORDS = 100;

/**
 * The first command of a comment; null where it has none. Read as CommonMark: only a line of a paragraph at the top counts,
 * not text in code, quotes, lists, headings or HTML.
 */
export function commandOf(body: string): Command | null {
  for (const node of fromMarkdown(partToRead(body)).children) {
    if (node.type !== 'paragraph') continue;
    const { position } = node;
    const source = body.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
    const marked = node.children
      .filter(({ type }) => type !== 'text' && type !== 'break')
      .map((child) => child.position);
    let offset = position?.start.offset ?? 0;
    for (const line of source.split('\n')) {
      const start = offset;
      offset += line.length + 1;
      // code and markup may go on over a line's end; where they begin behind the command, as in a reason, it is one
      const isWithin = marked.some((place) => (place?.start.offset ?? 0) < start && start < (place?.end.offset ?? 0));
      const written = line.trim();
      if (!isWithin && /^\/audit(?:\s|$)/.test(written)) return commandIn(written);
    }
  }
  return null;
}

/** As much of a comment as has to be read for its commands, and as may be; it ends before a blank line, so it reads as in the whole. */
export function partToRead(body: string): string {
  if (body.length > LONGEST_BODY) return '';
  let [read, end, marks] = [0, 0, 0];
  for (const block of body.split(/(?<=\n)(?=[ \t]*\r?\n)/)) {
    marks += marksIn(block);
    if (marks > MOST_MARKS) break;
    read += block.length;
    if (block.includes('/audit')) end = read;
  }
  return body.slice(0, end);
}

/**
 * How many characters are marks, each word with the blank after it left out: they bound the work of the Markdown parser.
 */
export function marksIn(text: string): number {
  return text.replace(/[\p{L}\p{N}]+ ?/gu, '').length;
}

function commandIn(line: string): Command {
  const [, word = '', first = '', ...rest] = line.split(/\s+/);
  switch (word) {
    case '':
      return { kind: 'audit' };
    case 'full':
    case 'status':
    case 'pause':
    case 'resume':
    case 'help':
      return first === '' ? { kind: word } : unknown(line);
    case 'explain':
      return first !== '' && rest.length === 0 ? { kind: 'explain', rule: first } : unknown(line);
    case 'accept':
      return { kind: 'accept', fingerprint: first, reason: rest.join(' ') };
    default:
      return unknown(line);
  }
}

function unknown(line: string): Command {
  return { kind: 'unknown', words: line.slice('/audit'.length).trim().slice(0, LONGEST_WORDS) };
}
