/** Headings of Markdown: CommonMark 0.31 as far as it decides what is a heading, and what text a heading holds. */

export interface Heading {
  /** Stretches of plain text, white space around them taken off; markup inside the heading parts them. */
  readonly texts: readonly string[];
  readonly rank: number;
  /** Index of its first line, and how many lines it takes, an underline included. */
  readonly line: number;
  readonly height: number;
}

/** What a line is in: a quote, or a list item or footnote whose content begins `indent` columns in. */
type Container = { readonly kind: 'quote' } | { readonly kind: 'item'; readonly indent: number };

/** A block that goes on over lines and holds no headings, with what ends it. */
interface Verbatim {
  readonly ends: (rest: string) => boolean;
  /** Whether the line that ends it is a part of it. */
  readonly takesEnd: boolean;
  readonly depth: number;
}

/** A longer line is cut: no heading of interest is that long. */
const LONGEST = 500;

const QUOTE = /^ {0,3}> ?/;
const ITEM = /^( {0,3}(?:[-*+]|\d{1,9}[.)]))( {1,4}(?=\S)| |$)/;
const FOOTNOTE = /^ {0,3}\[\^[^\]]+\]: */;
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;
const ATX = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const UNDERLINE = /^ {0,3}(=+|-+)[ \t]*$/;
const RULE = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;

/** How HTML blocks begin and end (CommonMark, "HTML blocks"); those without `ends` end at a blank line. */
const HTML: readonly { readonly begins: RegExp; readonly ends?: RegExp; readonly interrupts: boolean }[] = [
  {
    begins: /^ {0,3}<(?:script|pre|style|textarea)(?:[\s>]|$)/i,
    ends: /<\/(?:script|pre|style|textarea)>/i,
    interrupts: true,
  },
  { begins: /^ {0,3}<!--/, ends: /-->/, interrupts: true },
  { begins: /^ {0,3}<\?/, ends: /\?>/, interrupts: true },
  { begins: /^ {0,3}<![A-Za-z]/, ends: />/, interrupts: true },
  {
    begins:
      /^ {0,3}<\/?(?:address|article|aside|blockquote|body|center|dd|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|h[1-6]|head|header|hr|html|legend|li|link|main|menu|nav|ol|optgroup|option|p|param|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul)(?:\s|\/?>|$)/i,
    interrupts: true,
  },
  { begins: /^ {0,3}<\/?[A-Za-z][A-Za-z0-9-]*(?:\s[^<>]*)?\/?>\s*$/, interrupts: false },
];

