/** Which files make a crate: `mod` declarations, and where each module's file stands (The Rust Reference, "Modules"). */
import type { Tokens } from '../lexer.ts';

/** A module without a body: `mod name;`. Plain data. */
export interface DeclaredModule {
  readonly name: string;
  /** The inline modules around the declaration, outermost first. */
  readonly within: readonly string[];
  /** `#[path = "..."]`. */
  readonly path: string | null;
  readonly isPublic: boolean;
}

/** The modules that a file declares and leaves to other files. */
export function declaredModules(_tokens: Tokens): readonly DeclaredModule[] {
  throw new Error('not written yet');
}

/**
 * The files of a crate with the module that each is, `crate` first: `drivers/x/node.rs` -> `['crate', 'node']`.
 * @param root the crate's first file
 * @param modulesOf what a file declares; undefined where there is no such file
 */
export function filesOfCrate(
  _root: string,
  _modulesOf: (path: string) => readonly DeclaredModule[] | undefined,
): ReadonlyMap<string, readonly string[]> {
  throw new Error('not written yet');
}
