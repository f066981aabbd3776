/** The expanded reading of a file: calls of known macros are replaced by what they become. */
import type { Span } from '../../text/lines.ts';
import { itemsOf } from '../items.ts';
import { lex, TokenKind, type Tokens } from '../lexer.ts';
import type { Place, Reading } from '../reading.ts';
import type { Run } from '../run.ts';
import { parseSyntax, type SyntaxNode } from '../syntax.ts';
import { type Call, expandedCalls } from './calls.ts';
import type { Piece } from './fragments.ts';

/** The expanded reading, and what it says of the tokens that macros handled. */
export interface ExpandedReading extends Reading {
  /** For an `unsafe` of the file in a macro's tokens: the offsets in this reading where it ended up. */
  readonly occurrences: ReadonlyMap<number, readonly number[]>;
  /** Whether what the file has at an offset is in this reading: items without a call are not. */
  readonly covers: (offset: number) => boolean;
  /** Stretches of the file that are calls this reading replaced. */
  readonly calls: readonly Span[];
  /** Offsets in this reading of the tokens on the lines below marks. */
  readonly belowMarks: readonly number[];
}

/** A part of the expanded text: one token that a macro handled, or a stretch of the file. */
interface Part {
  readonly at: number;
  readonly piece: Piece | undefined;
  /** For a stretch: where in the file it begins. */
  readonly source: number;
}

/** What the expanded reading is wanted for: offsets in the file, ascending. */
export interface Interests {
  readonly unsafeKeywords: readonly number[];
  readonly belowMarks: readonly number[];
  /** Documentation with a safety section. */
  readonly sections: readonly number[];
}

/**
 * Reads a file with its macro calls expanded, as far as the calls have to do with what is of interest.
 * @returns undefined where no such call is there
 */
export function expandedReading(
  plain: Reading,
  interests: Interests,
  { parseMs, run }: { readonly parseMs: number; readonly run: Run },
): ExpandedReading | undefined {
  const expanded = run(() => expansionOf(plain, interests));
  if (expanded === undefined) return undefined;
  const { expandedTokens, points, ...known } = expanded;
  const syntax = parseSyntax(expandedTokens, points, parseMs, undefined, run);
  if (syntax === undefined) return undefined;
  const items = run(() => itemsOf(syntax.root, expandedTokens));
  const { lines, inDocExample } = plain;
  return { ...known, lines, tokens: expandedTokens, root: syntax.root, items, inDocExample };
}

type Expansion = Pick<ExpandedReading, 'place' | 'occurrences' | 'calls' | 'covers' | 'belowMarks'> & {
  readonly expandedTokens: Tokens;
  /** Offsets in the expanded text, ascending, to which its syntax is needed. */
  readonly points: readonly number[];
};

/** All of the expanded reading that comes before its syntax. */
function expansionOf(plain: Reading, interests: Interests): Expansion | undefined {
  const { lines, tokens } = plain;
  if (!lines.text.includes('!')) return undefined;
  const { unsafeKeywords, belowMarks, sections } = interests;
  const calls = expandedCalls(
    tokens,
    [...unsafeKeywords, ...belowMarks, ...sections].sort((a, b) => a - b),
  );
  if (calls.length === 0) return undefined;
  const covered = itemsWithCalls(plain, calls);
  const covers = (offset: number): boolean => covered.some(({ start, end }) => start <= offset && offset < end);
  const { text, parts } = replaceCalls(withoutOtherItems(plain, covered), calls);
  const place = (offset: number): Place => {
    const { at, piece, source } = partAt(parts, offset);
    return piece === undefined ? { offset: source + offset - at, within: undefined } : placeOf(piece);
  };
  const occurrences = new Map<number, number[]>();
  const pointsBelowMarks = moved(parts, belowMarks.filter(covers));
  const firstTokens = new Set(belowMarks);
  const markedLines = new Set(belowMarks.map((offset) => lines.lineOf(offset)));
  for (const [index, { at, piece }] of parts.entries()) {
    if (piece === undefined) continue;
    if (piece.text === 'unsafe') {
      const known = occurrences.get(piece.start);
      if (known === undefined) occurrences.set(piece.start, [at]);
      else known.push(at);
    }
    if (markedLines.size === 0 || isOfLibrary(piece)) continue;
    const before = parts[index - 1]?.piece;
    const mayBegin = before === undefined || mayEnd(before);
    const isMarked = firstTokens.has(piece.start) || (mayBegin && markedLines.has(lines.lineOf(piece.start)));
    if (isMarked) pointsBelowMarks.push(at);
  }
  const points = [
    ...moved(parts, unsafeKeywords.filter(covers)),
    ...pointsBelowMarks,
    ...[...occurrences.values()].flat(),
  ];
  points.sort((a, b) => a - b);
  return { expandedTokens: lex(text), points, place, occurrences, calls, covers, belowMarks: pointsBelowMarks };
}

