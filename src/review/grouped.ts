/** Hits that are one finding: the first place speaks, and the others are named with it. */
import type { ChangeHit, Hit } from '../rules/rule.ts';
import { groupBy } from '../text/multimap.ts';
import { countOf, type Noun } from '../text/nouns.ts';
import { type Placed, placesBeside } from './findings.ts';

/**
 * Puts hits of one rule and group together, in the order of the first of each; those without a group stay as they are.
 * @param scopeOf how far a group reaches: the file, unless said otherwise
 */
export function grouped(
  placed: readonly Placed[],
  scopeOf: (each: Placed) => string = ({ view }) => `${view.path}\0${view.inDocExample}`,
): Placed[] {
  const groups = groupBy(placed, (each) =>
    each.hit.group === undefined ? undefined : `${each.rule.id}\0${scopeOf(each)}\0${each.hit.group}`,
  );
  const alone = placed.filter(({ hit }) => hit.group === undefined);
  return [...alone, ...[...groups.values()].map(together)];
}

function together(group: readonly Placed[]): Placed {
  const [first, ...others] = inReadingOrder(group) as [Placed, ...Placed[]];
  if (others.length === 0) return first;
  const related = others.flatMap(({ view, hit, message }) => [
    {
      path: view.path,
      line: view.file.lines.lineOf(hit.at.start),
      message: nounsOf(hit)[0]?.[0] ?? (message === first.message ? 'also here' : message),
    },
    ...placesBeside(view, hit),
  ]);
  const hit: Hit = { ...first.hit, related: [...(first.hit.related ?? []), ...related] };
  return { ...first, hit, message: messageOf(first, others) };
}

function messageOf(first: Placed, others: readonly Placed[]): string {
  const nouns = [first, ...others].flatMap(({ hit }) => nounsOf(hit));
  if (nouns.length > 0) return `${countOf(nouns)} in ${others.length + 1} files`;
  return `${first.message} (here and in ${others.length} more ${others.length === 1 ? 'place' : 'places'})`;
}

function nounsOf(hit: Hit | ChangeHit): readonly Noun[] {
  return 'counted' in hit ? (hit.counted ?? []) : [];
}

/** The order of files is that of the patch. */
function inReadingOrder(group: readonly Placed[]): readonly Placed[] {
  const paths = [...new Set(group.map(({ view }) => view.path))];
  return group.toSorted(
    (one, other) =>
      paths.indexOf(one.view.path) - paths.indexOf(other.view.path) || one.hit.at.start - other.hit.at.start,
  );
}
