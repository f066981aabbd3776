/** Things by their numbers and, without a search, by what they belong to. */

export interface Shelf<T> {
  /** In the order in which they came. */
  readonly all: readonly T[];
  get(id: number): T | undefined;
  add(thing: T): void;
  remove(id: number): void;
  of(owner: string | number): readonly T[];
}

export function makeShelf<T extends { readonly id: number }>(ownerOf: (thing: T) => string | number): Shelf<T> {
  const byId = new Map<number, T>();
  const byOwner = new Map<string | number, T[]>();
  return {
    get all() {
      return [...byId.values()];
    },
    get: (id) => byId.get(id),
    add: (thing) => {
      byId.set(thing.id, thing);
      const own = byOwner.get(ownerOf(thing)) ?? [];
      own.push(thing);
      byOwner.set(ownerOf(thing), own);
    },
    remove: (id) => {
      const thing = byId.get(id);
      if (thing === undefined) return;
      byId.delete(id);
      const own = byOwner.get(ownerOf(thing)) ?? [];
      own.splice(own.indexOf(thing), 1);
    },
    of: (owner) => byOwner.get(owner) ?? [],
  };
}
