/** Rust's tokens (The Rust Reference, "Lexical structure"), comments included: any text gives tokens, none gives an error. */

export const TokenKind = { word: 0, lifetime: 1, literal: 2, mark: 3, lineComment: 4, blockComment: 5 } as const;

/**
 * The tokens of a text, a column for each property: a file has some hundred thousand, too many for objects.
 * A `mark` is one character of punctuation; a `word` is an identifier or a keyword.
 */
export class Tokens {
  readonly text: string;
  count = 0;
  /** Offsets of characters in code that rustc refuses in any place: U+00A0, U+200B, a backslash and the like. */
  readonly refused: number[] = [];
  /** The offset of a comment or string that has no end; the rest of the text belongs to it. */
  unended: number | undefined;
  #kinds: Uint8Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #partners: Int32Array | undefined;
  #openers: Int32Array | undefined;

  constructor(text: string) {
    this.text = text;
    const room = (text.length >> 2) + 16;
    this.#kinds = new Uint8Array(room);
    this.#starts = new Int32Array(room);
    this.#ends = new Int32Array(room);
  }

  add(kind: number, start: number, end: number): void {
    if (this.count === this.#kinds.length) this.#grow();
    this.#kinds[this.count] = kind;
    this.#starts[this.count] = start;
    this.#ends[this.count] = end;
    this.count += 1;
  }

  /** The kind of token `index`; -1 outside the text. */
  kind(index: number): number {
    return index >= 0 && index < this.count ? (this.#kinds[index] as number) : -1;
  }

  start(index: number): number {
    return index < this.count ? (this.#starts[index] as number) : this.text.length;
  }

  end(index: number): number {
    return index >= 0 && index < this.count ? (this.#ends[index] as number) : index < 0 ? 0 : this.text.length;
  }

  /** A token's text; empty outside. */
  at(index: number): string {
    return index >= 0 && index < this.count ? this.text.slice(this.start(index), this.end(index)) : '';
  }

  /** Whether token `index` is the mark or the word `wanted`. */
  is(index: number, wanted: string): boolean {
    const kind = this.kind(index);
    if (kind !== TokenKind.word && kind !== TokenKind.mark) return false;
    const start = this.start(index);
    return this.end(index) - start === wanted.length && this.text.startsWith(wanted, start);
  }

  isComment(index: number): boolean {
    return this.kind(index) >= TokenKind.lineComment;
  }

  /** The next token behind `index` that is not a comment; `count` at the end. */
  next(index: number): number {
    let at = index + 1;
    while (at < this.count && this.isComment(at)) at += 1;
    return at;
  }

  /** The token before `index` that is not a comment; -1 at the start. */
  previous(index: number): number {
    let at = index - 1;
    while (at >= 0 && this.isComment(at)) at -= 1;
    return at;
  }

  /** The first token that starts at or behind `offset`; `count` where there is none. */
  from(offset: number): number {
    let low = 0;
    let high = this.count;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** All tokens that are the mark or the word `wanted`; as quick as a search in the text. */
  allOf(wanted: string): number[] {
    const found: number[] = [];
    const isWord = isWordPart(wanted, 0);
    for (let at = this.text.indexOf(wanted); at !== -1; at = this.text.indexOf(wanted, at + wanted.length)) {
      if (isWord && (isWordPart(this.text, at - 1) || isWordPart(this.text, at + wanted.length))) continue;
      const index = this.from(at);
      if (this.start(index) === at && this.is(index, wanted)) found.push(index);
    }
    return found;
  }

  /** The bracket that belongs to the bracket `index`; -1 for one without a partner and for all other tokens. */
  partner(index: number): number {
    this.#partners ??= this.#matchBrackets();
    return index >= 0 && index < this.count ? (this.#partners[index] as number) : -1;
  }

  /** The innermost open bracket around token `index`; -1 outside all. */
  enclosing(index: number): number {
    this.#openers ??= this.#findOpeners();
    return index >= 0 && index < this.count ? (this.#openers[index] as number) : -1;
  }

  #findOpeners(): Int32Array {
    const openers = new Int32Array(this.count).fill(-1);
    const open: number[] = [];
    for (let index = 0; index < this.count; index += 1) {
      const partner = this.partner(index);
      if (partner !== -1 && partner < index) open.pop();
      openers[index] = open.at(-1) ?? -1;
      if (partner > index) open.push(index);
    }
    return openers;
  }

  #matchBrackets(): Int32Array {
    const partners = new Int32Array(this.count).fill(-1);
    const open: number[] = [];
    for (let index = 0; index < this.count; index += 1) {
      if (this.#kinds[index] !== TokenKind.mark) continue;
      const code = this.text.charCodeAt(this.#starts[index] as number);
      if (code === 0x28 || code === 0x5b || code === 0x7b) open.push(index);
      else if (code === 0x29 || code === 0x5d || code === 0x7d) {
        // ASCII: `(`+1 = `)`, `[`+2 = `]`, `{`+2 = `}`
        const wanted = code === 0x29 ? 0x28 : code - 2;
        // An unclosed inner bracket gives way to the outer one that does close here; a stray closer is skipped.
        let depth = open.length - 1;
        const floor = Math.max(0, depth - 64);
        while (depth >= floor && this.text.charCodeAt(this.#starts[open[depth] as number] as number) !== wanted)
          depth -= 1;
        if (depth < floor) continue;
        const opener = open[depth] as number;
        open.length = depth;
        partners[opener] = index;
        partners[index] = opener;
      }
    }
    return partners;
  }

  #grow(): void {
    const room = this.#kinds.length * 2;
    const kinds = new Uint8Array(room);
    const starts = new Int32Array(room);
    const ends = new Int32Array(room);
    kinds.set(this.#kinds);
    starts.set(this.#starts);
    ends.set(this.#ends);
    this.#kinds = kinds;
    this.#starts = starts;
    this.#ends = ends;
  }
}

/** The texts that were lexed last: one file is looked at from several sides. */
const RECENT: Tokens[] = [];
const MOST_RECENT = 4;
/** In UTF-16 units: the tokens of longer texts would hold too much memory. */
const LONGEST_RECENT = 200_000;

/** The tokens of a text. Any text has some; it never throws. */
export function lex(text: string): Tokens {
  const known = RECENT.find((each) => each.text === text);
  if (known !== undefined) return known;
  const tokens = tokensOf(text);
  if (text.length <= LONGEST_RECENT && RECENT.unshift(tokens) > MOST_RECENT) RECENT.pop();
  return tokens;
}

function tokensOf(text: string): Tokens {
  const tokens = new Tokens(text);
  const length = text.length;
  // a documentation example has the blanked file before it, which is quicker skipped at once
  let at = text.charCodeAt(0) === 0xfeff ? 1 : Math.max(0, text.search(/[^ \n]/));
  at = behindShebang(text, at);
  while (at < length) {
    const code = text.charCodeAt(at);
    if (isSpace(code)) {
      at += 1;
      continue;
    }
    const start = at;
    let kind: number;
    if (code === SLASH && text.charCodeAt(at + 1) === SLASH) {
      at = lineEnd(text, at);
      kind = TokenKind.lineComment;
    } else if (code === SLASH && text.charCodeAt(at + 1) === STAR) {
      at = blockCommentEnd(text, at);
      kind = TokenKind.blockComment;
    } else if (isWordStart(code) && isWordAt(text, at, code)) {
      const literalEnd = prefixedLiteralEnd(text, at, code);
      if (literalEnd === -1) {
        at = wordEnd(text, isRawWord(text, at) ? at + 2 : at);
        kind = TokenKind.word;
      } else {
        at = literalEnd;
        kind = TokenKind.literal;
      }
    } else if (code === DOUBLE_QUOTE) {
      at = quotedEnd(text, at, DOUBLE_QUOTE);
      kind = TokenKind.literal;
    } else if (code === QUOTE) {
      const charEnd = charLiteralEnd(text, at);
      if (charEnd !== -1) {
        at = charEnd;
        kind = TokenKind.literal;
      } else if (isWordAt(text, at + 1, text.charCodeAt(at + 1))) {
        at = wordEnd(text, isRawWord(text, at + 1) ? at + 3 : at + 1);
        kind = TokenKind.lifetime;
      } else {
        at += 1;
        kind = TokenKind.mark;
      }
    } else if (isDigit(code)) {
      at = numberEnd(text, at);
      kind = TokenKind.literal;
    } else {
      if (!isPunctuation(code)) tokens.refused.push(at);
      at += code >= 0x80 && (text.codePointAt(at) as number) > 0xffff ? 2 : 1;
      kind = TokenKind.mark;
    }
    if (at > length) {
      at = length;
      tokens.unended = start;
    }
    tokens.add(kind, start, at);
  }
  return tokens;
}

/**
 * Behind the first line of a script, which the compiler takes out (The Rust Reference, "Crates and source files"): `#!`
 * that no `[` follows. Otherwise `at` itself.
 */
function behindShebang(text: string, at: number): number {
  if (!text.startsWith('#!', at)) return at;
  let next = at + 2;
  for (;;) {
    const code = text.charCodeAt(next);
    if (isSpace(code)) next += 1;
    else if (code === SLASH && text.charCodeAt(next + 1) === SLASH) next = lineEnd(text, next);
    else if (code === SLASH && text.charCodeAt(next + 1) === STAR) next = blockCommentEnd(text, next);
    else return code === OPENING_BRACKET ? at : lineEnd(text, at);
  }
}

function lineEnd(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  return newline === -1 ? text.length : newline;
}

const SLASH = 0x2f;
const STAR = 0x2a;
const QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BACKTICK = 0x60;
const HASH = 0x23;
const OPENING_BRACKET = 0x5b;

/** What Rust takes for a blank (Reference, "Whitespace"), in the source of a regular expression: `\s` alone lacks some. */
export const BLANK = String.raw`[\s\x85\u200e\u200f]`;

function isSpace(code: number): boolean {
  return (
    code === 0x20 ||
    (code >= 0x09 && code <= 0x0d) ||
    code === 0x85 ||
    code === 0x200e ||
    code === 0x200f ||
    code === 0x2028 ||
    code === 0x2029
  );
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** The marks that Rust knows (The Rust Reference, "Punctuation"); of the quotes one that ends nothing. */
function isPunctuation(code: number): boolean {
  return code > 0x20 && code < 0x7f && code !== BACKSLASH && code !== BACKTICK;
}

/** Whether a word may begin with a code unit; beyond ASCII `isWordAt` knows. */
function isWordStart(code: number): boolean {
  return (
    (code >= 0x61 && code <= 0x7a) ||
    (code >= 0x41 && code <= 0x5a) ||
    code === 0x5f ||
    (code >= 0x80 && !isSpace(code))
  );
}

/** `r#type`, a keyword used as a name. */
function isRawWord(text: string, at: number): boolean {
  return text.charCodeAt(at) === 0x72 && text.charCodeAt(at + 1) === HASH && isWordStart(text.charCodeAt(at + 2));
}

/** Whether a character surely goes on with a word, or makes a lifetime of it; beyond ASCII the tokens say. */
function isWordPart(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code < 0x80 && (isWordStart(code) || isDigit(code) || code === QUOTE);
}

/** Beyond ASCII a word is made of Unicode's XID classes (The Rust Reference, "Identifiers"). */
const WORD_START = /\p{XIDS}/uy;
const WORD_PART = /\p{XIDC}/uy;

function isWordAt(text: string, at: number, code: number): boolean {
  return code < 0x80 ? isWordStart(code) : fits(WORD_START, text, at);
}

function fits(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function wordEnd(text: string, at: number): number {
  let end = at + (text.charCodeAt(at) >= 0x80 && (text.codePointAt(at) as number) > 0xffff ? 2 : 1);
  for (;;) {
    const code = text.charCodeAt(end);
    if (code >= 0x80) {
      if (!fits(WORD_PART, text, end)) return end;
      end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1;
    } else if (isWordStart(code) || isDigit(code)) end += 1;
    else return end;
  }
}

function numberEnd(text: string, at: number): number {
  let end = wordEnd(text, at);
  // `1.5` goes on, `1..2` and `1.max(2)` do not
  if (text.charCodeAt(end) === 0x2e && isDigit(text.charCodeAt(end + 1))) end = wordEnd(text, end + 1);
  return end;
}

/** The end of a comment or string that has none: behind any text. */
const UNENDED = Number.POSITIVE_INFINITY;

/** Block comments nest (The Rust Reference, "Comments"). */
function blockCommentEnd(text: string, at: number): number {
  let depth = 0;
  let end = at;
  for (;;) {
    const star = text.indexOf('*', end);
    if (star === -1) return UNENDED;
    if (text.charCodeAt(star - 1) === SLASH && star - 1 >= end) {
      depth += 1;
      end = star + 1;
    } else if (text.charCodeAt(star + 1) === SLASH && depth > 0) {
      depth -= 1;
      end = star + 2;
      if (depth === 0) return end;
    } else end = star + 1;
  }
}

/** Behind the closing quote; `\` escapes the character behind it. */
function quotedEnd(text: string, at: number, quote: number): number {
  for (let end = at + 1; end < text.length; end += 1) {
    const code = text.charCodeAt(end);
    if (code === BACKSLASH) end += 1;
    else if (code === quote) return end + 1;
  }
  return UNENDED;
}

/** The end of a char literal, or -1 where the quote begins a lifetime. */
function charLiteralEnd(text: string, at: number): number {
  const code = text.charCodeAt(at + 1);
  if (code === BACKSLASH) {
    const newline = text.indexOf('\n', at);
    const end = quotedEnd(text, at, QUOTE);
    return end > (newline === -1 ? text.length : newline) ? -1 : end;
  }
  const width = code >= 0xd800 && code <= 0xdbff ? 2 : 1;
  return code !== QUOTE && text.charCodeAt(at + 1 + width) === QUOTE ? at + width + 2 : -1;
}

/** The end of a literal with a prefix (`b'x'`, `b"..."`, `c"..."`, `r#"..."#`, `br"..."`), or -1 where a word begins. */
function prefixedLiteralEnd(text: string, at: number, code: number): number {
  if (code !== 0x62 && code !== 0x63 && code !== 0x72) return -1;
  let quote = at + 1;
  const raw = code === 0x72 || text.charCodeAt(quote) === 0x72;
  if (code !== 0x72 && raw) quote += 1;
  if (!raw) {
    if (text.charCodeAt(quote) === DOUBLE_QUOTE) return quotedEnd(text, quote, DOUBLE_QUOTE);
    return code === 0x62 && text.charCodeAt(quote) === QUOTE ? charLiteralEnd(text, quote) : -1;
  }
  const hashes = quote;
  while (text.charCodeAt(quote) === HASH) quote += 1;
  if (text.charCodeAt(quote) !== DOUBLE_QUOTE) return -1;
  const closing = `"${text.slice(hashes, quote)}`;
  const end = text.indexOf(closing, quote + 1);
  return end === -1 ? UNENDED : end + closing.length;
}
