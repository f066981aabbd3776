/**
 * Safety marks: `SAFETY:` in a comment, and the rule by lines of text that says which code it belongs to.
 * The rule is Clippy's `undocumented_unsafe_blocks` (as of 1.95), in our own words: the nearest line above that is
 * neither blank nor an attribute decides.
 */
import type { LineTable } from '../text/lines.ts';

/** A found mark: where the word `SAFETY` (in any case) is. */
export interface Mark {
  readonly offset: number;
  readonly line: number;
}

/** So many lines above code are searched at most. */
const FARTHEST = 2_000;

const MARK = /safety:/i;
const MARK_AT_START = /^\s*safety:/i;

/**
 * The mark that belongs to the code on line `below`.
 * @param from the first line that may be searched; `from - 1` is where the enclosing item or block begins
 */
export function markAbove(lines: LineTable, from: number, below: number): Mark | undefined {
  const top = Math.max(from, lines.first, below - FARTHEST);
  const { nearest, marks } = surveyOf(lines);
  const first = nearest(below - 1);
  if (first < top) return undefined;
  // many places can have the same lines above them
  const key = `${top} ${below}`;
  if (!marks.has(key)) marks.set(key, markFrom(lines, top, first, below));
  return marks.get(key);
}

function markFrom(lines: LineTable, top: number, first: number, below: number): Mark | undefined {
  const text = lines.lineText(first).trimStart();
  if (text.startsWith('//')) return markInRun(lines, top, first);
  return trailingMark(lines, first) ?? blockMark(lines, top, first, below);
}

/** What is asked of a text's lines again and again, each found once. */
interface Survey {
  /** The nearest line at or above one that is neither blank nor an attribute that closes on its line; 0 where there is none. */
  readonly nearest: (line: number) => number;
  /** The nearest line at or above one that begins with a block comment; 0 where there is none. */
  readonly opening: (line: number) => number;
  /** By the offset of a block comment its end, and its mark: -1 where it has none. */
  readonly comments: Map<number, { readonly end: number; readonly mark: number }>;
  /** By the first line that is searched and the line of the code. */
  readonly marks: Map<string, Mark | undefined>;
}

const SURVEYS = new WeakMap<LineTable, Survey>();

function surveyOf(lines: LineTable): Survey {
  const known = SURVEYS.get(lines);
  if (known !== undefined) return known;
  const made = {
    nearest: nearestOf(lines, (text) => !isPassedOver(text.trim())),
    opening: nearestOf(lines, (text) => text.trimStart().startsWith('/*')),
    comments: new Map(),
    marks: new Map(),
  };
  SURVEYS.set(lines, made);
  return made;
}

/** Finds the nearest line at or above one that is wanted, going no farther up than it has not been yet. */
function nearestOf(lines: LineTable, isWanted: (text: string) => boolean): (line: number) => number {
  const found = new Map<number, number>();
  return (from) => {
    let line = from;
    const way: number[] = [];
    for (; line >= lines.first && !found.has(line); line -= 1) {
      way.push(line);
      if (isWanted(lines.lineText(line))) break;
    }
    const nearest = line < lines.first ? 0 : (found.get(line) ?? line);
    for (const passed of way) found.set(passed, nearest);
    return nearest;
  };
}

/** Whether a line, its white space taken off, does not end the search above code: it is blank, or an attribute that closes on it. */
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

/** `code // SAFETY: ...` on the line above: the mark has to follow the comment's opening directly. */
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
  const { opening, comments } = surveyOf(lines);
  const line = opening(bottom);
  if (line < from) return undefined;
  const text = lines.lineText(line);
  const start = lines.startOf(line) + text.length - text.trimStart().length;
  let comment = comments.get(start);
  if (comment === undefined) {
    const end = blockCommentEnd(lines.text, start);
    const mark = lines.text.slice(start, end).search(MARK);
    comment = { end, mark: mark === -1 ? -1 : start + mark };
    comments.set(start, comment);
  }
  const code = lines.startOf(below);
  const { end, mark } = comment;
  if (mark === -1 || mark + 'safety:'.length > code || lines.text.slice(end, code).trim() !== '') return undefined;
  return { offset: mark, line: lines.lineOf(mark) };
}

function blockCommentEnd(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
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
