/** Reviews and audits for other programs; schema/ describes both. */
import { type Exempt, type Finding, LAYERS, type Unread } from '../../finding/finding.ts';
import type { Audit, Delta, Review, SiteChanges } from '../../review/review.ts';
import { SITE_KINDS, type SiteKind } from '../../rust/site.ts';
import { visibleJson } from '../select/escape-unprintable.ts';

export const REVIEW_SCHEMA = 'kernel-rust-audit/review/1';
export const AUDIT_SCHEMA = 'kernel-rust-audit/audit/1';

/** The program that made a report. */
export interface Tool {
  readonly name: string;
  readonly version: string;
}

/** A review as JSON: all severities, suppressed findings among them. */
export function renderReviewJson(review: Review, { tool }: { readonly tool: Tool }): string {
  const { base, head, basis, complete, patches, findings, delta, unread, exempt, choice } = review;
  return written({
    schema: REVIEW_SCHEMA,
    tool: toolJson(tool),
    base,
    head,
    basis,
    complete,
    rulesLeftOut: choice?.leftOut ?? [],
    patches: patches.map((patch) => ({
      id: patch.id,
      subject: patch.subject,
      findings: patch.findings.map(findingJson),
      delta: deltaJson(patch.delta),
      unread: patch.unread.map(unreadJson),
      exempt: patch.exempt.map(exemptJson),
    })),
    findings: findings.map(findingJson),
    delta: deltaJson(delta),
    unread: unread.map(unreadJson),
    exempt: exempt.map(exemptJson),
  });
}

/** An audit as JSON. */
export function renderAuditJson(audit: Audit, { tool }: { readonly tool: Tool }): string {
  const { revision, scope, complete, tree, accounts, cSurface, contracts, layers, modules, bindings, compared } = audit;
  return written({
    schema: AUDIT_SCHEMA,
    tool: toolJson(tool),
    revision,
    scope,
    complete,
    rulesLeftOut: audit.choice?.leftOut ?? [],
    tree,
    accounts,
    cSurface,
    contracts,
    layers: Object.fromEntries(LAYERS.map((layer) => [layer, layers[layer]])),
    modules,
    bindings,
    compared,
    findings: audit.findings.map(findingJson),
    unread: audit.unread.map(unreadJson),
    exempt: audit.exempt.map(exemptJson),
  });
}

function toolJson({ name, version }: Tool): Tool {
  return { name, version };
}

function findingJson(finding: Finding): Omit<Finding, 'frame'> {
  const { rule, severity, standing, path, line, column, endLine, endColumn, message, help, item, layer } = finding;
  const { inMacro, inDocExample, fingerprint, introducedBy, resolvedBy, suppressed, related } = finding;
  return {
    rule,
    severity,
    standing,
    path,
    line,
    column,
    endLine,
    endColumn,
    message,
    help,
    item,
    layer,
    inMacro,
    inDocExample,
    fingerprint,
    introducedBy,
    resolvedBy,
    suppressed: suppressed === null ? null : { by: suppressed.by, reason: suppressed.reason },
    related: related.map((place) => ({ path: place.path, line: place.line, message: place.message })),
  };
}

function unreadJson({ path, reason, partial, keywords = 0 }: Unread): Unread {
  return { path, reason, partial, keywords };
}

function exemptJson({ path, line, reason, keywords, isNew }: Exempt): Exempt {
  return { path, line, reason, keywords, isNew };
}

/** By layer and kind in a fixed order; only what changed. */
function deltaJson({ layers, cSurface }: Delta) {
  const kindsOf = (changes: Partial<Record<SiteKind, SiteChanges>>) =>
    Object.fromEntries(SITE_KINDS.flatMap((kind) => (changes[kind] === undefined ? [] : [[kind, changes[kind]]])));
  const present = LAYERS.flatMap((layer) => (layers[layer] === undefined ? [] : [[layer, kindsOf(layers[layer])]]));
  return {
    ...Object.fromEntries(present),
    cSurface: { headers: cSurface.headers, helpers: cSurface.helpers, unmarkedHelpers: cSurface.unmarkedHelpers },
  };
}

function written(value: unknown): string {
  return `${visibleJson(JSON.stringify(value, null, 2))}\n`;
}
