/** One mail: what its headers say, and its body as the sender wrote it. */
import { type Failure, failure } from '../text/failure.ts';
import { type SourceLines, sourceLines, withoutTransportCarriageReturns } from './input-lines.ts';
import { decoderOf, fromUtf8 } from './mail-headers.ts';
import { newlines, type RawMail } from './mbox.ts';
import { type MimeMail, type MimePart, readMime } from './mime.ts';

export interface Mail {
  /** As it was sent, decoded; null where there is none. */
  readonly subjectLine: string | null;
  /** Without angle brackets. */
  readonly messageId: string | null;
  /** The mails that this one answers, the first of the thread before the others. */
  readonly ancestors: readonly string[];
  /** As its From header names it. */
  readonly sender: string;
  readonly commit: string | null;
  readonly body: SourceLines;
  /** What of the mail cannot be read as text; null where all can. */
  readonly problem: Failure | null;
}

/** Reads a mail as `git mailinfo` does. `name` is for messages. */
export function readMail(raw: RawMail, name: string): Mail {
  const mime = readMime(raw.text);
  const header = (of: string) => fromUtf8(mime.headers.get(of) ?? '').trim();
  const body = bodyOf(mime, raw, name);
  return {
    subjectLine: header('subject') === '' ? null : header('subject'),
    messageId: idsIn(header('message-id'))[0] ?? null,
    ancestors: [...idsIn(header('references')), ...idsIn(header('in-reply-to'))],
    sender: header('from').toLowerCase(),
    commit: raw.commit,
    body,
    problem: problemOf(mime, body),
  };
}

/** The text between angle brackets, comments aside; where there are none, all of it. */
function idsIn(value: string): readonly string[] {
  const bare = value.replaceAll(/\([^()<>]*\)/g, ' ').trim();
  const ids = [...bare.matchAll(/<([^<>]*)>/g)].map(([, id = '']) => id.replaceAll(/\s+/g, ''));
  return (ids.length > 0 ? ids : [bare]).filter((id) => id !== '');
}

function bodyOf(mime: MimeMail, raw: RawMail, name: string): SourceLines {
  const charset = charsetOf(mime.headers.get('content-type') ?? '');
  const text = mime.parts
    .map((part) => withoutTransportCarriageReturns(decodeText(bytesOf(part), charsetOf(part.type) ?? charset)))
    .join('');
  if (mime.plainFrom !== null) return sourceLines(text, name, raw.firstLine + newlines(raw.text, 0, mime.plainFrom));
  return sourceLines(text, `${name} (mail at line ${raw.firstLine}, decoded)`);
}

function bytesOf({ text }: MimePart): Uint8Array {
  return Buffer.from(text, 'latin1');
}

function charsetOf(type: string): string | null {
  return /charset\s*=\s*"?([\w.:-]+)/i.exec(type)?.[1] ?? null;
}

/** Charsets of one byte a character, in which ASCII is ASCII. */
const EXTENSIONS_OF_ASCII = /^(?:iso-8859|windows-|koi8|macintosh|ibm866|x-mac)/;

/**
 * `git am` applies the bytes of a diff, whatever charset the mail names: where they are UTF-8, they are read so. Of
 * other charsets only those are obeyed that cannot change a line of ASCII into something else.
 */
export function decodeText(bytes: Uint8Array, charset: string | null = null): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const decoder = charset === null ? null : decoderOf(charset);
    const isHarmless = decoder !== null && EXTENSIONS_OF_ASCII.test(decoder.encoding);
    return isHarmless ? decoder.decode(bytes) : new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
  }
}

const SAVE_AGAIN = 'ask the sender for plain text, or pass the patch as a plain file';

/** Where this is a failure, the diff in the mail, if there is one, is not what `git am` would read. */
function problemOf({ isTooDeep, parts, headers }: MimeMail, { lines, name }: SourceLines): Failure | null {
  const refuse = (what: string, remedy = SAVE_AGAIN) => failure(name, what, remedy);
  if (isTooDeep) return refuse('the mail has more nested parts than `git am` reads');
  const html = parts.filter(({ type, text }) => type.startsWith('text/html') && MENTIONS_DIFF.test(text));
  const isHtmlAlone =
    html.length > 0 && parts.every(({ type, text }) => type.startsWith('text/html') || text.trim() === '');
  if (isHtmlAlone) return refuse('the mail contains only HTML');
  if (html.some(({ text }) => BEGINS_DIFF.test(text)))
    return refuse('the HTML part of the mail contains a diff, which `git am` would apply after the plain text');
  const charsets = [headers.get('content-type') ?? '', ...parts.map(({ type }) => type)].map(charsetOf);
  const wide = charsets.find((charset) => /^utf-?(?:7|16|32)/i.test(charset ?? ''));
  if (wide !== undefined) return refuse(`the mail is written in ${wide?.toUpperCase()}`);
  const isSignedInline = lines.some((line) => line.trimEnd() === '-----BEGIN PGP SIGNED MESSAGE-----');
  const isEscaped = isSignedInline && lines.some((line, at) => isEscapedSide(line, lines[at + 1] ?? ''));
  if (!isEscaped) return null;
  return refuse('PGP put `- ` before lines of the diff when it signed the mail', 'remove it with `gpg --decrypt`');
}

const MENTIONS_DIFF = /diff --git |@@ -\d|\+\+\+ |diff&nbsp;--git/;
const BEGINS_DIFF = /^(?:diff --git |--- [^\n]*\n\+\+\+ )/m;

function isEscapedSide(line: string, next: string): boolean {
  return line.startsWith('- --- ') && next.startsWith('+++ ');
}
