/** What git's trees hold, by their ids: listed in as few answers as GitHub gives whole ones, and kept from run to run. */
import { ForgeError } from '../../app/ports/forge.ts';
import { type Cache, NO_CACHE } from '../../app/ports/source-tree.ts';
import type { Client } from '../client/client.ts';
import { checkedId, type Fields, fieldsOf, listOf, textOf } from '../client/response-fields.ts';

/** An entry of a tree; `path` is relative to the tree that was listed. */
export interface Entry {
  readonly path: string;
  readonly kind: 'file' | 'folder' | 'other';
  readonly id: string;
  readonly size: number | null;
}

/** One answer of GitHub's: a tree with or without what is below it. */
export interface Listing {
  readonly entries: readonly Entry[];
  /** GitHub ends a list at 100,000 entries or 7 MB. */
  readonly isCut: boolean;
}

export interface Listings {
  /** One answer of GitHub's. */
  list(tree: string, isRecursive: boolean): Promise<Listing>;
  /**
   * All that is below a tree whose path ends in `suffix`, at any depth; of a tree that is not large all of it.
   * @param isLarge whether it is known to be too large for one answer
   */
  below(tree: string, suffix: string, isLarge?: boolean): Promise<Below>;
}

export interface Below {
  readonly entries: readonly Entry[];
  /** What the paths of all entries end in; empty where nothing is left out. */
  readonly suffix: string;
}

/** Trees with more are kept only as far as they are asked for. */
const MOST_KEPT_WHOLE = 5000;
/** Of one tree: more folders that do not come in one answer has no sensible repository. */
const MOST_ANSWERS = 3000;

/** Lists folders by the ids of their trees; what was listed once is kept. */
export function makeListings(
  client: Client,
  repository: { readonly owner: string; readonly name: string; readonly id: number },
  cache: Cache = NO_CACHE,
): Listings {
  const list: Listings['list'] = (tree, isRecursive) => askFor(client, repository, checkedId(tree), isRecursive);

  const below = async (tree: string, suffix: string, isLarge: boolean, budget: { left: number }): Promise<Below> => {
    const keyOf = (ending: string) => cache.keyOf(['github tree', String(repository.id), tree, ending]);
    for (const ending of new Set(['', suffix])) {
      const kept = unpacked(await cache.get(keyOf(ending)).catch(() => undefined));
      if (kept !== undefined) return { entries: kept, suffix: ending };
    }
    budget.left--;
    if (budget.left < 0) throw new ForgeError('refused', 'the tree has too many large folders to be listed');
    const whole = isLarge ? null : await list(tree, true);
    const found =
      whole === null || whole.isCut
        ? { entries: await byChildren(tree, suffix, budget), suffix }
        : endingIn(whole.entries, suffix);
    await cache.put(keyOf(found.suffix), packed(found.entries)).catch(() => {});
    return found;
  };

  const byChildren = async (tree: string, suffix: string, budget: { left: number }): Promise<readonly Entry[]> => {
    const { entries, isCut } = await list(tree, false);
    if (isCut) throw new ForgeError('refused', 'a folder has more entries than GitHub lists');
    const parts = await Promise.all(
      entries.map(async (entry) => {
        const own = entry.path.endsWith(suffix) ? [entry] : [];
        if (entry.kind !== 'folder') return own;
        const inside = await below(entry.id, suffix, false, budget);
        const wanted = inside.entries.filter(({ path }) => path.endsWith(suffix));
        return [...own, ...wanted.map((each) => ({ ...each, path: `${entry.path}/${each.path}` }))];
      }),
    );
    return parts.flat();
  };

  return {
    list,
    below: (tree, suffix, isLarge = false) => below(tree, suffix, isLarge, { left: MOST_ANSWERS }),
  };
}

async function askFor(
  client: Client,
  { owner, name }: { readonly owner: string; readonly name: string },
  tree: string,
  isRecursive: boolean,
): Promise<Listing> {
  const route = 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}';
  const parameters = { owner, repo: name, tree_sha: tree, ...(isRecursive ? { recursive: '1' } : {}) };
  try {
    const data = fieldsOf((await client.read(route, parameters)).data);
    return { entries: listOf(data['tree'], '`tree`').map(entryOf), isCut: data['truncated'] === true };
  } catch (error) {
    // what is too much for GitHub within its 10 s comes in parts
    if (isRecursive && error instanceof ForgeError && error.trouble === 'later' && error.status !== 429)
      if (error.status === 0 || error.status >= 500) return { entries: [], isCut: true };
    throw error;
  }
}

function entryOf(entry: Fields): Entry {
  const mode = textOf(entry, 'mode');
  const kind = entry['type'] === 'tree' ? 'folder' : mode.startsWith('100') ? 'file' : 'other';
  const { size } = entry;
  return { path: textOf(entry, 'path'), kind, id: textOf(entry, 'sha'), size: typeof size === 'number' ? size : null };
}

function endingIn(entries: readonly Entry[], suffix: string): Below {
  if (entries.length <= MOST_KEPT_WHOLE) return { entries, suffix: '' };
  return { entries: entries.filter(({ path }) => path.endsWith(suffix)), suffix };
}

type Packed = readonly [path: string, kind: Entry['kind'], id: string, size: number | null];

function packed(entries: readonly Entry[]): readonly Packed[] {
  return entries.map(({ path, kind, id, size }) => [path, kind, id, size]);
}

function unpacked(value: unknown): readonly Entry[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return (value as readonly Packed[]).map(([path, kind, id, size]) => ({ path, kind, id, size }));
}
