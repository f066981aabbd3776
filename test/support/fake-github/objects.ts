/** Git's objects in memory, with git's own ids: a commit keeps what it shares with its parents. */
import { createHash } from 'node:crypto';

export type Mode = '100644' | '100755' | '120000' | '160000' | '040000';

/** A file's text or bytes; with a mode for programs (`100755`), links (`120000`) and submodules (`160000`, the text is a commit id). */
export type Content = string | Uint8Array | { readonly mode: Mode; readonly text: string | Uint8Array };

export interface BlobObject {
  readonly kind: 'blob';
  readonly id: string;
  readonly bytes: Buffer;
}

export interface TreeEntry {
  readonly name: string;
  readonly mode: Mode;
  readonly id: string;
}

export interface TreeObject {
  readonly kind: 'tree';
  readonly id: string;
  readonly bytes: Buffer;
  /** In git's order. */
  readonly entries: ReadonlyMap<string, TreeEntry>;
}

export interface CommitObject {
  readonly kind: 'commit';
  readonly id: string;
  readonly bytes: Buffer;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly message: string;
  /** In seconds since 1970. */
  readonly at: number;
  /** Longer than that of each parent. */
  readonly generation: number;
}

export type GitObject = BlobObject | TreeObject | CommitObject;

/** The person and date of every commit: those of test/git/scratch.ts, so that git gives the same ids. */
export const PERSON = { name: 'Ada Lovelace', email: 'ada@example.org', at: Date.UTC(2026, 2, 1, 12) / 1000 };

export interface NewCommit {
  readonly parents?: readonly string[];
  /** What changes against the first parent; null takes a file (or a folder) away. */
  readonly files?: Readonly<Record<string, Content | null>> | ReadonlyMap<string, Content | null>;
  readonly message?: string;
  /** In seconds since 1970. */
  readonly at?: number;
}

export interface Objects {
  readonly all: ReadonlyMap<string, GitObject>;
  get(id: string): GitObject | undefined;
  blob(id: string): BlobObject | undefined;
  tree(id: string): TreeObject | undefined;
  commit(id: string): CommitObject | undefined;
  /** @throws Error where it is none of this store */
  needCommit(id: string): CommitObject;
  write(commit: NewCommit): string;
  /** What stands at a path of a tree; the tree itself for the empty path. */
  at(tree: string, path: string): TreeEntry | undefined;
}

