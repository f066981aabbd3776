/** Documentation and attributes in front of an item: the `# Safety` section, and what else its doc comments say. */
import type { Span } from '../text/lines.ts';
import { TokenKind, type Tokens } from './lexer.ts';

/** What stands in front of an item: attributes and documentation. Token indices. */
export interface Preamble {
  /** The item's first token, in front of which all this stands. */
  readonly item: number;
  /** The first token that belongs to the item, attributes and documentation included. */
  readonly first: number;
  /** The `#` of each attribute, in order. */
  readonly attributes: readonly number[];
  /** Doc comments and `#[doc]` attributes, in order; also `//!` at the start of a function's body. */
  readonly docs: readonly number[];
}

/** A section of documentation: its heading and the text below, up to the next heading of its rank or a higher one. */
export interface Section {
  readonly heading: Span;
  readonly text: string;
}

export interface Documentation {
  readonly present: boolean;
  /** The section that Clippy's `missing_safety_doc` accepts; see {@link isSafetyHeading}. */
  readonly safety: Section | undefined;
  readonly invariants: Section | undefined;
  /** A `SAFETY:` mark inside the documentation, where a `# Safety` section may have been meant. */
  readonly mark: number | undefined;
  /** Part of the text comes from a macro or another file, so a section may be in what is not seen. */
  readonly opaque: boolean;
  /** `#[doc(hidden)]`. */
  readonly hidden: boolean;
  /** A `///!` line or `/**!` comment: Clippy's `suspicious_doc_comments` speaks, and its two lints about sections do not. */
  readonly suspicious: boolean;
}

/** Walks back from an item's first token over what belongs to it. */
export function preambleOf(tokens: Tokens, item: number, body = -1): Preamble {
  const attributes: number[] = [];
  const docs: number[] = [];
  let first = item;
  for (let at = item - 1; at >= 0; ) {
    if (tokens.isComment(at)) {
      if (isOuterDoc(tokens, at)) {
        docs.unshift(at);
        first = at;
      }
      at -= 1;
      continue;
    }
    const hash = attributeStart(tokens, at);
    if (hash === -1) break;
    attributes.unshift(hash);
    if (tokens.is(hash + 2, 'doc')) docs.unshift(hash);
    first = hash;
    at = hash - 1;
  }
  if (body !== -1) {
    for (let at = body + 1; at < tokens.count; ) {
      const opening = tokens.is(at, '#') && tokens.is(at + 1, '!') ? at + 2 : -1;
      if (!tokens.isComment(at) && opening === -1) break;
      if (isInnerDoc(tokens, at) || tokens.is(opening + 1, 'doc')) docs.push(at);
      at = opening === -1 ? at + 1 : Math.max(opening, tokens.partner(opening)) + 1;
    }
  }
  return { item, first, attributes, docs };
}

/** The `#` of the outer attribute that closes with token `bracket`; -1 where it is none. */
function attributeStart(tokens: Tokens, bracket: number): number {
  if (!tokens.is(bracket, ']')) return -1;
  const opening = tokens.partner(bracket);
  return opening > 0 && tokens.is(opening - 1, '#') ? opening - 1 : -1;
}

export function isOuterDoc(tokens: Tokens, index: number): boolean {
  const text = tokens.text;
  const start = tokens.start(index);
  if (tokens.kind(index) === TokenKind.lineComment) return text.startsWith('///', start) && text[start + 3] !== '/';
  return text.startsWith('/**', start) && text[start + 3] !== '*' && tokens.end(index) - start > 4;
}

export function isInnerDoc(tokens: Tokens, index: number): boolean {
  return tokens.text.startsWith(tokens.kind(index) === TokenKind.lineComment ? '//!' : '/*!', tokens.start(index));
}

/** One line of documentation, with its place in the file. */
export interface DocLine {
  readonly text: string;
  readonly start: number;
}

/** The lines of an item's documentation, comment signs taken off; `opaque` where a part cannot be seen. */
export function docLines(
  tokens: Tokens,
  docs: readonly number[],
): { readonly lines: readonly DocLine[]; readonly opaque: boolean } {
  const lines: DocLine[] = [];
  let opaque = false;
  for (const index of docs) {
    const start = tokens.start(index);
    if (tokens.kind(index) === TokenKind.lineComment) {
      lines.push({ text: tokens.text.slice(start + 3, tokens.end(index)), start: start + 3 });
    } else if (tokens.kind(index) === TokenKind.blockComment) {
      addBlockLines(lines, tokens.text.slice(start + 3, tokens.end(index)).replace(/\*\/$/, ''), start + 3);
    } else if (tokens.is(index + 3, '=')) {
      const value = index + 4;
      const closing = tokens.partner(index + 1);
      if (tokens.kind(value) === TokenKind.literal && tokens.next(value) === closing)
        addLiteralLines(lines, tokens, value);
      else opaque = true;
    }
  }
  return { lines, opaque };
}

/** rustdoc takes a common column of `*` off a block comment's lines. */
function addBlockLines(lines: DocLine[], text: string, start: number): void {
  let at = start;
  for (const [index, line] of text.split('\n').entries()) {
    const star = index === 0 ? null : /^\s*\*(?!\/)/.exec(line);
    const skip = star === null ? 0 : star[0].length;
    lines.push({ text: line.slice(skip), start: at + skip });
    at += line.length + 1;
  }
}

