/** Lines of an input: cut at `\n` alone, each with the place that messages name. */
import { shortenedTo } from '../text/foreign-text.ts';

/** A run of lines out of an input, and where it came from. */
export interface SourceLines {
  readonly lines: readonly string[];
  /** The name of the input, or of the decoded mail in it. */
  readonly name: string;
  /** The line of the input, counted from 1, that `lines[0]` is. */
  readonly firstLine: number;
}

/** Cuts `text` at `\n`; nothing after the last `\n` is not a line. */
export function sourceLines(text: string, name: string, firstLine = 1): SourceLines {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return { lines, name, firstLine };
}

/** `input:line` of the line at `index`. */
export function placeOf({ name, firstLine }: SourceLines, index: number): string {
  return `${name}:${firstLine + index}`;
}

/**
 * Undoes a transport that made lines end in CRLF. The diff's own headers show it: git ends them in LF, also where the
 * lines of the file end in CRLF. A footer that was added later may end in LF.
 */
export function withoutTransportCarriageReturns(text: string): string {
  if (!text.includes('\r\n')) return text;
  const headers = text.match(/^(?:diff --git |@@ -)[^\n]*$/gm) ?? [];
  const isTransports = headers.length === 0 || headers.every((line) => line.endsWith('\r'));
  return isTransports ? text.replaceAll('\r\n', '\n') : text;
}

/** A line as messages show it: in backticks, cut after 60 characters, control characters but tabs as U+FFFD. */
export function shortened(line: string): string {
  return `\`${shortenedTo(line, 60).replaceAll(/[^\P{Cc}\t]/gu, '\uFFFD')}\``;
}
