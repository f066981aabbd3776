/**
 * The keyword `unsafe` that a macro joins of parts: `[<un safe>]` in `paste!` (crates paste and pastey, the kernel's `macros::paste`).
 * No word of the text is the keyword then, so the review is incomplete.
 */
import type { LineTable } from '../text/lines.ts';
import type { UnreadPart } from './file.ts';
import { TokenKind, type Tokens } from './lexer.ts';

/** In parts; more are no joined word. */
const MOST_PARTS = 32;

/** Joined words of a file that are `unsafe`, each with its line. */
export function pastedKeywords(tokens: Tokens, lines: LineTable): UnreadPart[] {
  const found: UnreadPart[] = [];
  for (const at of tokens.allOf('[')) {
    if (!tokens.is(tokens.next(at), '<') || joined(tokens, at) !== 'unsafe') continue;
    const reason = `line ${lines.lineOf(tokens.start(at))}: a macro joins the word \`unsafe\` of parts`;
    found.push({ reason, partial: true, keywords: 1 });
  }
  return found;
}

/** What `[< ... >]` joins; undefined where it is something else. */
function joined(tokens: Tokens, opening: number): string | undefined {
  let word = '';
  let at = tokens.next(tokens.next(opening));
  for (let parts = 0; parts < MOST_PARTS; parts += 1, at = tokens.next(at)) {
    if (tokens.is(at, '>')) return tokens.is(tokens.next(at), ']') ? word : undefined;
    if (tokens.kind(at) !== TokenKind.word && tokens.kind(at) !== TokenKind.literal) return undefined;
    word += tokens.at(at).replace(/^r#|"/g, '');
  }
  return undefined;
}
