/** The points of a text at which its syntax is needed: unsafe keywords, lint attributes, lines below SAFETY marks, sections. */
import type { LineTable } from '../text/lines.ts';
import { type LintAttribute, lintAttributes } from './attributes.ts';
import type { Tokens } from './lexer.ts';
import { lineStartsBelowMarks } from './marked.ts';

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

/** Gives the reason why a text is not read; undefined where no kind of point is there more than `limit` times. */
export function tooManyPoints({ unsafeKeywords, attributes, belowMarks }: Points, limit: number): string | undefined {
  const most = Math.max(unsafeKeywords.length, attributes.length, belowMarks.length);
  if (most <= limit) return undefined;
  return `it has ${most} unsafe keywords, lint attributes or SAFETY comments, too many to read`;
}

/** Where documentation has a line that reads as a `# Safety` heading. */
function safetySections(text: string): number[] {
  return Array.from(text.matchAll(/#[ \t]+(?:implementation )?safety\b/gi), ({ index }) => index);
}
