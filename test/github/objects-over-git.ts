/** What GitHub answers about git's objects, from a repository here: trees that are cut, texts that are cut or decoded. */
import { execFileSync } from 'node:child_process';
import { buildSchema, graphql } from 'graphql';
import { json, type Seen } from './client-support.ts';

export interface Limits {
  /** More entries than this in a recursive listing are cut away. */
  readonly treeEntries: number;
  /** Bytes after which a text is cut. */
  readonly text: number;
  /** More texts than this in one query take too long. */
  readonly textsInTime: number;
}

export const GITHUBS_OWN: Limits = { treeEntries: 100_000, text: 512_000, textsInTime: 1000 };

const SCHEMA = buildSchema(`
  interface GitObject { oid: ID! }
  type Blob implements GitObject { oid: ID! byteSize: Int! isBinary: Boolean isTruncated: Boolean! text: String }
  type Tree implements GitObject { oid: ID! }
  type Commit implements GitObject { oid: ID! }
  type Repository { object(expression: String): GitObject }
  type Query { repository(owner: String!, name: String!): Repository }
`);

/** Answers to calls about the objects of the repository in `folder`, which is `o/r`; undefined for all other calls. */
export function objectsOverGit(
  folder: string,
  limits: Limits = GITHUBS_OWN,
): (seen: Seen) => Promise<Response | undefined> {
  return async ({ line, body }) => {
    const tree = /^GET \/repos\/o\/r\/git\/trees\/([0-9a-f]+)(\?recursive=1)?$/.exec(line);
    if (tree !== null) return json(treeOf(folder, tree[1] ?? '', tree[2] !== undefined, limits));
    const blob = /^GET \/repos\/o\/r\/git\/blobs\/([0-9a-f]+)$/.exec(line);
    if (blob !== null) {
      const bytes = bytesOf(folder, blob[1] ?? '');
      return json({ sha: blob[1], size: bytes.length, encoding: 'base64', content: bytes.toString('base64') });
    }
    if (line !== 'POST /graphql') return undefined;
    const { query, variables } = body as { query: string; variables: Record<string, unknown> };
    const asksTexts = /\btext\b/.test(query) ? Object.keys(variables).length - 2 : 0;
    if (asksTexts > limits.textsInTime) return json({ message: 'Bad Gateway' }, 502);
    const rootValue = {
      repository: ({ owner, name }: { owner: string; name: string }) =>
        owner === 'o' && name === 'r'
          ? { object: ({ expression }: { expression: string }) => objectOf(folder, expression, limits) }
          : null,
    };
    return json(await graphql({ schema: SCHEMA, source: query, variableValues: variables, rootValue }));
  };
}

function objectOf(folder: string, expression: string, limits: Limits): object | null {
  const oid = bytesFrom(folder, ['rev-parse', '--verify', '--quiet', '--end-of-options', expression])
    ?.toString()
    .trim();
  const type = oid && bytesFrom(folder, ['cat-file', '-t', oid])?.toString().trim();
  if (!oid || !type) return null;
  if (type !== 'blob') return { __typename: type === 'tree' ? 'Tree' : 'Commit', oid };
  const bytes = bytesOf(folder, oid);
  const isBinary = bytes.includes(0);
  const isTruncated = bytes.length > limits.text;
  // decoded: without a byte order mark, one replacement character for a run of bytes
  const text = isBinary ? null : new TextDecoder().decode(bytes.subarray(0, limits.text));
  return { __typename: 'Blob', oid, byteSize: bytes.length, isBinary, isTruncated, text };
}

function treeOf(folder: string, id: string, isRecursive: boolean, limits: Limits): object {
  const options = isRecursive ? ['-r', '-t'] : [];
  const listed = bytesFrom(folder, ['ls-tree', '-z', '-l', '--full-tree', ...options, id])?.toString() ?? '';
  const tree = listed
    .split('\0')
    .slice(0, -1)
    .map((record) => {
      const tab = record.indexOf('\t');
      const [mode, type, sha, size] = record.slice(0, tab).split(/ +/);
      return { path: record.slice(tab + 1), mode, type, sha, ...(type === 'blob' ? { size: Number(size) } : {}) };
    });
  const truncated = isRecursive && tree.length > limits.treeEntries;
  return { sha: id, tree: truncated ? tree.slice(0, limits.treeEntries) : tree, truncated };
}

function bytesOf(folder: string, id: string): Buffer {
  return bytesFrom(folder, ['cat-file', 'blob', id]) ?? Buffer.alloc(0);
}

/** Objects do not change, and starting git takes its time. */
const known = new Map<string, Buffer | undefined>();

function bytesFrom(folder: string, command: readonly string[]): Buffer | undefined {
  const key = JSON.stringify([folder, ...command]);
  if (!known.has(key)) known.set(key, run(folder, command));
  return known.get(key);
}

function run(folder: string, command: readonly string[]): Buffer | undefined {
  try {
    return execFileSync('git', ['-C', folder, ...command], { stdio: ['ignore', 'pipe', 'ignore'], maxBuffer: 1 << 28 });
  } catch {
    return undefined;
  }
}
