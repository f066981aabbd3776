/** A site made from the tokens around its keyword, where the syntax tree says nothing of it: among a macro's tokens, or lost. */

import { endLineBefore, firstSearchedLine } from './comment-range.ts';
import type { Item } from './items.ts';
import type { Justification } from './justification.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { fewSteps, itemFrom, itemsAround, type MacroPlace, startOfWhole } from './macros.ts';
import type { Reading } from './reading.ts';
import type { Site, SiteKind } from './site.ts';
import { commentInside, commentOn, itemOf, makeSite, sectionOf } from './site-parts.ts';
import { statementAround } from './statements.ts';
import type { SyntaxNode } from './syntax.ts';
import { WayOut } from './ways-out.ts';

/** Where the tokens are: among those of a macro, or in plain code, where `role` is null and `opening` -1. */
export interface TokenPlace {
  readonly role: Exclude<MacroPlace['role'], 'matcher'> | null;
  /** The innermost node of the skeleton, or the macro's. */
  readonly node: SyntaxNode;
  /** The bracket of the macro's tokens. */
  readonly opening: number;
}

/** The site of a keyword that the syntax tree lost. */
export function siteFromTokens(plain: Reading, keyword: number, kind: SiteKind, place: TokenPlace): Site {
  const { tokens } = plain;
  const { around, item, span } = tokensOf(plain, keyword, kind, place);
  const from = searchStart(plain, place, around);
  const offset = tokens.start(keyword);
  const justification =
    kind === 'fn' || kind === 'trait'
      ? sectionOf(plain, item)
      : (commentOn(plain, from, offset) ??
        (kind === 'block'
          ? (commentInside(plain, plain.place(offset)) ?? statementComment(plain, keyword, place, from))
          : undefined));
  return makeSite(plain, kind, keyword, item, span, justification, place.role, []);
}

/** The item that is the site or contains it, and how far the site reaches, both by the tokens. */
export function tokensOf(plain: Reading, keyword: number, kind: SiteKind, place: TokenPlace) {
  const { tokens } = plain;
  const outer = itemOf(plain, place.node);
  // of plain code the syntax tree knows the items down to the innermost one
  const floor = place.role === null ? (outer?.body ?? -1) : place.opening;
  const around = itemsAround(tokens, keyword, floor, outer).at(-1) ?? outer;
  const isItem = kind === 'fn' || kind === 'impl' || kind === 'trait';
  const item = isItem ? (itemFrom(tokens, keyword, around, fewSteps()) ?? around) : around;
  if (isItem && item !== undefined) return { around, item, span: item.span };
  const closing = kind === 'block' ? tokens.partner(tokens.next(keyword)) : -1;
  const span = { start: tokens.start(keyword), end: tokens.end(closing === -1 ? keyword : closing) };
  return { around, item, span };
}

/** The first line on which a comment may be. */
function searchStart(plain: Reading, place: TokenPlace, around: Item | undefined): number {
  if (around?.source === 'macro' && place.role !== 'definition') return plain.lines.lineOf(around.span.start) + 1;
  if (place.role === 'definition') return plain.lines.lineOf(place.node.start) + 1;
  const outer = itemOf(plain, place.node);
  return outer === undefined || outer.kind === 'mod'
    ? endLineBefore(plain, place.node) + 1
    : firstSearchedLine(plain, place.node);
}

/**
 * Above the statement inside the argument, or above the call's own statement: of an unknown macro the
 * argument is taken for a plain expression.
 */
function statementComment(plain: Reading, keyword: number, place: TokenPlace, from: number): Justification | undefined {
  const { tokens, lines } = plain;
  // In a macro's own body only the line rule holds, unless another macro rewrites the tokens on their way.
  if (place.role === 'definition' && !isInCall(tokens, keyword, place.opening)) return undefined;
  const start = outermostStart(tokens, keyword, place.opening);
  const opening = place.opening === -1 ? 0 : lines.lineOf(tokens.start(place.opening));
  const within = commentOn(plain, Math.max(from, opening + 1), tokens.start(start), 'statement');
  if (within !== undefined || place.role === null) return within;
  const statement = statementAround(tokens, place.node);
  return statement === undefined || place.node.parent?.type === 'expression_statement'
    ? undefined
    : commentOn(plain, from, statement.start, 'statement');
}

/** By the bracket of a macro's tokens, what is known of the ways out to it. */
const WAYS = new WeakMap<Tokens, Map<number, Map<number, number>>>();

/** Steps out of parentheses and square brackets, as an expression is part of a greater one, but never out of braces. */
function outermostStart(tokens: Tokens, keyword: number, opening: number): number {
  const ways = WAYS.get(tokens) ?? new Map<number, Map<number, number>>();
  if (ways.size === 0) WAYS.set(tokens, ways);
  const known = ways.get(opening) ?? new Map<number, number>();
  if (known.size === 0) ways.set(opening, known);
  const isEnd = (bracket: number): boolean =>
    bracket <= opening || tokens.is(bracket, '{') || tokens.is(bracket - 1, '$');
  return startOfWhole(tokens, keyword, isEnd, known);
}

const CALLS = new WayOut(
  (tokens, bracket) => tokens.is(bracket - 1, '!') && tokens.kind(bracket - 2) === TokenKind.word,
);

/** Whether a macro call inside the token tree at `opening` holds token `index`: `paste! { ... unsafe ... }`. */
export function isInCall(tokens: Tokens, index: number, opening: number): boolean {
  return CALLS.nearest(tokens, index) > opening;
}
