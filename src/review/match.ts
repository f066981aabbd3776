/** Matches sites and items before and after a patch. */

import type { SitePair } from '../rules/rule.ts';
import type { Item } from '../rust/items.ts';
import type { Site } from '../rust/site.ts';
import { groupBy } from '../text/multimap.ts';

/** A site in its file. */
export interface SidedSite {
  /** Renames followed: both sides of a renamed file carry the later path, so that a rename makes nothing new. */
  readonly path: string;
  /** The path of this side. */
  readonly ownPath: string;
  readonly site: Site;
}

export interface MatchedSite extends SitePair {
  /** The file of the later side; of a removed site, of the earlier one. */
  readonly path: string;
  /** The file of the earlier side. */
  readonly pathBefore: string | undefined;
}

/** A body shorter than this is found elsewhere by chance too often (with 24, two of seven matches were). */
const LEAST_MOVED = 40;
/** How alike two versions of a site in one function have to be, as the share of common tokens. */
const LEAST_ALIKE = 0.3;
/** So many places up and down a function another version of a site is looked for. */
const NEAREST = 32;

type Key = (each: SidedSite) => string | undefined;

const words = ({ site }: SidedSite): string => site.justification?.text ?? '';
const inPlace: Key = ({ path, site }) =>
  [path, site.item?.path ?? '', site.kind, site.inDocExample, site.code].join('\0');
const inFile: Key = ({ path, site }) => [path, site.kind, site.inDocExample, site.code].join('\0');
/** A function that moves takes its blocks along, however short they are. */
const withItem: Key = (each) =>
  each.site.item === undefined
    ? undefined
    : [each.site.item.path, each.site.kind, each.site.inDocExample, each.site.code, words(each)].join('\0');
const anywhere: Key = (each) =>
  each.site.code.length < LEAST_MOVED
    ? undefined
    : [each.site.kind, each.site.inDocExample, each.site.code, words(each)].join('\0');

/** Equal for sites of which one may have moved from the file of another one; undefined for a site that cannot move. */
export function moveKey(site: Site): string | undefined {
  const each = { path: '', ownPath: '', site };
  return anywhere(each) ?? withItem(each);
}

/**
 * Pairs every site. In the order of trust: the same code in the same item; the same code in the same file; the same
 * code with the same justification in an item of the same path, or, where it is long, anywhere; similar code in the same item. Matching a change and its reverse gives mirrored pairs.
 */
export function matchSites(before: readonly SidedSite[], after: readonly SidedSite[]): MatchedSite[] {
  const matched: MatchedSite[] = [];
  let left = { before, after };
  const pair = (key: Key, standing: (a: SidedSite, b: SidedSite) => SitePair['standing']): void => {
    const result = pairByKey(left.before, left.after, key);
    for (const [a, b] of result.pairs) matched.push(makePair(a, b, standing(a, b)));
    left = result;
  };
  const same = (a: SidedSite, b: SidedSite) => (words(a) === words(b) ? 'unchanged' : 'changed');
  pair((each) => `${inPlace(each)}\0${words(each)}`, same);
  pair(inPlace, same);
  pair(
    (each) => `${inFile(each)}\0${words(each)}`,
    () => 'moved',
  );
  pair(inFile, () => 'moved');
  pair(withItem, () => 'moved');
  pair(anywhere, () => 'moved');
  const alike = pairAlike(left.before, left.after);
  for (const [a, b] of alike.pairs) matched.push(makePair(a, b, 'changed'));
  for (const { ownPath: path, site } of alike.before)
    matched.push({ path, pathBefore: path, before: site, after: undefined, standing: 'removed' });
  for (const { ownPath: path, site } of alike.after)
    matched.push({ path, pathBefore: undefined, before: undefined, after: site, standing: 'new' });
  return matched;
}

function makePair(before: SidedSite, after: SidedSite, standing: SitePair['standing']): MatchedSite {
  return { path: after.ownPath, pathBefore: before.ownPath, before: before.site, after: after.site, standing };
}

