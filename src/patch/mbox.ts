/** Mailboxes: where each mail begins and ends. Works on bytes, read as one character each, so that nothing is lost. */

/** One mail as it stands in its input. */
export interface RawMail {
  /** From its first header on, one character per byte. */
  readonly text: string;
  /** The line of the input, counted from 1, of its first header. */
  readonly firstLine: number;
  /** The commit in the line that `git format-patch` opens a mail with; null where there is none, or only zeros. */
  readonly commit: string | null;
}

/** The mails of an input, in the order in which they stand there; null where it is no mail. */
export function splitMails(input: string): readonly RawMail[] | null {
  const leading = /^\s*/.exec(input)?.[0].length ?? 0;
  const hasHeadersAlone = beginsWithHeaders(input, leading);
  if (!hasHeadersAlone && !input.startsWith('From ', leading)) return null;
  const separators = findSeparators(input);
  const starts = hasHeadersAlone ? [leading, ...separators] : separators;
  if (starts[0] !== leading) return null;
  const mails: RawMail[] = [];
  let line = 1 + newlines(input, 0, leading);
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? input.length;
    const headers = input.startsWith('From ', start) ? lineEnd(input, start) : start;
    const firstLine = headers === start ? line : line + 1;
    const text = withoutQuotedFrom(withoutLastBlankLine(input.slice(headers, end)));
    mails.push({ text, firstLine, commit: commitOf(input.slice(start, headers)) });
    line += newlines(input, start, end);
  }
  return mails;
}

/** The offsets of the `From ` lines: they end in a time and a year, as for `git mailsplit`, and a header follows. */
function findSeparators(input: string): readonly number[] {
  const found: number[] = [];
  const endsInTime = / \d{1,2}:\d\d(?::\d\d)?(?: [-+A-Za-z0-9]{1,6})? \d{4}(?: [-+]\d{4})?\s*$/;
  let at = input.startsWith('From ') ? 0 : nextFromLine(input, 0);
  while (at !== -1) {
    const end = lineEnd(input, at);
    if (endsInTime.test(input.slice(at, Math.min(end, at + 300))) && isHeader(input, end)) found.push(at);
    at = nextFromLine(input, at);
  }
  return found;
}

function nextFromLine(input: string, at: number): number {
  const newline = input.indexOf('\nFrom ', at);
  return newline === -1 ? -1 : newline + 1;
}

function isHeader(input: string, at: number): boolean {
  return /^[!-9;-~]{1,100}:/.test(input.slice(at, at + 101));
}

/** Whether all lines up to the first empty one are headers, as `git am` asks. */
function beginsWithHeaders(input: string, start: number): boolean {
  let at = start;
  for (; at < input.length && input[at] !== '\n' && !input.startsWith('\r\n', at); at = lineEnd(input, at)) {
    const isContinuation = at > start && (input[at] === ' ' || input[at] === '\t');
    if (!isContinuation && !isHeader(input, at)) return false;
  }
  return at > start;
}

/** The offset behind the line that holds `at`. */
export function lineEnd(input: string, at: number): number {
  const newline = input.indexOf('\n', at);
  return newline === -1 ? input.length : newline + 1;
}

/** How many lines end between two offsets. */
export function newlines(input: string, start: number, end: number): number {
  let count = 0;
  for (let at = input.indexOf('\n', start); at !== -1 && at < end; at = input.indexOf('\n', at + 1)) count++;
  return count;
}

/** The empty line before the next `From ` line belongs to the mailbox. */
function withoutLastBlankLine(text: string): string {
  return text.endsWith('\n\n') ? text.slice(0, -1) : text;
}

/**
 * mboxrd puts a `>` before `From ` at the start of a line, and so do most that write mboxo. In a diff no line begins so,
 * but a line of a quoted-printable body may.
 */
function withoutQuotedFrom(text: string): string {
  return text.includes('\n>') ? text.replaceAll(/^>(>*From )/gm, '$1') : text;
}

function commitOf(separator: string): string | null {
  const id = /^From ([0-9a-f]{40}|[0-9a-f]{64}) Mon Sep 17 00:00:00 2001\s*$/.exec(separator)?.[1];
  return id === undefined || /^0+$/.test(id) ? null : id;
}
