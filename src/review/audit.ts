/** What one file adds to an audit: its standing findings and its figures. */
import type { Exempt, Finding, Unread } from '../finding/finding.ts';
import { newlines, wordsIn } from '../kernel/census/count-words.ts';
import type { Accounts, Contracts, CountedFile } from '../kernel/census/file-census.ts';
import { NO_ACCOUNTS, noSites } from '../kernel/census/sums.ts';
import { fileFacts } from '../kernel/file-facts.ts';
import { isWithoutRules } from '../kernel/layers.ts';
import { NO_FACTS, type Replacement, type TreeFacts } from '../kernel/tree-facts.ts';
import { contractItems, isUnsafe } from '../rules/missing-safety-doc.ts';
import type { FileView, Rule } from '../rules/rule.ts';
import type { Exemption } from '../rust/accounts.ts';
import type { LintAttribute } from '../rust/attributes.ts';
import { type Counted, type CountedSite, countAccounts } from '../rust/count.ts';
import { lex, type Tokens } from '../rust/lexer.ts';
import { matters } from '../rust/prefilter.ts';
import type { SiteKind } from '../rust/site.ts';
import { LineTable, type Span } from '../text/lines.ts';
import { type CheckedHit, checkFile } from './check.ts';
import { exemptIn } from './exempt.ts';
import { inOrder, originsOf, toFindings } from './findings.ts';
import { grouped } from './grouped.ts';
import { type Guard, UNGUARDED } from './guard.ts';
import type { Policy } from './policy.ts';
import { Reader } from './read-views.ts';
import { unreadOf } from './unread.ts';

/** What one file adds to an audit; plain data, so that it can come from another thread. */
export interface FileAudit extends CountedFile {
  /** Stretches that are generated code. */
  readonly generated: readonly Span[];
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
  readonly exempt: readonly Exempt[];
}

/** What has to be known of the tree around a file before it is read; plain data. */
export interface KnownOfTree {
  /** Which replacements the tree has. */
  readonly replacements: readonly Replacement[];
  /** The lint levels under which another file includes this one. */
  readonly includedUnder: readonly LintAttribute[];
}

/** What is known of the tree, as rules ask for it. */
export function factsOf({ replacements, includedUnder }: KnownOfTree): TreeFacts {
  return { ...NO_FACTS, replacements: new Set(replacements), includedUnder: () => includedUnder };
}

/**
 * Audits one file.
 * @param guard the limit for the file; where it stops the audit, the file counts as not read
 */
export function auditFile(
  path: string,
  text: string,
  rules: readonly Rule[],
  policy: Policy,
  facts: TreeFacts = NO_FACTS,
  guard: Guard = UNGUARDED,
): FileAudit {
  const layer = policy.layerOf(path);
  const sites = noSites();
  const sitesInMacros = noSites();
  const figures = { path, layer, lines: newlines(text), sites, sitesInMacros };
  const nothing = { contracts: NO_CONTRACTS, generated: [], findings: [], unread: [], exempt: [] };
  const ofTokens = (tokens: Tokens) => ({
    codeLines: codeLinesOf(tokens),
    unsafeWords: wordsIn(text, 'unsafe'),
    unsafeKeywords: tokens.allOf('unsafe').length,
    facts: fileFacts(path, layer, tokens),
  });
  if (!matters(text)) {
    const none = { accounts: NO_ACCOUNTS, documented: 0, undocumented: 0 };
    return { ...figures, ...ofTokens(lex(text)), ...none, ...nothing };
  }
  if (isWithoutRules(path, layer)) {
    const tokens = lex(text);
    const lines = new LineTable(text);
    const counted = countAccounts(tokens, lines);
    const documents = countInto(counted.sites, sites, sitesInMacros);
    const unread = unreadOf(path, { lines, lost: counted.lost, unread: [] });
    return { ...figures, ...ofTokens(tokens), accounts: accountsIn(counted), ...documents, ...nothing, unread };
  }
  const views = new Reader(policy, facts, guard).read(path, text);
  const { file } = views.main;
  const counted = file.sites.map(({ kind, inMacro, keyword, justification }) => ({
    kind,
    hasKeyword: text.startsWith('unsafe', keyword.start),
    inMacro: inMacro !== null,
    documented: justification !== undefined,
  }));
  const documents = countInto(counted, sites, sitesInMacros);
  const unread = unreadOf(path, file);
  const hits = checkFile(views, rules, unread, guard);
  const contracts = contractsOf(views.main);
  const { generated } = views;
  return {
    ...figures,
    ...documents,
    ...ofTokens(file.tokens),
    accounts: accountsIn({ sites: counted, exempt: file.exempt, lost: file.lost }),
    contracts,
    generated,
    findings: findingsOf(hits, policy),
    unread,
    exempt: exemptIn(views, views),
  };
}