/** The outermost nodes of the file that hold calls. */
function itemsWithCalls({ root }: Reading, calls: readonly Call[]): readonly SyntaxNode[] {
  let next = 0;
  return root.children.filter(({ start, end }) => {
    while (next < calls.length && (calls[next] as Call).start < start) next += 1;
    return next < calls.length && (calls[next] as Call).start < end;
  });
}

/** A stand-in for an item: what matters of it is that it is one, and where it ends. */
const STUB = 'use a;';

/** The file's text with the outermost items that hold no call replaced by stand-ins of their length. */
function withoutOtherItems({ root, lines }: Reading, kept: readonly SyntaxNode[]): string {
  const isKept = new Set(kept);
  let text = '';
  let copied = 0;
  for (const node of root.children) {
    const isItem = /_item$|^macro_definition$/.test(node.type) && !node.type.endsWith('attribute_item');
    if (isKept.has(node) || !isItem || node.end - node.start < STUB.length) continue;
    text += lines.text.slice(copied, node.start) + STUB.padStart(node.end - node.start);
    copied = node.end;
  }
  return text + lines.text.slice(copied);
}

/** Whether a statement or item may begin behind a token. */
function mayEnd({ text, invisible }: Piece): boolean {
  return invisible === true || /^[;{}\]]$/.test(text);
}

function isOfLibrary({ within }: Piece): boolean {
  return within !== undefined && within.definition === undefined;
}

/** The file's text with the calls replaced, and where each part of it comes from. */
function replaceCalls(file: string, calls: readonly Call[]): { text: string; parts: Part[] } {
  const parts: Part[] = [];
  let text = '';
  let source = 0;
  for (const { start, end, pieces } of calls) {
    parts.push({ at: text.length, piece: undefined, source });
    text += file.slice(source, start);
    let before: Piece | undefined;
    for (const piece of pieces) {
      if (before === undefined || !areJoined(before, piece)) text += ' ';
      parts.push({ at: text.length, piece, source: piece.start });
      text += piece.text;
      before = piece;
    }
    text += ' ';
    source = end;
  }
  parts.push({ at: text.length, piece: undefined, source });
  return { text: text + file.slice(source), parts };
}

/** `::`, `=>` and the like are marks without a space between. */
function areJoined(before: Piece, piece: Piece): boolean {
  return (
    before.end === piece.start &&
    before.kind === TokenKind.mark &&
    piece.kind === TokenKind.mark &&
    before.invisible === undefined &&
    piece.invisible === undefined
  );
}

function partAt(parts: readonly Part[], offset: number): Part {
  let low = 0;
  let high = parts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((parts[middle] as Part).at <= offset) low = middle;
    else high = middle;
  }
  return parts[low] as Part;
}

/** Where offsets of the file are in the expanded text, as far as they are in no replaced call. */
function moved(parts: readonly Part[], offsets: readonly number[]): number[] {
  const stretches: { readonly at: number; readonly source: number; readonly end: number }[] = [];
  for (const [index, { at, piece, source }] of parts.entries()) {
    const next = parts[index + 1]?.at ?? Number.POSITIVE_INFINITY;
    if (piece === undefined) stretches.push({ at, source, end: source + next - at });
  }
  const found: number[] = [];
  let index = 0;
  for (const offset of offsets) {
    while (index < stretches.length && (stretches[index]?.end ?? 0) <= offset) index += 1;
    const stretch = stretches[index];
    if (stretch !== undefined && stretch.source <= offset) found.push(stretch.at + offset - stretch.source);
  }
  return found;
}

function placeOf({ start, within, invisible, statement }: Piece): Place {
  return { offset: start, within, isHandled: true, ...(invisible && { invisible }), ...(statement && { statement }) };
}
