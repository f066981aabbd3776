/** What the code of a site does, as far as its tokens tell: which functions it calls, which pointers it goes through. */
import type { Span } from '../text/lines.ts';
import { codeText } from './items.ts';
import { TokenKind, type Tokens } from './lexer.ts';

/** Calls that only change how a pointer or reference is spelled; a SAFETY comment does not hang on them. */
const ACCESSORS = new Set([
  'as_ptr',
  'as_mut_ptr',
  'as_raw',
  'as_ref',
  'as_mut',
  'cast',
  'cast_mut',
  'cast_const',
  'get',
  'get_mut',
  'into',
  'from',
  'try_into',
  'addr_of',
  'addr_of_mut',
  'deref',
]);

/** Words in front of `(` that call nothing. */
const NO_CALLS = new Set([
  'if',
  'while',
  'match',
  'return',
  'in',
  'for',
  'as',
  'mut',
  'ref',
  'move',
  'fn',
  'let',
  'else',
  'unsafe',
  'impl',
  'dyn',
  'where',
]);

/** The last segment of each path or method that is called (macros as `name!`), sorted; accessors left out. */
export function calledNames(tokens: Tokens, span: Span): readonly string[] {
  const names = new Set<string>();
  for (let at = tokens.from(span.start); tokens.end(at) <= span.end && at < tokens.count; at += 1) {
    if (tokens.kind(at) !== TokenKind.word) continue;
    const name = tokens.at(at);
    if (NO_CALLS.has(name) || ACCESSORS.has(name)) continue;
    if (tokens.is(tokens.next(at), '(') || isTurbofishCall(tokens, at)) names.add(name);
    else if (tokens.is(at + 1, '!') && !tokens.is(at + 2, '=')) names.add(`${name}!`);
  }
  return [...names].sort();
}

/** `name::<T>(` */
function isTurbofishCall(tokens: Tokens, word: number): boolean {
  if (!(tokens.is(word + 1, ':') && tokens.is(word + 2, ':') && tokens.is(word + 3, '<'))) return false;
  let depth = 0;
  for (let at = word + 3; at < tokens.count && at < word + 200; at += 1) {
    if (tokens.is(at, '<')) depth += 1;
    if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) depth -= 1;
    if (depth === 0) return tokens.is(at + 1, '(');
    if (tokens.is(at, ';')) return false;
  }
  return false;
}

/** Names that pointers go by: what is dereferenced, what an accessor is called on, what is called a pointer; sorted. */
export function pointerNames(tokens: Tokens, span: Span): readonly string[] {
  const names = new Set<string>();
  for (let at = tokens.from(span.start); tokens.end(at) <= span.end && at < tokens.count; at += 1) {
    if (tokens.is(at, '*') && tokens.kind(at + 1) === TokenKind.word && !isFactor(tokens, at)) {
      if (!/^(?:const|mut)$/.test(tokens.at(at + 1))) names.add(tokens.at(at + 1));
    }
    if (tokens.kind(at) !== TokenKind.word) continue;
    const name = tokens.at(at);
    if (/(?:^|_)(?:ptr|raw)$/.test(name) && !tokens.is(at + 1, '(') && !tokens.is(at + 1, ':')) names.add(name);
    if (tokens.is(at + 1, '.') && ACCESSORS.has(tokens.at(at + 2)) && tokens.is(at + 3, '(')) names.add(name);
  }
  return [...names].sort();
}

/** Whether a `*` multiplies: something that ends a value stands before it. */
function isFactor(tokens: Tokens, star: number): boolean {
  const before = tokens.previous(star);
  return (
    tokens.kind(before) === TokenKind.word ||
    tokens.kind(before) === TokenKind.literal ||
    tokens.is(before, ')') ||
    tokens.is(before, ']')
  );
}

/** All words of the code. */
export function wordsIn(tokens: Tokens, span: Span): ReadonlySet<string> {
  const words = new Set<string>();
  for (let at = tokens.from(span.start); tokens.end(at) <= span.end && at < tokens.count; at += 1) {
    if (tokens.kind(at) === TokenKind.word) words.add(tokens.at(at));
  }
  return words;
}

/** The code without casts, accessors and references: equal for two spellings of one operation. */
export function essence(tokens: Tokens, span: Span): string {
  return codeText(tokens, tokens.from(span.start), tokens.from(span.end))
    .replace(/ as \*(?:mut|const) [\w:<>_, ]+/g, '')
    .replace(/ as _\b/g, '')
    .replace(new RegExp(`\\.(?:${[...ACCESSORS].join('|')})(?:::<[^()]*>)?\\(\\)`, 'g'), '')
    .replace(/&raw (?:mut|const) |&mut |&/g, '')
    .replace(/[\s()]/g, '');
}

/** Names in backticks in a text: `foo`, `Bar::foo()`, `self.foo`; each with its segments. */
export function quotedNames(
  text: string,
): readonly { readonly text: string; readonly last: string; readonly isCall: boolean }[] {
  const found: { text: string; last: string; isCall: boolean }[] = [];
  for (const [, quoted = ''] of text.matchAll(/`([^`]+)`/g)) {
    const path = /^[&*]*((?:[A-Za-z_]\w*(?:::|\.))*)([A-Za-z_]\w*)(?:::<[^`()]*>)?(\(.*\))?$/.exec(quoted.trim());
    if (path !== null) found.push({ text: quoted.trim(), last: path[2] as string, isCall: path[3] !== undefined });
  }
  return found;
}
