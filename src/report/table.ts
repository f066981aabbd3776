/** Tables: aligned for a terminal, or in Markdown. The first row is the head; cells are safe to print already. */
import { widthOf } from './width.ts';

export type Row = readonly string[];
export type Align = 'left' | 'right';

/** Gives a cell its colour once it has its width. */
export type Decorate = (padded: string, cell: string, row: number) => string;

/** The lines of a table with two spaces between its columns; columns without an `align` go left. */
export function alignedTable(
  rows: readonly Row[],
  align: readonly Align[] = [],
  decorate: Decorate = (padded) => padded,
): readonly string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row, index) =>
    widths
      .map((width, at) => decorate(padded(row[at] ?? '', width, align[at] ?? 'left'), row[at] ?? '', index))
      .join('  ')
      .trimEnd(),
  );
}

/** The lines of a Markdown table (https://github.github.com/gfm/#tables-extension-). */
export function markdownTable(rows: readonly Row[], align: readonly Align[] = []): readonly string[] {
  const [head, ...body] = rows;
  if (head === undefined) return [];
  const rule = head.map((_, at) => (align[at] === 'right' ? '--:' : '---'));
  return [head, rule, ...body].map((row) => `| ${row.join(' | ')} |`);
}

function padded(cell: string, width: number, align: Align): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return align === 'right' ? space + cell : cell + space;
}
