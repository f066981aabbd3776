/** Finds the place of each hunk in a text, with the search of `git apply` (find_pos and match_fragment in apply.c). */
import type { Hunk } from './patch.ts';
import { type HunkPosition, sideLines } from './sides.ts';

export interface PlacedHunks {
  readonly kind: 'placed';
  readonly text: string;
  /** One for each hunk. */
  readonly positions: readonly HunkPosition[];
}

export interface HunkMismatch {
  readonly kind: 'mismatch';
  readonly hunk: Hunk;
  readonly reason:
    | LineMismatch
    | { readonly kind: 'not-at-start' | 'not-at-end' | 'overlap' | 'effort' | 'two-places' }
    | { readonly kind: 'too-short'; readonly line: number };
}

/** Both lines have their `\n`; `line` counts from 1 in the text before. */
export interface LineMismatch {
  readonly kind: 'line';
  readonly line: number;
  readonly expected: string;
  readonly found: string | null;
}

/**
 * The text while hunks are applied: `done` and behind it `before` from `taken` on. Hunks come in order but for rare
 * cases, so that `done` grows at its end and the whole stays linear.
 */
interface Image {
  readonly before: readonly string[];
  done: string[];
  /** For each line of `done` its index in `before`; BY_HUNK for the lines of a hunk, which no other hunk may touch. */
  origins: number[];
  taken: number;
  /** How many more characters may be compared: repetitive texts would take for ever. */
  effort: number;
}

const BY_HUNK = -1;
const MOST_EFFORT = 30_000_000;

/** A hunk that begins at the first line has to match at the start of the text, one without trailing context at its end. */
interface Anchors {
  readonly atStart: boolean;
  readonly atEnd: boolean;
}

/**
 * Applies hunks in their order; offsets are accepted, differing lines are not. Lines end with `\n` alone. Stricter than
 * `git apply` in two things: a last line of context without a newline does not match a line that has one; and where a
 * hunk has no context around it (`git diff -U0`), nothing but the headers says where the hunks of the file belong, so
 * they go there or nowhere.
 */
export function placeHunks(hunks: readonly Hunk[], text: string): PlacedHunks | HunkMismatch {
  const image: Image = { before: textLines(text), done: [], origins: [], taken: 0, effort: MOST_EFFORT };
  const positions: { oldStart: number; newStart: number }[] = [];
  const isExact = hunks.some(isWithoutContext);
  let growth = 0;
  for (const hunk of hunks) {
    const [wanted, given] = [sideLines(hunk, 'before'), sideLines(hunk, 'after')];
    const said = firstIndex(hunk.newStart, hunk.newLines);
    if (isExact && said !== firstIndex(hunk.oldStart, hunk.oldLines) + growth)
      return { kind: 'mismatch', hunk, reason: { kind: 'two-places' } };
    if (isExact && said > lengthOf(image))
      return { kind: 'mismatch', hunk, reason: { kind: 'too-short', line: hunk.oldStart } };
    growth += given.length - wanted.length;
    const anchors = isExact ? NO_ANCHORS : anchorsOf(hunk);
    const at = isExact
      ? placeAt(image, wanted, said)
      : findPlace(image, wanted, Math.max(0, hunk.newStart - 1), anchors);
    if (at === null) return { kind: 'mismatch', hunk, reason: reasonOf(image, wanted, said, anchors) };
    const liesBeforeOthers = at < image.done.length;
    const oldStart = replace(image, at, wanted.length, given);
    if (liesBeforeOthers) {
      for (const position of positions) if (position.newStart > at) position.newStart += given.length - wanted.length;
    }
    positions.push({ oldStart, newStart: at + 1 });
  }
  return { kind: 'placed', text: image.done.concat(image.before.slice(image.taken)).join(''), positions };
}

/** Whether one of the hunks alone has a place in a text. */
export function anyHunkFits(hunks: readonly Hunk[], text: string): boolean {
  const image: Image = { before: textLines(text), done: [], origins: [], taken: 0, effort: MOST_EFFORT };
  return hunks.some((hunk) => {
    const wanted = sideLines(hunk, 'before');
    const said = firstIndex(hunk.oldStart, hunk.oldLines);
    if (isWithoutContext(hunk)) return matchesAt(image, wanted, said);
    return findPlace(image, wanted, said, anchorsOf(hunk)) !== null;
  });
}

