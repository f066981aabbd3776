/** SARIF 2.1.0 (https://docs.oasis-open.org/sarif/sarif/v2.1.0/), one run, as GitHub's code scanning reads it. */
import { type Exempt, type Finding, isGap, SEVERITIES, type Severity, type Unread } from '../../finding/finding.ts';
import type { Audit, Review, RuleChoice } from '../../review/review.ts';
import type { Rule } from '../../rules/rule.ts';
import { explainCall, type RuleLinks } from '../markdown/rule-links.ts';
import { renderRulePage } from '../markdown/rule-page.ts';
import { visibleJson } from '../select/escape-unprintable.ts';
import { counted, EXEMPT, ROOT_OF_THE_TREE, sentence } from '../select/phrases.ts';
import { choiceWords } from '../select/rule-choice-phrases.ts';
import { exemptOf, mostSevereFirst, type PerCommit, unreadOf } from '../select/selection.ts';
import { pathUri } from '../select/uri.ts';
import type { Tool } from './json.ts';

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';
const ROOT = '%SRCROOT%';
/** The most that GitHub shows of one run: https://docs.github.com/en/code-security/reference/code-scanning/sarif-support */
export const MOST_RESULTS = 5_000;

const LEVELS = { error: 'error', warning: 'warning', info: 'note' } as const satisfies Record<Severity, string>;

export interface SarifOptions {
  readonly tool: Tool;
  /** The catalogue, in its order. */
  readonly rules: readonly Rule[];
  /** Where rules are explained; the kernel's documents without it. */
  readonly links?: RuleLinks;
}

/** A review's findings at the end of the series; with `gate` (the default) also those that a later patch resolved. */
export function renderReviewSarif(review: Review, options: SarifOptions & { readonly perCommit?: PerCommit }): string {
  const { base, head, basis, complete, findings, notes, choice } = review;
  const results = options.perCommit === 'report' ? findings.filter(({ resolvedBy }) => resolvedBy === null) : findings;
  const reading = { complete, unread: unreadOf(review), exempt: exemptOf(review), notes, choice };
  return sarif('review', results, reading, { base, head, basis, complete }, options);
}

/** An audit's findings. */
export function renderAuditSarif(audit: Audit, options: SarifOptions): string {
  const { revision, complete, findings, unread, exempt, choice } = audit;
  const notes = choice === undefined ? [] : [choiceWords(choice)];
  return sarif('audit', findings, { complete, unread, exempt, notes, choice }, { revision, complete }, options);
}

interface Reading {
  readonly complete: boolean;
  readonly unread: readonly Unread[];
  readonly exempt: readonly Exempt[];
  readonly notes: readonly string[];
  readonly choice: RuleChoice | undefined;
}

function sarif(use: string, findings: readonly Finding[], reading: Reading, properties: object, options: SarifOptions) {
  const { tool, rules, links } = options;
  const sorted = mostSevereFirst(findings);
  const indexOf = new Map(rules.map((rule, at) => [rule.id, at]));
  const run = {
    tool: {
      driver: {
        name: tool.name,
        version: tool.version,
        semanticVersion: tool.version,
        rules: rules.map((rule) => ruleOf(rule, links)),
      },
    },
    automationDetails: { id: `${tool.name}/${use}/` },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { [ROOT]: { description: { text: ROOT_OF_THE_TREE } } },
    invocations: [
      {
        executionSuccessful: reading.complete,
        toolExecutionNotifications: notificationsOf(reading),
        ...overridesOf(reading, indexOf),
      },
    ],
    results: sorted.slice(0, MOST_RESULTS).map((finding) => resultOf(finding, indexOf.get(finding.rule))),
    properties: { ...properties, resultsLeftOut: Math.max(0, sorted.length - MOST_RESULTS) },
  };
  return `${visibleJson(JSON.stringify({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, null, 2))}\n`;
}

