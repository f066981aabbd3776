/** The INPUTs of a review: files, folders, standard input; and which of them are revisions. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PatchInput } from '../patch/input.ts';
import { patchFilesOf } from '../patch/patch-folder.ts';
import type { PatchOrder } from '../patch/series.ts';
import { type Failure, failure, isFailure } from '../text/failure.ts';
import { lookAt } from './path-kind.ts';

export interface ReadInputs {
  readonly files: readonly PatchInput[];
  readonly order: PatchOrder;
  readonly notes: readonly string[];
}

/** An existing file or folder, `-`, or else a revision. */
export function isRevision(input: string): boolean {
  return input !== '-' && lookAt(input) === undefined;
}

/** A pull request is named as owner/name#N or by its address. */
export function isPullRequest(input: string): boolean {
  return /^[\w.-]+\/[\w.-]+#\d+$/.test(input) || /^https?:\/\/[^/]+\/[^/]+\/[^/]+\/pull\/\d+/.test(input);
}

/** Reads files, folders and standard input; `inputs` exist. */
export function readInputs(inputs: readonly string[]): ReadInputs | Failure {
  const files: PatchInput[] = [];
  const notes: string[] = [];
  let order: PatchOrder = 'as given';
  for (const input of inputs) {
    if (input !== '-' && lookAt(input) === 'folder') {
      const folder = readFolder(input);
      if (isFailure(folder)) return folder;
      files.push(...folder.files);
      notes.push(...folder.notes);
      order = folder.order;
      continue;
    }
    const file = readOne(input);
    if (isFailure(file)) return file;
    files.push(file);
  }
  return { files, order, notes };
}

function readOne(input: string): PatchInput | Failure {
  const name = input === '-' ? 'standard input' : input;
  try {
    return { name, bytes: readFileSync(input === '-' ? 0 : input) };
  } catch (error) {
    return failure(
      name,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown error'})`,
      'pass a readable patch, or - for standard input',
    );
  }
}

/** A maildir (its mails lie in new/ and cur/ and have no order but their numbers), or a folder of patches in name order. */
function readFolder(folder: string): ReadInputs | Failure {
  const isMaildir = ['cur', 'new'].every((name) => lookAt(join(folder, name)) === 'folder');
  const places = isMaildir ? [join(folder, 'new'), join(folder, 'cur')] : [folder];
  const files: PatchInput[] = [];
  const notes: string[] = [];
  for (const place of places) {
    const names = readdirSync(place, { withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);
    const reading = isMaildir ? { names: names.sort(), notes: [] } : patchFilesOf(names);
    notes.push(...reading.notes);
    for (const name of reading.names) {
      const file = readOne(join(place, name));
      if (isFailure(file)) return file;
      files.push(file);
    }
  }
  if (files.length === 0)
    return failure(folder, 'the folder contains no patch', 'pass a folder with *.patch files, or a maildir');
  return { files, order: isMaildir ? 'by number' : 'as given', notes };
}
