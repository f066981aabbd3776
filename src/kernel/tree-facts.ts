/** What a rule may know of the tree around a file. */
import type { LintAttribute } from '../rust/attributes.ts';
import type { CrateNames, Reference } from '../rust/names/names.ts';
import { isRustFile } from '../text/reviewed-files.ts';
import type { AbstractionIndex, Header } from './abstractions/index.ts';

/**
 * What newer trees have instead of what their code used before. A tree has it where it holds one of the files;
 * only code that the words fit can ask for it.
 */
export const REPLACEMENTS = {
  /** Conversions from and to bytes that are derived. */
  'byte-derives': { files: ['rust/zerocopy-derive/lib.rs'], asked: /\b(?:AsBytes|FromBytes)\b/ },
  /** `kernel::sync::atomic` */
  atomics: { files: ['rust/kernel/sync/atomic.rs', 'rust/kernel/sync/atomic/mod.rs'], asked: /\batomic\b/ },
  /** `kernel::ffi` with types of its own. */
  'c-types': { files: ['rust/ffi.rs'], asked: /\bffi\b/ },
} as const satisfies Record<string, { readonly files: readonly string[]; readonly asked: RegExp }>;

export type Replacement = keyof typeof REPLACEMENTS;

/** The replacements that any of some texts can ask for. */
export function replacementsAskedFor(texts: Iterable<string>): readonly Replacement[] {
  const open = new Set(Object.keys(REPLACEMENTS) as Replacement[]);
  const asked = new Set<Replacement>();
  for (const text of texts) {
    for (const each of open) if (REPLACEMENTS[each].asked.test(text)) asked.add(each);
    for (const each of asked) open.delete(each);
    if (open.size === 0) break;
  }
  return [...asked];
}

export interface TreeFacts {
  /** Undefined without rust/kernel. */
  readonly index: AbstractionIndex | undefined;
  /** Which replacements the tree has, among those that its files can ask for; undefined where nothing is known of the tree. */
  readonly replacements: ReadonlySet<Replacement> | undefined;
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
  replacements: undefined,
  marksHelpers: false,
  wasRust: isRustFile,
  includedUnder: () => [],
  crateOf: () => undefined,
  referencesOf: () => undefined,
  headersBeside: () => [],
};
