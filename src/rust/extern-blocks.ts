/** Extern blocks without the word `unsafe`: sites without a keyword, found by their tokens in code and in macros. */

import { type Item, makeItem } from './items.ts';
import type { Tokens } from './lexer.ts';
import { behindAbi, isInMatcher, macroAround } from './macros.ts';
import type { Reading } from './reading.ts';
import type { Site } from './site.ts';
import { makeSite } from './site-parts.ts';
import { itemAround } from './token-queries.ts';

/** The `extern` of each `extern "C" { ... }`, with and without `unsafe` before it, in code and among the tokens of macros. */
export function externKeywords(tokens: Tokens): readonly number[] {
  return tokens.allOf('extern').filter((at) => tokens.is(behindAbi(tokens, at), '{') && !isInMatcher(tokens, at));
}

/** Those without `unsafe`. */
export function plainExternKeywords(tokens: Tokens): readonly number[] {
  return externKeywords(tokens).filter((at) => !tokens.is(tokens.previous(at), 'unsafe'));
}

/** The sites of a file's plain extern blocks. */
export function externBlocks(plain: Reading): Site[] {
  const { tokens, items } = plain;
  const keywords = plainExternKeywords(tokens);
  if (keywords.length === 0) return [];
  const known = new Map(items.all.flatMap((item) => (item.kind === 'extern' ? [[item.token, item] as const] : [])));
  return keywords.map((keyword) => {
    const item = known.get(keyword) ?? externItem(tokens, keyword);
    const role = macroAround(tokens, keyword)?.role;
    const inMacro = role === undefined || role === 'matcher' ? null : role;
    return makeSite(plain, 'extern', keyword, item, item.span, undefined, inMacro, []);
  });
}

function externItem(tokens: Tokens, keyword: number): Item {
  const opening = behindAbi(tokens, keyword);
  const end = tokens.end(Math.max(opening, tokens.partner(opening)));
  return makeItem('extern', { start: tokens.start(keyword) }, end, tokens, itemAround(tokens, keyword), 'macro');
}
