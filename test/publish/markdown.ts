/** What a reader of Markdown makes of a text (CommonMark), as far as the tests ask. */
import { fromMarkdown } from 'mdast-util-from-markdown';

interface Node {
  readonly type: string;
  readonly value?: string;
  readonly url?: string;
  readonly children?: readonly Node[];
}

export interface Read {
  /** Prose, each text by itself; code, HTML and links' addresses are not in it. */
  readonly texts: readonly string[];
  readonly codes: readonly string[];
  readonly html: readonly string[];
  readonly links: readonly string[];
  readonly types: ReadonlySet<string>;
  /** Lines of paragraphs that are a command to the App. */
  readonly commands: readonly string[];
}

export function readMarkdown(markdown: string): Read {
  const nodes = flat(fromMarkdown(markdown) as Node);
  const of = (...types: readonly string[]) =>
    nodes.filter(({ type }) => types.includes(type)).map(({ value, url }) => url ?? value ?? '');
  return {
    texts: of('text'),
    codes: of('inlineCode', 'code'),
    html: of('html'),
    links: of('link', 'image', 'definition'),
    types: new Set(nodes.map(({ type }) => type)),
    commands: nodes.filter(({ type }) => type === 'paragraph' || type === 'heading').flatMap(commandsIn),
  };
}

function flat(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(flat)];
}

/** As a command's reader sees a paragraph: code stands for something that is no command. */
function commandsIn(paragraph: Node): readonly string[] {
  const text = (paragraph.children ?? []).map(plain).join('');
  return text.split('\n').filter((line) => /^\s*\/audit\b/i.test(line));
}

function plain(node: Node): string {
  if (node.type === 'inlineCode') return '\u{fffc}';
  if (node.type === 'break') return '\n';
  return node.value ?? (node.children ?? []).map(plain).join('');
}
