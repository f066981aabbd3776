/** What the code of a site does, as far as its tokens show: which functions it calls, which pointers it goes through. */
import type { Span } from '../text/lines.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { behindAngles, isFactor, NO_CALLS } from './operations.ts';

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
  'from_ref',
  'from_mut',
  'deref',
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
  return tokens.is(behindAngles(tokens, word + 3), '(');
}

/** Names that pointers go by: what is dereferenced, what an accessor is called on, what is called a pointer; sorted. */
export function pointerNames(tokens: Tokens, span: Span): readonly string[] {
  const names = new Set<string>();
  for (let at = tokens.from(span.start); tokens.end(at) <= span.end && at < tokens.count; at += 1) {
    // `&raw mut x` is an operator
    if (tokens.is(at, 'raw') && tokens.is(at - 1, '&')) continue;
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

/** All words of the code. */
export function wordsIn(tokens: Tokens, span: Span): ReadonlySet<string> {
  const words = new Set<string>();
  for (let at = tokens.from(span.start); tokens.end(at) <= span.end && at < tokens.count; at += 1) {
    if (tokens.kind(at) === TokenKind.word) words.add(tokens.at(at));
  }
  return words;
}

/** The code without pointer casts, accessors, references and brackets: equal for two spellings of one operation. */
export function essence(tokens: Tokens, span: Span): readonly string[] {
  const words: string[] = [];
  const end = tokens.from(span.end);
  for (let at = tokens.from(span.start); at < end; ) {
    const behind = behindSpelling(tokens, at);
    // `c_str!("x")` and `c"x"`
    if (behind === at) words.push(tokens.at(at).replace(/^c"/, '"'));
    at = behind === at ? at + 1 : behind;
  }
  return words;
}

/** How many exclusive references it makes: `&mut x`, `x.as_mut()`. */
export function exclusiveReferences(tokens: Tokens, span: Span): number {
  const end = tokens.from(span.end);
  let count = 0;
  for (let at = tokens.from(span.start); at < end; at += 1) {
    if (tokens.is(at, 'mut') && tokens.is(tokens.previous(at), '&')) count += 1;
    if (tokens.is(at, 'as_mut') && tokens.is(at - 1, '.')) count += 1;
  }
  return count;
}

/** Behind what only spells a pointer, a reference or a layout at token `at`; `at` itself for anything else. */
function behindSpelling(tokens: Tokens, at: number): number {
  if (tokens.isComment(at) || tokens.is(at, '(') || tokens.is(at, ')')) return at + 1;
  // `::core::ptr`, `$crate::c_str`
  const first = tokens.is(at, '$') ? at + 1 : tokens.is(at, ':') && tokens.is(at + 1, ':') ? at + 2 : at;
  if (first > at && tokens.kind(first) === TokenKind.word) {
    const behind = behindPointerFrom(tokens, first);
    if (behind > first) return behind;
  }
  if (tokens.is(at, ',')) return /^[)\]}]$/.test(tokens.at(tokens.next(at))) ? at + 1 : at;
  if (tokens.is(at, '&')) {
    const raw = tokens.is(at + 1, 'raw') && /^(?:mut|const)$/.test(tokens.at(at + 2));
    return raw ? at + 3 : tokens.is(at + 1, 'mut') ? at + 2 : at + 1;
  }
  if (tokens.is(at, 'as')) return behindCast(tokens, at);
  if (tokens.kind(at) === TokenKind.word) return behindPointerFrom(tokens, at);
  return tokens.is(at, '.') && ACCESSORS.has(tokens.at(at + 1)) ? behindEmptyCall(tokens, at) : at;
}

/** `core::ptr::from_mut(`, `::core::ptr::addr_of_mut!(`, `$crate::c_str!(`, up to the bracket */
function behindPointerFrom(tokens: Tokens, word: number): number {
  let name = word;
  while (IN_FRONT.test(tokens.at(name)) && tokens.is(name + 1, ':') && tokens.is(name + 2, ':')) name += 3;
  if (/^(?:addr_of|addr_of_mut|c_str)$/.test(tokens.at(name)) && tokens.is(name + 1, '!')) return name + 2;
  const isPointer = name > word && /^from_(?:ref|mut)$/.test(tokens.at(name)) && tokens.is(name + 1, '(');
  return isPointer ? name + 1 : word;
}

/** Paths in front of macros and functions that only make a pointer. */
const IN_FRONT = /^(?:core|std|ptr|crate|kernel|str|macros|prelude)$/;

/** `as _`, `as *mut Type`, `as *const *mut Type<A>` */
function behindCast(tokens: Tokens, as: number): number {
  if (tokens.is(as + 1, '_')) return as + 2;
  let at = as + 1;
  while (tokens.is(at, '*')) at += 2;
  if (at === as + 1) return as;
  if (tokens.partner(at) > at) return tokens.partner(at) + 1;
  while (tokens.kind(at) === TokenKind.word || tokens.is(at, ':')) at += 1;
  return tokens.is(at, '<') ? behindAngles(tokens, at) : at;
}

/** `.as_ptr()`, `.cast::<Type>()` */
function behindEmptyCall(tokens: Tokens, dot: number): number {
  const hasTypes = tokens.is(dot + 2, ':') && tokens.is(dot + 3, ':') && tokens.is(dot + 4, '<');
  const opening = hasTypes ? behindAngles(tokens, dot + 4) : dot + 2;
  return tokens.is(opening, '(') && tokens.is(opening + 1, ')') ? opening + 2 : dot;
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
