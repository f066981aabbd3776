/** Code that has a safety mark above it: statements, tail expressions and items, by Clippy's rule of lines. */
import { type Item, preambleOfItem } from './items.ts';
import { type Mark, markAbove } from './marks.ts';
import { type Parsed, previousEndLine } from './sites.ts';
import { nodeAt, type SyntaxNode } from './syntax.ts';

export interface Marked {
  readonly kind: 'statement' | 'tail' | 'item';
  readonly node: SyntaxNode;
  /** For an item. */
  readonly item: Item | undefined;
  readonly mark: Mark;
  /** Where the statement or item begins for a reader: behind plain attributes, at a derive. */
  readonly start: number;
}

/** Offsets of the code that may have a mark above: the first token of each line that follows a comment with one. */
export function lineStartsBelowMarks({ lines, tokens }: Pick<Parsed, 'lines' | 'tokens'>): number[] {
  const offsets: number[] = [];
  for (let at = 0; at < tokens.count; at += 1) {
    if (!tokens.isComment(at) || !/safety:/i.test(tokens.at(at))) continue;
    const line = lineBelow(lines, lines.lineOf(tokens.end(at)));
    if (line === undefined) continue;
    const first = tokens.start(tokens.next(tokens.from(lines.startOf(line)) - 1));
    if (offsets.at(-1) !== first && lines.lineOf(first) === line) offsets.push(first);
  }
  return offsets;
}

/** The next line that is code: not blank, no line comment, no attribute that closes on its line. */
function lineBelow(lines: Parsed['lines'], from: number): number | undefined {
  for (let line = from + 1; line <= lines.count; line += 1) {
    const text = lines.lineText(line).trim();
    const attribute = (text.startsWith('#[') || text.startsWith('#![')) && text.endsWith(']');
    if (text === '' || text.startsWith('//')) continue;
    if (attribute && !text.startsWith('#[derive')) continue;
    return line;
  }
  return undefined;
}

/** All marked code of a file; `offsets` as {@link lineStartsBelowMarks} gives them. */
export function markedCode(parsed: Parsed, offsets: readonly number[]): Marked[] {
  const found: Marked[] = [];
  for (const offset of offsets) {
    const line = parsed.lines.lineOf(offset);
    for (const node of startingOn(parsed, offset, line)) {
      const marked = readMarked(parsed, node, line);
      if (marked !== undefined) found.push(marked);
    }
  }
  return found;
}

/** Statements and items that begin on the line of `offset`. */
function startingOn({ root, lines, items, tokens }: Parsed, offset: number, line: number): SyntaxNode[] {
  let node: SyntaxNode | undefined = nodeAt(root, offset);
  while (node !== undefined && !(node.parent !== undefined && HOLDERS.has(node.parent.type))) node = node.parent;
  const siblings = node?.parent?.children ?? [];
  const index = node === undefined ? -1 : siblings.indexOf(node);
  const found: SyntaxNode[] = [];
  for (const sibling of siblings.slice(Math.max(index, 0))) {
    const item = items.ofNode.get(sibling);
    const start = item === undefined ? sibling.start : startOfItem({ tokens }, item);
    if (lines.lineOf(start) > line) {
      if (sibling.type.endsWith('attribute_item')) continue;
      break;
    }
    if (lines.lineOf(start) === line && !/^[{};]$|comment$|attribute_item$/.test(sibling.type)) found.push(sibling);
  }
  return found;
}

const HOLDERS = new Set(['block', 'source_file', 'declaration_list']);

function readMarked(parsed: Parsed, node: SyntaxNode, line: number): Marked | undefined {
  const { lines, items, tokens } = parsed;
  const holder = node.parent as SyntaxNode;
  const item = items.ofNode.get(node);
  const start = item === undefined ? node.start : startOfItem({ tokens }, item);
  if (item !== undefined && item.kind !== 'call') {
    const owner = holder.type === 'declaration_list' ? holder.parent?.type : undefined;
    if (owner !== undefined && owner !== 'mod_item') return undefined;
    const from = holder.type === 'block' ? lines.lineOf(holder.start) + 1 : previousEndLine(parsed, node) + 1;
    const mark = markAbove(lines, from, line);
    return mark === undefined ? undefined : { kind: 'item', node, item, mark, start };
  }
  if (holder.type === 'declaration_list' || item !== undefined) return undefined;
  const mark = markAbove(lines, holder.type === 'block' ? lines.lineOf(holder.start) + 1 : 1, line);
  const isStatement = node.type === 'expression_statement' || node.type === 'let_declaration';
  return mark === undefined
    ? undefined
    : { kind: isStatement ? 'statement' : 'tail', node, item: undefined, mark, start };
}

/** The compiler lets an item with a derive begin at the derive, and every other one behind its attributes. */
export function startOfItem({ tokens }: Pick<Parsed, 'tokens'>, item: Item): number {
  const derive = preambleOfItem(tokens, item).attributes.find((hash) => tokens.is(hash + 2, 'derive'));
  return derive === undefined ? item.span.start : tokens.start(derive);
}
