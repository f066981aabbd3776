/** Justifications that a hunk takes away: what was above a site is known then, whatever else the hunk does not show. */
import type { LineTable } from '../text/lines.ts';
import type { Site } from './site.ts';

/** One side of a hunk, as far as it matters here. */
export interface Side {
  readonly lines: LineTable;
  readonly sites: readonly Site[];
}

/**
 * The later sites; those are no longer cut off that had a justification in the hunk which the patch takes away. A second
 * one that no line of the hunk shows is ignored.
 * @param isOwn whether a function's documentation is its own to write
 */
export function withTakenAway(before: Side, after: Side, isOwn: (site: Site) => boolean): readonly Site[] {
  if (!after.sites.some(isOpen)) return after.sites;
  const earlier = byCode(before.sites);
  const later = byCode(after.sites);
  return after.sites.map((site) => {
    if (!isOpen(site) || !isOwn(site)) return site;
    const [was, is] = [earlier.get(keyOf(site)) ?? [], later.get(keyOf(site)) ?? []];
    const old = was.length === is.length ? was[is.indexOf(site)] : undefined;
    return old !== undefined && isTakenAway(old, before, after) ? { ...site, cutOff: false } : site;
  });
}

function isOpen({ cutOff, justification }: Site): boolean {
  return cutOff && justification === undefined;
}

function keyOf({ kind, code }: Site): string {
  return `${kind}\0${code}`;
}

function byCode(sites: readonly Site[]): ReadonlyMap<string, readonly Site[]> {
  const found = new Map<string, Site[]>();
  for (const site of sites) {
    const known = found.get(keyOf(site));
    if (known === undefined) found.set(keyOf(site), [site]);
    else known.push(site);
  }
  return found;
}

/** Whether the line with which a justification begins is there less often afterwards. */
function isTakenAway({ justification }: Site, before: Side, after: Side): boolean {
  if (justification === undefined) return false;
  const { lines } = before;
  const line = lines.lineText(lines.lineOf(justification.span.start)).trim();
  return count(lines.text, line) > count(after.lines.text, line);
}

function count(text: string, line: string): number {
  return text.split('\n').filter((each) => each.trim() === line).length;
}
