/** Code that has a safety mark above it: statements, tail expressions and items, by Clippy's rule of lines. */
import type { LineTable, Span } from '../text/lines.ts';
import { attributesIn } from './attributes.ts';
import { definitionLine, endLineBefore } from './comment-range.ts';
import { type Item, preambleOfItem } from './items.ts';
import type { Tokens } from './lexer.ts';
import { inPlainCode, lineOf, type Reading, startOf, visible } from './reading.ts';
import { isPassedOver, type Mark, markAbove } from './safety-marks.ts';
import { holdsUnsafeBlock, isInsideUnsafeBlock, valueBehindEquals } from './statements.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';
import { callsUnknownMacro } from './unknown-macros.ts';

export interface Marked {
  readonly kind: 'statement' | 'tail' | 'item';
  /** For an item. */
  readonly item: Item | undefined;
  readonly mark: Mark;
  /** The span of the code, attributes left out. */
  readonly span: Span;
  /** The mark is in its place: the code holds an unsafe block, or its value is one, or neither is certain. */
  readonly isJustified: boolean;
  /** Of what a macro's body becomes: where the call is. */
  readonly calls: readonly number[];
}

/**
 * Offsets of the code that may have a mark above: on each line that follows a mark the first token, and those with which
 * further statements begin.
 */
export function lineStartsBelowMarks(lines: LineTable, tokens: Tokens): number[] {
  const offsets = new Set<number>();
  let done = { from: 0, line: 0 };
  for (const { index } of lines.text.matchAll(/safety:/gi)) {
    // the token that holds the mark: a comment or a literal
    const token = tokens.from(index + 1) - 1;
    const last = lines.lineOf(Math.max(index, tokens.end(token) - 1));
    // code may follow where a comment of several lines ends
    const isOnLast = last > lines.lineOf(index) && lines.lineOf(tokens.start(tokens.next(token))) === last;
    // the marks of one comment have the same line below them
    if (!isOnLast && done.from <= last && last < done.line) continue;
    const line = isOnLast ? last : lineBelow(lines, last);
    if (line === undefined) break;
    done = { from: last, line };
    const first = tokens.next(tokens.from(lines.startOf(line)) - 1);
    for (let at = first; at < tokens.count && lines.lineOf(tokens.start(at)) === line; at = tokens.next(at)) {
      if (at === first || tokens.is(at - 1, ';') || tokens.is(at - 1, ']')) offsets.add(tokens.start(at));
    }
  }
  return [...offsets].sort((a, b) => a - b);
}

/** The next line that is code: not blank, no line comment, no attribute that closes on its line. */
function lineBelow(lines: LineTable, from: number): number | undefined {
  for (let line = from + 1; line <= lines.last; line += 1) {
    const text = lines.lineText(line).trim();
    if (!isPassedOver(text) && !text.startsWith('//')) return line;
  }
  return undefined;
}

/** All marked code of a reading; `points` are offsets of the first tokens on the lines below marks. */
export function markedCode(reading: Reading, points: readonly number[]): Marked[] {
  const found: Marked[] = [];
  const seen = new Set<SyntaxNode>();
  for (const point of points) {
    const line = reading.lines.lineOf(reading.place(point).offset);
    for (const node of startingOn(reading, point, line, seen)) {
      if (seen.has(node)) continue;
      seen.add(node);
      const marked = readMarked(reading, node);
      if (marked !== undefined) found.push(marked);
    }
  }
  return found;
}

const HOLDERS = new Set(['block', 'source_file', 'declaration_list']);

/** Statements and items that begin on the line of a point; none where the first of them was seen, and so all of them. */
function startingOn(
  reading: Reading,
  point: number,
  line: number,
  seen: ReadonlySet<SyntaxNode>,
): readonly SyntaxNode[] {
  let node: SyntaxNode | undefined = nodeAt(reading.root, point);
  while (node !== undefined && !isHeld(node)) node = node.parent;
  // a statement that is a block begins where the block does
  for (let outer = node?.parent; outer?.start === node?.start && outer !== undefined; outer = outer.parent) {
    if (isHeld(outer)) node = outer;
  }
  if (node !== undefined && seen.has(node) && lineOf(reading, node) === line) return [];
  const siblings = node?.parent?.children ?? [];
  const index = node === undefined ? -1 : siblings.indexOf(node);
  const found: SyntaxNode[] = [];
  for (const sibling of siblings.slice(Math.max(index, 0))) {
    if (/^[{};]$|^empty_statement$|comment$|attribute_item$/.test(sibling.type)) continue;
    const start = lineOf(reading, sibling);
    if (start > line) break;
    if (start === line) found.push(sibling);
  }
  return found;
}

