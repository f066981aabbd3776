/** All places of a file that name a symbol of the bindings, each with the item that it speaks for. */
import { TokenKind, type Tokens } from '../../rust/lexer.ts';
import { macroMentionsIn } from './macro-mentions.ts';
import { mentionsIn } from './mentions.ts';
import { innermostAt, type Outline } from './outline.ts';
import { itemNameOf, modulesAround, type Place, placeAt } from './places.ts';
import { SIGNS } from './ranking.ts';
import { type Views, viewsOf } from './views.ts';

export interface Sighting {
  readonly symbol: string;
  /** Undefined where it says nothing of an abstraction: in tests. */
  readonly place: Place | undefined;
  /** False for imports and re-exports. */
  readonly isUse: boolean;
  /** Token index behind `bindings::`: of the symbol, or of the metavariable in its place. */
  readonly written: number;
}

/** @param outlines the file's items */
export function sightingsIn(tokens: Tokens, outlines: readonly Outline[]): readonly Sighting[] {
  const views = viewsOf(tokens, outlines);
  const makers = constantMakers(outlines);
  const sightings: Sighting[] = [];
  for (const { symbol, token, isReexport } of mentionsIn(tokens)) {
    const inner = innermostAt(outlines, token);
    const made = makers.size > 0 ? placeOfMade(tokens, token, inner, makers) : undefined;
    const place = made ?? placeAt(tokens, token, inner, isReexport);
    const isUse = !isReexport;
    sightings.push({ symbol, place: place && asSeen(place, symbol, views), isUse, written: token });
    const caller = made === undefined && place?.isCode === true ? callerOf(inner, views) : undefined;
    if (caller !== undefined) sightings.push({ symbol, place: caller, isUse: false, written: token });
  }
  for (const { symbol, token, slot, words } of macroMentionsIn(tokens, outlines)) {
    const modules = modulesAround(innermostAt(outlines, token));
    const place = placeAt(tokens, slot, innermostAt(outlines, slot), false, words);
    const seen = place && { ...asSeen(place, symbol, views), first: token, modules };
    sightings.push({ symbol, place: seen, isUse: true, written: slot });
  }
  return sightings;
}

/** The function that reaches drivers where a private one, or one of a private type, does its work. */
function callerOf(inner: Outline | undefined, views: Views): Place | undefined {
  if (inner?.kind !== 'fn' && inner?.kind !== 'const') return undefined;
  if (inner.isCallback || (inner.parent?.trait ?? '') !== '') return undefined;
  const owner = inner.parent?.kind === 'impl' ? inner.parent.name : '';
  const isOfUnseen = owner === '' ? inner.visibility !== 'public' : isUnseen(owner, views);
  const caller = isOfUnseen || inner.visibility !== 'public' ? views.callerOf(inner) : undefined;
  if (caller === undefined) return undefined;
  const item = itemNameOf(caller);
  const [callersOwner = ''] = item.split('::');
  if (isUnseen(callersOwner, views) || (!isOfUnseen && callersOwner !== owner)) return undefined;
  const modules = modulesAround(caller);
  return { sign: 'helper', isCode: true, isHidden: false, item, trait: '', first: caller.first, modules };
}

function isUnseen(type: string, views: Views): boolean {
  const declaration = views.declared.get(type);
  return declaration !== undefined && declaration.visibility !== 'public';
}

/** Macros of the file that make public constants of their arguments, with the constant. */
function constantMakers(outlines: readonly Outline[]): ReadonlyMap<string, Outline> {
  const makers = new Map<string, Outline>();
  for (const each of outlines) {
    const macro = each.parent?.parent;
    if (each.kind === 'const' && each.visibility === 'public' && macro?.kind === 'macro_rules')
      makers.set(macro.name, each);
  }
  return makers;
}

/** `Vendor::INTEL` for `define_vendors! { INTEL = bindings::VENDOR_INTEL }`. */
function placeOfMade(
  tokens: Tokens,
  token: number,
  inner: Outline | undefined,
  makers: ReadonlyMap<string, Outline>,
): Place | undefined {
  if (inner?.kind === 'fn') return undefined;
  let opening = tokens.enclosing(token);
  for (let steps = 0; steps < 4 && opening !== -1 && !isCall(tokens, opening); steps += 1)
    opening = tokens.enclosing(opening);
  const made = isCall(tokens, opening) ? makers.get(tokens.at(tokens.previous(opening) - 1)) : undefined;
  if (made === undefined) return undefined;
  // back to the `=` of `NAME = expression`
  let at = token;
  for (let steps = 0; steps < 12 && at > opening && !tokens.is(at, '='); steps += 1) at = tokens.previous(at);
  const name = tokens.is(at, '=') ? tokens.previous(at) : token;
  if (tokens.kind(name) !== TokenKind.word) return undefined;
  const owner = made.parent?.kind === 'impl' ? `${made.parent.name}::` : '';
  const item = owner + tokens.at(name);
  return {
    sign: 'constant',
    isCode: true,
    isHidden: false,
    item,
    trait: '',
    first: name,
    modules: modulesAround(inner),
  };
}

function isCall(tokens: Tokens, opening: number): boolean {
  return tokens.is(tokens.previous(opening), '!');
}

/** The place under the name that drivers know. */
function asSeen(place: Place, symbol: string, views: Views): Place {
  const [owner = ''] = place.item.split('::');
  if (place.sign.endsWith('Trait')) {
    const namesake = views.functions.get(symbol);
    if (namesake !== undefined) return { ...place, sign: 'safeFn', item: namesake.name, first: namesake.first };
    const face = views.faces.get(owner);
    if (face !== undefined) return { ...place, item: face };
  }
  if (place.trait !== '' && !views.declared.has(owner)) {
    // an impl for any `T` or for a type of elsewhere: its trait is what drivers know, where it is one of this file
    if (views.declared.get(place.trait)?.visibility === 'public')
      return { ...place, item: [place.trait, ...place.item.split('::').slice(1)].join('::') };
    if (isOpen(owner)) return { ...place, item: '' };
  }
  if (owner.startsWith('$')) return { ...place, item: '' };
  if (!place.isHidden && !isUnseen(owner, views)) return place;
  const holder = views.holders.get(owner);
  if (holder === undefined) return { ...place, isHidden: true, item: '' };
  const isHeld = place.isHidden || SIGNS[place.sign] > SIGNS.helper;
  return { ...place, isHidden: false, sign: isHeld ? 'helper' : place.sign, item: holder };
}

/** `T`, `u32`, `$type`: no type of the kernel crate. */
function isOpen(owner: string): boolean {
  return /^(?:\$.*|[A-Z]|[a-z]\w*)?$/.test(owner);
}
