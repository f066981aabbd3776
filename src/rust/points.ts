/** The points of a text at which its syntax is needed: unsafe keywords, lint attributes, lines below SAFETY marks, sections. */
import type { LineTable } from '../text/lines.ts';
import { type LintAttribute, lintAttributes } from './attributes.ts';
import { lineStartsBelowMarks } from './code-below-marks.ts';
import type { Tokens } from './lexer.ts';

/** Offsets are in UTF-16 units. */
export interface Points {
  /** Indices of the tokens, and where they begin. */
  readonly unsafeKeywords: readonly number[];
  readonly unsafeOffsets: readonly number[];
  readonly attributes: readonly LintAttribute[];
  /** Where the lines below `SAFETY:` marks begin. */
  readonly belowMarks: readonly number[];
  /** Where a `# Safety` heading may begin. */
  readonly sections: readonly number[];
  /** All of these offsets, ascending. */
  readonly sorted: readonly number[];
}

/** Gives the points of a text, or of a piece of one. */
export function pointsOf(tokens: Tokens, lines: LineTable): Points {
  const unsafeKeywords = tokens.allOf('unsafe');
  const unsafeOffsets = unsafeKeywords.map((index) => tokens.start(index));
  const attributes = lintAttributes(tokens);
  const belowMarks = lineStartsBelowMarks(lines, tokens);
  const sections = safetySections(tokens.text);
  const sorted = [...unsafeOffsets, ...attributes.map(({ span }) => span.start), ...belowMarks, ...sections];
  sorted.sort((a, b) => a - b);
  return { unsafeKeywords, unsafeOffsets, attributes, belowMarks, sections, sorted };
}

/**
 * The code of each unsafe block is compared, so code counts as often as blocks are around it: so often at most on the whole.
 * No file of a kernel tree reaches 2.
 */
const MOST_AROUND = 20;
/** So many tokens may be within any number of blocks. */
const FREE = 1_000_000;

/**
 * Gives the reason why a text is not read: some kind of point is there more than `limit` times, or too much of it is
 * unsafe code within unsafe code. Undefined where neither is so.
 */
export function tooManyPoints(
  { unsafeKeywords, attributes, belowMarks }: Points,
  tokens: Tokens,
  limit: number,
): string | undefined {
  const most = Math.max(unsafeKeywords.length, attributes.length, belowMarks.length);
  if (most > limit) return `it has ${most} unsafe keywords, lint attributes or SAFETY comments; the limit is ${limit}`;
  let within = 0;
  for (const keyword of unsafeKeywords) within += Math.max(0, tokens.partner(tokens.next(keyword)) - keyword);
  if (within <= FREE + MOST_AROUND * tokens.count) return undefined;
  return 'its unsafe blocks are nested too deeply to be analysed';
}

/** Where documentation has a line that reads as a `# Safety` heading. */
function safetySections(text: string): number[] {
  return Array.from(text.matchAll(/#[ \t]+(?:implementation )?safety\b/gi), ({ index }) => index);
}
