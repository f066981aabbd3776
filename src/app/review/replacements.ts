/** Which of what newer kernels have instead of older ways is in a tree. */
import { REPLACEMENTS, type Replacement } from '../../kernel/tree-facts.ts';
import type { SourceTree } from '../ports/source-tree.ts';
import { textsOf } from './abstraction-index.ts';

/** All that the table has. */
export const ALL_REPLACEMENTS = Object.keys(REPLACEMENTS) as readonly Replacement[];

/**
 * Looks in a tree for replacements.
 * @param asked those that matter; nothing is read for the others, and they are not in the answer
 * @param textOf of a file after the patches: undefined where they do not touch it, null where they delete it
 */
export async function replacementsIn(
  tree: SourceTree,
  asked: readonly Replacement[],
  textOf: (path: string) => string | null | undefined = () => undefined,
): Promise<readonly Replacement[]> {
  const filesOf = (each: Replacement): readonly string[] => REPLACEMENTS[each].files;
  const files = asked.flatMap(filesOf);
  const untouched = files.filter((path) => textOf(path) === undefined);
  const texts = untouched.length === 0 ? new Map<string, string>() : await textsOf(tree, untouched);
  const isThere = (path: string): boolean => (textOf(path) === undefined ? texts.has(path) : textOf(path) !== null);
  return asked.filter((each) => filesOf(each).some(isThere));
}
