/** A folder of patches: which of its files are read, and in which order. */

export interface FolderReading {
  /** In the order in which the patches apply: that of their names. */
  readonly names: readonly string[];
  /** What was skipped, one sentence each. */
  readonly notes: readonly string[];
}

/** Picks the patches out of the names of a folder's files: all that say so by their ending, and where none does, all. */
export function patchFilesOf(names: readonly string[]): FolderReading {
  const sorted = names.filter((name) => !/^\.|~$/.test(name)).toSorted((one, other) => (one < other ? -1 : 1));
  const said = sorted.filter((name) => /\.(?:patch|diff|eml|mbox|mbx)$/i.test(name));
  const chosen = said.length > 0 ? said : sorted;
  return {
    names: chosen,
    notes: sorted
      .filter((name) => !chosen.includes(name))
      .map((name) => `skipped \`${name}\`: its name does not end like that of a patch`),
  };
}
