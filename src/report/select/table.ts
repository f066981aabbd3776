/** Tables: aligned for a terminal, or in Markdown. The first row is the head; cells are safe to print already. */
import { cutPath, widthOf, wrap } from './text-width.ts';

export type Row = readonly string[];
export type Align = 'left' | 'right';

const GAP = '  ';

/** The lines of a table with two spaces between its columns; columns without an `align` go left. */
export function alignedTable(rows: readonly Row[], align: readonly Align[] = []): readonly string[] {
  const widths = widthsOf(rows);
  return rows.map((row) =>
    widths
      .map((width, at) => padded(row[at] ?? '', width, align[at] ?? 'left'))
      .join(GAP)
      .trimEnd(),
  );
}

/** A column of words is not made narrower than this; where it would be, the words go below their row. */
const NARROWEST_PROSE = 24;
const BELOW = '    ';

/** `alignedTable` in at most `width` columns; the words of the last column are wrapped, beside their row or below it. */
export function proseTable(rows: readonly Row[], width: number, align: readonly Align[] = []): readonly string[] {
  const last = columnsOf(rows) - 1;
  const prose = rows.map((row) => row[last] ?? '');
  const heads = rows.map((row) => row.slice(0, last));
  const room = width - sumOf(widthsOf(heads)) - GAP.length;
  if (room >= widest(prose)) return alignedTable(rows, align);
  if (room >= Math.max(NARROWEST_PROSE, widest(prose.flatMap((text) => text.split(' ')))))
    return alignedTable(
      rows.flatMap((row, at) => wrappedRow(row.slice(0, last), prose[at] ?? '', room)),
      align,
    );
  const aligned = alignedTable(heads, align);
  const isAligned = sumOf(widthsOf(heads)) <= width;
  const others = heads.map((head) => head.slice(1));
  const below = sumOf(widthsOf(others)) + GAP.length <= width ? alignedTable(others, align.slice(1)) : null;
  return heads.flatMap((head, at) => [
    ...(isAligned
      ? aligned.slice(at, at + 1)
      : below === null
        ? stackedHead(head)
        : [head[0] ?? '', `${GAP}${below[at]}`]),
    ...wrap(prose[at] ?? '', width, BELOW),
  ]);
}

function wrappedRow(head: Row, prose: string, room: number): readonly Row[] {
  const [first = '', ...others] = wrap(prose, room);
  return [[...head, first], ...others.map((line) => [...head.map(() => ''), line])];
}

/** Each cell on a line of its own. */
function stackedHead(head: Row): readonly string[] {
  return head.map((cell, at) => (at === 0 ? cell : `${GAP}${cell}`));
}

/** A column of names is not made narrower than this; where it would be, the table is printed in parts. */
const NARROWEST_NAME = 16;

/**
 * A table of figures in at most `width` columns. Where it is wider, the names of the first column lose their first
 * folders; then the columns are printed in parts, one below the other, each with the names.
 * @param extra the last column says nothing that the figures do not say, and is left out when room runs short
 */
export function figureTable(
  rows: readonly Row[],
  width: number,
  align: readonly Align[] = [],
  { extra = false } = {},
): readonly string[] {
  const widths = widthsOf(rows);
  if (sumOf(widths) <= width) return alignedTable(rows, align);
  if (extra) {
    const columns = widths.length - 1;
    return figureTable(
      rows.map((row) => row.slice(0, columns)),
      width,
      align,
    );
  }
  const [[title = '', ...head] = [], ...body] = rows;
  const names = body.map(([name = '']) => name);
  const longest = widest(names);
  const beside = width - sumOf(widths.slice(1)) - GAP.length;
  const room = Math.min(longest, Math.max(beside, NARROWEST_NAME));
  const titleLines = widthOf(title) <= room ? [] : wrap(title, width);
  const cut = [
    [titleLines.length === 0 ? title : '', ...head],
    ...body.map(([name = '', ...figures]) => [cutPath(name, room), ...figures]),
  ];
  const part = (columns: readonly number[]) =>
    alignedTable(
      cut.map((row) => columns.map((at) => row[at] ?? '')),
      columns.map((at) => align[at] ?? 'left'),
    );
  return [...titleLines, ...inParts(widthsOf(cut), width).flatMap(part)];
}

/** The columns of a table in as few parts as fit, the first column in each. */
function inParts([name = 0, ...others]: readonly number[], width: number): readonly (readonly number[])[] {
  const parts: number[][] = [];
  let used = width;
  others.forEach((column, at) => {
    const isNew = used + GAP.length + column > width;
    if (isNew) parts.push([0]);
    used = (isNew ? name : used) + GAP.length + column;
    parts.at(-1)?.push(at + 1);
  });
  return parts;
}

/** The lines of a Markdown table (https://github.github.com/gfm/#tables-extension-). */
export function markdownTable(rows: readonly Row[], align: readonly Align[] = []): readonly string[] {
  const [head, ...body] = rows;
  if (head === undefined) return [];
  const rule = head.map((_, at) => (align[at] === 'right' ? '--:' : '---'));
  return [head, rule, ...body].map((row) => `| ${row.join(' | ')} |`);
}

function widthsOf(rows: readonly Row[]): readonly number[] {
  return Array.from({ length: columnsOf(rows) }, (_, at) => widest(rows.map((row) => row[at] ?? '')));
}

function columnsOf(rows: readonly Row[]): number {
  return rows.reduce((most, row) => Math.max(most, row.length), 0);
}

/** The width of the widest; texts can be many. */
function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, widthOf(text)), 0);
}

/** What columns of these widths take with the gaps between them. */
function sumOf(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0) + GAP.length * Math.max(0, widths.length - 1);
}

function padded(cell: string, width: number, align: Align): string {
  const space = ' '.repeat(Math.max(0, width - widthOf(cell)));
  return align === 'right' ? space + cell : cell + space;
}
