/** Line tables: from an offset in a text to its line and column, and back. */

/** A stretch of a text, in UTF-16 units from its start; `end` is the first unit behind it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place as editors show it: both count from 1, the column in UTF-16 units (SARIF 2.1.0, section 3.14.17). */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The starts of a text's lines. A line ends with `\n`; a `\r` before it belongs to the line. */
export class LineTable {
  readonly text: string;
  readonly #starts: readonly number[];

  /** @param like the table of a text with the same line ends, where one is at hand */
  constructor(text: string, like?: LineTable) {
    this.text = text;
    if (like !== undefined) {
      this.#starts = like.#starts;
      return;
    }
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  /** How many lines there are; an empty text has one, and so has the rest behind a last `\n`. */
  get count(): number {
    return this.#starts.length;
  }

  /** The line, counted from 1, that holds `offset`. */
  lineOf(offset: number): number {
    let low = 0;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  }

  positionOf(offset: number): Position {
    const line = this.lineOf(offset);
    return { line, column: offset - this.startOf(line) + 1 };
  }

  /** Where a line, counted from 1, begins; the text's end for lines behind the last one. */
  startOf(line: number): number {
    return this.#starts[line - 1] ?? this.text.length;
  }

  /** A line's text without its `\n`. */
  lineText(line: number): string {
    const end = line < this.#starts.length ? this.startOf(line + 1) - 1 : this.text.length;
    return this.text.slice(this.startOf(line), end);
  }
}
