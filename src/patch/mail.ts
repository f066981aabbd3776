/** One mail: its headers, and its body as the sender wrote it. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { type SourceLines, sourceLines, withoutTransportCarriageReturns } from './lines.ts';
import { lineEnd, newlines, type RawMail } from './mbox.ts';
import { readSubject, reasonToPassOver, type Subject } from './subject.ts';

export interface Mail {
  /** As it was sent, decoded; null where there is none. */
  readonly subjectLine: string | null;
  readonly subject: Subject;
  /** Without angle brackets. */
  readonly messageId: string | null;
  readonly commit: string | null;
  /** Without lines where the mail is passed over for its subject. */
  readonly body: SourceLines;
}

/** Names of headers in small letters. */
type Headers = ReadonlyMap<string, string>;

/**
 * Reads a mail. A body without a transfer encoding stays as it is, byte for byte; only one that is encoded, flowed or
 * in parts goes through the MIME library, which is loaded for these alone. `name` is for messages.
 */
export async function readMail(raw: RawMail, name: string): Promise<Mail | Failure> {
  const { headers, bodyStart } = readHeaders(raw.text);
  const subjectLine = await decodeWords(headers.get('subject') ?? '');
  const messageId = headers.get('message-id')?.replace(/^<|>$/g, '').trim();
  const mail = {
    subjectLine: subjectLine === '' ? null : subjectLine,
    subject: readSubject(subjectLine),
    messageId: messageId === undefined || messageId === '' ? null : messageId,
    commit: raw.commit,
  };
  if (reasonToPassOver(mail.subject) !== null) return { ...mail, body: sourceLines('', name) };
  if (isEncoded(headers)) {
    const decodedName = `${name} (mail at line ${raw.firstLine}, decoded)`;
    const text = await decodeBody(raw, decodedName);
    return isFailure(text) ? text : { ...mail, body: sourceLines(text, decodedName) };
  }
  const text = decodeText(Buffer.from(raw.text.slice(bodyStart), 'latin1'), charsetOf(headers));
  const firstLine = raw.firstLine + newlines(raw.text, 0, bodyStart);
  return { ...mail, body: sourceLines(withoutTransportCarriageReturns(text), name, firstLine) };
}

/** The first header of each name counts, with its continuation lines. */
function readHeaders(text: string): { readonly headers: Headers; readonly bodyStart: number } {
  const headers = new Map<string, string>();
  let current = '';
  let at = 0;
  for (let end = lineEnd(text, at); at < text.length; at = end, end = lineEnd(text, at)) {
    const line = text.slice(at, end).trimEnd();
    if (line === '') return { headers, bodyStart: end };
    const isContinuation = line.startsWith(' ') || line.startsWith('\t');
    const colon = line.indexOf(':');
    if (isContinuation && current !== '') {
      headers.set(current, `${headers.get(current)} ${fromUtf8(line.trimStart())}`);
    } else if (!isContinuation && colon > 0) {
      const name = line.slice(0, colon).toLowerCase();
      current = headers.has(name) ? '' : name;
      if (current !== '') headers.set(current, fromUtf8(line.slice(colon + 1).trim()));
    }
  }
  return { headers, bodyStart: text.length };
}

function fromUtf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString();
}

/** RFC 2047. */
async function decodeWords(header: string): Promise<string> {
  if (!header.includes('=?')) return header;
  const mime = await import('postal-mime');
  return mime.decodeWords(header);
}

function isEncoded(headers: Headers): boolean {
  const type = headers.get('content-type')?.toLowerCase() ?? '';
  const encoding = headers.get('content-transfer-encoding')?.toLowerCase() ?? '';
  const isTransferEncoded = encoding.includes('quoted-printable') || encoding.includes('base64');
  return isTransferEncoded || type.trimStart().startsWith('multipart/') || /format\s*=\s*"?flowed/.test(type);
}

function charsetOf(headers: Headers): string {
  const charset = /charset\s*=\s*"?([\w.:-]+)/i.exec(headers.get('content-type') ?? '')?.[1] ?? 'utf-8';
  return charset.toLowerCase() === 'us-ascii' ? 'utf-8' : charset;
}

/** Bytes that the charset has no character for become U+FFFD; an unknown charset is read as UTF-8. */
export function decodeText(bytes: Uint8Array, charset = 'utf-8'): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

/** The text of an encoded mail, and behind it that of attached patches, as `git am` joins them. */
async function decodeBody(raw: RawMail, name: string): Promise<string | Failure> {
  const { default: PostalMime } = await import('postal-mime');
  try {
    const { text = '', attachments } = await PostalMime.parse(Buffer.from(raw.text, 'latin1'));
    const patches = attachments
      .filter(isTextOfPatch)
      .map(({ content }) => decodeText(Buffer.from(content as ArrayBuffer)));
    return [text, ...patches].map(withoutTransportCarriageReturns).join('\n');
  } catch (error) {
    const remedy = 'save the mail again, or give the patch in it as a plain file';
    return failure(name, `the mail cannot be decoded (${(error as Error).message})`, remedy);
  }
}

function isTextOfPatch({ filename, mimeType }: { filename: string | null; mimeType: string }): boolean {
  return /^text\/|patch|diff/.test(mimeType) || /\.(?:patch|diff|eml|txt)$/i.test(filename ?? '');
}
