/** What git knows of commits: ancestors, merge bases, and what one has that another has not. */
import type { CommitObject, Objects } from './objects.ts';

/** The commits and all that they come from. */
export function ancestorsOf(objects: Objects, heads: readonly string[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const left = [...heads];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    if (seen.has(id)) continue;
    seen.add(id);
    left.push(...objects.needCommit(id).parents);
  }
  return seen;
}

/** The best common ancestor; null where there is none. */
export function mergeBase(objects: Objects, one: string, other: string): string | null {
  const known = ancestorsOf(objects, [one]);
  // a common ancestor that is farthest from the root is no ancestor of another one
  for (const commit of newestFirst(objects, [other])) if (known.has(commit.id)) return commit.id;
  return null;
}

/** What `head` has and `base` has not, children before parents. */
export function commitsBetween(objects: Objects, base: string, head: string): readonly CommitObject[] {
  const known = ancestorsOf(objects, [base]);
  return [...newestFirst(objects, [head], (id) => !known.has(id))];
}

/** Children before their parents; by date where that leaves a choice. */
export function* newestFirst(
  objects: Objects,
  heads: readonly string[],
  isWanted: (id: string) => boolean = () => true,
): Generator<CommitObject> {
  const seen = new Set<string>();
  const waiting: CommitObject[] = [];
  const add = (id: string) => {
    if (seen.has(id) || !isWanted(id)) return;
    seen.add(id);
    const commit = objects.needCommit(id);
    const place = waiting.findIndex((each) => isBefore(each, commit));
    waiting.splice(place < 0 ? waiting.length : place, 0, commit);
  };
  heads.forEach(add);
  for (let commit = waiting.shift(); commit !== undefined; commit = waiting.shift()) {
    yield commit;
    commit.parents.forEach(add);
  }
}

function isBefore(a: CommitObject, b: CommitObject): boolean {
  return a.generation < b.generation || (a.generation === b.generation && a.at < b.at);
}
