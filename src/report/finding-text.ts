/** Findings for a terminal: one at full length, or many as a table of one line each. */
import type { Finding } from '../finding/finding.ts';
import { codeFrame, gutterOf } from './frame.ts';
import type { Paint } from './paint.ts';
import { alignedTable } from './table.ts';
import type { Verdict } from './verdict.ts';
import { clipped, visible } from './visible.ts';
import { relatedWords } from './words.ts';

/** The longest message that is printed, in UTF-16 units. */
const LONGEST = 400;

/** The message, the code frame, and below it what else is known; `facts` are printed on one line. */
export function findingLines(finding: Finding, facts: readonly string[], paint: Paint): readonly string[] {
  const { rule, severity, message, help, related } = finding;
  const title = `${paint(severity, severity)}${paint('bold', `: ${clipped(message, LONGEST)}`)} [${visible(rule)}]`;
  const margin = ' '.repeat(gutterOf(finding) + 1);
  const remark = (label: string, text: string) =>
    `${margin}${paint('edge', '=')} ${paint('bold', `${label}:`)} ${text}`;
  return [
    title,
    ...codeFrame(finding, paint),
    ...(facts.length === 0 ? [] : [remark('note', facts.join('; '))]),
    ...related.map((place) => remark('see', relatedWords(place))),
    ...(help === '' ? [] : [remark('help', clipped(help, LONGEST))]),
  ];
}

/** `findingTable` below a title with their number; nothing where there are none. */
export function titledTable(
  title: string,
  findings: readonly Finding[],
  remarks?: (finding: Finding) => readonly string[],
): readonly string[] {
  return findings.length === 0 ? [] : [title, ...indented(findingTable(findings, remarks))];
}

export function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

/** One aligned line for each finding: place, rule, message, and what `remarks` adds to it. */
export function findingTable(
  findings: readonly Finding[],
  remarks: (finding: Finding) => readonly string[] = () => [],
): readonly string[] {
  const rows = findings.map((finding) => [
    `${visible(finding.path)}:${finding.line}`,
    visible(finding.rule),
    [clipped(finding.message, LONGEST), ...remarks(finding)].join('; '),
  ]);
  return alignedTable(rows);
}

export function verdictLine({ kind, complete, words }: Verdict, paint: Paint): string {
  if (kind === 'incomplete' || (!complete && kind === 'info')) return paint('warning', words);
  return paint(kind === 'clean' ? 'good' : kind === 'nothing' || kind === 'partly' ? 'bold' : kind, words);
}
