/** Which hits of the later side of a change the earlier side had already. */
import type { Standing } from '../finding/finding.ts';
import type { FileChange, ItemPair } from '../rules/rule.ts';
import type { Item } from '../rust/items.ts';
import type { Site } from '../rust/site.ts';
import { addTo, groupBy } from '../text/multimap.ts';
import type { CheckedHit } from './check.ts';
import { isAllowed } from './findings.ts';
import type { MatchedSite } from './match.ts';

/** A hit with the later path of its file. */
export type PathedHit = CheckedHit & { readonly path: string };

/** The hits of the earlier side; each answers for one hit of the later side at most. */
export class KnownHits {
  readonly #bySite = new Map<unknown, CheckedHit[]>();
  readonly #byPlace = new Map<string, CheckedHit[]>();
  readonly #byText = new Map<string, CheckedHit[]>();
  /** By what {@link renamedKey} gives; made when it is asked for, as few patches rename what has a fault. */
  #byCode: Map<string, CheckedHit[]> | undefined;
  readonly #keys = new Set<string>();
  readonly #pairOfSite = new Map<unknown, MatchedSite>();
  readonly #pairOfItem = new Map<unknown, ItemPair>();
  /** Later sites, and items that are sites, of which a piece of a file does not show whether they had a justification before. */
  readonly #unknown = new Set<unknown>();
  readonly #spent = new Set<CheckedHit>();
  readonly #isWithoutRules: (before: Site | Item) => boolean;

  /** @param isWithoutRules whether an earlier site or item was in code of which no rule speaks */
  constructor(
    sites: readonly MatchedSite[],
    changes: readonly FileChange[],
    isWithoutRules: (before: Site | Item) => boolean,
  ) {
    this.#isWithoutRules = isWithoutRules;
    for (const pair of sites) {
      if (pair.after === undefined) continue;
      this.#pairOfSite.set(pair.after, pair);
      // what a comment says wrongly it said before as well, or the patch wrote it
      if (pair.before?.cutOff !== true || pair.after.justification !== undefined) continue;
      this.#unknown.add(pair.after.kind === 'fn' || pair.after.kind === 'trait' ? pair.after.item : pair.after);
    }
    for (const { items } of changes) for (const pair of items) this.#pairOfItem.set(pair.after, pair);
  }

  add(earlier: readonly PathedHit[]): void {
    this.#byCode = undefined;
    for (const each of earlier) {
      if (each.hit.site !== undefined) addTo(this.#bySite, each.hit.site, each);
      addTo(this.#byPlace, placeKey(each), each);
      addTo(this.#byText, textKey(each), each);
      this.#keys.add(fileKey(each));
    }
  }

  /** Whether a later hit was there before on the same site or in the same item. */
  isInPlace(each: PathedHit): boolean {
    const { rule, hit } = each;
    if (hit.site === undefined) return this.#spend(each, this.#byPlace.get(placeKey(each)));
    const before = this.#pairOfSite.get(hit.site)?.before;
    return this.#spend(each, this.#bySite.get(before), (old) => old.rule === rule && old.hit.key === hit.key);
  }

  /** The standing of a later hit that is not in its place; undefined for one that moved, or may have been there. */
  standingOf(
    each: PathedHit,
  ): { readonly standing: Standing; readonly isLost: boolean; readonly before?: Site } | undefined {
    const { hit } = each;
    const before = hit.site === undefined ? undefined : this.#pairOfSite.get(hit.site)?.before;
    const item = this.#pairOfItem.get(hit.item);
    const origin = hit.site === undefined ? item?.before : before;
    // what no rule asked of code there, it cannot have lost
    if (origin !== undefined && this.#isWithoutRules(origin)) return { standing: 'new', isLost: false };
    if (this.#unknown.has(hit.site ?? hit.item)) return undefined;
    if (before !== undefined) return { standing: 'changed', isLost: true, before };
    if (hit.site === undefined && this.#spend(each, this.#byText.get(textKey(each)))) return undefined;
    if (item === undefined && this.#wasRenamed(each)) return undefined;
    if (item === undefined) return { standing: 'new', isLost: false };
    return { standing: 'changed', isLost: item.before.isUnsafe === item.after.isUnsafe };
  }

  /** Whether the same fault was in an item that is the same but for its name. */
  #wasRenamed(each: PathedHit): boolean {
    // only faults that a rule identifies by the name of their function
    if (each.hit.site !== undefined || each.hit.key !== each.hit.item?.name) return false;
    this.#byCode ??= groupBy([...this.#byText.values()].flat(), renamedKey);
    return this.#spend(each, this.#byCode.get(renamedKey(each)));
  }

  /** Whether its file had a hit with the same key before, wherever. */
  isRepeated(each: PathedHit): boolean {
    return this.#keys.has(fileKey(each));
  }

  /** What an `allow` covered before answers only for what one covers now: to take the `allow` away brings the fault back. */
  #spend(
    each: CheckedHit,
    candidates: readonly CheckedHit[] | undefined,
    fits: (old: CheckedHit) => boolean = () => true,
  ): boolean {
    const found = candidates?.find((old) => !this.#spent.has(old) && fits(old) && (!isAllowed(old) || isAllowed(each)));
    if (found === undefined) return false;
    this.#spent.add(found);
    return true;
  }
}

function placeKey({ rule, view, hit, path }: PathedHit): string {
  return [rule.id, path, view.inDocExample, hit.item?.path ?? '', hit.key].join('\0');
}

function fileKey({ rule, hit, path }: PathedHit): string {
  return [rule.id, path, hit.key].join('\0');
}

/** The same fault anywhere in the patch: the item (or the code around) moved. */
export function textKey({ rule, view, hit }: CheckedHit): string {
  return [rule.id, view.inDocExample, hit.item?.name ?? '', hit.key].join('\0');
}

/** Of longer items the first tokens are compared, and how many there are. */
const LONGEST = 500;

/** A fault, and the code of its item without the item's own name; of items alone. */
export function renamedKey({ rule, view, hit }: CheckedHit): string {
  const { item } = hit;
  if (item === undefined || hit.key !== item.name) return '';
  const { tokens } = view.file;
  const end = tokens.from(item.span.end);
  const words: string[] = [];
  for (let at = item.token; at < Math.min(end, item.token + LONGEST); at = tokens.next(at))
    if (!tokens.is(at, ',')) words.push(tokens.is(at, item.name) ? '' : tokens.at(at));
  return [rule.id, view.inDocExample, item.kind, words.join(' '), end - item.token].join('\0');
}
