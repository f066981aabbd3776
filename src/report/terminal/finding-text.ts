/** Findings for a terminal: those of one place at full length, or many as a table of one row each. */
import type { Finding } from '../../finding/finding.ts';
import { clipped, visible } from '../select/escape-unprintable.ts';
import * as words from '../select/phrases.ts';
import { proseTable } from '../select/table.ts';
import { WIDEST_PROSE, wrap } from '../select/text-width.ts';
import type { Verdict } from '../select/verdict.ts';
import { codeFrame, gutterOf } from './code-frame.ts';
import type { Paint } from './colour.ts';
import type { Page } from './page.ts';

/** The longest message that is printed, in UTF-16 units, and the most lines of places that belong to a finding. */
const LONGEST = 400;
const MOST_PLACES = 5;

/** What else is known of a finding, apart from its message: printed on one line. */
export type FactsOf = (finding: Finding) => readonly string[];

/** Findings of one place: a title for each, their code frame, and below it what else is known of them. */
export function findingLines(
  group: readonly Finding[],
  factsOf: FactsOf,
  isFull: boolean,
  page: Page,
): readonly string[] {
  const [first] = group;
  if (first === undefined) return [];
  const { paint } = page;
  const remarks = [
    ...remarksOf(group, '', (finding) => [factsOf(finding).join('; ')]),
    ...remarksOf(group, 'see', (finding) => placesOf(finding, isFull)),
    ...remarksOf(group, 'help', ({ help }) => [clipped(help, LONGEST)]),
  ];
  const margin = ' '.repeat(gutterOf(first) + 1);
  return [
    ...group.flatMap((finding) => titleLines(finding, page)),
    ...codeFrame(first, page),
    ...remarks.flatMap(({ label, text }) => {
      const words = label === '' ? text : `${paint('bold', `${label}:`)} ${text}`;
      return proseLines(words, page, `${margin}    `, `${margin}${paint('edge', '=')} `);
    }),
  ];
}

function titleLines({ rule, severity, message }: Finding, page: Page): readonly string[] {
  const { paint } = page;
  const level = paint(severity, words.SEVERITY_NAMES[severity]);
  return proseLines(`${level}${paint('bold', `: ${clipped(message, LONGEST)}`)} [${visible(rule)}]`, page, '    ', '');
}

interface Remark {
  readonly label: string;
  readonly text: string;
}

/** Each remark once; what does not hold for all findings of the group names the rules that it is of. */
function remarksOf(group: readonly Finding[], label: string, textsOf: FactsOf): readonly Remark[] {
  const rulesOf = new Map<string, string[]>();
  for (const finding of group) {
    for (const text of textsOf(finding).filter((each) => each !== ''))
      rulesOf.set(text, [...(rulesOf.get(text) ?? []), visible(finding.rule)]);
  }
  return [...rulesOf].map(([text, rules]) => {
    if (rules.length === group.length) return { label, text };
    const named = [...new Set(rules)].join(', ');
    return { label: label === '' ? named : `${label} (${named})`, text };
  });
}

/** The further places of a finding, without `isFull` the first of them. */
export function placesOf({ related }: Finding, isFull: boolean): readonly string[] {
  const { texts, left } = words.firstPlaces(related, isFull ? Number.POSITIVE_INFINITY : MOST_PLACES);
  return [...texts, ...(left > 0 ? [words.andMore(left, 'place')] : [])];
}

/** Text in lines that fit the page and can be read; `first` begins the first of them, `indent` the others. */
export function proseLines(text: string, { width }: Page, indent = '', first = indent): readonly string[] {
  return wrap(text, Math.min(width, WIDEST_PROSE), indent, first);
}

/** A list below its title; nothing where the list is empty. */
export function titledList(title: string, items: readonly string[], page: Page): readonly string[] {
  return items.length === 0 ? [] : [title, ...items.flatMap((item) => proseLines(item, page, '    ', '  '))];
}

/** `findingTable` below a title with their number; nothing where there are none. */
export function titledTable(
  title: string,
  findings: readonly Finding[],
  page: Page,
  remarks?: FactsOf,
): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findingTable(findings, { ...page, width: page.width - INDENT.length }, remarks);
  return [title, ...lines.map((line) => INDENT + line)];
}

const INDENT = '  ';

/** One row for each finding: place, rule, message, and what `remarks` adds to it; in front of it its severity where asked for. */
export function findingTable(
  findings: readonly Finding[],
  { paint, width }: Page,
  remarks: FactsOf = () => [],
  withSeverity = false,
): readonly string[] {
  const rows = findings.map((finding) => [
    ...(withSeverity ? [paint(finding.severity, words.SEVERITY_NAMES[finding.severity])] : []),
    `${visible(finding.path)}:${finding.line}`,
    visible(finding.rule),
    [clipped(finding.message, LONGEST), ...remarks(finding)].join('; '),
  ]);
  return proseTable(rows, width);
}

/** The verdict, broken to the width of the page. */
export function verdictLines({ kind, complete, words }: Verdict, page: Page): readonly string[] {
  return proseLines(page.paint(verdictStyle(kind, complete), words), page);
}

function verdictStyle(kind: Verdict['kind'], complete: boolean): Parameters<Paint>[0] {
  if (kind === 'incomplete' || (!complete && kind === 'info')) return 'warning';
  return kind === 'clean' ? 'good' : kind === 'nothing' || kind === 'partly' ? 'bold' : kind;
}
