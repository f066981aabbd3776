/** What differs between two commits, by their trees: only folders whose ids differ are looked into. */
import type { ChangedFile } from '../../app/ports/forge.ts';
import { ForgeError } from '../../app/ports/forge.ts';
import type { Entry, Listing, Listings } from './listings.ts';
import type { Trees } from './trees.ts';

/** Folders that may be looked into one by one. */
const MOST_FOLDERS = 2000;

/**
 * All changes, as GitHub's own list has them: what Rust code includes may have any name. A file that moved unchanged is a rename; one
 * that moved and changed is a deletion and an addition.
 */
export async function changesBetween(trees: Trees, before: string, after: string): Promise<readonly ChangedFile[]> {
  const [[old], [now]] = await Promise.all([trees.idsOf(before, ['']), trees.idsOf(after, [''])]);
  if (!old || !now) throw new ForgeError('gone', 'GitHub does not have the commits', null, 404);
  const found: Differences = { old: new Map(), now: new Map(), folders: 0 };
  await differ(trees.listings, '', old, now, found);
  return changesOf(found);
}

interface Differences {
  /** Ids by path. */
  readonly old: Map<string, string>;
  readonly now: Map<string, string>;
  folders: number;
}

async function differ(
  listings: Listings,
  prefix: string,
  old: string | null,
  now: string | null,
  found: Differences,
): Promise<void> {
  if (++found.folders > MOST_FOLDERS) throw new ForgeError('refused', 'too many folders differ');
  // the whole of a kernel never comes in one answer
  const whole = prefix === '' ? null : await bothOf(listings, old, now, true);
  const isWhole = whole !== null && !whole.some(({ isCut }) => isCut);
  const [before, after] = isWhole ? whole : await bothOf(listings, old, now, false);
  if (before.isCut || after.isCut) throw new ForgeError('refused', 'a folder has more entries than GitHub lists');
  const entriesOf = ({ entries }: Listing) => new Map(entries.map((entry) => [`${prefix}${entry.path}`, entry]));
  const [oldEntries, newEntries] = [entriesOf(before), entriesOf(after)];
  const folders: Promise<void>[] = [];
  for (const path of new Set([...oldEntries.keys(), ...newEntries.keys()])) {
    const [a, b] = [oldEntries.get(path), newEntries.get(path)];
    if (a !== undefined && b !== undefined && a.id === b.id && a.kind === b.kind) continue;
    if (isFile(a)) found.old.set(path, a.id);
    if (isFile(b)) found.now.set(path, b.id);
    if (!isWhole && (isFolder(a) || isFolder(b)))
      folders.push(differ(listings, `${path}/`, isFolder(a) ? a.id : null, isFolder(b) ? b.id : null, found));
  }
  await Promise.all(folders);
}

async function bothOf(
  listings: Listings,
  old: string | null,
  now: string | null,
  isRecursive: boolean,
): Promise<readonly [Listing, Listing]> {
  const listingOf = async (tree: string | null) => (tree === null ? NOTHING : listings.list(tree, isRecursive));
  return Promise.all([listingOf(old), listingOf(now)]);
}

const NOTHING: Listing = { entries: [], isCut: false };

function isFolder(entry: Entry | undefined): entry is Entry {
  return entry?.kind === 'folder';
}

function isFile(entry: Entry | undefined): entry is Entry {
  return entry !== undefined && entry.kind !== 'folder';
}

function changesOf({ old, now }: Differences): readonly ChangedFile[] {
  const gone = new Map<string, string[]>();
  for (const path of [...old.keys()].sort())
    if (!now.has(path)) gone.set(old.get(path) ?? '', [...(gone.get(old.get(path) ?? '') ?? []), path]);
  const moved = new Set<string>();
  const changes: ChangedFile[] = [];
  for (const path of [...now.keys()].sort()) {
    const previousPath = old.has(path) ? undefined : gone.get(now.get(path) ?? '')?.shift();
    if (old.has(path)) changes.push({ path, previousPath: null, change: 'modify' });
    else if (previousPath === undefined) changes.push({ path, previousPath: null, change: 'add' });
    else {
      moved.add(previousPath);
      changes.push({ path, previousPath, change: 'rename' });
    }
  }
  for (const path of old.keys())
    if (!now.has(path) && !moved.has(path)) changes.push({ path, previousPath: null, change: 'delete' });
  return changes.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
