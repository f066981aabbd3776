/** What is written beside a check (comment, reactions, replies, the settings check): where GitHub does not take it, that fails alone. */
import { notWritten } from '../../publish/messages.ts';
import { ForgeError } from '../ports/forge.ts';
import { type RefusalReason, refusalOf } from '../ports/refusals.ts';

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

/** Reasons that only writes of this kind have, by GitHub's words. */
const BY_WORDS: readonly (readonly [RegExp, string])[] = [
  [/locked/i, 'the conversation is locked'],
  [/not accessible by integration/i, 'the App may not write there'],
];
const WORDS: Readonly<Record<RefusalReason, string>> = {
  unauthorized: 'GitHub refuses it',
  suspended: 'the installation is suspended',
  archived: 'the repository is archived',
  blocked: 'the repository is blocked',
  forbidden: 'GitHub does not allow it',
  gone: 'GitHub has no place for it',
  invalid: 'GitHub does not accept it',
  other: 'GitHub refuses it',
};

/** Throws only what is not GitHub's. */
export async function attempt(write: () => Promise<unknown>): Promise<Attempted> {
  try {
    await write();
    return { why: null, late: null };
  } catch (error) {
    if (!(error instanceof ForgeError)) throw error;
    const reason = refusalOf(error);
    if (reason === null) return { why: null, late: new LateWrite(error) };
    const own = BY_WORDS.find(([pattern]) => pattern.test(error.message))?.[1];
    return { why: own ?? WORDS[reason], late: null };
  }
}

/** @param what the thing as people call it, as `The comment` */
export function whyMissing(what: string, { why }: Attempted): readonly string[] {
  return why === null ? [] : [notWritten(what, why)];
}
