/** Unsafe functions of a type beside which the type has a safe one that does the same: `get` beside `get_unchecked`. */
import type { Outline } from './outline.ts';

export interface Sibling {
  /** The type, without its path and generics: `Ring`. */
  readonly type: string;
  readonly unsafe: string;
  readonly safe: string;
}

/** What a name says of a function that leaves a check to its caller. */
const WITHOUT_CHECK = /^(?:unchecked|unsafe)_|_(?:unchecked|unsafe|nosync)(?=_mut$|$)/;

/** Whether a function's name says that it leaves a check to its caller. */
export function leavesCheck(name: string): boolean {
  return WITHOUT_CHECK.test(name);
}

/** The names that a safe function of the same type would have, the likeliest first. */
export function safeNames(name: string): readonly string[] {
  // many types have a `new`, and each of them means another thing
  if (name === 'new') return [];
  const bare = name.replace(WITHOUT_CHECK, '');
  return bare === name ? [`try_${bare}`, `${bare}_checked`, `checked_${bare}`] : [bare, `try_${bare}`];
}

/** Those that other crates can call, of the types of a file, in the order of the file. */
export function siblingsIn(outlines: readonly Outline[]): readonly Sibling[] {
  const functions = outlines.filter(
    ({ kind, parent, visibility, isTest }) =>
      kind === 'fn' && parent?.kind === 'impl' && visibility === 'public' && !isTest,
  );
  const keyOf = (type: string, name: string) => `${type}::${name}`;
  const typeOf = ({ parent }: Outline) => parent?.name ?? '';
  const safe = new Set(functions.filter((each) => !each.isUnsafe).map((each) => keyOf(typeOf(each), each.name)));
  return functions
    .filter(({ isUnsafe }) => isUnsafe)
    .flatMap((each) => {
      const type = typeOf(each);
      const found = safeNames(each.name).find((name) => safe.has(keyOf(type, name)));
      return found === undefined ? [] : [{ type, unsafe: each.name, safe: found }];
    });
}