interface Paired {
  readonly pairs: readonly (readonly [SidedSite, SidedSite])[];
  readonly before: readonly SidedSite[];
  readonly after: readonly SidedSite[];
}

function pairByKey(before: readonly SidedSite[], after: readonly SidedSite[], key: Key): Paired {
  const waiting = groupBy(before, key);
  const pairs: [SidedSite, SidedSite][] = [];
  const rest: SidedSite[] = [];
  for (const each of after) {
    const name = key(each);
    const partner = name === undefined ? undefined : waiting.get(name)?.shift();
    if (partner === undefined) rest.push(each);
    else pairs.push([partner, each]);
  }
  const taken = new Set(pairs.map(([a]) => a));
  return { pairs, before: before.filter((each) => !taken.has(each)), after: rest };
}

/** Within one item the most similar ones first; equal justifications are a strong sign. */
function pairAlike(before: readonly SidedSite[], after: readonly SidedSite[]): Paired {
  const group = ({ path, site }: SidedSite): string =>
    [path, site.item?.path ?? '', site.kind, site.inDocExample].join('\0');
  const byGroup = groupBy(before, group);
  const candidates: { a: SidedSite; b: SidedSite; likeness: number; distance: number; sum: number }[] = [];
  const position = new Map<SidedSite, number>();
  for (const side of [before, after]) for (const [index, each] of side.entries()) position.set(each, index);
  for (const [key, later] of groupBy(after, group)) {
    const earlier = byGroup.get(key) ?? [];
    for (const [index, b] of later.entries()) {
      for (const a of earlier.slice(Math.max(0, index - NEAREST), index + NEAREST + 1)) {
        const isItem = a.site.kind !== 'block' && a.site.kind !== 'extern';
        const likeness = isItem
          ? 1
          : alike(a.site.code, b.site.code) + (words(a) !== '' && words(a) === words(b) ? 1 : 0);
        if (likeness < LEAST_ALIKE) continue;
        const [here, there] = [position.get(a) ?? 0, position.get(b) ?? 0];
        candidates.push({ a, b, likeness, distance: Math.abs(here - there), sum: here + there });
      }
    }
  }
  // an order that treats both sides alike, so that a reversed patch gives the same pairs
  candidates.sort((x, y) => y.likeness - x.likeness || x.distance - y.distance || x.sum - y.sum);
  const taken = new Set<SidedSite>();
  const pairs: [SidedSite, SidedSite][] = [];
  for (const { a, b } of candidates) {
    if (taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    pairs.push([a, b]);
  }
  return { pairs, before: before.filter((each) => !taken.has(each)), after: after.filter((each) => !taken.has(each)) };
}

/** The share of tokens that two codes have in common, 0 to 1. */
function alike(a: string, b: string): number {
  const tokensOfA = a.match(/\w+/g) ?? [];
  const tokensOfB = b.match(/\w+/g) ?? [];
  const counts = new Map<string, number>();
  for (const token of tokensOfA) counts.set(token, (counts.get(token) ?? 0) + 1);
  let common = 0;
  for (const token of tokensOfB) {
    const count = counts.get(token) ?? 0;
    if (count === 0) continue;
    counts.set(token, count - 1);
    common += 1;
  }
  return (2 * common) / Math.max(1, tokensOfA.length + tokensOfB.length);
}

/** Items of one file before and after, by kind and path; equal ones (under different `cfg`) in their order. */
export function matchItems(
  before: readonly Item[],
  after: readonly Item[],
): { readonly before: Item; readonly after: Item }[] {
  const keyOf = ({ kind, path }: Item): string => `${kind} ${path}`;
  const waiting = groupBy(before, keyOf);
  return after.flatMap((item) => {
    const partner = waiting.get(keyOf(item))?.shift();
    return partner === undefined ? [] : [{ before: partner, after: item }];
  });
}
