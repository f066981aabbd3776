/** What differs between two trees, file by file, as GitHub lists it: status, counts of lines, and a patch. */
import { diffLines } from './line-diff.ts';
import type { Mode, Objects, TreeEntry } from './objects.ts';

export interface Difference {
  readonly path: string;
  readonly previousPath: string | null;
  readonly status: 'added' | 'removed' | 'modified' | 'renamed' | 'changed';
  readonly old: TreeEntry | null;
  readonly now: TreeEntry | null;
}

export interface LineCounts {
  readonly additions: number;
  readonly deletions: number;
  /** Null of a binary file. */
  readonly patch: string | null;
}

/** In the order of the new paths; renames are found by content. */
export function differencesOf(objects: Objects, before: string | null, after: string | null): readonly Difference[] {
  const found: Difference[] = [];
  compare(objects, '', folder(before), folder(after), found);
  const sorted = withRenames(objects, found);
  return sorted.sort((a, b) => (bytesOf(a.path) < bytesOf(b.path) ? -1 : 1));
}

export function countLines(objects: Objects, { old, now }: Difference): LineCounts {
  const [before, after] = [bytesAt(objects, old), bytesAt(objects, now)];
  if (before.equals(after)) return { additions: 0, deletions: 0, patch: '' };
  if (isBinary(before) || isBinary(after)) return { additions: 0, deletions: 0, patch: null };
  return diffLines(before.toString(), after.toString());
}

export function isBinary(bytes: Buffer): boolean {
  return bytes.subarray(0, 8000).includes(0);
}

/** The text of `git diff` between two trees. */
export function diffText(objects: Objects, all: readonly Difference[]): string {
  return all.map((each) => fileDiff(objects, each)).join('');
}

function fileDiff(objects: Objects, difference: Difference): string {
  const { path, previousPath, status, old, now } = difference;
  const from = previousPath ?? path;
  const lines = [`diff --git a/${from} b/${path}`];
  if (status === 'added') lines.push(`new file mode ${now?.mode}`);
  if (status === 'removed') lines.push(`deleted file mode ${old?.mode}`);
  if (old && now && old.mode !== now.mode) lines.push(`old mode ${old.mode}`, `new mode ${now.mode}`);
  if (previousPath !== null) lines.push(`rename from ${previousPath}`, `rename to ${path}`);
  const { patch } = countLines(objects, difference);
  const ids = `${(old?.id ?? '').slice(0, 12).padEnd(12, '0')}..${(now?.id ?? '').slice(0, 12).padEnd(12, '0')}`;
  if (old?.id !== now?.id) lines.push(`index ${ids}${old && now && old.mode === now.mode ? ` ${now.mode}` : ''}`);
  if (patch === null) lines.push(`Binary files differ`);
  else if (patch !== '')
    lines.push(`--- ${old ? `a/${from}` : '/dev/null'}`, `+++ ${now ? `b/${path}` : '/dev/null'}`, patch);
  return `${lines.join('\n')}\n`;
}

function folder(id: string | null): TreeEntry | undefined {
  return id === null ? undefined : { name: '', mode: '040000', id };
}

function compare(
  objects: Objects,
  path: string,
  old: TreeEntry | undefined,
  now: TreeEntry | undefined,
  found: Difference[],
): void {
  if (old?.id === now?.id && old?.mode === now?.mode) return;
  const [before, after] = [childrenOf(objects, old), childrenOf(objects, now)];
  if (before !== null || after !== null) {
    for (const name of new Set([...(before?.keys() ?? []), ...(after?.keys() ?? [])])) {
      const below = path === '' ? name : `${path}/${name}`;
      compare(objects, below, before?.get(name), after?.get(name), found);
    }
  }
  const [file, fresh] = [before === null ? old : undefined, after === null ? now : undefined];
  if (file !== undefined && fresh !== undefined) {
    const status = file.id === fresh.id ? 'changed' : 'modified';
    found.push({ path, previousPath: null, status, old: file, now: fresh });
  } else if (fresh !== undefined) found.push({ path, previousPath: null, status: 'added', old: null, now: fresh });
  else if (file !== undefined) found.push({ path, previousPath: null, status: 'removed', old: file, now: null });
}

function childrenOf(objects: Objects, entry: TreeEntry | undefined): ReadonlyMap<string, TreeEntry> | null {
  return entry?.mode === '040000' ? (objects.tree(entry.id)?.entries ?? null) : null;
}

/** Git's limit for comparing by content; identical files are always paired. */
const MOST_COMPARED = 40_000;
const LEAST_SIMILAR = 0.5;

function withRenames(objects: Objects, all: readonly Difference[]): Difference[] {
  const removed = new Set(all.filter(({ status }) => status === 'removed'));
  const added = all.filter(({ status }) => status === 'added');
  if (removed.size === 0 || added.length === 0) return [...all];
  const renamed = new Map<Difference, Difference>();
  const pair = (fresh: Difference, gone: Difference) => {
    removed.delete(gone);
    renamed.set(fresh, { ...fresh, status: 'renamed', previousPath: gone.path, old: gone.old });
  };
  const byId = new Map([...removed].reverse().map((gone) => [gone.old?.id, gone]));
  for (const fresh of added) {
    const gone = byId.get(fresh.now?.id);
    if (gone !== undefined && removed.has(gone) && sizeOf(objects, gone.old) > 0) pair(fresh, gone);
  }
  const left = added.filter((fresh) => !renamed.has(fresh));
  if (left.length * removed.size <= MOST_COMPARED) {
    const pairs = left.flatMap((fresh) =>
      [...removed].map((gone) => ({ fresh, gone, alike: similarity(objects, gone.old, fresh.now) })),
    );
    for (const { fresh, gone, alike } of pairs.sort((a, b) => b.alike - a.alike))
      if (alike >= LEAST_SIMILAR && removed.has(gone) && !renamed.has(fresh)) pair(fresh, gone);
  }
  const gone = new Set([...renamed.values()].map(({ previousPath }) => previousPath));
  return all
    .filter(({ status, path }) => status !== 'removed' || !gone.has(path))
    .map((each) => renamed.get(each) ?? each);
}

/** The share of the larger file's bytes that stand in lines of both. */
function similarity(objects: Objects, old: TreeEntry | null, now: TreeEntry | null): number {
  if (!isText(old?.mode) || !isText(now?.mode)) return 0;
  const [before, after] = [bytesAt(objects, old).toString('latin1'), bytesAt(objects, now).toString('latin1')];
  if (Math.min(before.length, after.length) < LEAST_SIMILAR * Math.max(before.length, after.length)) return 0;
  const lines = new Map<string, number>();
  for (const line of before.split('\n')) lines.set(line, (lines.get(line) ?? 0) + 1);
  let common = 0;
  for (const line of after.split('\n')) {
    const count = lines.get(line) ?? 0;
    if (count === 0) continue;
    lines.set(line, count - 1);
    common += line.length + 1;
  }
  return common / (Math.max(before.length, after.length) + 1);
}

function isText(mode: Mode | undefined): boolean {
  return mode === '100644' || mode === '100755';
}

function sizeOf(objects: Objects, entry: TreeEntry | null): number {
  return bytesAt(objects, entry).length;
}

function bytesAt(objects: Objects, entry: TreeEntry | null): Buffer {
  if (entry === null) return Buffer.alloc(0);
  if (entry.mode === '160000') return Buffer.from(`Subproject commit ${entry.id}\n`);
  return objects.blob(entry.id)?.bytes ?? Buffer.alloc(0);
}

function bytesOf(path: string): string {
  return Buffer.from(path).toString('latin1');
}
