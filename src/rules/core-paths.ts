/** What a file takes from `core` by name: each import once, and each path that is written out. */

import { itemAround } from '../rust/code-words.ts';
import { namesOf, type Reference, referencesIn, type Wanted } from '../rust/names/names.ts';
import type { FileView, Hit } from './rule.ts';

/** A reference that has to be mended where it stands. */
export interface CorePath {
  readonly reference: Reference;
  /** As it is called in full: `core::ffi::c_int`. */
  readonly name: string;
}

/**
 * @param isMeant whether a path is one of those that the rule speaks of
 * @returns imports, and uses that do not go through one of them
 */
export function corePaths(
  { file: { tokens } }: FileView,
  wanted: Wanted,
  isMeant: (path: readonly string[]) => boolean,
): CorePath[] {
  if (!mayName(tokens.text, wanted)) return [];
  const references = referencesIn(namesOf(tokens, wanted), wanted).filter(
    ({ path, isGlobbed, isCertain }) => isMeant(path) && !isGlobbed && isCertain,
  );
  const imported = new Set(
    references.flatMap(({ role, span }) => (role === 'use' ? [] : [localName(tokens.from(span.end) - 1)])),
  );
  return references
    .filter(({ role, span }) => role !== 'use' || !imported.has(tokens.at(tokens.from(span.start))))
    .map((reference) => ({ reference, name: reference.path.join('::') }));

  function localName(last: number): string {
    const next = tokens.next(last);
    return tokens.at(tokens.is(next, 'as') ? tokens.next(next) : last);
  }
}

/** Whether a text holds the words that any way of naming it has to have. */
function mayName(text: string, wanted: Wanted): boolean {
  const [crate, ...modules] = wanted[0] ?? [];
  const last = modules.at(-1) ?? '';
  return (
    text.includes(last) && new RegExp(`\\b(?:${crate}|std)\\s*(?:::\\s*(?:${modules[0]}\\b|\\{)|as\\b)`).test(text)
  );
}

/** The part of a hit that both rules share. */
export function coreHit(
  { file: { tokens } }: FileView,
  { reference, name }: CorePath,
): Pick<Hit, 'at' | 'item' | 'key'> {
  return { at: reference.span, item: itemAround(tokens, tokens.from(reference.span.start)), key: name };
}
