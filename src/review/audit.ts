/** The standing findings of files, and their sites by layer. */
import { type Finding, LAYERS, type Layer, type Unread } from '../finding/finding.ts';
import { isWithoutRules } from '../kernel/layers.ts';
import type { Rule } from '../rules/rule.ts';
import { type CountedSite, countSites } from '../rust/count.ts';
import { lex, type Tokens } from '../rust/lexer.ts';
import { SITE_KINDS, type SiteKind } from '../rust/site.ts';
import { LineTable } from '../text/lines.ts';
import { checkFile } from './check.ts';
import { inOrder, toFindings } from './findings.ts';
import type { Policy } from './policy.ts';
import type { Audit, LayerFigures } from './review.ts';
import { matters, Reader } from './view.ts';

/** What one file adds to an audit; plain data, so that it can come from another thread. */
export interface FileAudit {
  readonly layer: Layer;
  readonly lines: number;
  readonly codeLines: number;
  readonly sites: Readonly<Record<SiteKind, number>>;
  readonly sitesInMacros: Readonly<Record<SiteKind, number>>;
  readonly documented: number;
  readonly undocumented: number;
  readonly findings: readonly Finding[];
  readonly unread: readonly Unread[];
}

/** Audits one file as it stands. */
export function auditFile(path: string, text: string, rules: readonly Rule[], policy: Policy): FileAudit {
  const layer = policy.layerOf(path);
  const sites = noSites();
  const sitesInMacros = noSites();
  const figures = { layer, lines: newlines(text), sites, sitesInMacros };
  if (!matters(text))
    return { ...figures, codeLines: codeLinesOf(lex(text)), documented: 0, undocumented: 0, findings: [], unread: [] };
  if (isWithoutRules(path, layer))
    return { ...figures, ...countedAudit(text, sites, sitesInMacros), findings: [], unread: [] };
  const views = new Reader(policy).read(path, text);
  const { file } = views.main;
  const counted = file.sites.map(({ kind, inMacro, justification }) => ({
    kind,
    inMacro: inMacro !== null,
    documented: justification !== undefined,
  }));
  const documents = countInto(counted, sites, sitesInMacros);
  const unread: Unread[] = file.unread.map((each) => ({ path, ...each }));
  const hits = checkFile(views, rules, unread);
  const findings = toFindings(
    hits.map((each) => ({ ...each, standing: 'unchanged' as const, message: each.hit.message })),
    policy,
  );
  return { ...figures, ...documents, codeLines: codeLinesOf(file.tokens), findings: inOrder(findings), unread };
}

/** Of code that no rule speaks of only figures are wanted, and those the tokens give. */
function countedAudit(
  text: string,
  sites: SiteCounts,
  sitesInMacros: SiteCounts,
): Pick<FileAudit, 'documented' | 'undocumented' | 'codeLines'> {
  const tokens = lex(text);
  return {
    ...countInto(countSites(tokens, new LineTable(text)), sites, sitesInMacros),
    codeLines: codeLinesOf(tokens),
  };
}

type SiteCounts = Record<SiteKind, number>;

/** Counts sites by kind; blocks and impls in code also by whether they are documented. */
function countInto(
  counted: readonly CountedSite[],
  sites: SiteCounts,
  sitesInMacros: SiteCounts,
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

function noSites(): Record<SiteKind, number> {
  return Object.fromEntries(SITE_KINDS.map((kind) => [kind, 0])) as Record<SiteKind, number>;
}

/** As `wc -l` counts: a last line without `\n` is none. */
function newlines(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

/** Lines with at least one token that is no comment; a token over several lines counts for each. */
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

/** Adds up what files gave, in the order of their paths. */
export function sumAudit(files: readonly FileAudit[], revision: string | null, unread: readonly Unread[]): Audit {
  const layers = Object.fromEntries(
    LAYERS.map((layer) => [layer, sumLayer(files.filter((file) => file.layer === layer))]),
  );
  const all = [...unread, ...files.flatMap((file) => file.unread)];
  return {
    revision,
    complete: all.every(({ partial }) => partial),
    layers: layers as Record<Layer, LayerFigures>,
    findings: inOrder(files.flatMap((file) => file.findings)),
    unread: all,
  };
}

function sumLayer(files: readonly FileAudit[]): LayerFigures {
  const sites = noSites();
  const sitesInMacros = noSites();
  for (const file of files) {
    for (const kind of SITE_KINDS) {
      sites[kind] += file.sites[kind];
      sitesInMacros[kind] += file.sitesInMacros[kind];
    }
  }
  const sum = (figure: (file: FileAudit) => number) => files.reduce((total, file) => total + figure(file), 0);
  return {
    files: files.length,
    lines: sum((file) => file.lines),
    codeLines: sum((file) => file.codeLines),
    sites,
    sitesInMacros,
    documented: sum((file) => file.documented),
    undocumented: sum((file) => file.undocumented),
  };
}