function addLiteralLines(lines: DocLine[], tokens: Tokens, index: number): void {
  const raw = tokens.at(index);
  const quote = raw.indexOf('"');
  const body = raw.slice(quote + 1, raw.lastIndexOf('"'));
  const start = tokens.start(index) + quote + 1;
  const text = raw.startsWith('r')
    ? body
    : body
        .replace(/\\n/g, '\n')
        .replace(/\\"/g, '"')
        .replace(/\\\n\s*/g, '');
  for (const line of text.split('\n')) lines.push({ text: line, start });
}

/** Reads an item's documentation. */
export function readDocumentation(tokens: Tokens, preamble: Preamble): Documentation {
  const { lines, opaque } = docLines(tokens, preamble.docs);
  const headings = findHeadings(lines);
  const section = (wanted: (title: string) => boolean): Section | undefined => {
    const index = headings.findIndex((heading) => wanted(heading.title));
    const heading = headings[index];
    if (heading === undefined) return undefined;
    const next = headings.slice(index + 1).find((later) => later.rank <= heading.rank);
    const line = lines[heading.line] as DocLine;
    const text = lines.slice(heading.line + heading.height, next?.line ?? lines.length).map((each) => each.text.trim());
    return { heading: { start: line.start, end: line.start + line.text.length }, text: joinProse(text) };
  };
  const markLine = lines.find((line) => /^\s*safety:/i.test(line.text));
  return {
    present: lines.length > 0 || opaque,
    safety: section(isSafetyHeading),
    invariants: section((title) => title === 'Invariants' || title === 'Invariant'),
    mark: markLine === undefined ? undefined : markLine.start + markLine.text.search(/safety:/i),
    opaque,
    hidden: preamble.docs.some(
      (hash) => tokens.is(hash, '#') && tokens.is(hash + 3, '(') && tokens.is(hash + 4, 'hidden'),
    ),
    suspicious: preamble.docs.some((index) => /^\/(?:\/\/|\*\*)!/.test(tokens.text.slice(tokens.start(index), tokens.start(index) + 4))),
  };
}

/** Headings that count as the contract: Clippy's `missing_safety_doc`, as of 1.95. */
function isSafetyHeading(title: string): boolean {
  return (
    title === 'Safety' || title === 'SAFETY' || title === 'Implementation safety' || title === 'Implementation Safety'
  );
}

interface Heading {
  readonly title: string;
  readonly rank: number;
  /** Index of its first line, and how many lines it takes (2 where it is underlined). */
  readonly line: number;
  readonly height: number;
}

/**
 * Markdown headings (CommonMark 0.31, sections 4.2 and 4.3), also in lists and quotes; not in fenced or indented code.
 * Of a heading with markup inside, each stretch of plain text counts for itself, as it does for Clippy.
 */
function findHeadings(lines: readonly DocLine[]): Heading[] {
  const headings: Heading[] = [];
  const indent = commonIndent(lines);
  let fence: string | undefined;
  for (const [index, { text }] of lines.entries()) {
    const line = text.slice(Math.min(indent, leading(text))).replace(/\r$/, '');
    const fenceSign = /^ {0,3}(?:(?:>|[-*+]|\d+[.)])\s+)*(```+|~~~+)/.exec(line)?.[1];
    if (fence !== undefined) {
      if (fenceSign?.startsWith(fence) && /^\s*[`~]+\s*$/.test(line)) fence = undefined;
      continue;
    }
    if (fenceSign !== undefined) {
      fence = fenceSign;
      continue;
    }
    const inner = /^ {0,3}(?:(?:>\s?|[-*+]\s{1,4}|\d+[.)]\s{1,4}))*/.exec(line)?.[0].length ?? 0;
    const rest = line.slice(inner);
    const hashes = /^ {0,3}(#{1,6})(?:[ \t]+|$)/.exec(rest);
    if (hashes !== null) {
      const title = rest.slice(hashes[0].length).replace(/(?:^|[ \t]+)#+[ \t]*$/, '');
      for (const part of plainParts(title))
        headings.push({ title: part, rank: hashes[1]?.length ?? 1, line: index, height: 1 });
      continue;
    }
    const underline = lines[index + 1]?.text.replace(/\r$/, '').match(/^ {0,4}(=+|-+)[ \t]*$/);
    if (underline && rest.trim() !== '' && !/^ {4}/.test(rest) && isParagraphStart(lines, index)) {
      const rank = underline[1]?.startsWith('=') ? 1 : 2;
      for (const part of plainParts(rest)) headings.push({ title: part, rank, line: index, height: 2 });
    }
  }
  return headings;
}

/** An underlined heading takes its whole paragraph, so a title of one line needs a blank line (or a heading) above. */
function isParagraphStart(lines: readonly DocLine[], index: number): boolean {
  const above = lines[index - 1]?.text.trim();
  return above === undefined || above === '' || above.startsWith('#') || /^(=+|-+|```.*)$/.test(above);
}

/** Stretches of plain text between emphasis, code and links. */
function plainParts(title: string): string[] {
  return title
    .split(/`+[^`]*`+|\*+|(?<![A-Za-z0-9])_+|_+(?![A-Za-z0-9])|\[|\]\([^)]*\)|\]|<[^>]*>/)
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

/** rustdoc takes the smallest indent of all lines that are not blank off each of them. */
function commonIndent(lines: readonly DocLine[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (const { text } of lines) if (text.trim() !== '') smallest = Math.min(smallest, leading(text));
  return smallest === Number.POSITIVE_INFINITY ? 0 : smallest;
}

function leading(text: string): number {
  return text.length - text.trimStart().length;
}

/** Lines of prose as one line of text. */
export function joinProse(lines: readonly string[]): string {
  return lines.join(' ').replace(/\s+/g, ' ').trim();
}
