/**
 * A file's text for the parser, without what no question is about: comments, which the lexer knows, and what stands between
 * braces that hold no point of interest, and the tokens of macros. In Rust whatever has braces may have them empty.
 */
import { TokenKind, type Tokens } from './lexer.ts';
import { isKeyword } from './rewriting/looks.ts';

export interface Shortened {
  readonly text: string;
  /** Where the character at an offset of the short text stands in the whole one. */
  readonly origin: (offset: number) => number;
}

/** Items whose braces hold items, which are all wanted. */
const HOLDERS = new Set(['impl', 'trait', 'mod', 'extern']);
const ITEM_WORDS = new Set([...HOLDERS, 'fn', 'struct', 'enum', 'union', 'const', 'static', 'type', 'use']);
const LONGEST_WORD = 6;

/**
 * Takes out comments, the inside of braces that lead to no point, and the tokens of macro calls and of the arms of definitions.
 * @param text what to shorten; as long as the text of `tokens`
 * @param points offsets of interest, ascending
 */
export function shortened(text: string, tokens: Tokens, points: readonly number[]): Shortened {
  const kept = new Kept(text);
  const whole = tokens.text;
  // a documentation example has the blanked file before it
  kept.skip(0, tokens.start(0));
  let next = 0;
  /** The item that the tokens belong to, by its keyword; the first one decides, but for `const fn` and `extern "C" fn`. */
  let item = '';
  /** The closing brace of the body that is being read: inside of it there are no items to keep. */
  let bodyEnd = -1;
  for (let at = 0; at < tokens.count; at += 1) {
    const kind = tokens.kind(at);
    if (kind >= TokenKind.lineComment) {
      kept.skip(tokens.start(at), tokens.end(at));
      continue;
    }
    if (at === bodyEnd) bodyEnd = -1;
    if (kind === TokenKind.word && bodyEnd === -1) {
      if (tokens.end(at) - tokens.start(at) > LONGEST_WORD) continue;
      const word = tokens.at(at);
      const isDecisive = item === '' ? ITEM_WORDS.has(word) : word === 'fn' && tokens.kind(at + 1) === TokenKind.word;
      if (isDecisive) item = word;
      continue;
    }
    if (kind !== TokenKind.mark) continue;
    const mark = whole.charCodeAt(tokens.start(at));
    const macro = mark === EXCLAMATION ? macroAt(tokens, at) : undefined;
    if (macro !== undefined) {
      for (const [opening, closing] of macro.groups) kept.skip(tokens.end(opening), tokens.start(closing));
      at = macro.closing - 1;
      continue;
    }
    if (bodyEnd === -1 && (mark === SEMICOLON || mark === CLOSING_BRACE)) item = '';
    if (mark !== OPENING_BRACE) continue;
    if (bodyEnd === -1 && HOLDERS.has(item)) {
      item = '';
      continue;
    }
    const closing = tokens.partner(at);
    if (closing === -1) continue;
    while (next < points.length && (points[next] as number) < tokens.end(at)) next += 1;
    if (next < points.length && (points[next] as number) < tokens.start(closing)) {
      if (bodyEnd === -1) bodyEnd = closing;
      continue;
    }
    kept.skip(tokens.end(at), tokens.start(closing));
    at = closing - 1;
  }
  return kept.finish();
}

interface Macro {
  /** Brackets whose inside is loose tokens: the arguments of a call; the sides of a definition's arms. */
  readonly groups: readonly (readonly [opening: number, closing: number])[];
  readonly closing: number;
}

/** The macro call or definition that a `!` belongs to: its tokens are no syntax, whatever they look like. */
function macroAt(tokens: Tokens, exclamation: number): Macro | undefined {
  const name = tokens.previous(exclamation);
  if (tokens.kind(name) !== TokenKind.word || isKeyword(tokens.at(name))) return undefined;
  const next = tokens.next(exclamation);
  const isDefinition = tokens.kind(next) === TokenKind.word && tokens.is(name, 'macro_rules');
  const opening = isDefinition ? tokens.next(next) : next;
  const closing = tokens.partner(opening);
  if (closing < opening) return undefined;
  if (!isDefinition) return { groups: [[opening, closing]], closing };
  const groups: [number, number][] = [];
  for (let at = opening + 1; at < closing; at += 1) {
    const partner = tokens.partner(at);
    if (partner < at) continue;
    groups.push([at, partner]);
    at = partner;
  }
  return { groups, closing };
}

const EXCLAMATION = 0x21;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const SEMICOLON = 0x3b;

/** The stretches of a text that are kept, joined by one blank each, so that no two tokens become one. */
class Kept {
  readonly #whole: string;
  #text = '';
  #copied = 0;
  /** Where the stretches begin: in the short text, and in the whole one. */
  readonly #starts: number[] = [0];
  readonly #origins: number[] = [0];

  constructor(whole: string) {
    this.#whole = whole;
  }

  skip(start: number, end: number): void {
    if (end <= start) return;
    this.#text += `${this.#whole.slice(this.#copied, start)} `;
    this.#copied = end;
    // the blank stands for the last character that is skipped
    this.#starts.push(this.#text.length - 1);
    this.#origins.push(end - 1);
  }

  finish(): Shortened {
    const starts = Int32Array.from(this.#starts);
    const origins = Int32Array.from(this.#origins);
    const origin = (offset: number): number => {
      let low = 0;
      let high = starts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if ((starts[middle] as number) <= offset) low = middle;
        else high = middle;
      }
      return (origins[low] as number) + offset - (starts[low] as number);
    };
    return { text: this.#text + this.#whole.slice(this.#copied), origin };
  }
}
