/** Markdown as text for a terminal: what a reader of GitHub's page sees, without links, comments and markup. */
import type { Nodes, Parents, RootContent, Table } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmTableFromMarkdown } from 'mdast-util-gfm-table';
import { gfmTable } from 'micromark-extension-gfm-table';
import { proseTable } from '../../src/report/select/table.ts';
import { wrap } from '../../src/report/select/text-width.ts';
import type { Page } from '../../src/report/terminal/page.ts';

/** Each block of `markdown` in lines that fit the page, a blank line between two. */
export function markdownText(markdown: string, page: Page): string {
  const extensions = { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] };
  return linesOfAll(fromMarkdown(markdown, extensions).children, page)
    .map((line) => `${line}\n`)
    .join('');
}

function linesOfAll(blocks: readonly RootContent[], page: Page): readonly string[] {
  const shown = blocks.map((block) => linesOf(block, page)).filter((lines) => lines.length > 0);
  return shown.flatMap((lines, at) => (at === 0 ? lines : ['', ...lines]));
}

function linesOf(block: RootContent, page: Page): readonly string[] {
  switch (block.type) {
    case 'heading':
      return wrap(page.paint('bold', inline(block)), page.width);
    case 'paragraph':
      return wrap(inline(block), page.width);
    case 'list':
      return block.children.flatMap((item) => {
        const lines = linesOfAll(item.children, { ...page, width: page.width - 2 });
        return lines.map((line, at) => (at === 0 ? `- ${line}` : `  ${line}`).trimEnd());
      });
    case 'table':
      return tableLines(block, page);
    case 'blockquote':
      return linesOfAll(block.children, { ...page, width: page.width - 2 }).map((line) => `> ${line}`);
    case 'code':
      return block.value.split('\n').map((line) => `    ${line}`);
    case 'html':
      return wrap(page.paint('bold', withoutTags(block.value)), page.width);
    default:
      return [];
  }
}

function tableLines({ children, align }: Table, page: Page): readonly string[] {
  const rows = children.map((row) => row.children.map(inline));
  const sides = align?.map((side) => (side === 'right' ? ('right' as const) : ('left' as const))) ?? [];
  const [head = '', ...body] = proseTable(rows, page.width, sides);
  return [page.paint('bold', head), ...body];
}

/** The words of a node. A zero-width space keeps a name from being a mention on GitHub; here nothing is one. */
function inline(node: Nodes): string {
  if (node.type === 'inlineCode') return `\`${withoutSpaces(node.value)}\``;
  if (node.type === 'html') return withoutTags(node.value);
  if ('value' in node) return withoutSpaces(node.value).replaceAll('\n', ' ');
  return 'children' in node ? (node as Parents).children.map(inline).join('') : '';
}

function withoutSpaces(text: string): string {
  return text.replaceAll('\u200b', '');
}

/** Of HTML its text: comments are for programs, tags fold what is shown here. */
function withoutTags(html: string): string {
  return html.replace(/<!--[\s\S]*?-->|<[^>]*>/g, '').trim();
}
