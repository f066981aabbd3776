/** What could not be done because of what came in: a value, never an exception. */

/** Bad input in words for a person: what is wrong, where, and how to mend it. */
export interface Failure {
  readonly kind: 'failure';
  /** What is wrong; lower-case start, no full stop. */
  readonly what: string;
  /** The place: a file, `file:line`, a hunk, an option. */
  readonly where: string;
  /** What to do about it. */
  readonly remedy: string;
}

export function failure(where: string, what: string, remedy: string): Failure {
  return { kind: 'failure', where, what, remedy };
}

export function isFailure(value: unknown): value is Failure {
  return typeof value === 'object' && value !== null && (value as { kind?: unknown }).kind === 'failure';
}

/** One line: `where: what; remedy`. What came in may be hostile, so characters that steer a terminal are shown as their code. */
export function failureText({ where, what, remedy }: Failure): string {
  return `${where}: ${what}; ${remedy}`
    .replace(/\s*\n\s*/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, (char) => `\\u{${char.codePointAt(0)?.toString(16)}}`);
}
