/** Listeners for new work. */

export interface Listeners {
  add(listener: () => void): () => void;
  call(): void;
  clear(): void;
}

/** A list of callbacks, which are called together. */
export function listeners(): Listeners {
  const all = new Set<{ readonly listener: () => void }>();
  return {
    add: (listener) => {
      // the same function may be added twice
      const entry = { listener };
      all.add(entry);
      return () => {
        all.delete(entry);
      };
    },
    call: () => {
      for (const { listener } of [...all]) listener();
    },
    clear: () => all.clear(),
  };
}
