/** Documentation and attributes in front of an item: the `# Safety` section, and what else its doc comments say. */
import type { Span } from '../text/lines.ts';
import { attributesIn } from './attributes.ts';
import { headingsOf } from './headings.ts';
import { TokenKind, type Tokens } from './lexer.ts';

/** The attributes and documentation in front of an item. Token indices. */
export interface Preamble {
  /** The item's first token, behind all this. */
  readonly item: number;
  /** The first token that belongs to the item, attributes and documentation included. */
  readonly first: number;
  /** The `#` of each attribute, in order. */
  readonly attributes: readonly number[];
  /** Doc comments, and the `doc` of `#[doc]` attributes, in order; also those at the start of a function's body. */
  readonly docs: readonly number[];
  /** Attributes come from a macro's metavariable: `$(#[$meta])*`. */
  readonly isOpen: boolean;
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
  let isOpen = false;
  for (let at = item - 1; at >= 0; ) {
    if (tokens.isComment(at)) {
      if (isOuterDoc(tokens, at)) {
        docs.push(at);
        first = at;
      }
      at -= 1;
      continue;
    }
    const repeated = repetitionStart(tokens, at);
    const hash = repeated === -1 ? attributeStart(tokens, at) : repeated;
    if (hash === -1) break;
    if (repeated !== -1 || tokens.is(hash + 2, '$')) isOpen = true;
    else {
      attributes.push(hash);
      docs.push(...docAttributes(tokens, hash + 1).reverse());
    }
    first = hash;
    at = hash - 1;
  }
  // found from the last to the first
  attributes.reverse();
  docs.reverse();
  if (body !== -1) {
    for (let at = body + 1; at < tokens.count; ) {
      const opening = tokens.is(at, '#') && tokens.is(at + 1, '!') ? at + 2 : -1;
      if (!tokens.isComment(at) && opening === -1) break;
      if (opening !== -1) docs.push(...docAttributes(tokens, opening));
      else if (isInnerDoc(tokens, at)) docs.push(at);
      at = opening === -1 ? at + 1 : Math.max(opening, tokens.partner(opening)) + 1;
    }
  }
  return { item, first, attributes, docs, isOpen };
}

function docAttributes(tokens: Tokens, opening: number): number[] {
  return attributesIn(tokens, opening).filter((name) => tokens.is(name, 'doc'));
}

/** The `$` of the `$(#[$meta])*` that ends with token `operator`; -1 where it is none. */
function repetitionStart(tokens: Tokens, operator: number): number {
  if (!tokens.is(operator, '*') && !tokens.is(operator, '?') && !tokens.is(operator, '+')) return -1;
  const opening = tokens.is(operator - 1, ')') ? tokens.partner(operator - 1) : -1;
  return opening > 0 && tokens.is(opening - 1, '$') && tokens.is(opening + 1, '#') ? opening - 1 : -1;
}

/** The `#` of the outer attribute that closes with token `bracket`; -1 where it is none. */
function attributeStart(tokens: Tokens, bracket: number): number {
  if (!tokens.is(bracket, ']')) return -1;
  const opening = tokens.partner(bracket);
  return opening > 0 && tokens.is(opening - 1, '#') ? opening - 1 : -1;
}

/** Whether a token is a comment that documents what follows. */
export function isOuterDoc(tokens: Tokens, index: number): boolean {
  const text = tokens.text;
  const start = tokens.start(index);
  if (tokens.kind(index) === TokenKind.lineComment) return text.startsWith('///', start) && text[start + 3] !== '/';
  return text.startsWith('/**', start) && text[start + 3] !== '*' && tokens.end(index) - start > 4;
}

/** Whether a token is a comment that documents what it is in. */
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
    } else if (tokens.is(tokens.next(index), '=')) {
      const text = stringValue(tokens, tokens.next(tokens.next(index)));
      if (text === undefined) opaque = true;
      else for (const line of text.split('\n')) lines.push({ text: line, start });
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

/** The text of a string literal, in parentheses or of a `concat!` of literals; undefined for what cannot be seen. */
function stringValue(tokens: Tokens, at: number): string | undefined {
  if (tokens.kind(at) === TokenKind.literal) return literalText(tokens.at(at));
  const list = tokens.is(at, '(') ? at : tokens.is(at, 'concat') && tokens.is(at + 1, '!') ? tokens.next(at + 1) : -1;
  const closing = list === -1 ? -1 : tokens.partner(list);
  if (closing === -1) return undefined;
  let text = '';
  for (let part = tokens.next(list); part < closing; part = tokens.next(part)) {
    if (tokens.kind(part) === TokenKind.literal) text += literalText(tokens.at(part));
    else if (!tokens.is(part, ',') && !tokens.is(part, '(') && !tokens.is(part, ')')) return undefined;
  }
  return text;
}

/** Escapes of strings (The Rust Reference, "Tokens": ASCII, Unicode and string continuation escapes). */
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u\{([0-9a-fA-F_]{1,8})\}|\r?\n\s*|([\s\S]))/g;
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '0': '\0' };

function literalText(literal: string): string {
  const quote = literal.indexOf('"');
  if (quote === -1) return literal;
  const body = literal.slice(quote + 1, literal.lastIndexOf('"'));
  if (literal.startsWith('r')) return body;
  return body.replace(ESCAPE, (_, ascii?: string, unicode?: string, other?: string) => {
    const code = Number.parseInt((ascii ?? unicode ?? '').replace(/_/g, ''), 16);
    if (!Number.isNaN(code)) return code <= 0x10ffff ? String.fromCodePoint(code) : '';
    return other === undefined ? '' : (ESCAPED[other] ?? other);
  });
}

/** Reads an item's documentation. */
export function readDocumentation(tokens: Tokens, preamble: Preamble): Documentation {
  const { lines, opaque } = docLines(tokens, preamble.docs);
  const headings = lines.some(({ text }) => /safety|invariant/i.test(text)) ? headingsOf(withoutIndent(lines)) : [];
  const section = (wanted: (title: string) => boolean): Section | undefined => {
    const index = headings.findIndex(({ texts }) => texts.some(wanted));
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
    opaque: opaque || preamble.isOpen,
    hidden: preamble.docs.some((doc) => tokens.is(doc, 'doc') && isHidden(tokens, tokens.next(doc))),
    suspicious: preamble.docs.some((index) =>
      /^\/(?:\/\/|\*\*)!/.test(tokens.text.slice(tokens.start(index), tokens.start(index) + 4)),
    ),
  };
}

/** Headings that count as the contract: Clippy's `missing_safety_doc`, as of 1.95. */
function isSafetyHeading(title: string): boolean {
  return (
    title === 'Safety' || title === 'SAFETY' || title === 'Implementation safety' || title === 'Implementation Safety'
  );
}

/** Whether a list as in `doc(inline, hidden)` says `hidden`. */
function isHidden(tokens: Tokens, opening: number): boolean {
  if (!tokens.is(opening, '(')) return false;
  for (let at = opening + 1; at < tokens.partner(opening); at = tokens.next(at)) {
    if (tokens.is(at, 'hidden')) return true;
  }
  return false;
}

function withoutIndent(lines: readonly DocLine[]): string[] {
  const indent = commonIndent(lines);
  return lines.map(({ text }) => text.slice(Math.min(indent, leading(text))));
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
