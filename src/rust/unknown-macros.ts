/** Calls of macros without a definition in this file, which does not show whether they become unsafe code. */
import type { LineTable } from '../text/lines.ts';
import { isStandardMacro } from './expansion/standard-macros.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import type { Reading } from './reading.ts';
import type { SyntaxNode } from './syntax.ts';

/** Whether a statement calls such a macro where an unsafe block would answer for a comment above it: not in the braces of blocks. */
export function callsUnknownMacro({ tokens, lines }: Reading, { start, end }: SyntaxNode): boolean {
  for (let at = tokens.from(start); at < tokens.count && tokens.start(at) < end; at = tokens.next(at)) {
    if (tokens.is(at, '{') && !isEntered(tokens, at)) at = Math.max(at, tokens.partner(at));
    if (!tokens.is(at, '!') || !/^[([{]$/.test(tokens.at(tokens.next(at)))) continue;
    const name = tokens.previous(at);
    if (tokens.kind(name) !== TokenKind.word || /^(?:if|while|match|return|in|else)$/.test(tokens.at(name))) continue;
    if (!isStandardMacro(tokens.at(name)) && !definedMacros(lines).has(tokens.at(name))) return true;
  }
  return false;
}

/** Whether the braces are a part of the expression around them: the arms of a `match`, a struct literal, the body of `loop`. */
function isEntered(tokens: Tokens, opening: number): boolean {
  const before = tokens.previous(opening);
  if (tokens.is(before, 'loop')) return true;
  const first = tokens.next(opening);
  const second = tokens.next(first);
  const isField = tokens.kind(first) === TokenKind.word && tokens.is(second, ':') && !tokens.is(second + 1, ':');
  if (isField) return true;
  const closing = tokens.partner(opening);
  for (let at = first; at < closing; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    if (tokens.is(at, ';')) return false;
    if (tokens.is(at, '=') && tokens.is(at + 1, '>')) return true;
  }
  return false;
}

/** The names of a file's own macros. */
function definedMacros(lines: LineTable): ReadonlySet<string> {
  let names = DEFINED.get(lines);
  if (names === undefined) {
    names = new Set(Array.from(lines.text.matchAll(/\bmacro_rules\s*!\s*(\w+)/g), ([, name]) => name as string));
    DEFINED.set(lines, names);
  }
  return names;
}

/** Several statements ask for the same file. */
const DEFINED = new WeakMap<LineTable, ReadonlySet<string>>();
