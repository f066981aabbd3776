/** The message of a mail: where it ends and the diff begins, and a subject in the body (mailinfo.c of git). */

import type { SourceLines } from './input-lines.ts';
import { decodeWords, fromUtf8, SPACES } from './mail-headers.ts';

export interface Message {
  /** The index of the first line that belongs to the patch; the number of lines where there is none. */
  readonly end: number;
  /** Of a `Subject:` line at the head of the message, or behind a line of scissors; null where there is none. */
  readonly subject: string | null;
}

/** Reads the message as `git am --scissors` does. Scissors change what the patch is called, never which diff is read. */
export function readMessage({ lines }: SourceLines): Message {
  let end = 0;
  let start = 0;
  for (; end < lines.length; end++) {
    if (isScissorsLine(lines[end] as string)) start = end + 1;
    else if (endsMessage(lines[end] as string)) break;
  }
  return { end, subject: subjectAtHead(lines.slice(start, end)) };
}

/** What `patchbreak` of mailinfo.c takes for the first line of a patch. */
function endsMessage(line: string): boolean {
  if (line.startsWith('diff -') || line.startsWith('Index: ')) return true;
  if (!line.startsWith('---')) return false;
  return /^--- [^ \t\n\v\f\r]/.test(line) || /^---[ \t\n\v\f\r]*$/.test(line);
}

/** In-body headers: at the head of a message, each once, up to the first line that is none. */
function subjectAtHead(lines: readonly string[]): string | null {
  const seen = new Map<string, string>();
  let open: string | null = null;
  for (const line of lines) {
    const header = /^(from|subject|date):[ \t]*(.*)$/is.exec(line);
    const name = header?.[1]?.toLowerCase() ?? '';
    const isContinuation: boolean = open !== null && /^[ \t]/.test(line);
    if (isContinuation && open !== null) {
      seen.set(open, `${seen.get(open)} ${line.trim()}`);
    } else if (header !== null && !seen.has(name)) {
      seen.set(name, header[2] ?? '');
      open = name;
    } else if (line.startsWith('[PATCH] ')) {
      seen.set('subject', line);
      open = null;
    } else if (line !== '' || open !== null) {
      break;
    }
  }
  const subject = seen.get('subject');
  if (subject === undefined || subject.trim() === '') return null;
  return fromUtf8(decodeWords(Buffer.from(subject).toString('latin1'))).trim();
}

const SCISSORS = ['>8', '8<', '>%', '%<'];

/**
 * `-- >8 --` and its like (is_scissors_line): at least eight characters, of which dashes, scissors and the spaces behind
 * them fill more than a third; less than half of those may be spaces, the end of the line among them.
 */
function isScissorsLine(line: string): boolean {
  if (!SCISSORS.some((mark) => line.includes(mark))) return false;
  let [perforation, gap, first, last] = [0, 0, -1, -1];
  let isInPerforation = false;
  for (let at = 0; at <= line.length; at++) {
    if (at === line.length || SPACES.includes(line[at] as string)) {
      if (isInPerforation) gap++;
      continue;
    }
    last = at;
    if (first === -1) first = at;
    const isMark = SCISSORS.includes(line.slice(at, at + 2));
    isInPerforation = isMark || line[at] === '-';
    if (isInPerforation) perforation += isMark ? 2 : 1;
    if (isMark) at++;
  }
  const visible = last - first + 1;
  return visible >= 8 && visible < (perforation + gap) * 3 && gap * 2 < perforation + gap;
}
