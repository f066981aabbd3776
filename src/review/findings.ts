/** From what a rule sees to findings: severity, suppression, fingerprint, place. */

import { createHash } from 'node:crypto';
import type { Finding, FrameLine, RelatedPlace, Severity, Standing } from '../finding/finding.ts';
import { isForGenerated } from '../kernel/generated.ts';
import type { ChangeHit, FileView, Hit, Rule } from '../rules/rule.ts';
import { innermostAttribute, type LintAttribute, names } from '../rust/attributes.ts';
import { codeText, type Item } from '../rust/items.ts';
import type { Span } from '../text/lines.ts';
import { compareText } from '../text/text-order.ts';
import type { Policy } from './policy.ts';

/** A hit with where it comes from. */
export interface Placed {
  readonly rule: Rule;
  readonly view: FileView;
  readonly hit: Hit | ChangeHit;
  readonly standing: Standing;
  readonly message: string;
}

/** How many lines of source a finding carries above and below its own. */
const FRAME = { above: 2, below: 1, most: 8 };

/** The fingerprint that a finding would have in another file. */
export type PrintAt = (path: string) => string;

/** What a finding was made of. */
export interface Origin {
  readonly placed: Placed;
  readonly severity: Severity;
  readonly printAt: PrintAt;
}

/** By fingerprint, in the order given; hits of rules that are off are left out. */
export function originsOf(placed: readonly Placed[], policy: Policy): ReadonlyMap<string, Origin> {
  const origins = new Map<string, Origin>();
  const equals = new Map<string, number>();
  for (const each of placed) {
    const severity = severityOf(each, policy);
    if (severity === 'off') continue;
    const identity = identityOf(each, each.view.path);
    const count = equals.get(identity) ?? 0;
    equals.set(identity, count + 1);
    const printAt = (path: string) => fingerprint(identityOf(each, path), count);
    origins.set(fingerprint(identity, count), { placed: each, severity, printAt });
  }
  return origins;
}

/** Makes findings of their origins, in the same order. */
export function toFindings(origins: ReadonlyMap<string, Origin>, policy: Policy): Finding[] {
  return Array.from(origins, ([print, { placed, severity }]) => makeFinding(placed, severity, print, policy));
}

function makeFinding(
  { rule, view, hit, standing, message }: Placed,
  severity: Severity,
  print: string,
  policy: Policy,
): Finding {
  const { lines } = view.file;
  const { line, column } = lines.positionOf(hit.at.start);
  const { endLine, endColumn } = endOf(view, hit.at);
  return {
    rule: rule.id,
    severity,
    standing,
    path: view.path,
    line,
    column,
    endLine,
    endColumn,
    message,
    help: hit.help,
    item: itemOf(hit)?.path ?? null,
    layer: view.layer,
    inMacro: hit.site !== undefined && hit.site.inMacro !== null,
    inDocExample: view.inDocExample,
    fingerprint: print,
    introducedBy: null,
    resolvedBy: null,
    suppressed: suppressionOf(rule, view, hit, print, policy),
    related: placesBeside(view, hit),
    frame: frameOf(view, line, endLine),
  };
}

/** The further places of a hit in a file. */
export function placesBeside({ path, file }: FileView, { related = [] }: Hit | ChangeHit): readonly RelatedPlace[] {
  return related.map((place) =>
    'offset' in place ? { path, line: file.lines.lineOf(place.offset), message: place.message } : place,
  );
}

/** Where a span ends: at least one unit behind its start, and without the white space at its end. */
function endOf({ file: { lines } }: FileView, { start, end }: Span): { endLine: number; endColumn: number } {
  const last = Math.max(start, end - 1);
  const endLine = lines.lineOf(last);
  const from = Math.max(start, lines.startOf(endLine));
  const text = lines.text.slice(from, last + 1).trimEnd();
  return { endLine, endColumn: from + Math.max(1, text.length) - lines.startOf(endLine) + 1 };
}

function itemOf(hit: Hit | ChangeHit): Item | undefined {
  return hit.item ?? hit.site?.item;
}

/** In a documentation example everything is information. Odd code around a place never makes its finding milder. */
export function severityOf({ rule, view, hit }: Placed, policy: Policy): Severity | 'off' {
  const chosen = policy.severityOf(rule.id) ?? (rule.isOffByDefault ? 'off' : undefined);
  if (chosen === 'off') return 'off';
  return view.inDocExample ? 'info' : (chosen ?? hit.severity ?? rule.severity[view.layer] ?? 'info');
}

