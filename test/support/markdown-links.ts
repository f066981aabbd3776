/** Links of Markdown pages to other files of the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fromMarkdown } from 'mdast-util-from-markdown';

const ROOT = new URL('../../', import.meta.url);

interface Node {
  readonly type: string;
  readonly url?: string;
  readonly value?: string;
  readonly children?: readonly Node[];
}

function nodesOf(node: Node): readonly Node[] {
  return [node, ...(node.children ?? []).flatMap(nodesOf)];
}

function textOf(node: Node): string {
  return nodesOf(node)
    .map(({ value = '' }) => value)
    .join('');
}

/** The nodes of the pages that were read. */
const READ = new Map<string, readonly Node[]>();

function nodesOfPage(file: URL): readonly Node[] {
  const nodes = READ.get(file.pathname) ?? nodesOf(fromMarkdown(readFileSync(file, 'utf8')) as Node);
  READ.set(file.pathname, nodes);
  return nodes;
}

/** The names by which GitHub leads to the headings of a page. */
function anchorsOf(file: URL): readonly string[] {
  const headings = nodesOfPage(file).filter(({ type }) => type === 'heading');
  return headings.map((heading) =>
    textOf(heading)
      .toLowerCase()
      .replace(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );
}

/**
 * The targets of a page's links and pictures that are in the repository.
 *
 * @param page relative to the repository's root
 */
export function linksOf(page: string): readonly string[] {
  return nodesOfPage(new URL(page, ROOT)).flatMap(({ url }) =>
    url === undefined || /^[a-z][a-z\d+.-]*:/i.test(url) ? [] : [url],
  );
}

/**
 * Those of them that lead to no file, or to no heading of it.
 *
 * @param page relative to the repository's root
 */
export function deadLinksOf(page: string): readonly string[] {
  return linksOf(page).filter((link) => {
    const [path = '', anchor] = link.split('#');
    const file = new URL(path === '' ? page : path, path === '' ? ROOT : new URL(page, ROOT));
    if (!fileURLToPath(file).startsWith(fileURLToPath(ROOT)) || !existsSync(file)) return true;
    return anchor !== undefined && !anchorsOf(file).includes(anchor);
  });
}
