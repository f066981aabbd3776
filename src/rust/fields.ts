/** Named fields of structs, unions and enum variants, read from their tokens: the grammar does not know unsafe ones. */
import type { Span } from '../text/lines.ts';
import { type Documentation, preambleOf, readDocumentation } from './docs.ts';
import type { RustFile } from './file.ts';
import type { Item } from './items.ts';
import { TokenKind, type Tokens } from './lexer.ts';

export interface Field {
  /** The struct, union or enum. */
  readonly item: Item;
  /** `field`; in an enum `Variant::field`. */
  readonly name: string;
  /** From its visibility (or `unsafe`, or name) to its name. */
  readonly span: Span;
  /** Index of the first token of that. */
  readonly token: number;
  readonly isUnsafe: boolean;
}

/** The documentation above a field. */
export function documentationOfField(tokens: Tokens, { token }: Field): Documentation {
  return readDocumentation(tokens, preambleOf(tokens, token));
}

/** All named fields of the items in plain code. */
export function* namedFields({ items, tokens }: RustFile): Iterable<Field> {
  for (const item of items) {
    if (item.body === -1 || item.source !== 'code') continue;
    if (item.kind === 'struct' || item.kind === 'union') yield* fieldsIn(tokens, item, item.body, '');
    if (item.kind === 'enum') yield* fieldsOfVariants(tokens, item);
  }
}

function* fieldsOfVariants(tokens: Tokens, item: Item): Iterable<Field> {
  const closing = tokens.partner(item.body);
  for (let at = tokens.next(item.body); at < closing; at = tokens.next(Math.max(at, tokens.partner(at)))) {
    const variant = tokens.previous(at);
    if (tokens.is(at, '{') && tokens.kind(variant) === TokenKind.word)
      yield* fieldsIn(tokens, item, at, `${tokens.at(variant)}::`);
  }
}

/** The `vis unsafe name:` between braces, each at the beginning or after a comma. */
function* fieldsIn(tokens: Tokens, item: Item, opening: number, prefix: string): Iterable<Field> {
  const closing = tokens.partner(opening);
  for (let at = tokens.next(opening); at < closing; ) {
    while (tokens.is(at, '#') && tokens.partner(at + 1) > at) at = tokens.next(tokens.partner(at + 1));
    const token = at;
    if (tokens.is(at, 'pub')) {
      at = tokens.next(at);
      if (tokens.is(at, '(')) at = tokens.next(Math.max(at, tokens.partner(at)));
    }
    const isUnsafe = tokens.is(at, 'unsafe');
    const name = isUnsafe ? tokens.next(at) : at;
    const colon = tokens.next(name);
    if (tokens.kind(name) === TokenKind.word && tokens.is(colon, ':') && !tokens.is(colon + 1, ':')) {
      const span = { start: tokens.start(token), end: tokens.end(name) };
      yield { item, name: prefix + tokens.at(name), span, token, isUnsafe };
    }
    while (at < closing && !tokens.is(at, ',')) at = tokens.next(Math.max(at, tokens.partner(at)));
    at = tokens.next(at);
  }
}