function ruleOf(rule: Rule, links: RuleLinks | undefined) {
  const worst = SEVERITIES.find((severity) => Object.values(rule.severity).includes(severity)) ?? 'info';
  return {
    id: rule.id,
    shortDescription: { text: sentence(rule.summary) },
    fullDescription: { text: rule.why },
    helpUri: links?.addressOf(rule.id) ?? rule.reference,
    help: { text: `${rule.why}\n\n${rule.reference}\n\n${explainCall(rule.id)}`, markdown: renderRulePage(rule) },
    defaultConfiguration: { level: LEVELS[worst], ...(rule.isOffByDefault && { enabled: false }) },
    properties: { tags: ['linux-kernel', 'rust', 'unsafe'] },
  };
}

function resultOf(finding: Finding, ruleIndex: number | undefined) {
  const { rule, severity, message, help, fingerprint, suppressed, related } = finding;
  const { standing, layer, item, inMacro, inDocExample, introducedBy, resolvedBy } = finding;
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVELS[severity],
    message: { text: literal(help === '' ? message : `${message}. ${sentence(help)}`) },
    locations: [{ physicalLocation: physical(finding.path, regionOf(finding)), ...logical(item) }],
    partialFingerprints: { 'kernelRustAudit/v1': fingerprint },
    ...(suppressed === null ? {} : { suppressions: [suppressionOf(suppressed)] }),
    ...(related.length === 0 ? {} : { relatedLocations: related.map(relatedLocation) }),
    properties: { standing, layer, inMacro, inDocExample, introducedBy, resolvedBy },
  };
}

function regionOf({ line, column, endLine, endColumn }: Finding) {
  return { startLine: line, startColumn: column, endLine: Math.max(line, endLine), endColumn };
}

function physical(path: string, region: object) {
  return { artifactLocation: { uri: pathUri(path), uriBaseId: ROOT }, region };
}

function logical(item: string | null) {
  return item === null ? {} : { logicalLocations: [{ fullyQualifiedName: item }] };
}

function relatedLocation({ path, line, message }: Finding['related'][number], at: number) {
  return { id: at + 1, message: { text: literal(message) }, physicalLocation: physical(path, { startLine: line }) };
}

/** An attribute is in the source; what a configuration or a person accepted is not. */
function suppressionOf({ by, reason }: NonNullable<Finding['suppressed']>) {
  const isAttribute = /^#?!?\[|^(allow|expect)\b/.test(by);
  return { kind: isAttribute ? 'inSource' : 'external', justification: reason === null ? by : `${by}: ${reason}` };
}

/** Rules that did not look (3.20.5): without a result of theirs nothing follows. */
function overridesOf({ choice }: Reading, indexOf: ReadonlyMap<string, number>) {
  if (choice === undefined) return {};
  const overrides = choice.leftOut.map((id) => ({
    configuration: { enabled: false },
    descriptor: { id, ...(indexOf.has(id) ? { index: indexOf.get(id) } : {}) },
  }));
  return { ruleConfigurationOverrides: overrides };
}

function notificationsOf({ unread, exempt, notes }: Reading) {
  return [
    ...unread.map((each) => ({
      level: isGap(each) ? 'error' : 'note',
      message: { text: literal(each.reason) },
      locations: [{ physicalLocation: { artifactLocation: { uri: pathUri(each.path), uriBaseId: ROOT } } }],
    })),
    ...exempt.map(({ path, reason, keywords, isNew }) => ({
      level: isNew ? 'warning' : 'note',
      message: { text: literal(`${EXEMPT}: ${reason}; ${counted(keywords, '`unsafe` keyword')}`) },
      locations: [{ physicalLocation: { artifactLocation: { uri: pathUri(path), uriBaseId: ROOT } } }],
    })),
    ...notes.map((text) => ({ level: 'note', message: { text: literal(text) } })),
  ];
}

/** Without what messages can hold besides text: placeholders (3.11.5) and links (3.11.6). */
function literal(text: string): string {
  return text.replace(/\{(\d+)\}/g, '{ $1 }').replaceAll('](', '] (');
}
