/** Gives every `unsafe` keyword of a file its account: a site with the justification that belongs to it, a named exemption, or lost. */
import { type Account, type Exempt, exemptionInCode, type Lost } from './accounts.ts';
import type { ExpandedReading } from './expansion/expanded-reading.ts';
import { externBlocks } from './extern-blocks.ts';
import { siteInMacro } from './macro-sites.ts';
import { macroPlace, siteKindAt } from './macros.ts';
import type { Reading } from './reading.ts';
import type { Site } from './site.ts';
import { CODE_KINDS, itemOf, justificationOf, makeSite, siteNode } from './site-parts.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';
import { itemAround } from './token-queries.ts';
import { siteFromTokens } from './token-sites.ts';

export interface Accounts {
  /** In the order of their keywords; plain extern blocks, which have no keyword, are among them. */
  readonly sites: readonly Site[];
  readonly exempt: readonly Exempt[];
  readonly lost: readonly Lost[];
}

/**
 * The accounts of all keywords: sites with a keyword, exempt and lost ones together are as many as the keywords.
 * @param expanded the reading that tells of sites among a macro's tokens, where there is one
 */
export function accountsOf(
  plain: Reading,
  expanded: ExpandedReading | undefined,
  unsafeKeywords: readonly number[],
): Accounts {
  const sites: Site[] = [];
  const exempt: Exempt[] = [];
  const lost: Lost[] = [];
  for (const keyword of unsafeKeywords) {
    const account = accountOf(plain, expanded, keyword);
    if (account.kind === 'site') sites.push(account.site);
    else if (account.kind === 'exempt') exempt.push(account);
    else lost.push(account);
  }
  sites.push(...externBlocks(plain));
  return { sites: sites.sort((a, b) => a.keyword.start - b.keyword.start), exempt, lost };
}

function accountOf(plain: Reading, expanded: ExpandedReading | undefined, keyword: number): Account {
  const innermost = nodeAt(plain.root, plain.tokens.start(keyword));
  const place = macroPlace(innermost, plain.tokens);
  return place === undefined ? inCode(plain, keyword, innermost) : siteInMacro(plain, expanded, keyword, place);
}

/** By the syntax tree where it agrees with the tokens; where the tree lost the keyword, by the tokens alone. */
function inCode(plain: Reading, keyword: number, innermost: SyntaxNode): Account {
  const { tokens, items } = plain;
  const kind = siteKindAt(tokens, keyword);
  if (kind === undefined) {
    const offset = tokens.start(keyword);
    const why = exemptionInCode(tokens, keyword);
    if (why !== undefined) return { kind: 'exempt', offset, why };
    return { kind: 'lost', offset, reason: 'an `unsafe` in syntax that is not known' };
  }
  const node = siteNode(innermost);
  const own = node === undefined ? undefined : items.ofNode.get(node);
  if (node === undefined || CODE_KINDS[node.type] !== kind || own?.isUnsafe === false)
    return { kind: 'site', site: siteFromTokens(plain, keyword, kind, { role: null, node: innermost, opening: -1 }) };
  // where the tree lost the item around, its tokens still show it
  const item = own ?? itemOf(plain, node) ?? itemAround(tokens, keyword);
  const justification = justificationOf(plain, kind, node);
  // what is around a block was not read: its tokens may still show the statement
  if (kind === 'block' && justification === undefined && isAmidErrors(node))
    return { kind: 'site', site: siteFromTokens(plain, keyword, kind, { role: null, node, opening: -1 }) };
  return { kind: 'site', site: makeSite(plain, kind, keyword, item, node, justification, null, []) };
}

/** Whether the statement around a node has syntax in it that the parser does not know. */
function isAmidErrors(node: SyntaxNode): boolean {
  for (let outer = node.parent; outer !== undefined && outer.type !== 'block'; outer = outer.parent) {
    if (outer.type === 'ERROR') return true;
  }
  return false;
}
