/** The headers of a mail or of a part of it, and the words in them (RFC 5322 and 2047), as `git mailinfo` reads them. */

export interface HeaderLine {
  /** In small letters; empty for the `From ` line of a mailbox. */
  readonly name: string;
  /** Unfolded and decoded, as bytes of UTF-8, one character each. */
  readonly value: string;
}

export interface HeaderBlock {
  readonly lines: readonly HeaderLine[];
  /** The offset of the line that ended the headers: an empty one, or one that is not a header. */
  readonly end: number;
}

/** What isspace() of C takes for one. */
export const SPACES = ' \t\n\v\f\r';
const NAME = /[!-9;-~]*:/y;

/** Whether the line at `at` is a header, by the widest rule of RFC 5322 (section 3.6.8). */
export function isHeaderLine(text: string, at: number): boolean {
  NAME.lastIndex = at;
  return NAME.test(text) || text.startsWith('From ', at) || text.startsWith('>From ', at);
}

/** Reads headers from `start` on, up to the first line that is none. */
export function readHeaders(text: string, start: number): HeaderBlock {
  const lines: HeaderLine[] = [];
  let at = start;
  while (at < text.length && isHeaderLine(text, at)) {
    let end = endOfLine(text, at);
    const pieces = [withoutSpacesAtEnd(text.slice(at, end))];
    for (at = end + 1; text[at] === ' ' || text[at] === '\t'; at = end + 1) {
      end = endOfLine(text, at);
      pieces.push(` ${withoutSpacesAtEnd(text.slice(at + 1, end))}`);
    }
    lines.push(readHeader(pieces.join('')));
  }
  return { lines, end: Math.min(at, text.length) };
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline;
}

/** `git mailinfo` ignores the text after a NUL, so it must be ignored here. */
function readHeader(line: string): HeaderLine {
  const isFromLine = line.startsWith('From ') || line.startsWith('>From ');
  const colon = isFromLine ? 0 : line.indexOf(':');
  const value = line.slice(colon + 1).split('\0', 1)[0] ?? '';
  return { name: line.slice(0, colon).toLowerCase(), value: decodeWords(value.slice(spacesAt(value, 0))) };
}

function spacesAt(text: string, start: number): number {
  let at = start;
  while (at < text.length && SPACES.includes(text[at] as string)) at++;
  return at;
}

/** The text without blanks and tabs at its end, in time linear in its length. */
export function withoutSpacesAtEnd(text: string): string {
  let end = text.length;
  while (end > 0 && SPACES.includes(text[end - 1] as string)) end--;
  return text.slice(0, end);
}

interface EncodedWord {
  readonly charset: string;
  readonly bytes: string;
  readonly end: number;
}

/** Decodes the encoded words in a header to bytes of UTF-8; neighbours may share a character. */
export function decodeWords(value: string): string {
  const pieces: string[] = [];
  let open: EncodedWord | null = null;
  let at = 0;
  for (let start = value.indexOf('=?'); start !== -1; start = value.indexOf('=?', at)) {
    const word = readWord(value, start);
    if (word === null) break;
    const isNeighbour: boolean = at > 0 && spacesAt(value, at) >= start;
    if (isNeighbour && open !== null && open.charset === word.charset) {
      open = { ...word, bytes: open.bytes + word.bytes };
    } else {
      pieces.push(toUtf8(open), isNeighbour ? '' : value.slice(at, start));
      open = word;
    }
    at = word.end;
  }
  return [...pieces, toUtf8(open), value.slice(at)].join('');
}

/** `=?charset?q?text?=`; null where it is damaged. */
function readWord(value: string, start: number): EncodedWord | null {
  const charsetEnd = value.indexOf('?', start + 2);
  const encoding = value[charsetEnd + 1]?.toLowerCase() ?? '';
  const textEnd = value.indexOf('?=', charsetEnd + 3);
  const isWhole = charsetEnd !== -1 && 'bq'.includes(encoding) && value[charsetEnd + 2] === '?' && textEnd !== -1;
  if (!isWhole) return null;
  const charset = value.slice(start + 2, charsetEnd).toLowerCase();
  const text = value.slice(charsetEnd + 3, textEnd);
  const bytes = encoding === 'b' ? fromBase64(text) : fromQuoted(text.replaceAll('_', ' '));
  return { charset, bytes, end: textEnd + 2 };
}

function toUtf8(word: EncodedWord | null): string {
  if (word === null) return '';
  const decoder = decoderOf(word.charset);
  if (decoder === null || decoder.encoding === 'utf-8') return word.bytes;
  return Buffer.from(decoder.decode(Buffer.from(word.bytes, 'latin1'))).toString('latin1');
}

/** Null where the charset is unknown. */
export function decoderOf(charset: string): { readonly encoding: string; decode(bytes: Uint8Array): string } | null {
  try {
    return new TextDecoder(charset, { ignoreBOM: true });
  } catch {
    return null;
  }
}

/** Bytes, given as characters below 256, read as UTF-8; what is not valid becomes U+FFFD. */
export function fromUtf8(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

/** Base64 as `git mailinfo` decodes it: by the line, other characters than digits skipped. One character per byte. */
export function fromBase64(line: string): string {
  return Buffer.from(line.replaceAll(/[^A-Za-z0-9+/]+/g, ''), 'base64').toString('latin1');
}

/** Quoted-printable but for soft line breaks: `=` and two digits; any other `=` is itself. */
export function fromQuoted(line: string): string {
  return line.replaceAll(/=([0-9A-Fa-f]{2})/g, (_, digits: string) => String.fromCharCode(Number.parseInt(digits, 16)));
}
