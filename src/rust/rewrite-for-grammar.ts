/**
 * Rust that the grammar does not know, put in words that it does (`rewriting/`). Each token keeps its place and its length, or
 * is blanked; comments and line breaks stay. Nothing reads the parser's text again: what a node says is read from the file.
 */
import { TokenKind, type Tokens } from './lexer.ts';
import type { Stretch } from './prune-for-parser.ts';
import { Edits } from './rewriting/edits.ts';
import { rewriteMark } from './rewriting/marks.ts';
import { rewriteWord } from './rewriting/words.ts';

/**
 * The text for the parser; as long as the file's.
 * @param stretches what of it will be parsed; the rest stays as it is
 */
export function parseable(tokens: Tokens, stretches: readonly Stretch[]): string {
  const edits = new Edits(tokens);
  const hasEscapes = tokens.text.includes('\\u{');
  for (const { first, end } of stretches) {
    for (let at = first; at < tokens.count && tokens.start(at) < end; at += 1) {
      const kind = tokens.kind(at);
      if (kind === TokenKind.word) rewriteWord(edits, at);
      else if (kind === TokenKind.mark) rewriteMark(edits, at);
      else if (hasEscapes && kind === TokenKind.literal) rewriteEscapes(edits, at);
    }
  }
  return withKnownBlanks(edits.finish(), tokens);
}

/** `'\u{1F_600}'`: the grammar knows no `_` among the digits. */
function rewriteEscapes(edits: Edits, at: number): void {
  const literal = edits.tokens.at(at);
  if (!/\\u\{[0-9a-fA-F]*_/.test(literal)) return;
  edits.write(at, literal.startsWith("'") ? "'u'" : literal.replace(/\\/g, 'u'));
}

const UNKNOWN_BLANK = /[\u0085\u200e\u200f\u2028\u2029]/;

/** White space to Rust (The Rust Reference, "Whitespace"), but not to the grammar, becomes plain blanks. */
function withKnownBlanks(text: string, tokens: Tokens): string {
  if (!UNKNOWN_BLANK.test(text)) return text;
  let changed = '';
  for (let at = 0; at <= tokens.count; at += 1) {
    const [from, start, end] = [tokens.end(at - 1), tokens.start(at), tokens.end(at)];
    changed += text.slice(from, start).replace(/[\u0085\u200e\u200f\u2028\u2029]/g, ' ') + text.slice(start, end);
  }
  return changed;
}
