/** The signature of a function: its parameters and what it gives, by its tokens. */
import { codeText, type Item } from './items.ts';
import type { Tokens } from './lexer.ts';

/** The parenthesis that opens a function's parameters: those of bounds stand between angle brackets. -1 without one. */
export function parametersOf(tokens: Tokens, { token, span, body }: Item): number {
  let angles = 0;
  for (let at = token; at < tokens.count && tokens.start(at) < span.end && at !== body; at = tokens.next(at)) {
    if (tokens.is(at, '<')) angles += 1;
    else if (tokens.is(at, '>') && !tokens.is(at - 1, '-')) angles -= 1;
    else if (tokens.is(at, '(') && tokens.partner(at) !== -1) {
      if (angles === 0) return at;
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
