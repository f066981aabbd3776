/** What became of the SAFETY comment that a block or impl had before a patch. */
import { joinProse } from '../rust/docs.ts';
import type { Site } from '../rust/site.ts';
import type { LineTable } from '../text/lines.ts';
import type { FileView } from './rule.ts';

/** How much of a comment has to be the same for it to be the same one, in UTF-16 units. */
const BEGINNING = 60;

/** In words, for a site that has no comment now; `before` had one. */
export function whatBecameOfComment(view: FileView, site: Site, before: Site): string {
  const { lines, sites } = view.file;
  const wanted = beginningOf(before.justification?.text ?? '');
  const isTaken = (offset: number) =>
    sites.some(({ justification }) => justification !== undefined && isIn(justification.span, offset));
  const left = wanted === '' ? [] : (beginnings(lines).get(wanted) ?? []).filter((offset) => !isTaken(offset));
  const isAbove = (offset: number) =>
    offset < site.keyword.start && (site.item === undefined || isIn(site.item.span, offset));
  if (left.some(isAbove)) return 'other code is between the two now';
  if (left.length > 0) return 'the comment is in another place now';
  return before.code === site.code
    ? 'the comment was deleted, the code stayed'
    : 'the comment was deleted, and the code changed';
}

function isIn({ start, end }: { readonly start: number; readonly end: number }, offset: number): boolean {
  return start <= offset && offset < end;
}

function beginningOf(text: string): string {
  return joinProse([text]).slice(0, BEGINNING).trim();
}

const known = new WeakMap<LineTable, ReadonlyMap<string, readonly number[]>>();

/** Where the SAFETY comments of a text begin, by the beginning of what they say. */
function beginnings(lines: LineTable): ReadonlyMap<string, readonly number[]> {
  const found = known.get(lines) ?? readBeginnings(lines);
  known.set(lines, found);
  return found;
}

function readBeginnings(lines: LineTable): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const { index, 0: tag } of lines.text.matchAll(/safety:/gi)) {
    const first = lines.lineOf(index);
    let words = lines.lineText(first).slice(index + tag.length - lines.startOf(first));
    for (let line = first + 1; joinProse([words]).length < BEGINNING && line <= lines.last; line++) {
      const next = lines.lineText(line).trim();
      if (!next.startsWith('//')) break;
      words = `${words} ${next.replace(/^\/\/[/!]?/, '')}`;
    }
    const key = beginningOf(words);
    const same = found.get(key) ?? [];
    same.push(index);
    found.set(key, same);
  }
  return found;
}
