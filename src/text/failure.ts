/** What could not be done because of what came in: a value, never an exception. */

/** Bad input in words for a person: what is wrong, where, and how to fix it. */
export interface Failure {
  readonly kind: 'failure';
  /** What is wrong; lower-case start, no full stop. */
  readonly what: string;
  /** The place: a file, `file:line`, a hunk, an option. */
  readonly where: string;
  /** What to do about it. */
  readonly remedy: string;
  /** Where the program itself has to know which failure it is: it never looks at the words. */
  readonly code?: FailureCode;
}

export type FailureCode =
  /** Another process has the store of this folder. */
  | 'store-in-use'
  /** The file that a patch changes does not fit the patch; `what` continues "the file". */
  | 'unfit-file';

/** A failure. @param where the place @param what what is wrong there @param remedy in the imperative */
export function failure(where: string, what: string, remedy: string, code?: FailureCode): Failure {
  return { kind: 'failure', where, what, remedy, ...(code && { code }) };
}

/** Whether a value is a failure. */
export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'failure';
}

/** One line: `where: what; remedy`. What came in may be hostile, so characters that steer a terminal are shown as their code. */
export function failureText({ where, what, remedy }: Failure): string {
  return `${where}: ${what}; ${remedy}`
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
