/** What one check of the set-up gave. */

/** `unknown`: it could not be checked, because something else is wrong. */
export type Verdict = 'ok' | 'warning' | 'wrong' | 'unknown';

export interface Diagnosis {
  readonly name: string;
  readonly verdict: Verdict;
  /** What was found; a sentence without its full stop. */
  readonly words: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

/** Nothing is wrong with this part of the set-up. */
export function ok(name: string, words: string): Diagnosis {
  return { name, verdict: 'ok', words, remedy: null };
}

/** The App works, but not with all that it could do, or not for long. */
export function warning(name: string, words: string, remedy: string): Diagnosis {
  return { name, verdict: 'warning', words, remedy };
}

/** The App cannot work like this. @param remedy in the imperative */
export function wrong(name: string, words: string, remedy: string): Diagnosis {
  return { name, verdict: 'wrong', words, remedy };
}

/** It could not be examined. @param words why */
export function unknown(name: string, words: string): Diagnosis {
  return { name, verdict: 'unknown', words, remedy: null };
}
