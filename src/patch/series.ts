/** Inputs to a series: which letters hold its patches, in which order, and what is passed over. */
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { readDiff } from './diff.ts';
import { foreignDiff } from './foreign.ts';
import { type Letter, type PatchInput, readLetters } from './input.ts';
import { shortened, sourceLines } from './lines.ts';
import { decodeText } from './mail.ts';
import { findDiffStart } from './message.ts';
import { inOrderOfNumbers, missingNumberNotes, refuseTwoVersions } from './numbering.ts';
import type { FilePatch, Patch, Series } from './patch.ts';
import { reasonToPassOver } from './subject.ts';

/**
 * The order of patches that come in several inputs: as the inputs are given, or, for a mail folder, whose files have
 * no order of their own, by the numbers in their subjects. Within one input mails always go by their numbers.
 */
export type PatchOrder = 'as given' | 'by number';

/**
 * Reads files (diffs, `git format-patch` mails, mailboxes) as one series. Fails where one of them is neither a mail nor
 * a diff, where a diff is damaged, where two versions of a series are mixed, and where there is no patch at all.
 */
export async function readPatches(
  inputs: readonly PatchInput[],
  order: PatchOrder = 'as given',
): Promise<Series | Failure> {
  const letters: Letter[] = [];
  for (const input of inputs) {
    const found = await readLetters(input);
    if (isFailure(found)) return found;
    for (const letter of order === 'as given' ? inOrderOfNumbers(found) : found) letters.push(letter);
  }
  const { kept, notes } = sortOut(letters);
  const refusal = refuseTwoVersions(letters.filter(({ subject }) => !subject.isReply));
  if (refusal !== null) return refusal;
  return readSeries(order === 'as given' ? kept : inOrderOfNumbers(kept), notes, inputs);
}

/** Passes over replies, cover letters (which `git format-patch` gives the id of a commit) and what came twice. */
function sortOut(letters: readonly Letter[]): { readonly kept: readonly Letter[]; readonly notes: string[] } {
  const notes: string[] = [];
  const kept = new Map<string, Letter>();
  for (const [index, letter] of letters.entries()) {
    const hasIdOfItsOwn = letter.id !== letter.from;
    const id = hasIdOfItsOwn ? letter.id : `letter ${index}`;
    const reason = reasonToPassOver(letter.subject) ?? (kept.has(id) ? 'it came before' : null);
    if (reason === null) kept.set(id, letter);
    else notes.push(passedOver(letter, reason));
  }
  return { kept: [...kept.values()], notes };
}

function passedOver(letter: Letter, reason: string): string {
  return `${letter.from}: ${shortened(letter.subjectLine ?? letter.id)} was passed over: ${reason}`;
}

function readSeries(letters: readonly Letter[], notes: string[], inputs: readonly PatchInput[]): Series | Failure {
  const patches: Patch[] = [];
  notes.push(...missingNumberNotes(letters));
  for (const letter of letters) {
    const files = readFiles(letter, notes);
    if (isFailure(files)) return files;
    if (files.length > 0) {
      patches.push({ id: letter.id, subject: letter.subjectLine === null ? null : letter.subject.title, files });
    } else if (letter.kind === 'mail') {
      notes.push(passedOver(letter, 'it holds no diff'));
    } else {
      return foreignDiff(letter.body) ?? holdsNoPatch(letter.from);
    }
  }
  if (patches.length > 0) return { patches, notes };
  const bodies = letters.map(({ body }) => body);
  // some look like the headers of a mail, and then the body holds nothing of it
  const whole = letters.length === 0 ? [] : inputs.map(({ name, bytes }) => sourceLines(decodeText(bytes), name));
  const known = [...bodies, ...whole].map((text) => foreignDiff(text)).find((refusal) => refusal !== null);
  return known ?? holdsNoPatch(inputs.map(({ name }) => name).join(', '));
}

function readFiles(letter: Letter, notes: string[]): readonly FilePatch[] | Failure {
  if (letter.kind === 'diff') return readDiff(letter.body);
  const { start, messageHoldsDiff } = findDiffStart(letter.body);
  if (messageHoldsDiff) {
    notes.push(
      `${letter.from}: the message of ${shortened(letter.subjectLine ?? letter.id)} holds a diff, which was not read; \`git am\` would apply it`,
    );
  }
  return readDiff(letter.body, start);
}

function holdsNoPatch(where: string): Failure {
  return failure(
    where === '' ? 'input' : where,
    'holds no patch',
    'give a patch from `git format-patch` or `git diff`',
  );
}
