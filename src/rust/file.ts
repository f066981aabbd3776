/** One Rust file, read once: tokens, items, sites with their justifications, lint attributes, and what could not be read. */
import { LineTable, type Span } from '../text/lines.ts';
import type { Exempt, Lost } from './accounts.ts';
import type { LintAttribute } from './attributes.ts';
import { type Marked, markedCode } from './code-below-marks.ts';
import { damageOf, type UnreadPart } from './damage.ts';
import { type Example, examplesOf } from './examples.ts';
import { type ExpandedReading, expandedReading } from './expansion/expanded-reading.ts';
import { type MadeItem, madeItems } from './expansion/made-items.ts';
import { type Item, type ItemTree, itemsOf } from './items.ts';
import { lex, type Tokens } from './lexer.ts';
import { pastedKeywords } from './pasted.ts';
import { pointsOf, tooManyPoints } from './points.ts';
import type { Reading } from './reading.ts';
import { RUN, type Run } from './run.ts';
import type { Site } from './site.ts';
import { accountsOf } from './sites.ts';
import { nodeAt, parseSyntax, type SyntaxNode } from './syntax.ts';

/** A lint attribute and the stretch of text that it covers. */
export interface ScopedAttribute extends LintAttribute {
  readonly scope: Span;
  readonly inMacro: boolean;
}

export interface RustFile {
  readonly text: string;
  /** Of a piece of a file: where in the text it is; the text around it completes it. */
  readonly piece?: Span;
  readonly lines: LineTable;
  readonly tokens: Tokens;
  readonly root: SyntaxNode;
  readonly items: readonly Item[];
  /** Functions and traits that macros of this file make. */
  readonly made: readonly MadeItem[];
  /** Those of documentation examples are in `examples`. */
  readonly sites: readonly Site[];
  /** The `unsafe` keywords that are not sites, and why. */
  readonly exempt: readonly Exempt[];
  /** The `unsafe` keywords of which nothing is known. */
  readonly lost: readonly Lost[];
  /** Code below a `SAFETY:` mark. */
  readonly marked: readonly Marked[];
  readonly attributes: readonly ScopedAttribute[];
  /** Documentation examples that matter, each as a file of its own with the positions of this one. */
  readonly examples: readonly RustFile[];
  readonly unread: readonly UnreadPart[];
}

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md, "The Pointer" */
const LFS_POINTER = /^version https:\/\/git-lfs\.github\.com\/spec\/v\d/;

