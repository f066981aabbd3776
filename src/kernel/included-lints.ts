/** Lint levels that reach a file from the one that includes it: they cover the `include!`, and so what it becomes. */
import { type LintAttribute, lintAttributes } from '../rust/attributes.ts';
import { readRust } from '../rust/file.ts';
import { lex } from '../rust/lexer.ts';
import { inclusionsIn, mayInclude } from './inclusions.ts';

/** The lint attributes around an inclusion, the outermost first. */
export interface IncludedLints {
  /** Of the included file, relative to the tree's root. */
  readonly path: string;
  readonly lints: readonly LintAttribute[];
}

/**
 * The lint attributes that cover a file's inclusions; an inclusion without any is left out.
 * @param path of the including file, relative to the tree's root
 */
export function includedLints(path: string, text: string): readonly IncludedLints[] {
  if (!mayInclude(text) || !/\b(?:allow|expect)\b/.test(text)) return [];
  const tokens = lex(text);
  const inclusions = inclusionsIn(path, tokens).filter(({ paths }) => paths.length > 0);
  const last = inclusions.at(-1)?.offset ?? 0;
  // what covers an inclusion is written above it
  if (!lintAttributes(tokens).some(({ span }) => span.start < last)) return [];
  const { attributes } = readRust(text);
  return inclusions.flatMap(({ offset, paths }) => {
    const lints = attributes.filter(({ scope }) => scope.start <= offset && offset < scope.end);
    const plain = lints.map(({ scope: _, inMacro: __, ...attribute }) => attribute);
    return lints.length === 0 ? [] : paths.map((each) => ({ path: each, lints: plain }));
  });
}
