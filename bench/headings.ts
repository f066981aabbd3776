/** Headings of documentation: our reader against the Markdown parser that the App has. Prints JSON. Needs a kernel tree as its argument. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { headingsOf } from '../src/rust/headings.ts';

const tree = process.argv[2] ?? '';

/** The documentation comments that hold the words for which headings are read. */
function docsIn(text: string): readonly (readonly string[])[] {
  const blocks: string[][] = [[]];
  for (const line of text.split('\n')) {
    const doc = /^\s*\/\/[/!] ?(.*)$/.exec(line)?.[1];
    if (doc === undefined) blocks.push([]);
    else blocks.at(-1)?.push(doc);
  }
  return blocks.filter((block) => block.some((line) => /safety|invariant/i.test(line)));
}

interface Node {
  readonly type: string;
  readonly depth?: number;
  readonly position?: { readonly start: { readonly line: number } };
  readonly children?: readonly Node[];
}

function headingsBelow(node: Node): readonly (readonly [line: number, rank: number])[] {
  if (node.type === 'heading') return [[(node.position?.start.line ?? 0) - 1, node.depth ?? 0]];
  return (node.children ?? []).flatMap(headingsBelow);
}

function timed<T>(work: () => T): { readonly result: T; readonly ms: number } {
  const start = performance.now();
  const result = work();
  return { result, ms: Math.round(performance.now() - start) };
}

const paths = readdirSync(tree, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.rs'));
const docs = paths.flatMap((path) => docsIn(readFileSync(join(tree, path), 'utf8')));
const own = timed(() => docs.map((lines) => headingsOf(lines).map(({ line, rank }) => [line, rank])));
const library = timed(() => docs.map((lines) => headingsBelow(fromMarkdown(lines.join('\n')) as Node)));
const different = docs.filter((_, at) => JSON.stringify(own.result[at]) !== JSON.stringify(library.result[at])).length;
process.stdout.write(JSON.stringify({ docs: docs.length, own: own.ms, library: library.ms, different }));
