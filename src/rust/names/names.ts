/** What the names of a file mean, as far as the file tells by itself: plain data, so that it can come from another thread or a cache. */
import type { Span } from '../../text/lines.ts';
import type { Tokens } from '../lexer.ts';

/** Where a path is written, and what it is written for. */
export type Role = 'use' | 'import' | 'glob' | 'reexport';

/** A path in the code that means something below a wanted path. */
export interface Reference {
  /** Without generics: `['kernel', 'bindings', 'clk_get']`; what stands below the wanted path may be an item and its parts. */
  readonly path: readonly string[];
  /** The path as it is written, from its first segment to its last one. */
  readonly span: Span;
  readonly role: Role;
  /** False where a glob, a macro or a file that is not at hand leaves a doubt. */
  readonly isCertain: boolean;
}

/** What a file says of names: its modules, their imports and declarations, and the paths that could be wanted. */
export interface FileNames {
  readonly modules: readonly unknown[];
}

/** The wanted paths: of the kernel's bindings, for example `['kernel', 'bindings']`. */
export type Wanted = readonly (readonly string[])[];

/** Reads a file's names. */
export function namesOf(_tokens: Tokens, _wanted: Wanted): FileNames {
  throw new Error('not written yet');
}

/** Other files of the same crate, as far as they are at hand. */
export interface CrateNames {
  /** The module that the file is: `['crate', 'node']`. */
  readonly own: readonly string[];
  /** The names of the file that a module of the crate is. */
  readonly fileOf: (module: readonly string[]) => FileNames | undefined;
}

/** What a file's paths refer to, in the order in which they stand; only those below a wanted path. */
export function referencesIn(_names: FileNames, _wanted: Wanted, _crate?: CrateNames): readonly Reference[] {
  throw new Error('not written yet');
}
