/**
 * Accounts for the keywords of a file by its tokens alone, for code that no rule covers (vendored, host): half of the
 * tree's bytes need no syntax tree then. On real trees it gives the parser's figures to the unit.
 */
import type { LineTable } from '../text/lines.ts';
import { type Exempt, type Exemption, exemptionInCode, exemptionInDefinition, type Lost } from './accounts.ts';
import { plainExternKeywords } from './extern-blocks.ts';
import type { Tokens } from './lexer.ts';
import { isFunctionType, macroAround, siteKindAt, startOfWhole } from './macros.ts';
import { markAbove, markInside } from './safety-marks.ts';
import type { SiteKind } from './site.ts';

export interface CountedSite {
  readonly kind: SiteKind;
  /** False for a plain extern block. */
  readonly hasKeyword: boolean;
  readonly inMacro: boolean;
  /** Whether a `SAFETY:` comment is above its line or inside the block. */
  readonly documented: boolean;
}

export interface Counted {
  readonly sites: readonly CountedSite[];
  readonly exempt: readonly Exempt[];
  readonly lost: readonly Lost[];
}

/** Sites with a keyword, exempt and lost ones together are as many as the keywords of the file. */
export function countAccounts(tokens: Tokens, lines: LineTable): Counted {
  const sites: CountedSite[] = [];
  const exempt: Exempt[] = [];
  const lost: Lost[] = [];
  for (const keyword of tokens.allOf('unsafe')) {
    const offset = tokens.start(keyword);
    const kind = siteKindAt(tokens, keyword);
    const macro = macroAround(tokens, keyword);
    if (kind !== undefined && macro?.role !== 'matcher') {
      sites.push({
        kind,
        hasKeyword: true,
        inMacro: macro !== undefined,
        documented: isDocumented(tokens, lines, keyword),
      });
      continue;
    }
    const why = macro === undefined ? exemptionInCode(tokens, keyword) : exemptionInMacro(tokens, keyword);
    if (why === undefined) lost.push({ kind: 'lost', offset, reason: 'an `unsafe` in syntax that is not known' });
    else exempt.push({ kind: 'exempt', offset, why });
  }
  for (const keyword of plainExternKeywords(tokens)) {
    const inMacro = macroAround(tokens, keyword) !== undefined;
    sites.push({ kind: 'extern', hasKeyword: false, inMacro, documented: false });
  }
  return { sites, exempt, lost };
}

/** No rule covers this code, so what other macros make of the word need not be known. */
function exemptionInMacro(tokens: Tokens, keyword: number): Exemption {
  return exemptionInDefinition(tokens, keyword) ?? (isFunctionType(tokens, keyword) ? 'type' : 'syntax');
}

function isDocumented(tokens: Tokens, lines: LineTable, keyword: number): boolean {
  const above = (token: number) => markAbove(lines, 1, lines.lineOf(tokens.start(token))) !== undefined;
  const isInside = markInside(lines.text, tokens.end(tokens.next(keyword))) !== undefined;
  return above(keyword) || isInside || above(wholeStatement(tokens, keyword));
}

/** The start of the statement, parentheses and square brackets stepped out of. */
function wholeStatement(tokens: Tokens, keyword: number): number {
  const known = WAYS.get(tokens) ?? new Map<number, number>();
  if (known.size === 0) WAYS.set(tokens, known);
  return startOfWhole(tokens, keyword, (bracket) => bracket === -1 || tokens.is(bracket, '{'), known);
}

const WAYS = new WeakMap<Tokens, Map<number, number>>();
