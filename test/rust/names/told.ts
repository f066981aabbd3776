/** References to the kernel's bindings, written so that a test can be read. */
import { lex } from '../../../src/rust/lexer.ts';
import { declaredModules, filesOfCrate } from '../../../src/rust/names/modules.ts';
import { type CrateNames, type FileNames, namesOf, referencesIn, type Wanted } from '../../../src/rust/names/names.ts';

export const BINDINGS: Wanted = [['kernel', 'bindings']];

/** The references of a file, one line each: the line that each stands on, its role, its path. */
export function told(text: string, crate?: CrateNames, wanted = BINDINGS): string[] {
  return toldOf(text, namesOf(lex(text), wanted), crate, wanted);
}

/** The same of names that are at hand already. */
export function toldOf(text: string, names: FileNames, crate?: CrateNames, wanted = BINDINGS): string[] {
  return referencesIn(names, wanted, crate).map(({ path, span, role, isCertain, isGlobbed }) => {
    const line = text.slice(0, span.start).split('\n').length;
    const doubt = isGlobbed ? ' globbed' : isCertain ? '' : ' uncertain';
    return `${line} ${role} ${path.slice(2).join('::')}${doubt}`;
  });
}

/** A crate of several files: what is told of each, by its path. */
export function crateOf(files: Readonly<Record<string, string>>, root: string): (path: string) => string[] {
  const members = filesOfCrate(root, (path) =>
    path in files ? declaredModules(lex(files[path] as string)) : undefined,
  );
  const paths = new Map([...members].map(([path, module]) => [module.join('::'), path]));
  const fileOf = (module: readonly string[]) => {
    const path = paths.get(module.join('::'));
    return path === undefined ? undefined : namesOf(lex(files[path] as string), BINDINGS);
  };
  return (path) => told(files[path] as string, { own: members.get(path) as readonly string[], fileOf });
}
