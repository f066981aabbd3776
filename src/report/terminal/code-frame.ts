/** Code frames: the source around a finding, with its code marked below or beside it, as rustc draws them. */
import type { Finding, FrameLine } from '../../finding/finding.ts';
import { visible, wellFormed } from '../select/escape-unprintable.ts';
import { cutEnd, widthOf } from '../select/text-width.ts';
import type { Page } from './page.ts';

const TAB = '    ';
/** Source gets so many columns however narrow the page is, and so many of them show what is before the marked code. */
const NARROWEST = 20;
const LEAD = 12;

/** The arrow with the place, and the frame below it where there is one. */
export function codeFrame(finding: Finding, { paint, width }: Page): readonly string[] {
  const gutter = gutterOf(finding);
  const margin = ' '.repeat(gutter);
  const place = `${visible(finding.path)}:${finding.line}:${finding.column}`;
  const arrow = `${margin}${paint('edge', '-->')} ${place}`;
  if (finding.frame.length === 0) return [arrow];

  const bar = `${margin} ${paint('edge', '|')}`;
  const rail = finding.endLine > finding.line ? RAIL : '';
  const room = Math.max(NARROWEST, width - gutter - ' | '.length - rail.length);
  const from = firstUnitShown(finding, room);
  const lines = finding.frame.flatMap(({ line, text }) => {
    const number = paint('edge', `${String(line).padStart(gutter)} |`);
    const beside = rail === '' ? '' : paint(finding.severity, railBeside(line, finding));
    const source = `${number} ${beside}${sourceLine(text, from, room)}`.trimEnd();
    const mark = markBelow({ line, text }, finding, from, room);
    return mark === ''
      ? [source]
      : [source, `${bar} ${mark.replace(/\S+/, (marks) => paint(finding.severity, marks))}`];
  });
  return [arrow, bar, ...lines, bar];
}

/** The columns that line numbers take; two without a frame. */
export function gutterOf({ frame }: Finding): number {
  return Math.max(...(frame.length === 0 ? [2] : frame.map(({ line }) => String(line).length)));
}

/** What runs along code of several lines. */
const RAIL = '| ';

function railBeside(line: number, finding: Finding): string {
  if (line === finding.line) return '/ ';
  return line > finding.line && line <= finding.endLine ? RAIL : ' '.repeat(RAIL.length);
}

/** Carets below code of one line; below the last of several lines the end of their rail. Empty where nothing is marked. */
function markBelow({ line, text }: FrameLine, finding: Finding, from: number, room: number): string {
  const end = finding.endColumn - 1;
  if (finding.endLine > finding.line)
    return line === finding.endLine ? `|${'_'.repeat(Math.min(room, widthOf(stretch(text, from, end))))}^` : '';
  if (line !== finding.line) return '';
  const at = Math.min(finding.column - 1, text.length);
  const before = widthOf(stretch(text, from, at));
  const marked = Math.min(widthOf(printable(text.slice(at, Math.max(at, end)))), room - before);
  return ' '.repeat(before) + '^'.repeat(Math.max(1, marked));
}

/** Where lines are entered so that the marked code is in view; 0 where it is in view from their start. */
function firstUnitShown({ line, column, endLine, endColumn, frame }: Finding, room: number): number {
  const text = frame.find((each) => each.line === line)?.text ?? '';
  const end = endLine > line ? column : endColumn;
  // the last column may be an ellipsis
  const isInView = end <= 2 * room && widthOf(printable(text.slice(0, end - 1))) < room;
  if (isInView) return 0;
  let from = Math.min(column - 1, text.length);
  while (from > 0 && widthOf(printable(text.slice(from - 1, column - 1))) <= LEAD) from -= 1;
  return from;
}

/** A line from unit `from` on, as much as `room` columns hold. */
function sourceLine(text: string, from: number, room: number): string {
  // that many units fill it, unless characters take no column
  const to = from + 2 * room;
  return cutEnd(stretch(text, from, to) + (text.length > to ? '…' : ''), room);
}

/** From unit `from` to unit `to`, with an ellipsis for what is before it. */
function stretch(text: string, from: number, to: number): string {
  return (from > 0 && text.length > from ? '…' : '') + printable(text.slice(from, Math.max(from, to)));
}

function printable(text: string): string {
  return visible(wellFormed(text).replaceAll('\t', TAB).replace(/\r$/, ''));
}