function identityOf({ rule, view, hit }: Placed, path: string): string {
  // of the file, not of its first place: a place more or less changes what is said, not the finding
  if (isOfFile(hit)) return [rule.id, path, view.inDocExample, hit.group].join('\0');
  const item = itemOf(hit);
  const code = hit.site?.code ?? (hit.item === undefined ? '' : headOf(view, hit.item));
  return [rule.id, path, item?.path ?? '', code, hit.key].join('\0');
}

/** Whether a hit is grouped with all others of its file. Hits about a change are grouped over files, each with a place of its own. */
function isOfFile(hit: Hit | ChangeHit): boolean {
  return hit.group !== undefined && !('standing' in hit);
}

/** An item up to its body; what is greater than any real one does not count whole. */
function headOf({ file: { tokens } }: FileView, { token, body, span }: Item): string {
  const end = body === -1 ? tokens.from(span.end) : body;
  return codeText(tokens, token, Math.min(end, token + 1000));
}

function fingerprint(identity: string, count: number): string {
  return createHash('sha256').update(`${identity}\0${count}`).digest('hex').slice(0, 16);
}

/** The innermost lint attribute around the place decides, as it does for the compiler; then the settings. */
function suppressionOf(
  rule: Rule,
  view: FileView,
  hit: Hit | ChangeHit,
  print: string,
  policy: Policy,
): Finding['suppressed'] {
  const level = lintLevel(rule, view, hit.at.start);
  if (level !== undefined && (level.level === 'allow' || level.level === 'expect')) {
    return { by: `#[${level.level}(${level.lints.join(', ')})]`, reason: level.reason };
  }
  if (policy.allows(rule.id, view.path)) return { by: 'configuration: rules', reason: null };
  const reason = policy.suppressionOf(print);
  return reason === undefined ? null : { by: 'configuration: suppress', reason };
}

/** Whether an `allow` or `expect` in the source covers a hit. */
export function isAllowed({ rule, view, hit }: Pick<Placed, 'rule' | 'view' | 'hit'>): boolean {
  const level = lintLevel(rule, view, hit.at.start)?.level;
  return level === 'allow' || level === 'expect';
}

const WRITTEN = new WeakMap<FileView, FileView['file']['attributes']>();

/** The lint attributes that count for code which is not generated. */
function writtenLevels(view: FileView): FileView['file']['attributes'] {
  const known = WRITTEN.get(view);
  if (known !== undefined) return known;
  const { path, file } = view;
  const made = file.attributes.filter((attribute) => !isForGenerated(path, file, attribute));
  WRITTEN.set(view, made);
  return made;
}

/** The innermost lint attribute around a place that sets the level of a rule. */
export function lintLevel(rule: Rule, view: FileView, offset: number): LintAttribute | undefined {
  if (rule.lints.length === 0) return undefined;
  const attributes = view.isGenerated(offset) ? view.file.attributes : writtenLevels(view);
  const innermost = innermostAttribute(attributes, rule.lints, offset);
  return innermost ?? view.includedUnder.findLast((attribute) => rule.lints.some((lint) => names(attribute, lint)));
}

function frameOf({ file: { lines, piece } }: FileView, line: number, endLine: number): FrameLine[] {
  const frame: FrameLine[] = [];
  const shown = piece === undefined ? lines : { first: lines.lineOf(piece.start), last: lines.lineOf(piece.end - 1) };
  const last = Math.min(endLine + FRAME.below, line + FRAME.most, shown.last);
  for (let at = Math.max(shown.first, line - FRAME.above); at <= last; at += 1)
    frame.push({ line: at, text: lines.lineText(at).slice(0, 400) });
  return frame;
}

/** Sorted by path, line, column and rule: the order in which every format lists them. */
export function inOrder(findings: readonly Finding[]): Finding[] {
  return [...findings].sort(
    (a, b) =>
      compareText(a.path, b.path) ||
      a.line - b.line ||
      a.column - b.column ||
      compareText(a.rule, b.rule) ||
      compareText(a.fingerprint, b.fingerprint),
  );
}
