/**
 * The body of a mail as `git mailinfo` puts it together (mailinfo.c): all parts, of whatever type, one behind the other,
 * each decoded line by line. No MIME library reads a mail like that, and one that reads it differently from `git am`
 * can be led past a diff that `git am` applies. Texts are bytes, one character each.
 */
import { fromBase64, fromQuoted, type HeaderLine, readHeaders, withoutSpacesAtEnd } from './mail-headers.ts';
import { lineEnd } from './mbox.ts';

export interface MimePart {
  /** The value of its Content-Type in small letters; empty where there is none. */
  readonly type: string;
  readonly text: string;
}

export interface MimeMail {
  /** By names in small letters; of several with one name the last counts. */
  readonly headers: ReadonlyMap<string, string>;
  readonly parts: readonly MimePart[];
  /** Where the body begins, if the mail has it as it is; null where it had to be decoded or put together. */
  readonly plainFrom: number | null;
  /** Parts within parts, deeper than `git mailinfo` goes. */
  readonly isTooDeep: boolean;
}

/** What holds for the lines that are being read. */
interface State {
  readonly boundaries: string[];
  encoding: 'none' | 'base64' | 'quoted-printable';
  isFlowed: boolean;
  deletesSpace: boolean;
  type: string;
  isTooDeep: boolean;
  /** The decoded text of the part so far. */
  lines: string[];
  /** The pieces of a line that has not ended yet. */
  held: string[];
}

/** MAX_BOUNDARIES of mailinfo.c, the first of which is never used. */
const MOST_BOUNDARIES = 4;

/** The parts of a mail in order, decoded as `git mailinfo` does it. */
export function readMime(text: string): MimeMail {
  const state: State = {
    boundaries: [],
    encoding: 'none',
    isFlowed: false,
    deletesSpace: false,
    type: '',
    isTooDeep: false,
    lines: [],
    held: [],
  };
  const headers = new Map<string, string>();
  const { lines, end } = readHeaders(text, 0);
  const firstLine = text.slice(end, lineEnd(text, end));
  // spaces at the end of the line behind the headers, which need not be empty, are lost to git
  const body = firstLine === '' ? '' : `${withoutSpacesAtEnd(firstLine)}\n${text.slice(end + firstLine.length)}`;
  for (const line of lines) {
    headers.set(line.name, line.value);
    obey(state, line);
  }
  const isPlain = state.boundaries.length === 0 && state.encoding === 'none' && !state.isFlowed;
  if (isPlain) {
    const parts = [{ type: state.type, text: body }];
    return { headers, parts, plainFrom: end, isTooDeep: false };
  }
  const parts = readBody(body, state, headers);
  return { headers, parts, plainFrom: null, isTooDeep: state.isTooDeep };
}

function obey(state: State, { name, value }: HeaderLine): void {
  const lower = value.toLowerCase();
  if (name === 'content-type') {
    state.type = lower;
    state.isFlowed = attributeOf(value, 'format=')?.toLowerCase() === 'flowed';
    state.deletesSpace = attributeOf(value, 'delsp=')?.toLowerCase() === 'yes';
    const boundary = attributeOf(value, 'boundary=');
    if (boundary === null) return;
    if (state.boundaries.length === MOST_BOUNDARIES) state.isTooDeep = true;
    else state.boundaries.push(`--${boundary}`);
  } else if (name === 'content-transfer-encoding') {
    const known = ['base64', 'quoted-printable'] as const;
    state.encoding = known.find((encoding) => lower.includes(encoding)) ?? 'none';
  }
}

/** The first occurrence of the name counts, wherever it is. */
function attributeOf(value: string, name: string): string | null {
  const at = value.toLowerCase().indexOf(name);
  if (at === -1) return null;
  const rest = value.slice(at + name.length);
  return (rest.startsWith('"') ? rest.slice(1).split('"', 1) : rest.split(/[; \t]/, 1))[0] ?? '';
}

function readBody(text: string, state: State, headers: Map<string, string>): readonly MimePart[] {
  const parts: MimePart[] = [];
  // the line that ends the headers is not read again where parts are expected
  let at = state.boundaries.length > 0 ? findBoundary(text, lineEnd(text, 0), state) : 0;
  while (at < text.length && !state.isTooDeep) {
    if (isBoundary(text, at, state)) {
      closePart(state, parts);
      at = enterPart(text, at, state, headers);
      if (at >= text.length) break;
    }
    const end = lineEnd(text, at);
    readLine(text.slice(at, end), state);
    at = end;
  }
  closePart(state, parts);
  return parts;
}