function findingsOf(hits: readonly CheckedHit[], policy: Policy): readonly Finding[] {
  const standing = hits.map((each) => ({ ...each, standing: 'unchanged' as const, message: each.hit.message }));
  return inOrder(toFindings(originsOf(grouped(standing), policy), policy));
}

/**
 * The findings of rules that need only a file's tokens, once the whole tree is known: quicker than auditing it again.
 * @param generated as the file's own audit found it
 */
export function auditTokens(
  path: string,
  text: string,
  generated: readonly Span[],
  rules: readonly Rule[],
  policy: Policy,
  facts: TreeFacts,
): readonly Finding[] {
  const views = new Reader(policy, facts).readTokens(path, text, generated);
  return findingsOf(checkFile(views, rules, [], UNGUARDED), policy);
}

const NO_CONTRACTS: Contracts = { fns: 0, documentedFns: 0, traits: 0, documentedTraits: 0 };

/** Unsafe functions and traits, each once, and those among them that have a `# Safety` section. */
function contractsOf(view: FileView): Contracts {
  const counts = { fns: 0, documentedFns: 0, traits: 0, documentedTraits: 0 };
  const seen = new Set<number>();
  for (const { item, docs } of contractItems(view, isUnsafe)) {
    if (seen.has(item.span.start)) continue;
    seen.add(item.span.start);
    const isFn = item.kind === 'fn';
    counts[isFn ? 'fns' : 'traits'] += 1;
    if (docs.safety !== undefined) counts[isFn ? 'documentedFns' : 'documentedTraits'] += 1;
  }
  return counts;
}

function accountsIn({ sites, exempt, lost }: Counted): Accounts {
  const byName: Partial<Record<Exemption, number>> = {};
  for (const { why } of exempt) byName[why] = (byName[why] ?? 0) + 1;
  return { sites: sites.filter(({ hasKeyword }) => hasKeyword).length, exempt: byName, lost: lost.length };
}

type Tally = Record<SiteKind, number>;

/** Counts sites by kind; blocks and impls in code also by whether they are documented. */
function countInto(
  counted: readonly CountedSite[],
  sites: Tally,
  sitesInMacros: Tally,
): { documented: number; undocumented: number } {
  let documented = 0;
  let undocumented = 0;
  for (const site of counted) {
    (site.inMacro ? sitesInMacros : sites)[site.kind] += 1;
    if (site.inMacro || (site.kind !== 'block' && site.kind !== 'impl')) continue;
    if (site.documented) documented += 1;
    else undocumented += 1;
  }
  return { documented, undocumented };
}

/** Lines with at least one token that is not a comment; a token over several lines counts for each. */
function codeLinesOf(tokens: Tokens): number {
  const { text } = tokens;
  let count = 0;
  let lineEnd = -1;
  for (let at = 0; at < tokens.count; at += 1) {
    if (tokens.isComment(at)) continue;
    const start = tokens.start(at);
    const end = tokens.end(at);
    if (start > lineEnd) {
      count += 1;
      const newline = text.indexOf('\n', start);
      lineEnd = newline === -1 ? text.length : newline;
    }
    while (end > lineEnd + 1) {
      count += 1;
      const newline = text.indexOf('\n', lineEnd + 1);
      lineEnd = newline === -1 ? text.length : newline;
    }
  }
  return count;
}