/** In front of the code, behind a first line for the shell at most: https://rust-lang.github.io/rfcs/3503-frontmatter.html */
const FRONTMATTER = /^\ufeff?(?:#![^[\n][^\n]*\n)?\s*---/;

/** Whether a text, read as UTF-8, is one of another encoding: of ASCII in UTF-16 every second character is U+0000. */
function isOtherEncoding(text: string): boolean {
  return text.includes('\0') && (text.match(/\0/g)?.length ?? 0) > text.length / 8;
}

/**
 * What one file may cost. Time is limited where the parser works; the rest is limited by counts, so that the same file gives
 * the same answer on every machine. No file of a kernel tree comes near them.
 */
export interface ReadLimits {
  /** Milliseconds that the parser may take. */
  readonly parseMs: number;
  /** UTF-16 units of text: three times the largest file of a kernel; more of it takes more than 500 MB where it is made to. */
  readonly length: number;
  /** How many `unsafe`, how many lint attributes, how many lines below `SAFETY:` marks. */
  readonly points: number;
  /** What keeps all but the parser within a time, where anything does. */
  readonly run: Run;
}

export const READ_LIMITS: ReadLimits = { parseMs: 2000, length: 3_000_000, points: 8_000, run: RUN };

/** Reads a file; any text gives a value. */
export function readRust(text: string, limits: ReadLimits = READ_LIMITS): RustFile {
  return read(text, limits, undefined);
}

/** A file of which only the tokens are read. */
export function readTokens(text: string): RustFile {
  return withoutSyntax(new LineTable(text), lex(text));
}

/** @param around for a documentation example: the table of the file's lines, and with which of them the text begins */
function read(
  text: string,
  limits: ReadLimits,
  around: { readonly lines: LineTable; readonly first: number } | undefined,
): RustFile {
  if (LFS_POINTER.test(text)) return unreadFile('it is a Git LFS pointer, not the code');
  if (isOtherEncoding(text)) return unreadFile('it is in UTF-16 or another encoding that rustc refuses');
  if (around === undefined && FRONTMATTER.test(text))
    return unreadFile('it begins with frontmatter (`---`), which is not Rust code');
  if (text.length > limits.length)
    return unreadFile(`it is longer than ${limits.length / 1_000_000} million characters`);
  const inDocExample = around !== undefined;
  const { run } = limits;
  const { lines, tokens, points } = run(() => {
    const lines = new LineTable(text, around?.lines, around?.first);
    const tokens = lex(text);
    return { lines, tokens, points: pointsOf(tokens, lines) };
  });
  const tooMany = tooManyPoints(points, tokens, limits.points);
  if (tooMany !== undefined) return unreadFile(tooMany);
  const { unsafeKeywords, unsafeOffsets, attributes, belowMarks, sections } = points;
  const syntax = parseSyntax(tokens, points.sorted, limits.parseMs, undefined, run);
  const root = syntax?.root ?? emptyRoot(text);
  const items: ItemTree = run(() => itemsOf(root, tokens));
  const plain: Reading = {
    lines,
    tokens,
    root,
    items,
    inDocExample,
    place: (offset) => ({ offset, within: undefined }),
  };
  const interests = { unsafeKeywords: unsafeOffsets, belowMarks, sections };
  // an example shows how a macro is used; what it becomes is its definition's business
  const isExpandable = syntax !== undefined && !inDocExample;
  const expanded = isExpandable ? expandedReading(plain, interests, limits) : undefined;
  const examples = inDocExample
    ? []
    : readExamples(
        run(() => examplesOf(tokens, lines)),
        lines,
        limits,
      );
  const damageIn = (): readonly string[] => [
    ...damageOf(plain, syntax?.errors ?? [], 'syntax that the parser does not know'),
    ...damageOf(plain, syntax?.tooDeep ?? [], 'code that is nested too deeply'),
  ];
  return run(() => ({
    text,
    lines,
    tokens,
    root,
    items: items.all,
    made: expanded === undefined ? [] : madeItems(tokens, expanded),
    ...accountsOf(plain, expanded, unsafeKeywords),
    marked: markedIn(plain, expanded, belowMarks),
    attributes: attributes.map((attribute) => ({ ...attribute, ...scopeOf(plain, attribute) })),
    examples,
    unread: [
      ...(syntax === undefined ? [{ reason: `the parser gave up after ${limits.parseMs} ms`, partial: false }] : []),
      ...damageIn().map((reason) => ({ reason, partial: true })),
      ...notRust(tokens, lines),
      ...pastedKeywords(tokens, lines),
    ],
  }));
}

/** In UTF-16 units: a look at the limit of time costs as much as reading a page, so small examples have one for so much of them. */
const UNLIMITED = 20_000;

/** Each example as a file of its own, with the positions of the file around it. */
export function readExamples(examples: readonly Example[], lines: LineTable, limits: ReadLimits): RustFile[] {
  let since = 0;
  return examples.map(({ text, first }) => {
    since += text.length;
    if (since < UNLIMITED) return read(text, { ...limits, run: RUN }, { lines, first });
    since = 0;
    return read(text, limits, { lines, first });
  });
}

/** What no compiler takes: characters outside of comments and strings, and a comment or string without an end. */
function notRust(tokens: Tokens, lines: LineTable): UnreadPart[] {
  const found: UnreadPart[] = [];
  const [first] = tokens.refused;
  if (first !== undefined) {
    const code = (tokens.text.codePointAt(first) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const more = tokens.refused.length > 1 ? ` (and ${tokens.refused.length - 1} more such characters)` : '';
    found.push({ reason: `line ${lines.lineOf(first)}: U+${code} in code, which rustc refuses${more}`, partial: true });
  }
  if (tokens.unended !== undefined) {
    const hidden = tokens.text.slice(tokens.unended).match(/\bunsafe\b/g)?.length ?? 0;
    const what = tokens.text.startsWith('/*', tokens.unended) ? 'comment' : 'string';
    const reason = `line ${lines.lineOf(tokens.unended)}: the ${what} that begins here has no end`;
    found.push({ reason, partial: true, ...(hidden > 0 && { keywords: hidden }) });
  }
  return found;
}

/** A file of which nothing is read, and why. */
export function unreadFile(reason: string): RustFile {
  return { ...withoutSyntax(new LineTable(''), lex('')), unread: [{ reason, partial: false }] };
}

/** A text with its tokens alone. */
export function withoutSyntax(lines: LineTable, tokens: Tokens): RustFile {
  const { text } = lines;
  const nothing = { items: [], made: [], sites: [], exempt: [], lost: [], marked: [], attributes: [], examples: [] };
  return { text, lines, tokens, root: emptyRoot(text), ...nothing, unread: [] };
}

/** Marked code of items without macro calls by the plain reading, of all other by the expanded one. */
function markedIn(plain: Reading, expanded: ExpandedReading | undefined, belowMarks: readonly number[]): Marked[] {
  if (expanded === undefined) return markedCode(plain, belowMarks);
  const rest = belowMarks.filter((offset) => !expanded.covers(offset));
  const marked = [...markedCode(plain, rest), ...markedCode(expanded, expanded.belowMarks)];
  return marked.sort((a, b) => a.span.start - b.span.start);
}

/** The root where nothing was parsed. */
export function emptyRoot(text: string): SyntaxNode {
  return { type: 'source_file', start: 0, end: text.length, parent: undefined, children: [] };
}

/** What an attribute covers. */
export function scopeOf(parsed: Reading, attribute: LintAttribute): { scope: Span; inMacro: boolean } {
  const { root, tokens } = parsed;
  let node: SyntaxNode | undefined = nodeAt(root, attribute.span.start);
  while (node !== undefined && !node.type.endsWith('attribute_item')) node = node.parent;
  if (node?.parent === undefined) return { scope: looseScope(tokens, attribute), inMacro: true };
  const holder = node.parent;
  if (attribute.inner) return { scope: scopeOfInner(holder, parsed.lines.text.length), inMacro: false };
  // an arm's or a field's attribute is inside of what it is about
  if (holder.type === 'match_arm' || holder.type === 'field_initializer') return { scope: holder, inMacro: false };
  const target = targets(holder).get(node);
  // what a macro's body becomes is under the levels at its calls
  const end = target?.type === 'macro_definition' ? target.start : target?.end;
  return { scope: { start: attribute.span.start, end: end ?? attribute.span.end }, inMacro: false };
}

const TARGETS = new WeakMap<SyntaxNode, ReadonlyMap<SyntaxNode, SyntaxNode>>();

/** For each attribute among a node's children the one that it is about: the next that is neither an attribute nor a comment. */
function targets(holder: SyntaxNode): ReadonlyMap<SyntaxNode, SyntaxNode> {
  const known = TARGETS.get(holder);
  if (known !== undefined) return known;
  const made = new Map<SyntaxNode, SyntaxNode>();
  let target: SyntaxNode | undefined;
  for (const child of holder.children.toReversed()) {
    const isAttribute = child.type.endsWith('attribute_item');
    if (isAttribute && target !== undefined) made.set(child, target);
    if (!isAttribute && !child.type.endsWith('comment')) target = child;
  }
  TARGETS.set(holder, made);
  return made;
}

/** `#![...]` covers the whole file, or the item in whose body it is. */
function scopeOfInner(holder: SyntaxNode, length: number): Span {
  if (holder.type === 'source_file') return { start: 0, end: length };
  const isBody = holder.type === 'declaration_list' || holder.parent?.type === 'function_item';
  return isBody && holder.parent !== undefined ? holder.parent : holder;
}

/** What an item can begin with; in its head commas end nothing. */
const ITEM_WORDS =
  /^(?:pub|fn|impl|trait|mod|struct|enum|union|const|static|type|use|extern|async|default|macro_rules|unsafe)$/;

/** What continues an expression behind its braces. */
const GOES_ON = /^(?:else|\.|\?)$/;

/** Among loose tokens: up to the first `;`, the end of the first braces, or, of a part of a list, up to its comma. */
function looseScope(tokens: Tokens, attribute: LintAttribute): Span {
  const { start } = attribute.span;
  let at = tokens.next(tokens.from(attribute.span.end) - 1);
  while (tokens.is(at, '#') && tokens.partner(at + 1) > at) at = tokens.next(tokens.partner(at + 1));
  const isItem = ITEM_WORDS.test(tokens.at(at)) && !(tokens.is(at, 'unsafe') && tokens.is(tokens.next(at), '{'));
  let angles = 0;
  while (at < tokens.count && !tokens.is(at, ';')) {
    const closing = tokens.partner(at);
    if (closing !== -1 && closing < at) break;
    if (tokens.is(at, '<')) angles += 1;
    if (tokens.is(at, '>') && !tokens.is(at - 1, '-') && !tokens.is(at - 1, '=')) angles -= 1;
    if (!isItem && (angles < 0 || (angles === 0 && tokens.is(at, ',')))) break;
    const isGoingOn = !isItem && GOES_ON.test(tokens.at(tokens.next(Math.max(at, closing))));
    if (tokens.is(at, '{') && !isGoingOn) return { start, end: tokens.end(Math.max(at, closing)) };
    at = closing > at ? closing + 1 : at + 1;
  }
  return { start, end: tokens.end(at) };
}
