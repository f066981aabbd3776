/** What is written beside a check (comment, reactions, replies, the settings check): where GitHub does not take it, that fails alone. */
import { notWritten } from '../publish/words.ts';
import { ForgeError } from './forge.ts';
import { refusalOf } from './refusals.ts';

/** It may be written later. What was done before it is not done again, and it never decides a verdict. */
export class LateWrite extends ForgeError {
  constructor({ trouble, message, at, status }: ForgeError) {
    super(trouble, message, at, status);
    this.name = 'LateWrite';
  }
}

export interface Attempted {
  /** Why GitHub does not take it, in words; null: it took it, or may later. */
  readonly why: string | null;
  readonly late: LateWrite | null;
}

/** What GitHub's words mean, before the status. */
const BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/locked/i, 'the conversation is locked'],
  [/not accessible by integration/i, 'the App may not write there'],
  [/archived/i, 'the repository is archived'],
];
const BY_STATUS: Readonly<Record<number, string>> = {
  403: 'GitHub does not allow it',
  404: 'GitHub has no place for it',
  410: 'GitHub has no place for it',
  422: 'GitHub does not accept it',
};

/** Throws only what is not GitHub's. */
export async function attempt(write: () => Promise<unknown>): Promise<Attempted> {
  try {
    await write();
    return { why: null, late: null };
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    if (refusalOf(error) === null) return { why: null, late: new LateWrite(error) };
    return { why: whyNot(error), late: null };
  }
}

/** @param what the thing as people call it, as `The comment` */
export function whyMissing(what: string, { why }: Attempted): readonly string[] {
  return why === null ? [] : [notWritten(what, why)];
}

function whyNot({ message, status }: ForgeError): string {
  return BY_WORDS.find(([pattern]) => pattern.test(message))?.[1] ?? BY_STATUS[status] ?? 'GitHub refuses it';
}
