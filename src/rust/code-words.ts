/** Words in code, by name: calls of functions and macros, and the items around them. */
import type { Item } from './items.ts';
import type { Tokens } from './lexer.ts';
import { itemsAround } from './macros.ts';

/** The item around a token, in code and in macros; undefined at the top of a file. */
export function itemAround(tokens: Tokens, token: number): Item | undefined {
  return itemsAround(tokens, token, -1, undefined).at(-1);
}

/** Where one of the macros is called: the tokens of their names. */
export function macroCalls(tokens: Tokens, names: readonly string[]): readonly number[] {
  return names
    .flatMap((name) => tokens.allOf(name).filter((at) => tokens.is(at + 1, '!') && !tokens.is(at + 2, '=')))
    .sort((a, b) => a - b);
}

/** Where one of the functions is called, by whatever path; methods of the same name are none of them. */
export function functionCalls(tokens: Tokens, names: readonly string[]): readonly number[] {
  return names
    .flatMap((name) => tokens.allOf(name))
    .filter((at) => {
      const before = tokens.previous(at);
      if (tokens.is(before, '.') || tokens.is(before, 'fn')) return false;
      const next = tokens.next(at);
      return tokens.is(next, '(') || (tokens.is(next, ':') && tokens.is(next + 1, ':') && tokens.is(next + 2, '<'));
    })
    .sort((a, b) => a - b);
}