export function makeObjects(): Objects {
  const all = new Map<string, GitObject>();

  const store = <T extends GitObject>(kind: T['kind'], bytes: Buffer, make: (id: string) => T): string => {
    const id = createHash('sha1').update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex');
    if (!all.has(id)) all.set(id, make(id));
    return id;
  };

  const writeBlob = (content: string | Uint8Array): string => {
    const bytes = Buffer.from(content as Uint8Array);
    return store('blob', bytes, (id) => ({ kind: 'blob', id, bytes }));
  };

  const writeTree = (entries: readonly TreeEntry[]): string => {
    const sorted = entries.map((entry) => ({ entry, key: sortKey(entry) })).sort((a, b) => (a.key < b.key ? -1 : 1));
    const bytes = Buffer.concat(
      sorted.flatMap(({ entry: { mode, name, id } }) => [
        Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`),
        Buffer.from(id, 'hex'),
      ]),
    );
    return store('tree', bytes, (id) => ({
      kind: 'tree',
      id,
      bytes,
      entries: new Map(sorted.map(({ entry }) => [entry.name, entry])),
    }));
  };

  const tree = (id: string) => ofKind(all.get(id), 'tree');

  /** The tree with its changes; null where nothing is left in it. */
  const change = (before: string | null, changes: ReadonlyMap<string, Content | null>): string | null => {
    const entries = new Map(before === null ? [] : tree(before)?.entries);
    const below = new Map<string, Map<string, Content | null>>();
    for (const [path, content] of changes) {
      const slash = path.indexOf('/');
      const name = slash < 0 ? path : path.slice(0, slash);
      if (name === '') throw new Error(`no path of a file: ${path}`);
      if (slash >= 0) {
        const inside = below.get(name) ?? new Map<string, Content | null>();
        below.set(name, inside.set(path.slice(slash + 1), content));
      } else if (content === null) entries.delete(name);
      else if (typeof content === 'string' || content instanceof Uint8Array)
        entries.set(name, { name, mode: '100644', id: writeBlob(content) });
      else if (content.mode === '160000') entries.set(name, { name, mode: '160000', id: String(content.text) });
      else entries.set(name, { name, mode: content.mode, id: writeBlob(content.text) });
    }
    for (const [name, inside] of below) {
      const old = entries.get(name);
      const id = change(old?.mode === '040000' ? old.id : null, inside);
      if (id === null) entries.delete(name);
      else entries.set(name, { name, mode: '040000', id });
    }
    return entries.size === 0 ? null : writeTree([...entries.values()]);
  };

  const commit = (id: string) => ofKind(all.get(id), 'commit');
  const needCommit = (id: string): CommitObject => {
    const found = commit(id);
    if (found === undefined) throw new Error(`no commit ${id}`);
    return found;
  };

  const write = ({ parents = [], files = {}, message = 'A commit', at = PERSON.at }: NewCommit): string => {
    const before = parents[0] === undefined ? null : needCommit(parents[0]).tree;
    const changes = files instanceof Map ? files : new Map(Object.entries(files));
    const root = change(before, changes) ?? writeTree([]);
    const who = `${PERSON.name} <${PERSON.email}> ${at} +0000`;
    const text = message.endsWith('\n') ? message : `${message}\n`;
    const heads = [`tree ${root}`, ...parents.map((parent) => `parent ${parent}`), `author ${who}`, `committer ${who}`];
    const generation = 1 + Math.max(0, ...parents.map((parent) => needCommit(parent).generation));
    const bytes = Buffer.from(`${heads.join('\n')}\n\n${text}`);
    return store('commit', bytes, (id) => ({
      kind: 'commit',
      id,
      bytes,
      tree: root,
      parents: [...parents],
      message: text.replace(/\n$/, ''),
      at,
      generation,
    }));
  };

  return {
    all,
    get: (id) => all.get(id),
    blob: (id) => ofKind(all.get(id), 'blob'),
    tree,
    commit,
    needCommit,
    write,
    at: (root, path) => {
      let entry: TreeEntry | undefined = { name: '', mode: '040000', id: root };
      for (const name of path.split('/').filter((part) => part !== ''))
        entry = entry?.mode === '040000' ? tree(entry.id)?.entries.get(name) : undefined;
      return entry;
    },
  };
}

/** Every file below a tree, in git's order; folders too where they are wanted. */
export function* walk(
  objects: Objects,
  tree: string,
  withFolders = false,
  prefix = '',
): Generator<{ readonly path: string; readonly entry: TreeEntry }> {
  for (const entry of objects.tree(tree)?.entries.values() ?? []) {
    const path = `${prefix}${entry.name}`;
    if (entry.mode !== '040000') yield { path, entry };
    else {
      if (withFolders) yield { path, entry };
      yield* walk(objects, entry.id, withFolders, `${path}/`);
    }
  }
}

export function typeOf(mode: Mode): 'blob' | 'tree' | 'commit' {
  return mode === '040000' ? 'tree' : mode === '160000' ? 'commit' : 'blob';
}

function ofKind<K extends GitObject['kind']>(
  object: GitObject | undefined,
  kind: K,
): Extract<GitObject, { kind: K }> | undefined {
  return object?.kind === kind ? (object as Extract<GitObject, { kind: K }>) : undefined;
}

/** Git compares bytes, and a folder's name as if it ended in a slash. */
function sortKey({ name, mode }: TreeEntry): string {
  return Buffer.from(mode === '040000' ? `${name}/` : name).toString('latin1');
}
