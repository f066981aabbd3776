/** What a file takes from `core` by name: each import once, and each path that is written out. */

import type { Replacement } from '../kernel/tree-facts.ts';
import { namesOf, type Reference, referencesIn, type Wanted } from '../rust/names/names.ts';
import { itemAround } from '../rust/token-queries.ts';
import type { FileView, Hit } from './rule.ts';

/** A reference that has to be fixed in place. */
export interface CorePath {
  readonly reference: Reference;
  /** As it is called in full: `core::ffi::c_int`. */
  readonly name: string;
}

/**
 * @param naming what a text has to hold wherever it names a wanted path
 * @param isMeant whether a path is one of those that the rule covers
 * @returns imports, and uses that do not go through one of them
 */
export function corePaths(
  { file: { tokens } }: FileView,
  wanted: Wanted,
  naming: RegExp,
  isMeant: (path: readonly string[]) => boolean,
): CorePath[] {
  if (!naming.test(tokens.text)) return [];
  const all = referencesIn(namesOf(tokens, wanted), wanted).filter(({ isCertain }) => isCertain);
  // a glob is meant where something comes through it that is
  const isGlobMeant = all.some(({ path, isGlobbed }) => isGlobbed && isMeant(path));
  const references = all.filter(
    ({ path, role, isGlobbed }) => !isGlobbed && (isMeant(path) || (role === 'glob' && isGlobMeant)),
  );
  const imported = new Set(
    references.flatMap(({ role, span }) => (role === 'use' ? [] : [localName(tokens.from(span.end) - 1)])),
  );
  return references
    .filter(({ role, span }) => role !== 'use' || !imported.has(tokens.at(tokens.from(span.start))))
    .map((reference) => ({ reference, name: nameOf(reference) }));

  /** Without what is asked of the type: `AtomicU8::new`. */
  function nameOf({ path, role }: Reference): string {
    const own = path.slice(0, (wanted[0]?.length ?? 0) + 1);
    return [...own, ...(role === 'glob' ? ['*'] : [])].join('::');
  }

  function localName(last: number): string {
    const next = tokens.next(last);
    return tokens.at(tokens.is(next, 'as') ? tokens.next(next) : last);
  }
}

/**
 * The part of a hit that both rules share. All places of a file are one finding; where nothing is known of the tree, a note, since
 * it may be too old to have what the rule asks for.
 */
export function coreHit(
  { file: { tokens }, facts }: FileView,
  { reference, name }: CorePath,
): Pick<Hit, 'at' | 'item' | 'key' | 'group' | 'severity'> {
  const item = itemAround(tokens, tokens.from(reference.span.start));
  const isKnown = facts.replacements !== undefined;
  return { at: reference.span, item, key: name, group: 'file', ...(!isKnown && { severity: 'info' as const }) };
}

/** Whether the tree of a file is known, and lacks what a rule would ask for. */
export function lacks({ facts: { replacements } }: FileView, replacement: Replacement): boolean {
  return replacements !== undefined && !replacements.has(replacement);
}
