/** From written paths to what they mean: the references of a file to what is wanted. */
import type { Span } from '../../text/lines.ts';
import { type CrateNames, fileOf, isWanted, type Meaning, meaningsOf, meaningsOfImport, newSearch } from './meaning.ts';
import type { Import } from './use-trees.ts';
import { type FileNames, namesOf, type Wanted } from './written.ts';

export { type CrateNames, type FileNames, namesOf, type Wanted };

/** What a path is written for. */
export type Role = 'use' | 'import' | 'glob' | 'reexport';

/** A path that means something at or below a wanted path. */
export interface Reference {
  /** Without generics: `['kernel', 'bindings', 'clk_get']`. */
  readonly path: readonly string[];
  /** The path as it is written; of an import the leaf of its tree. */
  readonly span: Span;
  readonly role: Role;
  /** False where an unread file could give it another meaning. */
  readonly isCertain: boolean;
  /** A glob import brings the name, if such a name exists. */
  readonly isGlobbed: boolean;
}

/**
 * What a file's paths refer to, in source order; only those at or below a wanted path.
 * Where conditions of compilation give a name several meanings, a wanted one counts.
 */
export function referencesIn(names: FileNames, wanted: Wanted, crate?: CrateNames): readonly Reference[] {
  const file = fileOf(names, wanted, crate);
  const found: Reference[] = [];
  const add = ({ start, end }: Span, role: Role, meanings: readonly Meaning[]): void => {
    const meaning = wantedOf(meanings, wanted);
    if (meaning === undefined) return;
    const { path, isCertain, isGlobbed } = meaning;
    found.push({ path, span: { start, end }, role, isCertain, isGlobbed });
  };
  for (const [scope, { imports }] of names.scopes.entries()) {
    for (const each of imports) add(each, roleOf(each), meaningsOfImport(file, scope, each, newSearch()));
  }
  const known = new Map<string, readonly Meaning[]>();
  for (const path of names.paths) {
    const { scope, hiddenIn, segments } = path;
    const key = `${scope} ${hiddenIn} ${segments.join('::')}`;
    const meanings = known.get(key) ?? meaningsOf(file, scope, segments, hiddenIn, newSearch());
    known.set(key, meanings);
    add(path, 'use', meanings);
  }
  return found.sort((a, b) => a.span.start - b.span.start);
}

function roleOf({ name, isPublic }: Import): Role {
  if (name === '*') return 'glob';
  return isPublic ? 'reexport' : 'import';
}

/** The plainest of the meanings that are wanted. */
function wantedOf(meanings: readonly Meaning[], wanted: Wanted): (Meaning & { kind: 'path' }) | undefined {
  const paths = meanings.filter((each) => each.kind === 'path').filter(({ path }) => isWanted(path, wanted));
  return paths.find(({ isCertain, isGlobbed }) => isCertain && !isGlobbed) ?? paths[0];
}
