/**
 * Safety marks: `SAFETY:` in a comment, and the rule by lines of text that says which code it belongs to.
 * The rule is Clippy's `undocumented_unsafe_blocks` (as of 1.95), in our own words: the nearest line above that is
 * neither blank nor an attribute decides.
 */
import type { LineTable } from '../text/lines.ts';

/** A found mark: where the word `SAFETY` (in any case) stands. */
export interface Mark {
  readonly offset: number;
  readonly line: number;
}

/** No comment stands farther above its code: so many lines are searched at most. */
const FARTHEST = 2_000;

const MARK = /safety:/i;
const MARK_AT_START = /^\s*safety:/i;

/**
 * The mark that belongs to the code on line `below`.
 * @param from the first line that may be searched; `from - 1` is where the enclosing item or block begins
 */
export function markAbove(lines: LineTable, from: number, below: number): Mark | undefined {
  const top = Math.max(from, lines.first, below - FARTHEST);
  const first = nearestLine(lines, top, below);
  if (first === undefined) return undefined;
  const text = lines.lineText(first).trimStart();
  if (text.startsWith('//')) return markInRun(lines, top, first);
  return trailingMark(lines, first) ?? blockMark(lines, top, first, below);
}

/** The nearest line at or above `below - 1` that is neither blank nor an attribute that closes on its line. */
function nearestLine(lines: LineTable, from: number, below: number): number | undefined {
  for (let line = below - 1; line >= from; line -= 1) {
    if (!isPassedOver(lines.lineText(line).trim())) return line;
  }
  return undefined;
}

/** Whether a line, its white space taken off, says nothing about what stands above code: it is blank, or an attribute that closes on it. */
export function isPassedOver(trimmed: string): boolean {
  return trimmed === '' || ((trimmed.startsWith('#[') || trimmed.startsWith('#![')) && trimmed.endsWith(']'));
}

/** Upwards through a run of line comments; attributes and blank lines between them do not end it, fenced examples do not count. */
function markInRun(lines: LineTable, from: number, bottom: number): Mark | undefined {
  let inExample = false;
  for (let line = bottom; line >= from; line -= 1) {
    const raw = lines.lineText(line);
    const text = raw.trimStart();
    if (isPassedOver(text.trimEnd())) continue;
    if (!text.startsWith('//')) return undefined;
    if (/^\/\/[/!]\s*```/.test(text)) inExample = !inExample;
    const at = inExample ? -1 : text.search(MARK);
    if (at !== -1) return markAt(lines, line, raw.length - text.length + at);
  }
  return undefined;
}

/** `code // SAFETY: ...` on the line above: the mark has to stand right behind the comment's opening. */
function trailingMark(lines: LineTable, line: number): Mark | undefined {
  const text = lines.lineText(line);
  const openings = [text.indexOf('//'), text.indexOf('/*')].filter((at) => at !== -1);
  if (openings.length === 0) return undefined;
  const behind = Math.min(...openings) + 2;
  const found = MARK_AT_START.exec(text.slice(behind));
  return found === null ? undefined : markAt(lines, line, behind + found[0].length - 'safety:'.length);
}

/** A block comment that opens at the start of a line, with nothing but white space between it and the code. */
function blockMark(lines: LineTable, from: number, bottom: number, below: number): Mark | undefined {
  for (let line = bottom; line >= from; line -= 1) {
    const text = lines.lineText(line);
    const opening = text.length - text.trimStart().length;
    if (!text.startsWith('/*', opening)) continue;
    const start = lines.startOf(line) + opening;
    const between = lines.text.slice(start, lines.startOf(below));
    const end = blockCommentLength(between);
    const at = between.slice(0, end).search(MARK);
    return at !== -1 && between.slice(end).trim() === '' ? markAt(lines, line, opening + at) : undefined;
  }
  return undefined;
}

function blockCommentLength(text: string): number {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.startsWith('/*', at)) {
      depth += 1;
      at += 1;
    } else if (text.startsWith('*/', at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return text.length;
}

/** `column` counts from 0 and may lie on a later line of a block comment. */
function markAt(lines: LineTable, line: number, column: number): Mark {
  const offset = lines.startOf(line) + column;
  return { offset, line: lines.lineOf(offset) };
}

/** The mark of a comment that is the first thing behind an opening brace, and begins with it. */
export function markInside(text: string, behindBrace: number): number | undefined {
  const found = /^\s*\/[/*]\s*safety:/i.exec(text.slice(behindBrace, behindBrace + 400));
  return found === null ? undefined : behindBrace + found[0].length - 'safety:'.length;
}
