/** An audit for a terminal: the census, then the findings, most severe first; one screen unless all is asked for. */
import type { Finding } from '../../finding/finding.ts';
import type { Audit } from '../../review/review.ts';
import { visible } from '../select/escape-unprintable.ts';
import * as words from '../select/phrases.ts';
import { choiceWords } from '../select/rule-choice-phrases.ts';
import { byPlace, isActive, isInformation, mostSevereFirst } from '../select/selection.ts';
import { proseTable, type Row } from '../select/table.ts';
import { auditVerdict } from '../select/verdict.ts';
import { censusParagraphs, sizeLines } from './census-text.ts';
import { compareParagraphs } from './compare-text.ts';
import { findingLines, findingTable, proseLines, titledList, titledTable, verdictLines } from './finding-text.ts';
import { type Page, pageOf, type TextStyle } from './page.ts';

/** So that all of it fits a screen, of which a tree's census leaves less. */
const FINDINGS_SHOWN = 10;
const RULES_SHOWN = 4;

export interface AuditTextOptions extends TextStyle {
  /** Everything, however long, and with code frames. */
  readonly full?: boolean;
  /** What the paths are relative to, if shown. */
  readonly root?: string | null;
}

/** An audit as text, the verdict as its last line. */
export function renderAuditText(audit: Audit, options: AuditTextOptions): string {
  const page = pageOf(options);
  const isFull = options.full === true;
  const { compared } = audit;
  return [
    ...(compared === null || isFull ? censusParagraphs(audit, isFull, page) : [sizeLines(audit, page)]),
    ...(compared === null ? [] : compareParagraphs(compared, audit, isFull, page)),
    ...(isFull ? findingsAtLength(audit, page) : [findingsInShort(audit, page)]),
    [
      ...(isFull ? [] : notReadInShort(audit, page)),
      ...(audit.choice === undefined
        ? []
        : proseLines(`${page.paint('bold', 'note:')} ${choiceWords(audit.choice)}`, page, '    ', '')),
      ...rootLines(audit, options, page),
      ...verdictLines(auditVerdict(audit), page),
    ],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** All paths have one root: it is printed once. */
function rootLines({ tree }: Audit, { root }: AuditTextOptions, page: Page): readonly string[] {
  if (root == null || tree.rustFiles === 0) return [];
  return proseLines(page.paint('quiet', `paths are relative to ${visible(root)}`), page, '    ', '');
}

function findingsAtLength({ findings, unread, exempt }: Audit, page: Page): readonly (readonly string[])[] {
  const { paint } = page;
  const sorted = mostSevereFirst(findings);
  const notes = sorted.filter(isInformation);
  const suppressed = sorted.filter((finding) => finding.suppressed !== null);
  return [
    ...byPlace(sorted.filter(isActive)).map((group) => findingLines(group, words.circumstances, true, page)),
    titledTable(paint('info', words.notesHead(notes.length)), notes, page, words.surroundings),
    titledTable(paint('bold', words.suppressedHead(suppressed.length)), suppressed, page, (finding) => [
      words.suppressedWords(finding),
    ]),
    titledList(paint('bold', words.NOT_READ), unread.map(words.unreadWords), page),
    titledList(paint('bold', words.EXEMPT), exempt.map(words.exemptWords), page),
  ];
}

function findingsInShort(audit: Audit, page: Page): readonly string[] {
  const sorted = mostSevereFirst(audit.findings.filter((finding) => finding.suppressed === null));
  if (audit.scope === 'tree' && sorted.length > RULES_SHOWN) return findingsByRule(sorted, page);
  const shown = sorted.slice(0, FINDINGS_SHOWN);
  const left = sorted.length - shown.length;
  const suppressed = audit.findings.length - sorted.length;
  return [
    ...findingTable(shown, page, undefined, true),
    ...(left > 0 ? proseLines(words.andMore(left, 'finding'), page) : []),
    ...(suppressed > 0 ? [`${words.suppressedHead(suppressed)}: ${words.FULL}`] : []),
  ];
}

/** One row for each rule: how many findings, and the first of them. */
function findingsByRule(sorted: readonly Finding[], page: Page): readonly string[] {
  const { paint } = page;
  const groups = new Map<string, Finding[]>();
  for (const finding of sorted.filter(isActive)) {
    const key = `${finding.severity} ${finding.rule}`;
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  const shown = [...groups.values()].slice(0, RULES_SHOWN);
  const rows = shown.flatMap(([first, ...others]): Row[] => {
    if (first === undefined) return [];
    const severity = paint(first.severity, words.SEVERITY_NAMES[first.severity]);
    const count = words.thousands(others.length + 1);
    return [[severity, visible(first.rule), count, `${visible(first.path)}:${first.line}`]];
  });
  const left = sorted.length - shown.reduce((sum, group) => sum + group.length, 0);
  const head = words.BY_RULE_HEAD.map((title) => paint('bold', title));
  return [
    ...(rows.length === 0 ? [] : proseTable([head, ...rows], page.width, ['left', 'left', 'right'])),
    ...(left > 0 ? proseLines(words.andMore(left, 'finding'), page) : []),
  ];
}

function notReadInShort({ unread }: Audit, page: Page): readonly string[] {
  if (unread.length === 0) return [];
  return proseLines(`${page.paint('bold', `${words.NOT_READ}:`)} ${words.unreadInShort(unread)}`, page, '    ', '');
}
