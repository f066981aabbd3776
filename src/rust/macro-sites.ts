/** The account of an `unsafe` among the tokens of a macro: what the macros of the file make of it, else what the tokens show. */
import { type Account, type Exemption, exemptionInCall, exemptionInDefinition } from './accounts.ts';
import type { ExpandedReading } from './expansion/expanded-reading.ts';
import { TokenKind, type Tokens } from './lexer.ts';
import { isFunctionType, type MacroPlace, siteKindAt } from './macros.ts';
import { inPlainCode, type Place, type Reading, startOf } from './reading.ts';
import type { Site, SiteKind } from './site.ts';
import { CODE_KINDS, justificationOf, makeSite, siteNode } from './site-parts.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';
import { isInCall, siteFromTokens, type TokenPlace, tokensOf } from './token-sites.ts';

/** The account of a keyword among the tokens of a macro. */
export function siteInMacro(
  plain: Reading,
  expanded: ExpandedReading | undefined,
  keyword: number,
  place: MacroPlace,
): Account {
  const { tokens } = plain;
  const offset = tokens.start(keyword);
  const exempt = (why: Exemption): Account => ({ kind: 'exempt', offset, why });
  const lost = (reason: string): Account => ({ kind: 'lost', offset, reason });
  const { role } = place;
  if (role === 'matcher') return exempt('matcher');
  const there: TokenPlace = { ...place, role };
  const inDefinition = role === 'definition' ? exemptionInDefinition(tokens, keyword) : undefined;
  if (inDefinition === 'matcher' || inDefinition === 'metavariable') return exempt(inDefinition);

  const occurrences = expanded?.occurrences.get(offset);
  if (expanded !== undefined && occurrences !== undefined) {
    const made = siteExpanded(plain, expanded, keyword, occurrences, there);
    if (made === 'mixed') return lost(`an \`unsafe\` that the macro \`${place.name}!\` puts before its own code`);
    if (made !== undefined) return { kind: 'site', site: made };
    if (occurrences.every((at) => isFunctionType(expanded.tokens, expanded.tokens.from(at)))) return exempt('type');
  }
  // an argument that its macro throws away is not code; but another file may define the macro anew, and use the argument.
  // Where the macro may not be the one of this file, the tokens decide
  const call = expanded?.calls.find(({ start, end }) => start <= offset && offset < end);
  if (occurrences === undefined && call !== undefined && isSurelyOf(tokens, place))
    return lost(`an \`unsafe\` that the macro \`${place.name}!\` drops, as far as this file shows`);

  const kind = kindAmongTokens(tokens, keyword, role);
  if (kind !== undefined) return { kind: 'site', site: siteFromTokens(plain, keyword, kind, there) };
  const why =
    role === 'definition' && !isInCall(tokens, keyword, place.opening)
      ? inDefinition
      : exemptionInCall(tokens, keyword, place.opening);
  return why === undefined ? lost(`an \`unsafe\` among the tokens of \`${place.name}!\``) : exempt(why);
}

/** In a macro's body what is unsafe may be the call's: `unsafe $body`, `unsafe $($tokens)*`; mostly that is a block. */
function kindAmongTokens(tokens: Tokens, keyword: number, role: TokenPlace['role']): SiteKind | undefined {
  const isOfCall = role === 'definition' && tokens.is(tokens.next(keyword), '$');
  return siteKindAt(tokens, keyword) ?? (isOfCall && !tokens.is(keyword - 1, '$') ? 'block' : undefined);
}

/**
 * Whether the macro of a call is surely the one that this file defines: by one definition, which precedes the call and
 * whose scope holds it (The Rust Reference, "Macro scopes"), and no import of the name.
 */
function isSurelyOf(tokens: Tokens, { name, opening }: MacroPlace): boolean {
  const uses = tokens.allOf(name);
  const definitions = uses.filter((at) => tokens.is(at - 1, '!') && tokens.is(at - 2, 'macro_rules'));
  const [definition, ...others] = definitions;
  // of the standard library
  if (definition === undefined) return !uses.some((at) => isImported(tokens, at));
  if (others.length > 0 || definition > opening || uses.some((at) => isImported(tokens, at))) return false;
  const scope = tokens.enclosing(definition);
  return scope === -1 || (scope < opening && opening < tokens.partner(scope));
}

/** Whether a word is brought by a `use`: as its last name, in its braces, or behind `as`. */
function isImported(tokens: Tokens, word: number): boolean {
  let at = word;
  for (let steps = 0; steps < 400; steps += 1) {
    at = tokens.previous(at);
    if (tokens.is(at, 'use')) return true;
    const isOfPath =
      tokens.kind(at) === TokenKind.word || [':', '{', ',', '}', '*'].some((mark) => tokens.is(at, mark));
    if (!isOfPath) return false;
  }
  return false;
}

/**
 * A site that macros of this file put into code, once or several times: it is justified where it is so each time. A block
 * whose `unsafe` and whose braces come from different hands has no place in the file.
 */
function siteExpanded(
  plain: Reading,
  expanded: ExpandedReading,
  keyword: number,
  occurrences: readonly number[],
  place: TokenPlace,
): Site | 'mixed' | undefined {
  const nodes = occurrences.flatMap((at) => siteNode(nodeAt(expanded.root, at)) ?? []);
  const kinds = new Set(nodes.map((node) => CODE_KINDS[node.type]));
  const kind = [...kinds][0];
  if (kinds.size !== 1 || kind === undefined || kind === 'attribute' || kind === 'extern') return undefined;
  const isKeyword = ({ offset }: Place): boolean => plain.lines.text.startsWith('unsafe', offset);
  const own: readonly SyntaxNode[] =
    kind === 'block' ? nodes.filter((node) => isKeyword(startOf(expanded, node))) : nodes;
  if (own.length === 0) return 'mixed';
  const justifications = own.map((node) => justificationOf(expanded, kind, node));
  const justification = justifications.includes(undefined) ? undefined : justifications[0];
  const calls = own.map((node) => inPlainCode(startOf(expanded, node)));
  const { item, span } = tokensOf(plain, keyword, kind, place);
  return makeSite(plain, kind, keyword, item, span, justification, place.role, calls);
}
