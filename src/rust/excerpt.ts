/**
 * Reading a piece of a file (a hunk) by its tokens alone. What the piece does not show is not guessed: a site whose
 * justification could stand above the first line is marked as cut off.
 */
import { LineTable } from '../text/lines.ts';
import { lintAttributes } from './attributes.ts';
import { preambleOf } from './docs.ts';
import type { RustFile } from './file.ts';
import { codeText, type Item } from './items.ts';
import { commentAt, type Justification } from './justification.ts';
import { lex, type Tokens } from './lexer.ts';
import { itemFrom, itemsAround, siteKindAt, statementStart } from './macros.ts';
import { markAbove, markInside } from './marks.ts';
import type { Site, SiteKind } from './site.ts';

/** Reads a piece that begins at line `firstLine` of its file; positions are the file's lines. */
export function readExcerpt(piece: string, firstLine: number): RustFile {
  const text = '\n'.repeat(firstLine - 1) + piece;
  const lines = new LineTable(text);
  const tokens = lex(text);
  const sites = tokens.allOf('unsafe').flatMap((keyword) => siteIn(tokens, lines, firstLine, keyword) ?? []);
  const attributes = lintAttributes(tokens).map((attribute) => ({
    ...attribute,
    scope: attribute.span,
    inMacro: false,
  }));
  return { ...withoutSyntax(lines, tokens), sites, attributes };
}

/** A file of which only the tokens are read. */
export function readTokens(text: string): RustFile {
  return withoutSyntax(new LineTable(text), lex(text));
}

function withoutSyntax(lines: LineTable, tokens: Tokens): RustFile {
  const { text } = lines;
  const root = { type: 'source_file', start: 0, end: text.length, parent: undefined, children: [] };
  const nothing = { items: [], made: [], sites: [], exempt: [], lost: [], marked: [], attributes: [], examples: [] };
  return { text, lines, tokens, root, ...nothing, unread: [] };
}

function siteIn(tokens: Tokens, lines: LineTable, firstLine: number, keyword: number): Site | undefined {
  const kind = siteKindAt(tokens, keyword);
  if (kind === undefined) return undefined;
  const around = itemsAround(tokens, keyword, -1, undefined).at(-1);
  const isItem = kind === 'fn' || kind === 'impl' || kind === 'trait';
  const item = isItem ? itemFrom(tokens, keyword, around) : around;
  const start = isItem && item !== undefined ? item.span.start : tokens.start(keyword);
  const brace = tokens.next(keyword);
  const closing = kind === 'block' ? tokens.partner(brace) : -1;
  const found =
    kind === 'fn' || kind === 'trait' ? contract(tokens, item) : proof(tokens, lines, firstLine, keyword, kind);
  const end = closing === -1 ? brace : closing;
  return {
    kind,
    span: { start, end: tokens.end(end) },
    keyword: { start: tokens.start(keyword), end: tokens.end(keyword) },
    item,
    justification: found === 'cut off' ? undefined : found,
    inMacro: null,
    calls: [],
    inDocExample: false,
    code: codeText(tokens, tokens.from(start), isItem && item !== undefined && item.body !== -1 ? item.body : end + 1),
    // a block that the piece does not close cannot be compared
    cutOff: found === 'cut off' || (kind === 'block' && closing === -1 && found === undefined),
  };
}

type Found = Justification | 'cut off' | undefined;

/** A method without visibility may be one of a trait impl, which takes the trait's contract. */
function contract(tokens: Tokens, item: Item | undefined): Found {
  if (item === undefined) return 'cut off';
  const preamble = preambleOf(tokens, item.token);
  if (preamble.first === 0) return 'cut off';
  const text = preamble.docs.map((index) => tokens.at(index)).join('\n');
  const heading = /^\s*\/\/\/\s*#+\s*safety\s*$/im.exec(text);
  if (heading !== null)
    return { kind: 'section', place: 'docs', span: item.span, text: text.replace(/\s*\/\/\/\s*/g, ' ').trim() };
  return item.kind === 'fn' && !tokens.is(item.token, 'pub') ? 'cut off' : undefined;
}

function proof(tokens: Tokens, lines: LineTable, firstLine: number, keyword: number, kind: SiteKind): Found {
  const above = aboveLine(lines, firstLine, tokens.start(keyword), 'above');
  if (above !== undefined) return above;
  if (kind !== 'block') return undefined;
  const inside = markInside(lines.text, tokens.end(tokens.next(keyword)));
  if (inside !== undefined) return commentAt(lines, inside, 'inside');
  const start = statementStart(tokens, keyword);
  if (tokens.previous(start) === -1) return 'cut off';
  return aboveLine(lines, firstLine, tokens.start(start), 'statement');
}

function aboveLine(lines: LineTable, firstLine: number, offset: number, place: Justification['place']): Found {
  const below = lines.lineOf(offset);
  const mark = markAbove(lines, firstLine, below);
  if (mark !== undefined) return commentAt(lines, mark.offset, place);
  for (let line = below - 1; line >= firstLine; line -= 1) {
    const text = lines.lineText(line).trim();
    if (text !== '' && !text.startsWith('//') && !text.startsWith('#'))
      return text.endsWith('*/') ? 'cut off' : undefined;
  }
  return 'cut off';
}