function closePart(state: State, parts: MimePart[]): void {
  add(state, '');
  parts.push({ type: state.type, text: state.lines.join('') });
  state.lines = [];
}

/** Adds what was held back, and `text`. */
function add(state: State, text: string): void {
  for (const piece of state.held) state.lines.push(piece);
  state.lines.push(text);
  state.held = [];
}

function readLine(line: string, state: State): void {
  if (state.encoding === 'none') readDecodedLine(line, state);
  else readEncodedLine(decodeLine(line, state.encoding), state);
}

/** One line of code may hold a piece of a line of text, or several lines. */
function readEncodedLine(decoded: string, state: State): void {
  const [first = '', ...rest] = decoded.split('\n');
  state.held.push(first);
  const unfinished = rest.pop();
  if (unfinished === undefined) return;
  if (state.isFlowed) endHeldLine(state);
  else add(state, '\n');
  for (const each of rest) readDecodedLine(`${each}\n`, state);
  state.held.push(unfinished);
}

/** `git mailinfo` ignores the text after a NUL, the end of the line included. */
function decodeLine(line: string, encoding: 'base64' | 'quoted-printable'): string {
  const seen = line.replace('\r\n', '\n').split('\0', 1)[0] ?? '';
  return encoding === 'base64' ? fromBase64(seen) : fromQuoted(seen.replace(/=\n?$/, ''));
}

/** Undoes format=flowed (RFC 3676): stuffed spaces, and soft line breaks, whose lines wait for the next. */
function readDecodedLine(line: string, state: State): void {
  const content = state.isFlowed ? line.replace(/\r?\n$/, '') : line;
  const unstuffed = content.startsWith(' ') ? content.slice(1) : content;
  if (!state.isFlowed || content === '-- ') add(state, line);
  else if (unstuffed.endsWith(' ')) state.held.push(state.deletesSpace ? unstuffed.slice(0, -1) : unstuffed);
  else add(state, unstuffed + line.slice(content.length));
}

/** The same for a line in pieces. What an earlier soft line break held back belongs to it, stuffing included. */
function endHeldLine(state: State): void {
  const { held } = state;
  const last = held.findLastIndex((piece) => piece !== '');
  const text = held[last] ?? '';
  const end = text.endsWith('\r') ? '\r\n' : '\n';
  const content = end === '\n' ? text : text.slice(0, -1);
  const isSeparator = held.length < 9 && [...held.slice(0, Math.max(last, 0)), content].join('') === '-- ';
  if (last !== -1) held[last] = content;
  const first = held.findIndex((piece) => piece !== '');
  if (!isSeparator && held[first]?.startsWith(' ')) held[first] = (held[first] as string).slice(1);
  if (isSeparator || !held[last]?.endsWith(' ')) add(state, end);
  else if (state.deletesSpace) held[last] = (held[last] as string).slice(0, -1);
}

function isBoundary(text: string, at: number, { boundaries }: State): boolean {
  const top = boundaries.at(-1);
  return top !== undefined && text.startsWith(top, at);
}

/** The offset of the next line that begins like the innermost boundary, or the end. */
function findBoundary(text: string, start: number, state: State): number {
  let at = start;
  while (at < text.length && !isBoundary(text, at, state)) at = lineEnd(text, at);
  return at;
}

/** Behind the boundary at `start`: leaves parts that end, and reads the headers of the one that begins. */
function enterPart(text: string, start: number, state: State, headers: Map<string, string>): number {
  let at = start;
  for (;;) {
    const top = state.boundaries.at(-1);
    if (top === undefined) return text.length;
    if (!text.startsWith(`${top}--`, at)) break;
    state.boundaries.pop();
    state.lines.push('\n');
    at = findBoundary(text, lineEnd(text, at), state);
    if (at >= text.length) return at;
  }
  state.encoding = 'none';
  state.type = '';
  const { lines, end } = readHeaders(text, lineEnd(text, at));
  for (const line of lines) {
    if (!headers.has(line.name)) headers.set(line.name, line.value);
    obey(state, line);
  }
  return lineEnd(text, end);
}
