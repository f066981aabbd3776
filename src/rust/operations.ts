/** What the code of an unsafe block does, as far as its tokens show: its calls, and the pointers that it dereferences. */
import type { Span } from '../text/lines.ts';
import { TokenKind, type Tokens } from './lexer.ts';

/** A call of a function, method or macro. */
export interface Call {
  /** The last segment of its path; a macro's with `!`. */
  readonly name: string;
  /** The segments in front of the name, as `bindings` or `core::ptr`; empty for a method and a bare name. */
  readonly qualifier: string;
  readonly isMethod: boolean;
  /** How many arguments it gets; a method's receiver is none. Of a macro: 0. */
  readonly args: number;
  /** Whether it is among the arguments of another call, or is what a method is called on. */
  readonly isInner: boolean;
}

/** A pointer that is dereferenced. */
export interface Dereference {
  /** The first word of what is dereferenced: `self` of `*self.ptr`. */
  readonly root: string;
  /** Whether its text says that it is a pointer: `x_ptr`, `x.as_ptr()`, `x.cast()`. */
  readonly isPlainlyPointer: boolean;
  /** Nothing is read, only a pointer to it is made: `&raw mut (*p).x`, `addr_of!((*p).x)`. */
  readonly isPlace: boolean;
}

export interface Operations {
  readonly calls: readonly Call[];
  readonly dereferences: readonly Dereference[];
}

/** Words in front of `(` that call nothing. */
export const NO_CALLS = new Set(
  'if while match return in for as mut const ref move fn let else unsafe impl dyn where loop break crate super pub'.split(
    ' ',
  ),
);

/** Methods that only change how a pointer is spelled. */
const POINTER_METHODS =
  /^(?:as_ptr|as_mut_ptr|as_raw|cast|cast_mut|cast_const|get|add|sub|offset|wrapping_add|byte_add)$/;

/** The Rust Reference, "Call expressions", "Method-call expressions", "The dereference operator", "Raw borrow operators". */
export function operationsIn(tokens: Tokens, span: Span): Operations {
  const calls: Call[] = [];
  const dereferences: Dereference[] = [];
  const end = tokens.from(span.end);
  /** Behind the arguments of the calls around, the innermost last. */
  const open: number[] = [];
  for (let at = tokens.from(span.start); at < end; at += 1) {
    while (open.length > 0 && at > (open.at(-1) as number)) open.pop();
    if (tokens.isComment(at)) continue;
    if (tokens.is(at, 'as')) {
      at = behindType(tokens, at + 1) - 1;
      continue;
    }
    if (tokens.is(at, '<') && isGenericStart(tokens, at)) {
      at = behindAngles(tokens, at) - 1;
      continue;
    }
    if (tokens.is(at, '*') && !isFactor(tokens, at)) {
      const found = dereferenceAt(tokens, at);
      if (found !== undefined) dereferences.push(found);
      continue;
    }
    if (tokens.kind(at) !== TokenKind.word || NO_CALLS.has(tokens.at(at))) continue;
    const macro = macroAt(tokens, at);
    if (macro !== -1) {
      calls.push({ name: `${tokens.at(at)}!`, qualifier: '', isMethod: false, args: 0, isInner: open.length > 0 });
      // its argument is code for some and data for others; what it calls is not the block's
      if (!CODE_MACROS.has(tokens.at(at)) && tokens.partner(macro) > macro) at = tokens.partner(macro);
      continue;
    }
    const opening = openingOf(tokens, at);
    if (opening === -1) continue;
    const closing = tokens.partner(opening);
    if (closing === -1) continue;
    const isMethod = tokens.is(tokens.previous(at), '.');
    calls.push({
      name: tokens.at(at),
      qualifier: isMethod ? '' : qualifierOf(tokens, at),
      isMethod,
      args: countArguments(tokens, opening, closing),
      isInner: open.length > 0 || tokens.is(tokens.next(closing), '.'),
    });
    open.push(closing);
  }
  return { calls, dereferences };
}

