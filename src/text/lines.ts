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
  /** The number of the text's first line: 1, but for a piece of a file. */
  readonly first: number;
  readonly #starts: readonly number[];
  /** Where the text begins in the one that `#starts` are the line starts of, and at which of them. */
  readonly #base: number = 0;
  readonly #skipped: number = 0;

  /**
   * @param like the table of a text with the same line ends, if available
   * @param first the number of the first line; with `like` the line of that text at which this one begins
   */
  constructor(text: string, like?: LineTable, first = 1) {
    this.text = text;
    this.first = first;
    if (like !== undefined) {
      this.#starts = like.#starts;
      this.#skipped = like.#skipped + first - like.first;
      this.#base = this.#starts[this.#skipped] ?? 0;
      return;
    }
    const starts = [0];
    for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    this.#starts = starts;
  }

  /** The number of the last line; an empty text has one line, and so has the rest behind a last `\n`. */
  get last(): number {
    return this.first + this.#starts.length - this.#skipped - 1;
  }

  /** The line that holds `offset`. */
  lineOf(offset: number): number {
    const wanted = offset + this.#base;
    let low = this.#skipped;
    let high = this.#starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((this.#starts[middle] as number) <= wanted) low = middle;
      else high = middle;
    }
    return low - this.#skipped + this.first;
  }

  positionOf(offset: number): Position {
    const line = this.lineOf(offset);
    return { line, column: offset - this.startOf(line) + 1 };
  }

  /** Where a line begins; the text's start for lines above the first one, its end for lines behind the last one. */
  startOf(line: number): number {
    if (line < this.first) return 0;
    const start = this.#starts[line - this.first + this.#skipped];
    return start === undefined ? this.text.length : start - this.#base;
  }

  /** A line's text without its `\n`; empty for a missing line. */
  lineText(line: number): string {
    if (line < this.first) return '';
    const end = line < this.last ? this.startOf(line + 1) - 1 : this.text.length;
    return this.text.slice(this.startOf(line), end);
  }
}
