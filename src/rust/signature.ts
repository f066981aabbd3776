/** The signature of a function: its parameters and what it gives, by its tokens. */
import { codeText, type Item } from './items.ts';
import type { Tokens } from './lexer.ts';

/** `pub` without restriction. */
export function isPublic(tokens: Tokens, { token }: Item): boolean {
  return tokens.is(token, 'pub') && !tokens.is(tokens.next(token), '(');
}

/** The parenthesis that opens a function's parameters: those of bounds are between angle brackets. -1 without one. */
export function parametersOf(tokens: Tokens, { token, span, body }: Item): number {
  let angles = 0;
  for (let at = token; at < tokens.count && tokens.start(at) < span.end && at !== body; at = tokens.next(at)) {
    if (tokens.is(at, '<')) angles += 1;
    else if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) angles -= 1;
    else if (tokens.is(at, '(') && tokens.partner(at) !== -1) {
      // that of `pub(crate)` is none
      if (angles === 0 && !tokens.is(tokens.previous(at), 'pub')) return at;
      at = tokens.partner(at);
    }
  }
  return -1;
}

/** The names of a function's parameters, as far as they are plain names: of a pattern none, nor `self`. */
export function parameterNames(tokens: Tokens, fn: Item): readonly string[] {
  const opening = parametersOf(tokens, fn);
  if (opening === -1) return [];
  const written = codeText(tokens, opening, tokens.partner(opening));
  return Array.from(written.matchAll(/[(,] ?(?:mut )?([a-z_]\w*) ?:(?!:)/g), ([, name]) => name as string);
}

/** The tokens of a function's signature, body and `where` clause left out, and whether it has C's calling convention. */
export function signatureOf(
  tokens: Tokens,
  item: Item,
): { readonly start: number; readonly end: number; readonly isOfC: boolean } {
  const { token, body, span } = item;
  const opening = parametersOf(tokens, item);
  const start = opening === -1 ? token : opening;
  let end = body === -1 ? tokens.from(span.end) : body;
  let isOfC = false;
  for (let at = token; at < start; at = tokens.next(at))
    isOfC ||= tokens.is(at, 'extern') && !tokens.is(tokens.next(at), '"Rust"');
  for (let at = start; at < end; at = tokens.next(at)) if (tokens.is(at, 'where')) end = at;
  return { start, end, isOfC };
}
