/**
 * Reading a piece of a file (one side of a hunk) with the code that reads whole files. What the piece does not show is not
 * guessed: a site whose justification could be above the first line is marked as cut off.
 */
import { LineTable } from '../text/lines.ts';
import { lintAttributes } from './attributes.ts';
import { markedCode } from './code-below-marks.ts';
import { type Completed, completed } from './completed.ts';
import { examplesOf } from './examples.ts';
import { emptyRoot, READ_LIMITS, type RustFile, readExamples, scopeOf, unreadFile, withoutSyntax } from './file.ts';
import { itemsOf } from './items.ts';
import { lex, type Tokens } from './lexer.ts';
import { isBroken, withoutHeads } from './loose.ts';
import { type Points, pointsOf, tooManyPoints } from './points.ts';
import type { Reading } from './reading.ts';
import { RUN, type Run } from './run.ts';
import { isMarkShown, isMatcher, isOwnToWrite, itemsShown, settledSite } from './settled.ts';
import type { ReadPiece } from './shown.ts';
import type { Site } from './site.ts';
import { accountsOf } from './sites.ts';
import { parseSyntax, type Syntax } from './syntax.ts';
import { withTakenAway } from './taken-away.ts';

/** A piece without these words has no site, no mark, no section and no type of C, so that its syntax is not needed. */
const WORDS = /unsafe|safety|\bextern\b|\bbindings::/i;

/**
 * Reads a piece that begins at line `firstLine` of its file; lines are the file's, offsets those of {@link RustFile.text}.
 * @param before the other side of the hunk, for the later one
 * @param run what keeps all but the parser within a time, where anything does
 */
export function readExcerpt(piece: string, firstLine: number, before?: RustFile, run: Run = RUN): RustFile {
  if (!WORDS.test(piece)) return withAttributes(new LineTable(piece, undefined, firstLine), lex(piece));
  if (piece.length > READ_LIMITS.length)
    return unreadFile(`it is longer than ${READ_LIMITS.length / 1_000_000} million characters`);
  const { whole, points } = run(() => {
    const whole = completed(piece, firstLine);
    return { whole, points: pointsOf(whole.tokens, whole.lines) };
  });
  const tooMany = tooManyPoints(points, whole.tokens, READ_LIMITS.points);
  if (tooMany !== undefined) return unreadFile(tooMany);
  const syntax = syntaxOf(whole, points.sorted, run);
  const examples = run(() => examplesOf(whole.tokens, whole.lines, (first) => isDocShown(whole, first)));
  const file = run(() => fileOf(whole, points, syntax, before));
  return { ...file, examples: readExamples(examples, whole.lines, { ...READ_LIMITS, run }) };
}

/** Whether documentation that begins with a token has its first line in the piece. */
function isDocShown({ tokens, piece, heads }: Completed, first: number): boolean {
  if (heads.length === 0) return true;
  return first > 0 && tokens.start(first - 1) >= piece.start;
}

function fileOf(whole: Completed, points: Points, syntax: Syntax | undefined, before: RustFile | undefined): RustFile {
  const { lines, tokens } = whole;
  const { unsafeKeywords: keywords, attributes, belowMarks } = points;
  const root = syntax?.root ?? emptyRoot(tokens.text);
  const items = itemsOf(root, tokens);
  const reading: Reading = {
    lines,
    tokens,
    root,
    items,
    inDocExample: false,
    place: (offset) => ({ offset, within: undefined }),
  };
  const read: ReadPiece = { ...whole, errors: (syntax?.errors ?? []).map(({ start }) => start) };
  const matchers = new Set(keywords.filter((keyword) => isMatcher(tokens, keyword)));
  const accounts = accountsOf(
    reading,
    undefined,
    keywords.filter((keyword) => !matchers.has(keyword)),
  );
  const settled = accounts.sites.map((site) => settledSite(read, reading, site));
  const isOwn = (site: Site): boolean => isOwnToWrite(read, site);
  const sites = before === undefined ? settled : withTakenAway(before, { lines, sites: settled }, isOwn);
  return {
    ...withoutSyntax(lines, tokens),
    root,
    piece: whole.piece,
    items: itemsShown(read, items.all, sites),
    sites,
    exempt: [
      ...accounts.exempt,
      ...[...matchers].map((keyword) => ({ kind: 'exempt', offset: tokens.start(keyword), why: 'matcher' }) as const),
    ],
    lost: accounts.lost,
    marked: markedCode(reading, belowMarks).filter((each) => isMarkShown(read, reading, each)),
    attributes: attributes.map((attribute) => ({ ...attribute, ...scopeOf(reading, attribute) })),
  };
}

/** The heads of the piece are read where they make sense, else they are left out. */
function syntaxOf(whole: Completed, points: readonly number[], run: Run): Syntax | undefined {
  const parse = (change?: (text: string) => string) =>
    parseSyntax(whole.tokens, points, READ_LIMITS.parseMs, change, run);
  if (isBroken(whole)) return parse(withoutHeads(whole));
  const syntax = parse();
  const hasHead = whole.heads.some(({ start, end }) => start < end);
  if (syntax === undefined || syntax.errors.length === 0 || !hasHead) return syntax;
  return parse(withoutHeads(whole));
}

/** With the lint attributes, whose scopes matter for unsafe code alone. */
function withAttributes(lines: LineTable, tokens: Tokens): RustFile {
  const attributes = lintAttributes(tokens).map((each) => ({ ...each, scope: each.span, inMacro: false }));
  return { ...withoutSyntax(lines, tokens), attributes };
}
