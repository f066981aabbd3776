/** Which files make a crate: `mod` declarations, and where each module's file is (The Rust Reference, "Module source filenames"). */
import { pathFrom } from '../../text/paths.ts';
import type { Tokens } from '../lexer.ts';
import { scopesOf } from './scopes.ts';

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
export function declaredModules(tokens: Tokens): readonly DeclaredModule[] {
  if (tokens.allOf('mod').length === 0) return [];
  return scopesOf(tokens).scopes.flatMap(({ within, fileModules }) => fileModules.map((each) => ({ within, ...each })));
}

/**
 * The files of a crate with the module that each is, `crate` first: `drivers/x/node.rs` -> `['crate', 'node']`.
 * @param root the crate's first file
 * @param modulesOf what a file declares; undefined for a missing file
 */
export function filesOfCrate(
  root: string,
  modulesOf: (path: string) => readonly DeclaredModule[] | undefined,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>([[root, ['crate']]]);
  const open = [{ path: root, isDirectoryOwner: true }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { path, isDirectoryOwner } = next;
    const own = found.get(path) as readonly string[];
    for (const declared of modulesOf(path) ?? []) {
      for (const file of filesOfModule(path, isDirectoryOwner, declared)) {
        if (found.has(file.path) || modulesOf(file.path) === undefined) continue;
        found.set(file.path, [...own, ...declared.within, declared.name]);
        open.push(file);
        break;
      }
    }
  }
  return found;
}

/** Where a module's file can be; the modules of `mod.rs` and of a crate's root are beside it, those of others in a folder. */
function filesOfModule(
  path: string,
  isDirectoryOwner: boolean,
  { name, within, path: named }: DeclaredModule,
): readonly { readonly path: string; readonly isDirectoryOwner: boolean }[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const file = path.slice(folder.length).replace(/\.rs$/, '');
  const inner = within.map((each) => `${each}/`).join('');
  const own = isDirectoryOwner ? '' : `${file}/`;
  if (named !== null) {
    // beside the file itself, or, in an inline module, in that one's folder
    const base = within.length === 0 ? folder : `${folder}${own}${inner}`;
    return [{ path: pathFrom(base, named), isDirectoryOwner: true }];
  }
  const base = `${folder}${own}${inner}${name}`;
  return [
    { path: `${base}.rs`, isDirectoryOwner: false },
    { path: `${base}/mod.rs`, isDirectoryOwner: true },
  ];
}
