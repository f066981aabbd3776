/**
 * Counts the sites of a file by its tokens alone, for code that no rule speaks of (vendored, host): half of the tree's
 * bytes need no syntax tree then. On real trees it gives the parser's figures to the unit.
 */
import type { LineTable } from '../text/lines.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { siteKindAt, statementStart } from './macros.ts';
import { markAbove, markInside } from './marks.ts';
import type { SiteKind } from './site.ts';

export interface CountedSite {
  readonly kind: SiteKind;
  readonly inMacro: boolean;
  /** Whether a `SAFETY:` comment stands above its line or inside the block. */
  readonly documented: boolean;
}

export function countSites(tokens: Tokens, lines: LineTable): CountedSite[] {
  const found: CountedSite[] = [];
  for (const keyword of tokens.allOf('unsafe')) {
    const kind = siteKindAt(tokens, keyword);
    const macro = macroAround(tokens, keyword);
    if (kind === undefined || (macro !== undefined && isMatcher(tokens, keyword, macro))) continue;
    found.push({ kind, inMacro: macro !== undefined, documented: isDocumented(tokens, lines, keyword) });
  }
  for (const keyword of tokens.allOf('extern')) {
    if (isPlainExternBlock(tokens, keyword) && macroAround(tokens, keyword) === undefined) {
      found.push({ kind: 'extern', inMacro: false, documented: false });
    }
  }
  return found;
}

/** The bracket of the outermost macro call or definition around a token. */
function macroAround(tokens: Tokens, index: number): number | undefined {
  let outermost: number | undefined;
  for (let at = tokens.enclosing(index); at !== -1; at = tokens.enclosing(at)) {
    const isCall = tokens.is(at - 1, '!') && tokens.kind(at - 2) === TokenKind.word;
    if (isCall || tokens.is(at - 3, 'macro_rules')) outermost = at;
  }
  return outermost;
}

/** Whether a token of a macro definition stands in front of an arm's `=>`. */
function isMatcher(tokens: Tokens, index: number, macro: number): boolean {
  if (!tokens.is(macro - 3, 'macro_rules')) return false;
  let arm = index;
  for (let at = tokens.enclosing(index); at > macro; at = tokens.enclosing(at)) arm = at;
  const closing = tokens.partner(arm);
  return arm !== index && tokens.is(closing + 1, '=') && tokens.is(closing + 2, '>');
}

function isPlainExternBlock(tokens: Tokens, keyword: number): boolean {
  if (tokens.is(tokens.previous(keyword), 'unsafe')) return false;
  const next = tokens.next(keyword);
  return tokens.is(tokens.kind(next) === TokenKind.literal ? tokens.next(next) : next, '{');
}

function isDocumented(tokens: Tokens, lines: LineTable, keyword: number): boolean {
  const above = (token: number) => markAbove(lines, 1, lines.lineOf(tokens.start(token))) !== undefined;
  const isInside = markInside(lines.text, tokens.end(tokens.next(keyword))) !== undefined;
  return above(keyword) || isInside || above(wholeStatement(tokens, keyword));
}

/** The start of the statement, parentheses and square brackets stepped out of. */
function wholeStatement(tokens: Tokens, keyword: number): number {
  let start = statementStart(tokens, keyword);
  for (
    let bracket = tokens.enclosing(start);
    bracket !== -1 && !tokens.is(bracket, '{');
    bracket = tokens.enclosing(start)
  ) {
    start = statementStart(tokens, bracket);
  }
  return start;
}