/** The headings of a text, in order. */
export function headingsOf(lines: readonly string[]): Heading[] {
  const headings: Heading[] = [];
  let containers: Container[] = [];
  let verbatim: Verbatim | undefined;
  let paragraph: { readonly line: number; readonly depth: number; readonly texts: string[] } | undefined;
  for (const [index, line] of lines.entries()) {
    const inside = insideContainers(line.slice(0, LONGEST).replace(/\r$/, ''), containers);
    let { rest } = inside;
    if (verbatim !== undefined) {
      const isOver = inside.depth < verbatim.depth || verbatim.ends(rest);
      const isTaken = inside.depth >= verbatim.depth && (!isOver || verbatim.takesEnd);
      if (isOver) verbatim = undefined;
      if (isTaken) continue;
    }
    const isLazy = inside.depth < containers.length;
    const opened = openContainers(rest, paragraph !== undefined);
    rest = opened.rest;
    const isBlank = rest.trim() === '';
    if (!isLazy || opened.containers.length > 0 || beginsBlock(rest) || paragraph === undefined) {
      containers = [...containers.slice(0, inside.depth), ...opened.containers];
      if (isLazy || opened.containers.length > 0) paragraph = undefined;
    }
    if (isBlank) {
      paragraph = undefined;
      continue;
    }
    if (/^(?: {4}|\t)/.test(rest)) {
      // indented code cannot interrupt a paragraph
      paragraph?.texts.push(rest);
      continue;
    }
    verbatim = verbatimFrom(rest, containers.length, paragraph !== undefined);
    if (verbatim !== undefined) {
      paragraph = undefined;
      if (verbatim.takesEnd && !FENCE.test(rest) && verbatim.ends(rest)) verbatim = undefined;
      continue;
    }
    const hashes = ATX.exec(rest);
    if (hashes !== null) {
      const title = rest.slice(hashes[0].length).replace(/(?:^|[ \t]+)#+[ \t]*$/, '');
      headings.push({ texts: plainTexts(title), rank: hashes[1]?.length ?? 1, line: index, height: 1 });
      paragraph = undefined;
      continue;
    }
    const underline = isLazy ? null : UNDERLINE.exec(rest);
    if (paragraph !== undefined && underline !== null && paragraph.depth === containers.length) {
      const rank = underline[1]?.startsWith('=') ? 1 : 2;
      headings.push({
        texts: paragraph.texts.flatMap(plainTexts),
        rank,
        line: paragraph.line,
        height: index - paragraph.line + 1,
      });
      paragraph = undefined;
    } else if (RULE.test(rest)) paragraph = undefined;
    else if (paragraph === undefined) paragraph = { line: index, depth: containers.length, texts: [rest] };
    else paragraph.texts.push(rest);
  }
  return headings;
}

/** Takes the open containers' signs off a line; `depth` says how many of them it goes on with. */
function insideContainers(line: string, containers: readonly Container[]): { rest: string; depth: number } {
  let rest = line;
  let depth = 0;
  for (const container of containers) {
    if (container.kind === 'quote') {
      const sign = QUOTE.exec(rest);
      if (sign === null) break;
      rest = rest.slice(sign[0].length);
    } else if (rest.trim() !== '') {
      if (rest.length - rest.trimStart().length < container.indent) break;
      rest = rest.slice(container.indent);
    }
    depth += 1;
  }
  return { rest, depth };
}

function openContainers(line: string, inParagraph: boolean): { rest: string; containers: Container[] } {
  const containers: Container[] = [];
  let rest = line;
  for (;;) {
    const quote = QUOTE.exec(rest);
    const footnote = FOOTNOTE.exec(rest);
    const item = RULE.test(rest) ? null : ITEM.exec(rest);
    // in a paragraph an empty item, or one that does not count from 1, is text
    const isText =
      inParagraph && containers.length === 0 && (item?.[2] === '' || /[02-9]\d*[.)]$/.test(item?.[1] ?? ''));
    if (quote !== null) {
      containers.push({ kind: 'quote' });
      rest = rest.slice(quote[0].length);
    } else if (footnote !== null) {
      containers.push({ kind: 'item', indent: 4 });
      rest = rest.slice(footnote[0].length);
    } else if (item !== null && !isText) {
      containers.push({ kind: 'item', indent: Math.max(item[0].length, (item[1]?.length ?? 1) + 1) });
      rest = rest.slice(item[0].length);
    } else return { rest, containers };
  }
}

function beginsBlock(rest: string): boolean {
  return (
    ATX.test(rest) ||
    FENCE.test(rest) ||
    RULE.test(rest) ||
    HTML.some(({ begins, interrupts }) => interrupts && begins.test(rest))
  );
}

function verbatimFrom(rest: string, depth: number, inParagraph: boolean): Verbatim | undefined {
  const fence = FENCE.exec(rest)?.[1];
  if (fence !== undefined) {
    const closing = new RegExp(`^ {0,3}\\${fence[0]}{${fence.length},}[ \\t]*$`);
    return { ends: (line) => closing.test(line), takesEnd: true, depth };
  }
  const html = HTML.find(({ begins, interrupts }) => begins.test(rest) && (interrupts || !inParagraph));
  if (html === undefined) return undefined;
  const { ends } = html;
  if (ends === undefined) return { ends: (line) => line.trim() === '', takesEnd: false, depth };
  return { ends: (line) => ends.test(line), takesEnd: true, depth };
}

/**
 * What parts plain text: code, links and images, tags, escapes, entities, brackets, and the signs of emphasis and
 * strikethrough where one may begin or end (CommonMark, "Inlines").
 */
const PARTING =
  /`+[^`]+`+|`+|!?\[|\]\([^)]*\)|\]|<[^<>]*>|<|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp|copy|reg|trade|mdash|ndash|hellip|times|middot|bull|larr|rarr|sect|deg);|\\(?=[!-/:-@[-`{-~])|\*+|_+|~{1,2}/g;

function plainTexts(title: string): string[] {
  const texts: string[] = [];
  let from = 0;
  for (const { 0: sign, index } of title.matchAll(PARTING)) {
    if (title[index - 1] === '\\' && index === from) continue;
    if (/^[*_~]/.test(sign) && !isFlanking(title, index, sign)) continue;
    texts.push(title.slice(from, index));
    from = index + sign.length;
  }
  return [...texts, title.slice(from)].map((text) => text.trim()).filter((text) => text !== '');
}

/** Whether a run of `*`, `_` or `~` may begin or end emphasis (CommonMark, "left-flanking" and "right-flanking"). */
function isFlanking(title: string, index: number, run: string): boolean {
  const before = title[index - 1] ?? ' ';
  const behind = title[index + run.length] ?? ' ';
  if (run.startsWith('_') && /\w/.test(before) && /\w/.test(behind)) return false;
  return !/\s/.test(before) || !/\s/.test(behind);
}
