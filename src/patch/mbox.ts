/**
 * Mailboxes: where each mail begins and ends, as `git am` cuts them (detect_patch_format in builtin/am.c, and
 * builtin/mailsplit.c). Works on bytes, read as one character each, so that nothing is lost.
 */
import { isHeaderLine } from './mail-headers.ts';

/** One mail of the input, unchanged. */
export interface RawMail {
  /** From its first header on, one character per byte. */
  readonly text: string;
  /** The line of the input, counted from 1, of its first header. */
  readonly firstLine: number;
  /** The commit in the line that `git format-patch` opens a mail with; null where there is none, or only zeros. */
  readonly commit: string | null;
}

/** The mails of an input, in its order; null where it is not a mail. */
export function splitMails(input: string): readonly RawMail[] | null {
  const leading = /^[ \t\n\v\f\r]*/.exec(input)?.[0].length ?? 0;
  const isMailbox = input.startsWith('From ', leading) || input.startsWith('From: ', leading);
  if (!isMailbox && !beginsWithHeaders(input)) return null;
  const starts = findStarts(input, leading);
  const mails: RawMail[] = [];
  let line = 1 + newlines(input, 0, leading);
  for (const [index, start] of starts.entries()) {
    const end = starts[index + 1] ?? input.length;
    const hasSeparator = input.startsWith('From ', start);
    const headers = hasSeparator ? lineEnd(input, start) : start;
    const separator = input.slice(start, headers);
    const text = withoutQuotedFrom(input.slice(headers, end), separator);
    mails.push({ text, firstLine: hasSeparator ? line + 1 : line, commit: commitOf(separator) });
    line += newlines(input, start, end);
  }
  return mails;
}

/** An input that does not begin with a `From ` line is one mail, whatever it contains. */
function findStarts(input: string, leading: number): readonly number[] {
  const starts = [leading];
  if (!isFromLine(input, leading)) return starts;
  for (let at = nextFromLine(input, leading); at !== -1; at = nextFromLine(input, at)) {
    if (isFromLine(input, at)) starts.push(at);
  }
  return starts;
}

function nextFromLine(input: string, at: number): number {
  const newline = input.indexOf('\nFrom ', at);
  return newline === -1 ? -1 : newline + 1;
}

/** `From `, and around the last colon of the line a time, behind it a year: what `git mailsplit` asks. */
function isFromLine(input: string, at: number): boolean {
  if (!input.startsWith('From ', at)) return false;
  const line = input.slice(at, lineEnd(input, at));
  const colon = line.lastIndexOf(':', line.length - 3);
  const areDigits = [-4, -2, -1, 1, 2].every((offset) => /^\d$/.test(line[colon + offset] ?? ''));
  return line.length >= 20 && colon >= 8 && areDigits && Number.parseInt(line.slice(colon + 3, colon + 20), 10) > 90;
}

/** Whether all lines up to the first empty one are headers or continue one. */
function beginsWithHeaders(input: string): boolean {
  for (let at = 0; at < input.length && input[at] !== '\n' && !input.startsWith('\r\n', at); at = lineEnd(input, at)) {
    if (!isContinuation(input, at) && !(isHeaderLine(input, at) && input[at] !== ':')) return false;
  }
  return input.trim() !== '';
}

function isContinuation(input: string, at: number): boolean {
  return input[at] === ' ' || input[at] === '\t';
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

/**
 * An mboxrd has one more `>` before each `From ` at the start of a line. The archives of public-inbox say so in their
 * separators; elsewhere such a `>` is the text's own, as it is for `git am`.
 */
function withoutQuotedFrom(text: string, separator: string): string {
  if (!separator.startsWith('From mboxrd@z ')) return text;
  return text.includes('\n>') ? text.replaceAll(/^>(>*From )/gm, '$1') : text;
}

function commitOf(separator: string): string | null {
  const id = /^From ([0-9a-f]{40}|[0-9a-f]{64}) Mon Sep 17 00:00:00 2001\s*$/.exec(separator)?.[1];
  return id === undefined || /^0+$/.test(id) ? null : id;
}
