/** An audit for a terminal: the findings, most severe first, then the sites by layer; one screen unless all is asked for. */
import type { Audit } from '../review/review.ts';
import { FIGURES_ALIGN, figureRows } from './figures.ts';
import { findingLines, findingTable, indented, titledTable, verdictLine } from './finding-text.ts';
import { shortId } from './numbering.ts';
import { type Paint, painter } from './paint.ts';
import { isActive, isInformation, mostSevereFirst } from './selection.ts';
import { alignedTable } from './table.ts';
import { auditVerdict } from './verdict.ts';
import * as words from './words.ts';

/** So that findings, table and verdict fit a terminal of 24 lines. */
const FINDINGS_SHOWN = 10;

export interface AuditTextOptions {
  readonly colour: boolean;
  /** Everything, however long, and with code frames. */
  readonly full?: boolean;
}

/** An audit as text, the verdict as its last line. */
export function renderAuditText(audit: Audit, options: AuditTextOptions): string {
  const paint = painter(options.colour);
  const isFull = options.full === true;
  const [head, ...body] = alignedTable(figureRows(audit), FIGURES_ALIGN);
  return [
    ...(isFull ? findingsAtLength(audit, paint) : [findingsInShort(audit, paint)]),
    head === undefined ? [] : [paint('bold', head), ...body],
    isFull ? notReadAtLength(audit, paint) : [],
    [
      ...(isFull ? [] : notReadInShort(audit, paint)),
      ...(audit.revision === null ? [] : [paint('quiet', `revision ${shortId(audit.revision)}`)]),
      verdictLine(auditVerdict(audit), paint),
    ],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
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

function notReadAtLength({ unread }: Audit, paint: Paint): readonly string[] {
  return unread.length === 0 ? [] : [paint('bold', words.NOT_READ), ...indented(unread.map(words.unreadWords))];
}

function notReadInShort({ unread }: Audit, paint: Paint): readonly string[] {
  return unread.length === 0 ? [] : [`${paint('bold', `${words.NOT_READ}:`)} ${words.unreadInShort(unread)}`];
}
