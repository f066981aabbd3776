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
 * The first command of a comment; null where it has none. Read as CommonMark: what stands in code, quotes, lists, headings or
 * HTML is no command, only a line of a paragraph at the top.
 */
export function commandOf(body: string): Command | null {
  if (body.length > LONGEST_BODY || !body.includes('/audit')) return null;
  for (const node of fromMarkdown(body).children) {
    if (node.type !== 'paragraph') continue;
    const { position } = node;
    // a paragraph with code or markup in it may break lines within: only plain ones are read by lines
    const source = body.slice(position?.start.offset ?? 0, position?.end.offset ?? 0);
    const codes = node.children
      .filter(({ type }) => type !== 'text' && type !== 'break')
      .map((child) => child.position);
    let offset = position?.start.offset ?? 0;
    for (const line of source.split('\n')) {
      const [start, end] = [offset, offset + line.length];
      offset = end + 1;
      const isMarkup = codes.some((place) => (place?.start.offset ?? 0) < end && start < (place?.end.offset ?? 0));
      const written = line.trim();
      if (!isMarkup && (written === '/audit' || written.startsWith('/audit '))) return commandIn(written);
    }
  }
  return null;
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
  return { kind: 'unknown', words: line.slice('/audit '.length, 100) };
}
