/** What became of the SAFETY comment that a block or impl had before a patch. */
import { joinProse } from '../rust/docs.ts';
import type { Site } from '../rust/site.ts';
import type { LineTable } from '../text/lines.ts';
import type { FileChange, FileView } from './rule.ts';

/** How much of a comment has to be the same for it to be the same one, in UTF-16 units. */
const BEGINNING = 60;

/**
 * In words, for a site that has no comment now; `before` had one. Deleted is what the whole patch has less often than before, be it
 * above a block or not.
 */
export function whatBecameOfComment(view: FileView, site: Site, before: Site, patch: readonly FileChange[]): string {
  const wanted = beginningOf(before.justification?.text ?? '');
  if (wanted !== '') {
    const left = free(view, wanted);
    const isAbove = (offset: number) =>
      offset < site.keyword.start && (site.item === undefined || isIn(site.item.span, offset));
    if (left.some(isAbove)) return 'other code now separates them';
    if (left.length > 0) return 'the comment is now elsewhere';
    const views = sidesOf(patch);
    const elsewhere = views.after.find((other) => other.path !== view.path && free(other, wanted).length > 0);
    if (elsewhere !== undefined) return `the comment is now in ${elsewhere.path}`;
    const wasPlain = views.before.some(({ file }) => isPlain(file.lines, wanted));
    if (!wasPlain && isPlain(view.file.lines, wanted)) return 'the comment no longer starts with `SAFETY:`';
    if (count(views.after, wanted) >= count(views.before, wanted)) return 'the comment now belongs to another block';
  }
  return before.code === site.code
    ? 'the comment was deleted, but the code remains'
    : 'the comment was deleted, and the code changed';
}

/** The offsets of comments with this beginning that belong to no site. */
function free({ file: { lines, sites } }: FileView, wanted: string): readonly number[] {
  const isTaken = (offset: number) =>
    sites.some(({ justification }) => justification !== undefined && isIn(justification.span, offset));
  return (beginnings(lines).get(wanted) ?? []).filter((offset) => !isTaken(offset));
}

interface Sides {
  readonly before: readonly FileView[];
  readonly after: readonly FileView[];
}

function sidesOf(patch: readonly FileChange[]): Sides {
  return {
    before: patch.flatMap(({ before }) => before ?? []),
    after: patch.flatMap(({ after }) => after ?? []),
  };
}

function count(views: readonly FileView[], wanted: string): number {
  return views.reduce((sum, { file }) => sum + (beginnings(file.lines).get(wanted)?.length ?? 0), 0);
}

/** Whether a comment says it without being a SAFETY comment: nothing but the mark, or its colon, is gone. */
function isPlain(lines: LineTable, wanted: string): boolean {
  for (let line = 1; line <= lines.last; line++) {
    const words = /^\s*\/\/[/!]?\s*(?!safety:)(?:safety\b\s*[-–.]?\s*)?(.*)$/i.exec(lines.lineText(line))?.[1];
    if (
      words !== undefined &&
      words !== '' &&
      wanted.startsWith(beginningOf(words)) &&
      commentFrom(lines, line, words) === wanted
    )
      return true;
  }
  return false;
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
    const key = commentFrom(lines, first, lines.lineText(first).slice(index + tag.length - lines.startOf(first)));
    const same = found.get(key) ?? [];
    same.push(index);
    found.set(key, same);
  }
  return found;
}

/** The beginning of a comment whose first line says `words`. */
function commentFrom(lines: LineTable, first: number, words: string): string {
  let all = words;
  for (let line = first + 1; joinProse([all]).length < BEGINNING && line <= lines.last; line++) {
    const next = lines.lineText(line).trim();
    if (!next.startsWith('//')) break;
    all = `${all} ${next.replace(/^\/\/[/!]?/, '')}`;
  }
  return beginningOf(all);
}