function isHeld({ parent }: SyntaxNode): boolean {
  return parent !== undefined && HOLDERS.has(parent.type);
}

function readMarked(reading: Reading, node: SyntaxNode): Marked | undefined {
  const holder = node.parent as SyntaxNode;
  const item = reading.items.ofNode.get(node);
  if (item?.kind === 'call') return undefined;
  const owner = holder.type === 'declaration_list' ? holder.parent?.type : undefined;
  if (owner !== undefined && (item === undefined || owner !== 'mod_item')) return undefined;
  const mark = markOn(reading, node, item !== undefined && holder.type !== 'block');
  if (mark === undefined) return undefined;
  const start = startOf(reading, node);
  const { offset } = start;
  const calls = start.within === undefined ? [] : [inPlainCode(start)];
  const end = Math.max(offset, reading.place(node.end - 1).offset) + 1;
  const span = { start: offset, end };
  if (item !== undefined)
    return { kind: 'item', item, mark, span, calls, isJustified: isJustifiedItem(reading, node, item) };
  const kind = node.type === 'expression_statement' || node.type === 'let_declaration' ? 'statement' : 'tail';
  return { kind, item: undefined, mark, span, calls, isJustified: isJustifiedStatement(reading, node) };
}

function markOn(reading: Reading, node: SyntaxNode, isItem: boolean): Mark | undefined {
  const { offset, within } = startOf(reading, node);
  const { lines } = reading;
  const above =
    within !== undefined
      ? definitionLine(reading, within.definition)
      : isItem
        ? endLineBefore(reading, node)
        : lines.lineOf(inPlainCode(startOf(reading, node.parent as SyntaxNode)));
  return markAbove(lines, above + 1, lines.lineOf(offset));
}

/**
 * An unsafe impl, and a const or static whose value is an unsafe block; inherent impls are let be. Clippy asks for a comment
 * above no other item; for an unsafe extern block or attribute, which the author vouches for as well, the kernel's reviewers do.
 */
function isJustifiedItem(reading: Reading, node: SyntaxNode, item: Item): boolean {
  if (item.kind === 'extern' ? item.isUnsafe : hasUnsafeAttribute(reading.tokens, item)) return true;
  if (item.kind === 'impl') return !item.ofTrait || item.isUnsafe;
  if (item.kind !== 'const' && item.kind !== 'static') return false;
  const value = valueBehindEquals(node);
  return value === undefined || unwrapped(reading, value).type === 'unsafe_block';
}

/** `#[unsafe(no_mangle)]` and its like. */
function hasUnsafeAttribute(tokens: Tokens, item: Item): boolean {
  const { attributes } = preambleOfItem(tokens, item);
  return attributes.some((hash) => attributesIn(tokens, hash + 1).some((name) => tokens.is(name, 'unsafe')));
}

function isJustifiedStatement(reading: Reading, node: SyntaxNode): boolean {
  const expression = node.type === 'expression_statement' ? (node.children[0] ?? node) : node;
  const endsBlock = node.parent?.children.at(-2) === node && node.children.at(-1)?.type !== ';';
  return (
    (node.type === 'let_declaration' && valueBehindEquals(node) === undefined) ||
    // what the parser does not know is uncertain
    expression.type === 'ERROR' ||
    // what a macro makes as a statement of its own has no place in the file
    expression.type === 'macro_invocation' ||
    // a `for` as tail is made by the compiler
    (endsBlock && expression.type === 'for_expression') ||
    isInsideUnsafeBlock(node) ||
    holdsUnsafeBlock(node, (call) => holdsUnsafeKeyword(reading, call)) ||
    callsUnknownMacro(reading, node)
  );
}

function holdsUnsafeKeyword({ tokens }: Reading, { start, end }: SyntaxNode): boolean {
  for (let at = tokens.from(start); tokens.end(at) <= end && at < tokens.count; at += 1) {
    if (tokens.is(at, 'unsafe')) return true;
  }
  return false;
}

/** The content of parentheses. */
function unwrapped(reading: Reading, node: SyntaxNode): SyntaxNode {
  let inner = visible(reading, node);
  while (inner.type === 'parenthesized_expression' && inner.children[1] !== undefined) inner = inner.children[1];
  return inner;
}
