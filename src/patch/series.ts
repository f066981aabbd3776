/** Inputs to a series: which letters hold its patches, in which order, and what is skipped. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { readDiff } from './diff.ts';
import { foreignDiff } from './foreign.ts';
import { type Letter, type PatchInput, readLetters } from './input.ts';
import { shortened, sourceLines } from './input-lines.ts';
import { decodeText } from './mail.ts';
import { inOrderOfNumbers, missingNumberNotes, newestVersions } from './numbering.ts';
import type { FilePatch, Patch, Series } from './patch.ts';

/**
 * The order of patches that come in several inputs: as the inputs are given, or, for a mail folder, whose files have
 * no order of their own, by the numbers in their subjects. Within one input mails always go by their numbers.
 */
export type PatchOrder = 'as given' | 'by number';

/**
 * Reads files (diffs, `git format-patch` mails, mailboxes) as one series, of which the newest version counts. Replies
 * and cover letters hold its patches only where nothing else does. Fails where an input is neither a mail nor a diff,
 * where a patch is damaged or cannot be read as text, and where patches are announced but none is there.
 */
export async function readPatches(
  inputs: readonly PatchInput[],
  order: PatchOrder = 'as given',
): Promise<Series | Failure> {
  const letters: Letter[] = [];
  for (const input of inputs) {
    const found = readLetters(input);
    if (isFailure(found)) return found;
    for (const letter of found) letters.push(letter);
  }
  const { chosen, notes, diffs } = choose(letters);
  const versions = newestVersions(letters, chosen);
  const runs = order === 'as given' ? groupByInput(versions.newest) : [versions.newest];
  const read = readEach(runs.flatMap(inOrderOfNumbers));
  if (isFailure(read)) return read;
  const allNotes = [...notes, ...versions.notes, ...missingNumberNotes(read.letters), ...read.notes];
  if (read.patches.length > 0)
    return { patches: read.patches, notes: allNotes, ...(diffs.length > 0 && { passedOver: diffs }) };
  const announcesNoPatch = chosen.length === 0 && letters.length > 0;
  return announcesNoPatch ? { patches: [], notes: allNotes } : noPatchIn(inputs, chosen);
}

/** Some inputs look like the headers of a mail, and then the body holds nothing of it. */
function noPatchIn(inputs: readonly PatchInput[], letters: readonly Letter[]): Failure {
  const whole = inputs.map(({ name, bytes }) => sourceLines(decodeText(bytes), name));
  const known = [...letters.map(({ body }) => body), ...whole].map((text) => foreignDiff(text));
  return known.find((refusal) => refusal !== null) ?? holdsNoPatch(inputs.map(({ name }) => name).join(', '));
}

function groupByInput(letters: readonly Letter[]): readonly (readonly Letter[])[] {
  const groups = new Map<string, Letter[]>();
  for (const letter of letters) {
    const group = groups.get(letter.from);
    if (group === undefined) groups.set(letter.from, [letter]);
    else group.push(letter);
  }
  return [...groups.values()];
}

interface Choice {
  readonly chosen: readonly Letter[];
  readonly notes: readonly string[];
  /** Of the others those that hold a diff. */
  readonly diffs: readonly { readonly from: string; readonly reason: string }[];
}

/**
 * Patches are what neither a reply nor a cover letter is. Where none of those holds a diff, the input was given for the
 * diffs in the replies (or in the cover letter), and these are read, as `git am` does.
 */
function choose(letters: readonly Letter[]): Choice {
  const isPatch = (letter: Letter) => reasonToPassOver(letter) === null;
  const goesByDiff =
    letters.some(({ holdsDiff }) => holdsDiff) && !letters.some((each) => each.holdsDiff && isPatch(each));
  const isChosen = (letter: Letter) => (goesByDiff ? letter.holdsDiff : isPatch(letter));
  const others = letters.filter((letter) => !isChosen(letter));
  return {
    chosen: letters.filter(isChosen),
    notes: others.map((letter) =>
      passedOver(letter, `${reasonToPassOver(letter) ?? 'it has no diff'}${unread(letter)}`),
    ),
    diffs: others
      .filter(({ holdsDiff }) => holdsDiff)
      .map((letter) => ({
        from: letter.from,
        reason: `the diff in ${shortened(letter.subjectLine ?? letter.id)}: ${reasonToPassOver(letter) ?? 'it is not a patch'}`,
      })),
  };
}

/** Why a letter is not a patch of a series, as far as its subject says; null where it may be one. */
function reasonToPassOver({ subject }: Letter): string | null {
  if (subject.isReply) return 'it is a reply';
  return subject.number === 0 ? 'it is a cover letter' : null;
}

function unread({ holdsDiff, problem }: Letter): string {
  if (problem !== null) return `, and ${problem.what}`;
  return holdsDiff ? '; its diff was not read, although `git am` would apply it' : '';
}

function passedOver(letter: Letter, reason: string): string {
  return `${letter.from}: skipped ${shortened(letter.subjectLine ?? letter.id)}: ${reason}`;
}

interface Reading {
  readonly letters: readonly Letter[];
  readonly patches: readonly Patch[];
  readonly notes: readonly string[];
}

function readEach(letters: readonly Letter[]): Reading | Failure {
  const reading = { letters: [] as Letter[], patches: [] as Patch[], notes: [] as string[] };
  const byId = new Map<string, readonly FilePatch[]>();
  for (const letter of letters) {
    const files = letter.problem ?? readDiff(letter.body, letter.start);
    if (isFailure(files)) return files;
    if (files.length === 0 && letter.kind === 'diff') return foreignDiff(letter.body) ?? holdsNoPatch(letter.from);
    const earlier = letter.id === letter.from ? undefined : byId.get(letter.id);
    const isRepetition = earlier !== undefined && isSameDiff(earlier, files);
    if (files.length === 0 || isRepetition) {
      reading.notes.push(passedOver(letter, isRepetition ? 'it repeats an earlier mail' : 'it has no diff'));
      continue;
    }
    if (earlier !== undefined) reading.notes.push(sameIdNote(letter));
    const id = earlier === undefined ? letter.id : `${letter.id}#${reading.patches.length + 1}`;
    byId.set(id, files);
    reading.letters.push(letter);
    reading.patches.push({ id, subject: letter.subjectLine === null ? null : letter.subject.title, files });
  }
  return reading;
}

/** Mail comes twice through two lists, with other footers and at other places; its diff stays the same. */
function isSameDiff(one: readonly FilePatch[], other: readonly FilePatch[]): boolean {
  const withoutPlaces = (key: string, value: unknown) => (key === 'place' ? undefined : value);
  return JSON.stringify(one, withoutPlaces) === JSON.stringify(other, withoutPlaces);
}

function sameIdNote(letter: Letter): string {
  const named = shortened(letter.subjectLine ?? letter.id);
  return `${letter.from}: ${named} has the Message-ID or commit of an earlier mail, but a different diff; both were read`;
}

function holdsNoPatch(where: string): Failure {
  const remedy = 'pass a patch from `git format-patch` or `git diff`';
  return failure(where === '' ? 'input' : where, 'contains no patch', remedy);
}
