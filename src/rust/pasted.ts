/**
 * The keyword `unsafe` that a macro joins of parts: `[<un safe>]` in `paste!` (crates paste and pastey, the kernel's `macros::paste`).
 * No word of the text is the keyword then, so the review is incomplete.
 */

import type { LineTable } from '../text/lines.ts';
import type { UnreadPart } from './damage.ts';
import { TokenKind, type Tokens } from './lexer.ts';

/** The longest joined word, in tokens. */
const LONGEST = 64;

/** Joined words of a file that are `unsafe`, or may be by what a macro is called with, each with its line. */
export function pastedKeywords(tokens: Tokens, lines: LineTable): UnreadPart[] {
  const found: UnreadPart[] = [];
  for (const at of tokens.allOf('[')) {
    const joined = tokens.is(tokens.next(at), '<') ? joinedAt(tokens, at) : undefined;
    if (joined === undefined || !joined.pattern.test('unsafe')) continue;
    if (joined.isOpen && !isKeywordPlace(tokens, at)) continue;
    const what = joined.isOpen
      ? 'may join the word `unsafe` of what it is called with'
      : 'joins the word `unsafe` of parts';
    found.push({ reason: `line ${lines.lineOf(tokens.start(at))}: a macro ${what}`, partial: true, keywords: 1 });
  }
  return found;
}

interface Joined {
  /** What the word may be; letters of either case, since `:lower` and its kin change them. */
  readonly pattern: RegExp;
  /** A part of it comes from the macro's call. */
  readonly isOpen: boolean;
}

/** What `[< ... >]` joins; undefined where it is something else. */
function joinedAt(tokens: Tokens, opening: number): Joined | undefined {
  let [pattern, isOpen] = ['', false];
  let at = tokens.next(tokens.next(opening));
  for (const end = at + LONGEST; at < end; at = tokens.next(at)) {
    if (tokens.is(at, '>'))
      return tokens.is(tokens.next(at), ']') ? { pattern: new RegExp(`^_*${pattern}$`, 'i'), isOpen } : undefined;
    if (tokens.is(at, ':')) at = tokens.next(at);
    else if (isWord(tokens, at))
      pattern += tokens.at(at).replace(/^r#|\W|_/g, ''); // `:camel` takes underscores away
    else {
      // `$name`, `env!("NAME")`
      if (tokens.is(at, '$')) at = tokens.next(at);
      [pattern, isOpen] = [`${pattern.replace(/\\w\*$/, '')}\\w*`, true];
    }
  }
  return undefined;
}

function isWord(tokens: Tokens, at: number): boolean {
  const kind = tokens.kind(at);
  return kind === TokenKind.word || (kind === TokenKind.literal && !tokens.at(at).includes('\\'));
}

/** What a name follows that is declared or implemented, and no keyword of an expression. */
const NAMED = /^(?:struct|enum|union|mod|trait|impl|for|fn|type)$/;

/** Whether the keyword could be there: in front of a block or of an item, and not where a name or a type is. */
function isKeywordPlace(tokens: Tokens, opening: number): boolean {
  const behind = tokens.at(tokens.next(tokens.partner(opening)));
  if (!/^(?:\{|fn|impl|trait|extern)$/.test(behind)) return false;
  const before = tokens.previous(opening);
  const isTyped = tokens.is(before, '>') && tokens.is(tokens.previous(before), '-');
  const isInPath = tokens.is(before, ':') && tokens.is(tokens.previous(before), ':');
  return !NAMED.test(tokens.at(before)) && !isTyped && !isInPath;
}
