/** Files between which a fault may have moved, by what they ever had in a series. */
import type { Rule } from '../rules/rule.ts';
import { checkFile } from './check.ts';
import type { SitedComparison } from './compare.ts';
import type { Placed } from './findings.ts';
import { renamedKey, textKey } from './known-hits.ts';
import { moveKey } from './match.ts';
import type { Reader } from './read-views.ts';

/** Made when they are asked for: few faults need them. */
export class Relatives {
  readonly #own: readonly SitedComparison[];
  readonly #reader: Reader;
  readonly #rules: readonly Rule[];
  #bySite: Map<string, Set<string>> | undefined;
  #byHit: Map<string, Set<string>> | undefined;

  /** @param own what each patch of the series does */
  constructor(own: readonly SitedComparison[], reader: Reader, rules: readonly Rule[]) {
    this.#own = own;
    this.#reader = reader;
    this.#rules = rules;
  }

  /** The other files that have had the same code, or the same fault. */
  of({ rule, view, hit }: Placed): readonly string[] {
    const paths = new Set<string>();
    const note = (found: ReadonlySet<string> | undefined): void => {
      for (const path of found ?? []) if (path !== view.path) paths.add(path);
    };
    // what a change did to a whole file, it did to its sites
    const sites = hit.site === undefined && 'standing' in hit ? view.file.sites : [hit.site];
    for (const site of sites) if (site !== undefined) note(this.#sites().get(moveKey(site) ?? ''));
    if (hit.site === undefined && !('standing' in hit))
      for (const key of [textKey, renamedKey]) note(this.#hits().get(key({ rule, view, hit })));
    return [...paths];
  }

  #sites(): Map<string, Set<string>> {
    if (this.#bySite !== undefined) return this.#bySite;
    const found = new Map<string, Set<string>>();
    for (const { sites } of this.#own) {
      for (const { path, pathBefore, before, after } of sites) {
        if (before !== undefined) noteAt(found, moveKey(before), pathBefore ?? path);
        if (after !== undefined) noteAt(found, moveKey(after), path);
      }
    }
    this.#bySite = found;
    return found;
  }

  #hits(): Map<string, Set<string>> {
    if (this.#byHit !== undefined) return this.#byHit;
    const found = new Map<string, Set<string>>();
    // also of layers of which a rule does not speak: from there as well a fault may have come
    for (const views of this.#reader.wholeFiles()) {
      for (const each of checkFile(views, this.#rules, [], this.#reader.guard, () => true)) {
        if (each.hit.site !== undefined) continue;
        noteAt(found, textKey(each), views.path);
        noteAt(found, renamedKey(each), views.path);
      }
    }
    this.#byHit = found;
    return found;
  }
}

function noteAt(paths: Map<string, Set<string>>, key: string | undefined, path: string): void {
  if (key === undefined || key === '') return;
  const known = paths.get(key);
  if (known === undefined) paths.set(key, new Set([path]));
  else known.add(path);
}
