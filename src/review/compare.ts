/** What a change of files did: pairs of sites, findings that were not there before, the delta. */
import type { Exempt, Finding, Unread } from '../finding/finding.ts';
import type { FileChange, Hit, Rule } from '../rules/rule.ts';
import type { Item } from '../rust/items.ts';
import type { Site } from '../rust/site.ts';
import { compareText } from '../text/text-order.ts';
import { cSurfaceOf, type TextChange } from './c-surface.ts';
import { checkFile } from './check.ts';
import { cutOffIn, takenAwayIn } from './cut-off.ts';
import { deltaOf } from './delta.ts';
import { exemptIn } from './exempt.ts';
import { inOrder, type Origin, originsOf, type Placed, toFindings } from './findings.ts';
import { grouped } from './grouped.ts';
import { type Guard, Stopped } from './guard.ts';
import { KnownHits, type PathedHit } from './known-hits.ts';
import { type MatchedSite, matchItems, matchSites, type SidedSite } from './match.ts';
import { appliesTo, type Reader, type ViewChange, type Views } from './read-views.ts';
import type { Delta } from './review.ts';
import { unreadOf } from './unread.ts';
import { weighed } from './weight.ts';

export interface Comparison {
  readonly findings: readonly Finding[];
  readonly delta: Delta;
  readonly unread: readonly Unread[];
  readonly exempt: readonly Exempt[];
  /** Of the findings, by their fingerprints. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** A comparison with the pairs of sites that it was made of. */
export interface SitedComparison extends Comparison {
  readonly sites: readonly MatchedSite[];
}

/**
 * Compares files before and after a patch (or a whole series).
 * @param surface the changes of the C files that open the Rust surface
 */
export function compareFiles(
  given: readonly ViewChange[],
  surface: readonly TextChange[],
  rules: readonly Rule[],
  reader: ReadBy,
): SitedComparison {
  const { policy, facts } = reader;
  const changes = inPathOrder(given);
  const { sites, standing, changed, unread } = hitsOf(changes, rules, reader);
  const hits = [...standing, ...grouped(changed, () => '')];
  const origins = originsOf(weighed(hits, changes, rules, policy), policy);
  return {
    findings: inOrder(toFindings(origins, policy)),
    delta: deltaOf(sites, (path) => policy.layerOf(path), cSurfaceOf(surface, facts.marksHelpers)),
    unread: [...changes.flatMap(unreadIn), ...cutOffIn(changes, sites), ...takenAwayIn(changes), ...unread],
    exempt: changes.flatMap(({ before, after }) => (after === undefined ? [] : exemptIn(after, before))),
    origins,
    sites,
  };
}

/** The faults that files have and did not have before, by fingerprint; grouped in each file alone. */
export function faultsIn(
  given: readonly ViewChange[],
  rules: readonly Rule[],
  reader: ReadBy,
): ReadonlyMap<string, Origin> {
  const changes = inPathOrder(given);
  const { standing, changed } = hitsOf(changes, rules, reader);
  const hits = [...standing, ...grouped(changed)];
  return originsOf(weighed(hits, changes, rules, reader.policy), reader.policy);
}

type ReadBy = Pick<Reader, 'policy' | 'facts' | 'guard'>;

/** What moved between files is found in the order of their paths, however the patch lists them. */
function inPathOrder(changes: readonly ViewChange[]): readonly ViewChange[] {
  return changes.toSorted((one, other) => compareText(pathOf(one), pathOf(other)));
}

interface Hits {
  readonly sites: readonly MatchedSite[];
  /** Of what the later side is. */
  readonly standing: readonly Placed[];
  /** Of what the change did. */
  readonly changed: readonly Placed[];
  /** Where rules failed or were stopped. */
  readonly unread: readonly Unread[];
}

function hitsOf(changes: readonly ViewChange[], rules: readonly Rule[], { guard }: ReadBy): Hits {
  const sites = matchSites(changes.flatMap(sidedBefore), changes.flatMap(sidedAfter));
  const unread: Unread[] = [];
  const fileChanges = toFileChanges(changes, sites);
  const standing = standingHits(changes, fileChanges, sites, rules, unread, guard);
  const changed = changeHits(changes, fileChanges, rules, unread, guard);
  return { sites, standing, changed, unread };
}

function pathOf({ before, after }: ViewChange): string {
  return (after ?? before)?.path ?? '';
}

function unreadIn({ before, after }: ViewChange): Unread[] {
  return after === undefined ? [] : unreadOf(after.path, after.main.file, before?.main.file);
}

/** Renames are followed: both sides of a pair carry the later path. */
function sidedBefore({ before, after }: ViewChange): SidedSite[] {
  return before === undefined ? [] : sided(before, after?.path ?? before.path);
}

function sidedAfter({ after }: ViewChange): SidedSite[] {
  return after === undefined ? [] : sided(after, after.path);
}

function sided(views: Views, path: string): SidedSite[] {
  return views.all.flatMap((view) =>
    view.file.sites
      .filter((site) => !site.cutOff || view.isExcerpt)
      .map((site) => ({ path, ownPath: views.path, site })),
  );
}

function toFileChanges(changes: readonly ViewChange[], sites: readonly MatchedSite[]): readonly FileChange[] {
  const pairOf = new Map(sites.map((pair, index) => [pair.after ?? pair.before, { pair, index }]));
  const patch: FileChange[] = [];
  for (const { before, after } of changes) {
    const views = after?.all ?? before?.all ?? [];
    const own = views.flatMap((view) => view.file.sites.flatMap((site) => pairOf.get(site) ?? []));
    patch.push({
      before: before?.main,
      after: after?.main,
      sites: own.sort((one, other) => one.index - other.index).map(({ pair }) => pair),
      items: matchItems(before?.main.file.items ?? [], after?.main.file.items ?? []),
      patch,
    });
  }
  return patch;
}

/** Hits of the later side that the earlier side did not have on the same site, item or text. */
function standingHits(
  changes: readonly ViewChange[],
  fileChanges: readonly FileChange[],
  sites: readonly MatchedSite[],
  rules: readonly Rule[],
  unread: Unread[],
  guard: Guard,
): Placed[] {
  const later = changes.flatMap(({ after }) =>
    after === undefined ? [] : checkFile(after, rules, unread, guard).map((each) => ({ ...each, path: after.path })),
  );
  // only hits of the later side can match earlier ones
  const speaking = rules.filter((rule) => later.some((each) => each.rule === rule));
  const withoutRules = new Set(changes.flatMap(withoutRulesIn));
  const known = new KnownHits(sites, fileChanges, (before) => withoutRules.has(before));
  known.add(earlierHits(changes, speaking, true, guard));
  // what stayed where it was goes first, so that nothing new elsewhere is taken for it
  const notHere = later.filter((each) => !known.isInPlace(each));
  // moving code into another layer does not make its faults new
  known.add(
    earlierHits(
      changes,
      speaking.filter((rule) => notHere.some((each) => each.rule === rule)),
      false,
      guard,
    ),
  );
  const open = notHere.filter((each) => !known.isInPlace(each));
  const placed = open.flatMap((each): Placed[] => {
    const standing = known.standingOf(each);
    if (standing === undefined) return [];
    const message =
      (standing.isLost ? messageIfRemoved(each.hit, standing.before, fileChanges) : undefined) ?? each.hit.message;
    const { severityIfRepeated: severity } = each.hit;
    const hit = severity !== undefined && known.isRepeated(each) ? { ...each.hit, severity } : each.hit;
    return [{ ...each, hit, standing: standing.standing, message }];
  });
  return grouped(placed);
}

/** Sites and items of the earlier side in code that is vendored, of the build, ignored or generated. */
function withoutRulesIn({ before }: ViewChange): (Site | Item)[] {
  if (before === undefined || (before.isLinted && before.generated.length === 0)) return [];
  return before.all.flatMap(({ file, isGenerated }) => [
    ...file.sites.filter(({ keyword }) => !before.isLinted || isGenerated(keyword.start)),
    ...file.items.filter(({ span }) => !before.isLinted || isGenerated(span.start)),
  ]);
}

function messageIfRemoved(
  { messageIfRemoved: lost }: Hit,
  before: Site | undefined,
  patch: readonly FileChange[],
): string | undefined {
  if (typeof lost !== 'function') return lost;
  return before === undefined ? undefined : lost(before, patch);
}

/** @param spokenOf of files of which a rule speaks, before or after; or of all others: few ever ask what was there */
function earlierHits(
  changes: readonly ViewChange[],
  rules: readonly Rule[],
  spokenOf: boolean,
  guard: Guard,
): PathedHit[] {
  const ignored: Unread[] = [];
  return changes.flatMap(({ before, after }) => {
    if (before === undefined) return [];
    const layers = after === undefined ? [before.layer] : [before.layer, after.layer];
    const speaks = (rule: Rule): boolean => layers.some((layer) => appliesTo(rule, layer)) === spokenOf;
    return checkFile(before, rules, ignored, guard, speaks).map((each) => ({
      ...each,
      path: after?.path ?? before.path,
    }));
  });
}

function changeHits(
  changes: readonly ViewChange[],
  fileChanges: readonly FileChange[],
  rules: readonly Rule[],
  unread: Unread[],
  guard: Guard,
): Placed[] {
  const placed: Placed[] = [];
  for (const [index, change] of fileChanges.entries()) {
    const views = changes[index]?.after;
    if (views === undefined || !views.isLinted) continue;
    const { path } = views;
    const size = Math.max(change.before?.file.text.length ?? 0, views.main.file.text.length);
    const found = guard(path, size, (run) => run(() => hitsOfChange(change, views, rules, unread)));
    if (found instanceof Stopped) unread.push({ path, reason: found.reason, partial: false });
    else placed.push(...found);
  }
  return placed;
}

function hitsOfChange(change: FileChange, views: Views, rules: readonly Rule[], unread: Unread[]): Placed[] {
  const placed: Placed[] = [];
  for (const rule of rules) {
    if (rule.compare === undefined || !appliesTo(rule, views.layer)) continue;
    try {
      for (const hit of rule.compare(change)) {
        const view =
          views.all.find(({ file }) => hit.site !== undefined && file.sites.includes(hit.site)) ?? views.main;
        if (!view.isGenerated(hit.at.start))
          placed.push({ rule, view, hit, standing: hit.standing, message: hit.message });
      }
    } catch (error) {
      unread.push({ path: views.path, reason: `the rule ${rule.id} failed: ${String(error)}`, partial: true });
    }
  }
  return placed;
}