/** The call whose arguments a parenthesis opens: `name(`, `name::<T>(`, `.name(`; undefined where it calls nothing by a name. */
export function callAt(tokens: Tokens, opening: number): Call | undefined {
  let word = tokens.previous(opening);
  if (tokens.is(word, '>') && !tokens.is(word - 1, '-')) {
    const start = beforeAngles(tokens, word);
    if (!tokens.is(start, ':') || !tokens.is(start - 1, ':')) return undefined;
    word = tokens.previous(start - 1);
  }
  if (tokens.kind(word) !== TokenKind.word || NO_CALLS.has(tokens.at(word))) return undefined;
  const isMethod = tokens.is(tokens.previous(word), '.');
  return {
    name: tokens.at(word),
    qualifier: isMethod ? '' : qualifierOf(tokens, word),
    isMethod,
    args: countArguments(tokens, opening, tokens.partner(opening)),
    isInner: false,
  };
}

/** In front of the `<` that a `>` closes. */
export function beforeAngles(tokens: Tokens, closing: number): number {
  let depth = 0;
  for (let at = closing; at >= 0 && at > closing - 200 && !tokens.is(at, ';'); at -= 1) {
    if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) depth += 1;
    if (tokens.is(at, '<')) depth -= 1;
    if (depth === 0) return tokens.previous(at);
  }
  return -1;
}

/** Macros whose argument is an expression of the code around them. */
const CODE_MACROS = new Set(['addr_of', 'addr_of_mut', 'assert', 'debug_assert', 'matches', 'dbg', 'try']);

