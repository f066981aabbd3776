/** The form of the JSON in the store: a version beside each text, so that no version of the program misreads another's. */

/** Raised when what is written can no longer be read as before. Version 1 is 0.1.0's, whose events name no persons. */
export const STORED = 2;

/** What was written by a newer version: it is never guessed at. */
export class NewerForm extends Error {
  constructor(what: string, version: number) {
    super(`${what} was written by a newer version of this program (form ${version}, this one reads up to ${STORED})`);
    this.name = 'NewerForm';
  }
}

/**
 * Reads what was stored; earlier forms are read as they are, since what they lack is optional.
 * @param what names it in the error
 * @throws NewerForm
 */
export function readStored(what: string, text: string, version: number): unknown {
  if (version > STORED) throw new NewerForm(what, version);
  return JSON.parse(text);
}
