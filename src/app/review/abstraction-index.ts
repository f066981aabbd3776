/** The abstraction index of a tree, kept by the identity of rust/kernel so that it costs nothing twice. */
import { evidenceOf, type FileEvidence } from '../../kernel/abstractions/evidence.ts';
import { type AbstractionIndex, type Header, makeIndex } from '../../kernel/abstractions/index.ts';
import { lex } from '../../rust/lexer.ts';
import { isFailure } from '../../text/failure.ts';
import type { Cache, SourceTree } from '../ports/source-tree.ts';

/** The folder whose Rust files are the abstractions. */
const ABSTRACTIONS = 'rust/kernel';

/** @returns undefined where the tree has no rust/kernel that can be read */
export async function abstractionIndex(tree: SourceTree, cache: Cache): Promise<AbstractionIndex | undefined> {
  const identities = await identitiesOf(tree);
  const shortKey = identities === undefined ? undefined : cache.keyOf(['abstraction index', ...identities]);
  const remembered = shortKey === undefined ? undefined : await cache.get(shortKey);
  if (remembered !== undefined) return remembered as AbstractionIndex;
  const paths = await tree.list('.rs', ABSTRACTIONS);
  if (isFailure(paths) || paths.length === 0) return undefined;
  const texts = await textsOf(tree, paths);
  const key = shortKey ?? cache.keyOf(['abstraction index', ...[...texts].flat()]);
  const known = await cache.get(key);
  if (known !== undefined) return known as AbstractionIndex;
  const evidence = [...texts].map(([path, text]) => evidenceOf(path, lex(text)));
  const index = makeIndex(evidence, await headersOf(tree, evidence));
  await cache.put(key, index);
  return index;
}

/** What the index is made of, where the tree knows it without reading: the texts of rust/kernel, and headers. */
async function identitiesOf(tree: SourceTree): Promise<readonly string[] | undefined> {
  const found = await Promise.all([ABSTRACTIONS, 'include'].map((folder) => tree.identityOf?.(folder)));
  const [abstractions, headers] = found;
  return abstractions === undefined ? undefined : [abstractions, headers ?? ''];
}

/** The C headers that the abstractions' documentation links to, as far as the tree has them. */
export async function headersOf(tree: SourceTree, evidence: readonly FileEvidence[]): Promise<readonly Header[]> {
  const named = [...new Set(evidence.flatMap(({ headers }) => headers))].sort();
  const texts = await textsOf(
    tree,
    named.map((path) => `include/${path}`),
  );
  return [...texts].map(([path, text]) => ({ path: path.slice('include/'.length), text }));
}

/** The texts of those files that are there, in the order asked for. */
export async function textsOf(tree: SourceTree, paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const files = await tree.read(paths);
  return new Map(
    paths.flatMap((path) => {
      const file = files.get(path);
      return file?.kind === 'text' ? [[path, file.text] as const] : [];
    }),
  );
}