/** Whether a hunk has no context lines around its changes. */
export function isWithoutContext({ lines }: Hunk): boolean {
  return lines[0]?.kind !== 'context' && lines.at(-1)?.kind !== 'context';
}

const NO_ANCHORS: Anchors = { atStart: false, atEnd: false };

function anchorsOf({ oldStart, lines }: Hunk): Anchors {
  return { atStart: oldStart <= 1, atEnd: lines.at(-1)?.kind !== 'context' };
}

/** The index of a side's first line. A side without lines names the line before it as its start. */
function firstIndex(start: number, lines: number): number {
  return lines === 0 ? start : Math.max(0, start - 1);
}

function placeAt(image: Image, wanted: readonly string[], said: number): number | null {
  return matchesAt(image, wanted, said) ? said : null;
}

/** The lines of a text, each with its `\n`; the last may have none. */
function textLines(text: string): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline === -1 ? text.length : newline + 1;
    lines.push(text.slice(at, end));
    at = end;
  }
  return lines;
}

function lengthOf({ before, done, taken }: Image): number {
  return done.length + before.length - taken;
}

function lineAt({ before, done, taken }: Image, index: number): string | undefined {
  return index < done.length ? done[index] : before[taken + index - done.length];
}

/** The index in the text before; BY_HUNK for a line of a hunk. */
function originAt({ done, origins, taken }: Image, index: number): number {
  return origins[index] ?? taken + index - done.length;
}

/** The nearest place from the expected one on, by turns behind and before it. */
function findPlace(image: Image, wanted: readonly string[], expected: number, anchors: Anchors): number | null {
  const length = lengthOf(image);
  const last = length - wanted.length;
  if (anchors.atStart) return (!anchors.atEnd || last === 0) && matchesAt(image, wanted, 0) ? 0 : null;
  if (anchors.atEnd) return last >= 0 && matchesAt(image, wanted, last) ? last : null;
  const start = Math.min(expected, length);
  for (let distance = 0; distance <= length && image.effort > 0; distance++) {
    if (matchesAt(image, wanted, start + distance)) return start + distance;
    if (distance > 0 && matchesAt(image, wanted, start - distance)) return start - distance;
  }
  return null;
}

function matchesAt(image: Image, wanted: readonly string[], at: number): boolean {
  image.effort--;
  if (at < 0 || at + wanted.length > lengthOf(image)) return false;
  return wanted.every((line, index) => {
    if (image.origins[at + index] === BY_HUNK) return false;
    const found = lineAt(image, at + index);
    image.effort -= found?.length === line.length ? line.length : 1;
    return found === line;
  });
}

/** Puts lines in the place of `count` others; the line number, in the text before, of the first one replaced. */
function replace(image: Image, at: number, count: number, lines: readonly string[]): number {
  while (image.done.length < at + count) {
    image.done.push(image.before[image.taken] as string);
    image.origins.push(image.taken++);
  }
  const oldStart = originAt(image, at) + 1;
  const origins = lines.map(() => BY_HUNK);
  if (at + count === image.done.length) {
    image.done.length = at;
    image.origins.length = at;
    for (const line of lines) image.done.push(line);
    for (const origin of origins) image.origins.push(origin);
  } else {
    image.effort -= image.done.length;
    image.done = image.done.slice(0, at).concat(lines, image.done.slice(at + count));
    image.origins = image.origins.slice(0, at).concat(origins, image.origins.slice(at + count));
  }
  return oldStart;
}

/** What is wrong at the place that the hunk names. */
function reasonOf(image: Image, wanted: readonly string[], at: number, anchors: Anchors): HunkMismatch['reason'] {
  if (image.effort <= 0) return { kind: 'effort' };
  const differing = wanted.findIndex((line, index) => lineAt(image, at + index) !== line);
  if (differing === -1) {
    if (anchors.atStart && at > 0) return { kind: 'not-at-start' };
    return { kind: anchors.atEnd && at + wanted.length < lengthOf(image) ? 'not-at-end' : 'overlap' };
  }
  const index = at + differing;
  const [expected, found] = [wanted[differing] as string, lineAt(image, index) ?? null];
  const line = 1 + (found === null ? image.before.length : originAt(image, index));
  return { kind: 'line', line, expected, found };
}
