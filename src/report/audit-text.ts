/** An audit for a terminal: the census, then the findings, most severe first; one screen unless all is asked for. */
import type { Finding } from '../finding/finding.ts';
import type { Audit } from '../review/review.ts';
import { censusParagraphs, sizeLines } from './census-text.ts';
import { compareParagraphs } from './compare-text.ts';
import { findingLines, findingTable, indented, titledTable, verdictLine } from './finding-text.ts';
import { type Paint, painter } from './paint.ts';
import { isActive, isInformation, mostSevereFirst } from './selection.ts';
import { alignedTable, type Row } from './table.ts';
import { auditVerdict } from './verdict.ts';
import { visible } from './visible.ts';
import * as words from './words.ts';

/** So that all of it fits a screen, of which a tree's census leaves less. */
const FINDINGS_SHOWN = 10;
const RULES_SHOWN = 4;

export interface AuditTextOptions {
  readonly colour: boolean;
  /** Everything, however long, and with code frames. */
  readonly full?: boolean;
  /** What the paths are relative to, where it is to be said. */
  readonly root?: string | null;
}

/** An audit as text, the verdict as its last line. */
export function renderAuditText(audit: Audit, options: AuditTextOptions): string {
  const paint = painter(options.colour);
  const isFull = options.full === true;
  const { compared } = audit;
  return [
    ...(compared === null || isFull ? censusParagraphs(audit, isFull, paint) : [sizeLines(audit, paint)]),
    ...(compared === null ? [] : compareParagraphs(compared, audit, isFull, paint)),
    ...(isFull ? findingsAtLength(audit, paint) : [findingsInShort(audit, paint)]),
    isFull ? notReadAtLength(audit, paint) : [],
    isFull ? exemptParagraph(audit, paint) : [],
    [
      ...(isFull ? [] : notReadInShort(audit, paint)),
      ...rootLine(audit, options, paint),
      verdictLine(auditVerdict(audit), paint),
    ],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** All paths have one root: it is said once. */
function rootLine({ tree }: Audit, { root }: AuditTextOptions, paint: Paint): readonly string[] {
  return root == null || tree.rustFiles === 0 ? [] : [paint('quiet', `paths are relative to ${visible(root)}`)];
}

function findingsAtLength(audit: Audit, paint: Paint): readonly (readonly string[])[] {
  const sorted = mostSevereFirst(audit.findings);
  const informative = sorted.filter(isInformation);
  const suppressed = sorted.filter((finding) => finding.suppressed !== null);
  return [
    ...sorted.filter(isActive).map((finding) => findingLines(finding, words.circumstances(finding), paint)),
    titledTable(paint('info', words.informationHead(informative.length)), informative, words.surroundings),
    titledTable(paint('bold', words.suppressedHead(suppressed.length)), suppressed, (finding) => [
      words.suppressedWords(finding),
    ]),
  ];
}

function findingsInShort(audit: Audit, paint: Paint): readonly string[] {
  const sorted = mostSevereFirst(audit.findings.filter((finding) => finding.suppressed === null));
  if (audit.scope === 'tree' && sorted.length > RULES_SHOWN) return findingsByRule(sorted, paint);
  const shown = sorted.slice(0, FINDINGS_SHOWN);
  const left = audit.findings.length - shown.length;
  const severities = shown.map(({ severity }) => paint(severity, severity.padEnd('warning'.length)));
  return [
    ...findingTable(shown).map((line, at) => `${severities[at]}  ${line}`),
    ...(left > 0
      ? [shown.length === 0 ? `${words.suppressedHead(left)}: ${words.FULL}` : words.andMore(left, words.FULL)]
      : []),
  ];
}

/** One line for each rule: how many findings, and the first of them. */
function findingsByRule(sorted: readonly Finding[], paint: Paint): readonly string[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of sorted.filter(isActive)) {
    const key = `${finding.severity} ${finding.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const shown = [...groups.values()].slice(0, RULES_SHOWN);
  const rows = shown.flatMap(([first, ...others]): Row[] =>
    first === undefined
      ? []
      : [[first.severity, visible(first.rule), words.thousands(others.length + 1), placeWords(first, others.length)]],
  );
  const left = sorted.length - shown.reduce((sum, group) => sum + group.length, 0);
  const lines = alignedTable(rows, ['left', 'left', 'right'], (padded, cell, row) =>
    cell === rows[row]?.[0] ? paint(cell as Finding['severity'], padded) : padded,
  );
  return [...lines, ...(left > 0 ? [words.andMore(left, words.FULL)] : [])];
}

function placeWords({ path, line }: Finding, others: number): string {
  return `${visible(path)}:${line}${others > 0 ? ', ...' : ''}`;
}

function notReadAtLength({ unread }: Audit, paint: Paint): readonly string[] {
  return unread.length === 0 ? [] : [paint('bold', words.NOT_READ), ...indented(unread.map(words.unreadWords))];
}

function notReadInShort({ unread }: Audit, paint: Paint): readonly string[] {
  return unread.length === 0 ? [] : [`${paint('bold', `${words.NOT_READ}:`)} ${words.unreadInShort(unread)}`];
}

function exemptParagraph({ exempt }: Audit, paint: Paint): readonly string[] {
  return exempt.length === 0 ? [] : [paint('bold', words.EXEMPT), ...indented(exempt.map(words.exemptWords))];
}