/** The bracket of `name!(`; -1 where none is. */
function macroAt(tokens: Tokens, word: number): number {
  if (!tokens.is(word + 1, '!') || tokens.is(word + 2, '=')) return -1;
  return /^[([{]$/.test(tokens.at(word + 2)) ? word + 2 : -1;
}

/** The `(` of a call of `name` or `name::<T>`; -1 where none is. */
function openingOf(tokens: Tokens, word: number): number {
  const next = tokens.next(word);
  if (tokens.is(next, '(')) return next;
  if (!(tokens.is(word + 1, ':') && tokens.is(word + 2, ':') && tokens.is(word + 3, '<'))) return -1;
  const behind = behindAngles(tokens, word + 3);
  return tokens.is(behind, '(') ? behind : -1;
}

/** Whether `<` begins generic arguments: behind `::`, a type's name, or at the start of a qualified path. */
function isGenericStart(tokens: Tokens, at: number): boolean {
  const before = tokens.previous(at);
  if (tokens.is(before, ':')) return true;
  if (tokens.kind(before) === TokenKind.word)
    return /^[A-Z]/.test(tokens.at(before)) && behindAngles(tokens, at) > at + 1;
  return !tokens.is(before, ')') && !tokens.is(before, ']') && tokens.kind(before) !== TokenKind.literal;
}

/** Behind the `>` that closes `<`; where none does, behind the `<`. */
export function behindAngles(tokens: Tokens, opening: number): number {
  let depth = 0;
  for (let at = opening; at < tokens.count && at < opening + 200 && !tokens.is(at, ';'); at += 1) {
    if (tokens.is(at, '<')) depth += 1;
    if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return opening + 1;
}

/** Behind the type that begins at token `at`: `*mut Foo<A>`, `_`, `&T`, `[u8; 2]`. */
function behindType(tokens: Tokens, at: number): number {
  let to = at;
  while (tokens.is(to, '*') || tokens.is(to, '&')) to += /^(?:mut|const)$/.test(tokens.at(to + 1)) ? 2 : 1;
  if (tokens.partner(to) > to) return tokens.partner(to) + 1;
  while (tokens.kind(to) === TokenKind.word || tokens.is(to, ':')) to += 1;
  return tokens.is(to, '<') ? behindAngles(tokens, to) : to;
}

/** `a::b` in front of `::name`, generic arguments left out. */
function qualifierOf(tokens: Tokens, word: number): string {
  const segments: string[] = [];
  let at = word;
  while (tokens.is(at - 1, ':') && tokens.is(at - 2, ':')) {
    at -= 3;
    if (tokens.is(at, '>')) {
      for (let depth = 0; at >= 0; at -= 1) {
        if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) depth += 1;
        if (tokens.is(at, '<')) depth -= 1;
        if (depth === 0) break;
      }
      if (!(tokens.is(at - 1, ':') && tokens.is(at - 2, ':'))) {
        // `Foo<T>::name`, or `<T as Trait>::name`
        if (tokens.kind(at - 1) !== TokenKind.word) break;
        at -= 1;
      } else at -= 3;
    }
    if (tokens.kind(at) !== TokenKind.word) break;
    segments.unshift(tokens.at(at));
  }
  return segments.join('::');
}

/** Counts what commas separate, brackets skipped. */
function countArguments(tokens: Tokens, opening: number, closing: number): number {
  let count = 0;
  let isEmpty = true;
  for (let at = opening + 1; at < closing; at += 1) {
    if (tokens.isComment(at)) continue;
    if (tokens.is(at, ',')) {
      isEmpty = true;
      continue;
    }
    if (isEmpty) count += 1;
    isEmpty = false;
    if (tokens.partner(at) > at) at = tokens.partner(at);
    else if (tokens.is(at, '<') && isGenericStart(tokens, at)) at = behindAngles(tokens, at) - 1;
  }
  return count;
}

function dereferenceAt(tokens: Tokens, star: number): Dereference | undefined {
  if (/^(?:const|mut)$/.test(tokens.at(star + 1))) return undefined;
  const at = behindSpelling(tokens, star + 1);
  if (tokens.kind(at) !== TokenKind.word) return undefined;
  return { root: tokens.at(at), isPlainlyPointer: isPlainlyPointer(tokens, at), isPlace: isPlaceOnly(tokens, star) };
}

/** Behind what only makes a pointer or reference of what follows: `(`, `&raw mut`, `core::ptr::from_mut::<T>(`, `addr_of!(`. */
function behindSpelling(tokens: Tokens, from: number): number {
  let at = from;
  for (;;) {
    if (tokens.isComment(at) || /^[*(&]$/.test(tokens.at(at))) at += 1;
    else if (/^(?:mut|const)$/.test(tokens.at(at))) at += 1;
    else if (tokens.is(at, 'raw') && /^(?:mut|const)$/.test(tokens.at(at + 1))) at += 2;
    else {
      let name = at;
      while (/^(?:core|std|ptr)$/.test(tokens.at(name)) && tokens.is(name + 1, ':') && tokens.is(name + 2, ':'))
        name += 3;
      if (!/^(?:addr_of|addr_of_mut|from_ref|from_mut)$/.test(tokens.at(name))) return at;
      const opening = tokens.is(name + 1, '!') ? name + 2 : openingOf(tokens, name);
      if (!tokens.is(opening, '(')) return at;
      at = opening + 1;
    }
  }
}

/** Whether the place that begins at token `at` is one behind a pointer by its words. */
function isPlainlyPointer(tokens: Tokens, from: number): boolean {
  for (let at = from; ; at += 1) {
    if (tokens.kind(at) === TokenKind.word) {
      const name = tokens.at(at);
      if (/(?:^|_)(?:ptr|raw)$/.test(name) && !tokens.is(at + 1, ':')) return true;
      if (POINTER_METHODS.test(name) && tokens.is(tokens.previous(at), '.') && openingOf(tokens, at) !== -1)
        return true;
    } else if (tokens.is(at, '(') && tokens.partner(at) > at) at = tokens.partner(at);
    else if (!tokens.is(at, '.') && !tokens.is(at, ':')) return false;
  }
}

/** Whether the place that `*` gives becomes a raw pointer at once. */
function isPlaceOnly(tokens: Tokens, star: number): boolean {
  let at = tokens.previous(star);
  while (tokens.is(at, '(') && !isCalled(tokens, at)) at = tokens.previous(at);
  if (tokens.is(at, '(')) return /^addr_of(?:_mut)?$/.test(tokens.at(at - 2)) && tokens.is(at - 1, '!');
  const raw = tokens.previous(at);
  return /^(?:mut|const)$/.test(tokens.at(at)) && tokens.is(raw, 'raw') && tokens.is(tokens.previous(raw), '&');
}

function isCalled(tokens: Tokens, opening: number): boolean {
  const before = tokens.previous(opening);
  return (
    (tokens.kind(before) === TokenKind.word && !NO_CALLS.has(tokens.at(before))) ||
    tokens.is(before, '!') ||
    tokens.is(before, '>')
  );
}

/** Whether a `*` multiplies: something that ends a value precedes it. */
export function isFactor(tokens: Tokens, star: number): boolean {
  const before = tokens.previous(star);
  if (tokens.kind(before) === TokenKind.word) return !NO_CALLS.has(tokens.at(before));
  return tokens.kind(before) === TokenKind.literal || tokens.is(before, ')') || tokens.is(before, ']');
}
