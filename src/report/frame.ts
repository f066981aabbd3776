/** Code frames: the source around a finding, with carets under the place, as rustc draws them. */
import type { Finding } from '../finding/finding.ts';
import type { Paint } from './paint.ts';
import { visible, wellFormed } from './visible.ts';
import { widthOf } from './width.ts';

const TAB = '    ';
/** How much of a long line is shown, in UTF-16 units, and how much of it in front of the place. */
const LONGEST = 140;
const LEAD = 60;

/** The arrow with the place, and the frame below it where there is one. */
export function codeFrame(finding: Finding, paint: Paint): readonly string[] {
  const gutter = gutterOf(finding);
  const margin = ' '.repeat(gutter);
  const place = `${visible(finding.path)}:${finding.line}:${finding.column}`;
  const arrow = `${margin}${paint('edge', '-->')} ${place}`;
  if (finding.frame.length === 0) return [arrow];

  const bar = `${margin} ${paint('edge', '|')}`;
  const from = firstUnitShown(finding);
  const lines = finding.frame.flatMap(({ line, text }) => {
    const number = paint('edge', `${String(line).padStart(gutter)} |`);
    const more = text.length > from + LONGEST ? '…' : '';
    const source = `${number} ${stretch(text, from, from + LONGEST)}${more}`.trimEnd();
    return line === finding.line ? [source, `${bar} ${carets(text, finding, from, paint)}`] : [source];
  });
  return [arrow, bar, ...lines, bar];
}

/** The columns that line numbers take; two where there is no frame. */
export function gutterOf({ frame }: Finding): number {
  return Math.max(...(frame.length === 0 ? [2] : frame.map(({ line }) => String(line).length)));
}

/** Where a long line is entered so that the place is in view; 0 for all others. */
function firstUnitShown(finding: Finding): number {
  return finding.column > LONGEST ? finding.column - LEAD : 0;
}

/** From unit `from` to unit `to`, printable, with an ellipsis for what stands before it. */
function stretch(text: string, from: number, to: number): string {
  const before = from > 0 && text.length > from ? '…' : '';
  return before + visible(wellFormed(text.slice(from, to)).replaceAll('\t', TAB).replace(/\r$/, ''));
}

/** Below the word at the finding's column, or below one character where no word is. */
function carets(text: string, finding: Finding, from: number, paint: Paint): string {
  const at = Math.min(finding.column - 1, text.length);
  const word = /^[\w#]+/.exec(text.slice(at, from + LONGEST))?.[0] ?? ' ';
  return ' '.repeat(widthOf(stretch(text, from, at))) + paint(finding.severity, '^'.repeat(word.length));
}
