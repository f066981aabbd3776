/** What a rule may know of the tree around a file. */
import type { LintAttribute } from '../rust/attributes.ts';
import type { CrateNames, Reference } from '../rust/names/names.ts';
import type { AbstractionIndex, Header } from './abstractions/index.ts';

export interface TreeFacts {
  /** Undefined where rust/kernel is not at hand. */
  readonly index: AbstractionIndex | undefined;
  /** Whether the tree has the derives of rust/zerocopy. */
  readonly hasByteDerives: boolean;
  /** Whether the tree's C helpers are marked with `__rust_helper`. */
  readonly marksHelpers: boolean;
  /** Whether a file was Rust code before the patches: by its name, or because Rust code of the tree reaches it. */
  readonly wasRust: (path: string) => boolean;
  /** The lint levels under which another file includes this one, the outermost first. */
  readonly includedUnder: (path: string) => readonly LintAttribute[];
  /** The other files of a file's crate. */
  readonly crateOf: (path: string) => CrateNames | undefined;
  /** What a file refers to in the kernel's bindings, where that is known already. */
  readonly referencesOf: (path: string) => readonly Reference[] | undefined;
  /** The C headers in a file's folder. */
  readonly headersBeside: (path: string) => readonly Header[];
}

export const NO_FACTS: TreeFacts = {
  index: undefined,
  hasByteDerives: false,
  marksHelpers: false,
  wasRust: (path) => path.endsWith('.rs'),
  includedUnder: () => [],
  crateOf: () => undefined,
  referencesOf: () => undefined,
  headersBeside: () => [],
};
